import { WelcomePage, type WelcomeSaid } from '../../../web/views/welcome.tsx';
import { VigieError } from '../../domain/errors.ts';
import { clockTime } from '../../domain/model/clockTime.ts';
import { type FoundWay, isStep, type SetUp, type SetUpActor, STEPS, type Step } from '../../domain/model/setUp.ts';
import type { Subscription } from '../../domain/model/subscription.ts';
import { HOUR_MS } from '../../domain/model/units.ts';
import { askAfresh, setUpDraft, waysOfSite } from '../../pipeline/setUp.ts';
import { attempts } from '../attempts.ts';
import { changeAddress, isFreeAddress } from '../changeAddress.ts';
import type { App, Ctx, ServerDeps, SetUpPort } from '../context.ts';
import { type Fields, one, several } from '../forms.ts';
import {
  firstAnswers,
  readActor,
  readMornings,
  readSources,
  readWatch,
  refuseTwice,
  type TypedActor,
  typedActors,
} from '../setUpForms.ts';
import { subscribe } from '../subscriptionActions.ts';
import { nameOf } from './invitation.tsx';

/** Trials an hour: each sends mail to an address somebody only claims. */
const MOST_TRIALS = 5;

/** The first steps: from the example to one's own watch. There as long as nobody has written a feeds.yaml. */
export function welcomeRoutes(app: App, deps: ServerDeps): void {
  const { setUp, store, clock } = deps;
  if (!setUp) {
    // Taken already, perhaps in another tab.
    for (const path of ['/welcome', '/welcome/:step']) app.get(path, (c) => c.redirect('/'));
    return;
  }
  const mayTry = attempts(MOST_TRIALS, HOUR_MS, clock);
  const searches = siteSearches(deps);

  async function answersOf(c: Ctx): Promise<SetUp> {
    const { timezone = deps.watch.timezone, name } = c.get('person');
    const { t, language } = c.get('speech');
    const title = name === '' ? t('welcome.defaultTitle') : t('welcome.titleOf', { name });
    return { ...firstAnswers(language, timezone, title), ...(await setUpDraft.read(deps)) };
  }

  async function shown(c: Ctx, step: Step, answers: SetUp, said: WelcomeSaid = {}, typed?: readonly TypedActor[]) {
    const person = (await store.people.find(c.get('person').id)) ?? c.get('person');
    const found = step === 'ready' ? searches.of(actorsOf(answers), c) : [];
    // Before there is anything to choose, what is looked for comes in by itself; what was chosen is never lost by it.
    const isWaiting = found.some(({ isPending }) => isPending) && c.req.query('now') !== '1' && c.req.method === 'GET';
    if (isWaiting) c.header('Refresh', '3');
    return c.html(
      <WelcomePage
        {...{ page: c.get('page'), step, answers, person, found, said, typed, isWaiting }}
        starters={setUp?.starters ?? []}
        hasMail={deps.mailer !== undefined}
        isUntouched={step === 'ready' && (await store.collected.isUntouched())}
      />,
      said.problem === undefined ? 200 : 400,
    );
  }

  // A newcomer is shown the way once; who put it off reads the example.
  app.get('/', async (c, next) => {
    const isPutOff = 'isPutOff' in ((await setUpDraft.read(deps)) ?? {});
    return c.get('page').may('manage') && !isPutOff ? c.redirect('/welcome') : next();
  });

  // Who comes back goes on where they were.
  app.get('/welcome', async (c) => {
    const { reached = '' } = ((await setUpDraft.read(deps)) ?? {}) as { reached?: string };
    return c.redirect(`/welcome/${isStep(reached) ? reached : STEPS[0]}`);
  });

  app.get('/welcome/:step', async (c) => {
    const step = c.req.param('step');
    return isStep(step) ? shown(c, step, await answersOf(c)) : c.notFound();
  });

  app.post('/welcome/:step', async (c) => {
    const step = c.req.param('step');
    if (!isStep(step)) return c.notFound();
    const fields = (await c.req.parseBody({ all: true })) as Fields;
    const answers = await answersOf(c);
    const isLater = one(fields, 'action') === 'later';
    try {
      if (isLater && step === 'ready') return await putOff(c, answers, step);
      if (step === 'ready') return await finished(c, answers, fields, setUp);
      const next = await changed(c, step, answers, fields, setUp);
      if (isLater) return await putOff(c, next, step);
      const isTrial = step === 'mornings' && one(fields, 'action') === 'try';
      const reached = isTrial ? step : STEPS[STEPS.indexOf(step) + 1];
      await setUpDraft.write(deps, { ...next, reached });
      if (isTrial) return await tried(c, next, fields);
      return c.redirect(`/welcome/${reached}`, 303);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      // Somebody who leaves is not held back to mend a word.
      if (isLater) return putOff(c, answers, step);
      const problem = c.get('speech').t(`errors.${error.code}`, error.params);
      return shown(c, step, { ...answers, ...typedTexts(fields) }, { problem }, typedActors(fields));
    }
  });

  async function putOff(c: Ctx, answers: SetUp, reached: Step) {
    await setUpDraft.write(deps, { ...answers, reached, isPutOff: true });
    return c.redirect('/', 303);
  }

  /** The answers with those of one step. */
  async function changed(c: Ctx, step: Step, answers: SetUp, fields: Fields, { starters }: SetUpPort): Promise<SetUp> {
    const person = c.get('person');
    switch (step) {
      case 'watch': {
        const given = readWatch(fields);
        await store.people.setProfile(person.id, {
          ...{ name: nameOf(one(fields, 'name')), language: given.language, timezone: given.timezone },
        });
        return { ...answers, ...given, readIn: answers.trades.length > 0 ? answers.readIn : [given.language] };
      }
      case 'brand': {
        const [typed] = typedActors(fields);
        const { brand: _, ...rest } = answers;
        const next = typed ? { ...rest, brand: readActor(typed, actorsOf(answers)) } : rest;
        refuseTwice(actorsOf(next));
        return next;
      }
      case 'competitors': {
        const competitors = typedActors(fields).map((typed) => readActor(typed, actorsOf(answers)));
        const next = { ...answers, competitors };
        refuseTwice(actorsOf(next));
        searches.begin(actorsOf(next), c);
        return next;
      }
      case 'sources':
        return { ...answers, ...readSources(fields, answers, starters) };
      default: {
        const { email: _, ...given } = readMornings(fields);
        return { ...answers, ...given };
      }
    }
  }

  /** The trial and the question whether the address is theirs are one mail. */
  async function tried(c: Ctx, answers: SetUp, fields: Fields) {
    const { email } = readMornings(fields);
    const person = c.get('person');
    if (email === undefined) throw new VigieError('setUp.noEmail');
    if (!mayTry(person.id) || !mayTry(email)) throw new VigieError('setUp.tooManyTrials');
    if (email !== person.email && !(await isFreeAddress(email, deps))) throw new VigieError('team.known', { email });
    const outcome = await changeAddress(person, email, c, deps);
    if (outcome === 'done') return c.redirect('/welcome/mornings', 303);
    const words = { address: email, detail: outcome.kind === 'sent' ? '' : outcome.detail };
    return outcome.kind === 'sent'
      ? shown(c, 'mornings', answers, { done: c.get('speech').t('welcome.trialSent', words), email })
      : shown(c, 'mornings', answers, { problem: c.get('speech').t('welcome.trialFailed', words), email });
  }

  /** Writes feeds.yaml and begins with it; whoever gave an address receives the digest there. */
  async function finished(c: Ctx, answers: SetUp, fields: Fields, port: SetUpPort) {
    const chosen = new Set(several(fields, 'way'));
    const found = searches.of(actorsOf(answers), c);
    const followed = (actor: SetUpActor): SetUpActor => {
      const { site = '', ways = [], isPending = false } = found.find((each) => each.site === actor.site) ?? {};
      // Chosen before it was known how: by whatever way was found since.
      if (several(fields, 'pending').includes(site)) return { ...actor, follow: chosen.has(site) ? ways : [] };
      // Looked at anew since the page was made, it is not left out: it is watched as it stands.
      return { ...actor, follow: isPending ? ways : ways.filter(({ url }) => chosen.has(url)) };
    };
    const text = port.textOf({
      ...{ ...answers, competitors: answers.competitors.map(followed) },
      ...(answers.brand && { brand: followed(answers.brand) }),
    });
    await askAfresh(deps, one(fields, 'afresh') === 'on');
    try {
      port.begin(text);
    } catch (error) {
      await askAfresh(deps, false);
      if (!(error instanceof VigieError)) throw error;
      const problem = c.get('speech').t(`errors.${error.code}`, error.params);
      return shown(c, 'ready', answers, { problem, text });
    }
    await setUpDraft.write(deps, {});
    if (one(fields, 'byMail') === 'on') await receiveDigest(c, answers);
    return c.redirect('/', 303);
  }

  async function receiveDigest(c: Ctx, { at, language }: SetUp): Promise<Subscription | undefined> {
    const person = await store.people.find(c.get('person').id);
    if (person?.email === undefined) return undefined;
    const form = { subject: 'digest', rhythm: 'daily', at: clockTime(at), language };
    return (await subscribe(form, person, deps)).subscription;
  }
}

const actorsOf = ({ brand, competitors }: SetUp): SetUpActor[] => [...(brand ? [brand] : []), ...competitors];

/** What a refused form said, to be shown again; rows of actors are shown as they were typed. */
const typedTexts = (fields: Fields): Partial<SetUp> => ({
  ...('title' in fields && { title: one(fields, 'title') }),
  ...('timezone' in fields && { timezone: one(fields, 'timezone') }),
  ...('addresses' in fields && {
    trades: several(fields, 'trade'),
    addresses: one(fields, 'addresses').split(/\r?\n/),
    hasPress: one(fields, 'press') === 'on',
  }),
});

/** Sites looked at while the next steps are answered. */
function siteSearches(deps: ServerDeps) {
  const found = new Map<string, FoundWay[] | 'pending'>();
  function begin(actors: readonly SetUpActor[], c: Ctx): void {
    for (const { site, name } of actors) {
      if (site === undefined || found.has(site)) continue;
      found.set(site, 'pending');
      const priced = c.get('speech').t('welcome.pricesOf', { name });
      waysOfSite(site, priced, deps)
        .then((ways) => found.set(site, ways))
        .catch((error: Error) => {
          deps.log.warn({ site, error: error.message }, 'A site could not be looked at');
          found.set(site, [{ kind: 'page', url: site, title: name }]);
        });
    }
  }
  return {
    begin,
    /** As far as they have come; those that nobody has asked for since the start are asked now. */
    of(actors: readonly SetUpActor[], c: Ctx) {
      begin(actors, c);
      return actors.flatMap(({ site, name }) => {
        const ways = site === undefined ? undefined : found.get(site);
        if (site === undefined || ways === undefined) return [];
        const isPending = ways === 'pending';
        return [
          { site, name, isPending, ways: isPending ? [{ kind: 'page' as const, url: site, title: name }] : ways },
        ];
      });
    },
  };
}
