import { FEED_FORMATS, FEED_TYPES, type FeedFormat, type FeedOut, feedOut } from '../../../web/feedsOut.ts';
import { speech } from '../../../web/i18n.ts';
import { type Idea, ideasCalendar } from '../../../web/ideasCalendar.ts';
import { PublicBoardPage } from '../../../web/views/publicBoard.tsx';
import { boardAccess } from '../../domain/access/boards.ts';
import { VigieError } from '../../domain/errors.ts';
import type { KeptBoard } from '../../domain/model/board.ts';
import type { Person } from '../../domain/model/person.ts';
import { type BoardStory, boardStories, teller } from '../../pipeline/boards.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { goUrl } from '../going.ts';
import { tokenHash } from '../tokens.ts';

/** Stories a feed holds at most. */
const LENGTH = 50;
/** Of others' articles: enough to know what it is about. */
const EXTRACT = 280;
const MOST_IDEAS = 200;

/** What is shown to whoever has the address, or the token: public boards, and feeds of boards, the digest and searches. */
export function publicRoutes(app: App, deps: ServerDeps): void {
  const { store, watch, baseUrl, clock, secret } = deps;
  const said = speech(watch.language, watch.timezone);

  app.get('/p/:board', async (c) => {
    const board = await store.boards.find(c.req.param('board'));
    // Private or absent is the same to a stranger.
    if (board?.visibility !== 'public') return c.notFound();
    if (!board.isListed) c.header('X-Robots-Tag', 'noindex');
    // Public, without a cookie and with nothing to press but links: nothing can be gained by framing it.
    c.set('mayBeFramed', true);
    const { kept } = await boardStories(board, deps, 'kept');
    return c.html(
      <PublicBoardPage
        speech={c.get('speech')}
        nonce={c.get('nonce')}
        board={board}
        past={(await store.newsletters.headings(board.id)).filter(({ isPublic }) => isPublic)}
        stories={kept.filter(({ url }) => url !== undefined)}
        go={({ id, url = '' }) => goUrl('', { url, story: id, channel: 'public', board: board.id }, secret)}
      />,
    );
  });

  for (const format of FEED_FORMATS) {
    app.get(`/boards/:id/feed.${format}`, async (c) => {
      const board = await store.boards.find(c.req.param('id'));
      const person = await personOf(c);
      if (!board || !(await mayRead(board, person))) return c.notFound();
      const { kept, found } = await boardStories(board, deps, person ? 'all' : 'kept');
      // The public page tells what was chosen; whoever is of the team has what the query finds as well.
      const stories = person ? [...kept, ...found] : kept.filter(({ url }) => url !== undefined);
      return answer(c, format, {
        ...{ title: board.name, description: board.purpose || board.name, link: `${baseUrl}/boards/${board.id}` },
        ...{ self: `${baseUrl}/boards/${board.id}/feed.${format}`, language: watch.language },
        items: stories.map(itemOf).slice(0, LENGTH),
      });
    });

    app.get(`/feeds/digest.${format}`, async (c) => {
      if (!(await personOf(c))) return c.notFound();
      const digest = await store.digests.findLatest();
      const stories = digest?.sections.flatMap((section) => section.stories) ?? [];
      return answer(c, format, {
        ...{ title: said.t('feeds.digest', { watch: watch.title }), description: watch.title, link: `${baseUrl}/` },
        ...{ self: `${baseUrl}/feeds/digest.${format}`, language: watch.language },
        items: stories.map(({ id, title, url, summary, items }) => ({
          ...{ id, title, url: url ?? `${baseUrl}/stories/${id}`, text: summary, source: items[0]?.source ?? '' },
          at: items[0]?.publishedAt ?? items[0]?.seenAt ?? digest?.until ?? 0,
        })),
      });
    });

    app.get(`/feeds/search.${format}`, async (c) => {
      const person = await personOf(c);
      if (!person) return c.notFound();
      const query = c.req.query('q') ?? '';
      try {
        const { items } = await deps.search.search({ query, sort: 'date', limit: LENGTH, reader: person.id });
        const told = await teller(deps);
        return answer(c, format, {
          ...{ title: said.t('feeds.search', { query }), description: query, language: watch.language },
          link: `${baseUrl}/search?q=${encodeURIComponent(query)}`,
          self: `${baseUrl}/feeds/search.${format}?q=${encodeURIComponent(query)}`,
          items: told(items).map(itemOf),
        });
      } catch (error) {
        if (!(error instanceof VigieError)) throw error;
        return c.text(c.get('speech').t(`errors.${error.code}`, error.params), 400);
      }
    });
  }

  app.get('/feeds/ideas.ics', async (c) => {
    if (!(await personOf(c))) return c.notFound();
    const told = await teller(deps);
    const ideas: Idea[] = [];
    for (const { storyId, day } of await store.ideas.list(MOST_IDEAS)) {
      const [story] = told(await store.items.listOfStory(storyId));
      if (!story) continue;
      const url = story.url ?? `${baseUrl}/stories/${storyId}`;
      ideas.push({ storyId, day, title: story.title, url, note: story.summary.slice(0, EXTRACT) });
    }
    const calendar = ideasCalendar(said.t('feeds.ideas', { watch: watch.title }), ideas, baseUrl);
    return c.body(calendar, 200, { 'Content-Type': 'text/calendar; charset=utf-8', 'X-Robots-Tag': 'noindex' });
  });

  /** Whose token the address carries. */
  async function personOf(c: Ctx): Promise<Person | undefined> {
    const given = c.req.query('token');
    const token = given ? await store.apiTokens.use(tokenHash(given, secret), clock()) : undefined;
    return token && store.people.find(token.person);
  }

  async function mayRead(board: KeptBoard, person: Person | undefined): Promise<boolean> {
    if (!person) return board.visibility === 'public';
    return boardAccess(person, board, (await store.boards.members(board.id)).get(person.id)) !== 'none';
  }

  const itemOf = ({ id, title, url, summary, source, at, entry }: BoardStory): FeedOut['items'][number] => ({
    ...{ id, title, url: url ?? `${baseUrl}/stories/${id}`, source, at },
    text: [entry?.note, summary.slice(0, EXTRACT)].filter(Boolean).join('\n'),
  });
}

const answer = (c: Ctx, format: FeedFormat, feed: FeedOut) =>
  c.body(feedOut(feed, format), 200, { 'Content-Type': FEED_TYPES[format], 'X-Robots-Tag': 'noindex' });
