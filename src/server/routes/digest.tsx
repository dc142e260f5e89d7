import { DigestPage } from '../../../web/views/digest.tsx';
import { LeftOutPage } from '../../../web/views/digestEnd.tsx';
import type { BoardChoice } from '../../../web/views/digestView.ts';
import { EditionsPage, NoDigestPage } from '../../../web/views/editions.tsx';
import type { PageContext } from '../../../web/views/layout.tsx';
import type { FollowedSource } from '../../adapters/store/sources.ts';
import { healthOf } from '../../domain/cadence/health.ts';
import { VigieError } from '../../domain/errors.ts';
import type { Digest, DigestStory } from '../../domain/model/digest.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import { boardsOf } from '../../pipeline/boards.ts';
import { localDay, nextSlot } from '../../pipeline/days.ts';
import { editionOnDemand } from '../../pipeline/digest.ts';
import { type Liking, learnFrom } from '../../pipeline/tastes.ts';
import type { App, ServerDeps } from '../context.ts';
import { ownPath } from './signIn.tsx';

const LISTED = 366;

export function digestRoutes(app: App, deps: ServerDeps): void {
  const { store, watch, clock } = deps;
  const nextDue = () => nextSlot(watch.digest.cron, watch.timezone, clock());

  const failingOf = (sources: readonly FollowedSource[]) =>
    sources.filter(({ source, state }) => healthOf(source, state, clock()) === 'failing').length;

  async function digestPage(digest: Digest, page: PageContext, isHome: boolean, finished = false) {
    if (!finished) await store.readings.open(page.person.id, digest.date, clock());
    const ids = storiesOf(digest);
    const headings = await store.digests.listHeadings(LISTED);
    const at = headings.findIndex(({ number }) => number === digest.number);
    const now = clock();
    const sources = await store.sources.list();
    const isOld = isHome && digest.date !== localDay(now, watch.timezone);
    return (
      <DigestPage
        page={page}
        digest={await withBetterSummaries(digest)}
        actors={watch.actors}
        marks={await store.readers.marks(page.person.id, ids)}
        boards={await boardChoice(page, ids)}
        failing={failingOf(sources)}
        nextDue={isOld ? nextDue() : undefined}
        finished={finished}
        previous={headings[at + 1]?.date}
        next={at > 0 ? headings[at - 1]?.date : undefined}
      />
    );
  }

  async function boardChoice({ person }: PageContext, stories: readonly StoryId[]): Promise<BoardChoice> {
    const opened = await boardsOf(person, deps);
    const editable = opened.filter(({ access }) => access === 'edit').map(({ board }) => board);
    const lastUsed = await store.boards.lastUsedBy(person.id);
    // An edition is frozen: a story of it may be another's since, and that one's boards are its own.
    const now = await Promise.all(stories.map((story) => store.stories.current(story)));
    const held = await store.boards.holdingEach(now);
    const holding = stories.map((story, at) => {
      const ids = held.get(now[at] ?? story) ?? [];
      return [story, opened.flatMap(({ board }) => (ids.includes(board.id) ? board : []))] as const;
    });
    return {
      editable,
      usual: (editable.find(({ id }) => id === lastUsed) ?? (editable.length === 1 ? editable[0] : undefined))?.id,
      holding: new Map(holding),
    };
  }

  /** The edition is frozen; where a language model summed a story up, its words stand in place of the extract. */
  async function withBetterSummaries(digest: Digest): Promise<Digest> {
    const leads = digest.sections.flatMap(({ stories }) => stories.flatMap(({ items }) => items[0]?.id ?? []));
    const advice = await store.advice.listOf(leads);
    if (advice.size === 0) return digest;
    const summed = (story: DigestStory): DigestStory => {
      const summary = advice.get(story.items[0]?.id ?? '')?.advice?.summary;
      return summary === undefined ? story : { ...story, summary };
    };
    const sections = digest.sections.map((section) => ({ ...section, stories: section.stories.map(summed) }));
    return { ...digest, sections };
  }

  /** Whoever marks the last story of the newest edition has come to its end. */
  async function finishIfRead(reader: string, story: StoryId): Promise<void> {
    const digest = await store.digests.findLatest();
    const stories = digest ? storiesOf(digest) : [];
    // Merged into others since, they are read as what they are now.
    const current = await Promise.all(stories.map((id) => store.stories.current(id)));
    if (!digest || !current.includes(await store.stories.current(story))) return;
    const marks = await store.readers.marks(reader, current);
    if (current.every((id) => marks.get(id)?.read)) await store.readings.finish(reader, digest.date, clock());
  }

  app.get('/', async (c) => {
    const latest = await store.digests.findLatest();
    if (latest) return c.html(await digestPage(latest, c.get('page'), true));
    const due = nextDue();
    const { speech } = c.get('page');
    const sources = (await store.sources.list()).filter(({ state }) => !state.paused);
    const asked = sources.filter(({ state }) => state.lastCheckedAt !== undefined).length;
    // The first sweep ends with an edition.
    const isComing = asked < sources.length && (await store.digests.listHeadings(1)).length === 0;
    if (isComing) c.header('Refresh', '3');
    return c.html(
      <NoDigestPage
        coming={isComing ? { asked, count: sources.length } : undefined}
        page={c.get('page')}
        items={await store.items.count()}
        when={due === undefined ? '' : speech.moment(due)}
        failing={failingOf(sources)}
      />,
    );
  });

  app.get('/digest', (c) => c.redirect('/'));
  app.post('/digest', async (c) => {
    try {
      await editionOnDemand({}, deps);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
    }
    // Made or not, the home page says what there is.
    return c.redirect('/');
  });

  app.get('/editions', async (c) =>
    c.html(<EditionsPage page={c.get('page')} editions={await store.digests.listHeadings(LISTED)} />),
  );

  app.get('/digest/:date', async (c) => {
    const digest = await store.digests.findByDate(c.req.param('date'));
    return digest
      ? c.html(await digestPage(digest, c.get('page'), false, c.req.query('finished') === '1'))
      : c.notFound();
  });

  app.get('/digest/:date/left-out', async (c) => {
    const digest = await store.digests.findByDate(c.req.param('date'));
    return digest ? c.html(<LeftOutPage page={c.get('page')} digest={digest} />) : c.notFound();
  });

  app.post('/digest/:date/finish', async (c) => {
    const digest = await store.digests.findByDate(c.req.param('date'));
    if (!digest) return c.notFound();
    const reader = c.get('person').id;
    await store.readers.readAll(reader, storiesOf(digest), clock());
    await store.readings.finish(reader, digest.date, clock());
    return c.redirect(`/digest/${digest.date}?finished=1#end`);
  });

  app.post('/marks', async (c) => {
    const { story, mark, back } = await c.req.parseBody();
    const change = MARKS[String(mark)];
    const isStory = typeof story === 'string' && (await store.items.listOfStory(story as StoryId)).length > 0;
    if (!change || !isStory) return c.notFound();
    const reader = c.get('person').id;
    const before = (await store.readers.marks(reader, [story as StoryId])).get(story)?.[change.what] ?? false;
    await store.readers.mark(reader, story as StoryId, change.what, change.set ? clock() : null);
    // Marking twice is marking once.
    if (before !== change.set) await learnFrom(reader, story as StoryId, mark as Liking, deps);
    if (mark === 'read') await finishIfRead(reader, story as StoryId);
    return c.req.header('accept')?.includes('application/json') ? c.json({ story, mark }) : c.redirect(ownPath(back));
  });
}

const storiesOf = ({ sections }: Digest): StoryId[] => sections.flatMap(({ stories }) => stories.map(({ id }) => id));

const MARKS: Record<string, { what: 'read' | 'saved'; set: boolean }> = {
  read: { what: 'read', set: true },
  unread: { what: 'read', set: false },
  saved: { what: 'saved', set: true },
  unsaved: { what: 'saved', set: false },
};
