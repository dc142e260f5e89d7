import { SubscriptionsPage } from '../../../web/views/subscriptions.tsx';
import { VigieError } from '../../domain/errors.ts';
import type { KeptBoard } from '../../domain/model/board.ts';
import type { Subscription } from '../../domain/model/subscription.ts';
import { boardsOf } from '../../pipeline/boards.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { type Form, field, textsOf } from '../forms.ts';
import { actOnSubscription, isTheirs, SUBSCRIPTION_ACTIONS, subscribe } from '../subscriptionActions.ts';

const LISTED = 40;

interface Said {
  done?: string;
  problem?: VigieError;
  /** Of a webhook just made. */
  secret?: string;
  /** The form as it was filled in, to be mended. */
  typed?: Readonly<Record<string, string>>;
}

/** What the address of the page asks the form to begin with. */
const askedFor = ({ req }: Ctx) => ({
  subject: req.query('subject'),
  ...(req.query('rhythm') !== undefined && { rhythm: req.query('rhythm') }),
  query: req.query('q'),
});

/** Who receives what, and what became of it. A reader sees their own; an editor everybody's. */
export function subscriptionRoutes(app: App, deps: ServerDeps): void {
  const { store, watch, clock, mailer } = deps;

  async function shown(c: Ctx, said: Said = {}) {
    const person = c.get('person');
    const { t } = c.get('speech');
    const own = (await store.subscriptions.list()).filter((each) => isTheirs(person, each));
    const boards = (await boardsOf(person, deps)).map(({ board }) => board);
    const ids = new Set(own.map(({ id }) => id));
    const titles = new Map(own.map((each) => [each.id, titleOf(each, boards, c)]));
    return c.html(
      <SubscriptionsPage
        page={c.get('page')}
        subscriptions={own.map((each) => ({ ...each, title: titles.get(each.id) ?? '' }))}
        deliveries={(await store.deliveries.list(LISTED)).filter(({ subscription }) => ids.has(subscription))}
        boards={boards}
        actors={watch.actors}
        names={await store.people.names()}
        typed={said.typed ?? askedFor(c)}
        hasMail={mailer !== undefined}
        done={said.done}
        secret={said.secret}
        problem={said.problem && t(`errors.${said.problem.code}`, said.problem.params)}
      />,
      said.problem ? 400 : 200,
    );
  }

  /** What a subscription is to, as far as who asks may know. */
  function titleOf({ subject }: Subscription, boards: readonly KeptBoard[], c: Ctx): string {
    const { t } = c.get('speech');
    switch (subject.kind) {
      case 'digest':
        return t('subscriptions.digest');
      case 'report':
        return t('subscriptions.report');
      case 'board':
        return boards.find(({ id }) => id === subject.board)?.name ?? t('subscriptions.hidden');
      case 'competitor':
        return watch.actors.find(({ id }) => id === subject.actor)?.name ?? subject.actor;
      case 'query':
        return subject.name;
    }
  }

  app.get('/subscriptions', (c) => shown(c));

  app.post('/subscriptions', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    try {
      const { subscription, isNew } = await subscribe(form, c.get('person'), deps);
      const asked = mailer ? 'asked' : 'askedLater';
      return shown(c, {
        done: subscription.state === 'pending' ? asked : 'added',
        // Shown once: what the receiver checks our signature with.
        ...(subscription.secret !== undefined && isNew && { secret: subscription.secret }),
      });
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return shown(c, { problem: error, typed: textsOf(form) });
    }
  });

  app.post('/subscriptions/:id', async (c) => {
    const subscription = await store.subscriptions.find(c.req.param('id'));
    if (!subscription || !isTheirs(c.get('person'), subscription)) return c.notFound();
    const asked = field((await c.req.parseBody()) as Form, 'action');
    const action = SUBSCRIPTION_ACTIONS.find((each) => each === asked);
    try {
      if (action) await actOnSubscription(subscription, action, deps);
      return c.redirect('/subscriptions', 303);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return shown(c, { problem: error });
    }
  });

  app.post('/subscriptions/deliveries/:id', async (c) => {
    const delivery = await store.deliveries.find(c.req.param('id'));
    const subscription = delivery && (await store.subscriptions.find(delivery.subscription));
    if (!subscription || !isTheirs(c.get('person'), subscription)) return c.notFound();
    await store.deliveries.retry(delivery.id, clock());
    return c.redirect('/subscriptions#deliveries', 303);
  });
}
