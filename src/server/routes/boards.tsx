import { BoardPage } from '../../../web/views/board.tsx';
import { BoardsPage } from '../../../web/views/boards.tsx';
import { type BoardAccess, boardAccess, managesBoard } from '../../domain/access/boards.ts';
import { may } from '../../domain/access/policy.ts';
import { VigieError } from '../../domain/errors.ts';
import { BOARD_STATES, type BoardState, type KeptBoard } from '../../domain/model/board.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import { VISIBILITIES } from '../../domain/model/watch.ts';
import { parseSearch } from '../../domain/query/parse.ts';
import { foldText } from '../../domain/query/words.ts';
import { boardStories, moveEntry, putOnBoard } from '../../pipeline/boards.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { type Form, field } from '../forms.ts';
import { newId } from '../tokens.ts';
import { ownPath } from './signIn.tsx';

const MAX_NAME = 80;
const MAX_PURPOSE = 200;
const MAX_QUERY = 500;
const MAX_NOTE = 600;
const MOST_BOARDS = 50;

/** Boards: what a team keeps, in its own order and words. */
export function boardRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, watch } = deps;

  /** The board, and what who asks may do with it; undefined for those to whom it does not exist. */
  async function opened(c: Ctx): Promise<{ board: KeptBoard; access: BoardAccess } | undefined> {
    const board = await store.boards.find(c.req.param('id') ?? '');
    if (!board) return undefined;
    const person = c.get('person');
    const access = boardAccess(person, board, (await store.boards.members(board.id)).get(person.id));
    return access === 'none' ? undefined : { board, access };
  }
  const audited = (c: Ctx, action: string, subject: string, detail: Record<string, string> = {}) =>
    store.audit.add({ at: clock(), person: c.get('person').id, action, subject, detail });

  async function listPage(c: Ctx, problem?: VigieError) {
    const person = c.get('person');
    const memberships = await store.boards.membershipsOf(person.id);
    const boards = (await store.boards.list()).filter(
      (board) => boardAccess(person, board, memberships.get(board.id)) !== 'none',
    );
    const { t } = c.get('speech');
    return c.html(
      <BoardsPage
        page={c.get('page')}
        boards={boards}
        counts={await store.boards.counts()}
        names={await store.people.names()}
        query={c.req.query('q') ?? ''}
        problem={problem && t(`errors.${problem.code}`, problem.params)}
      />,
      problem ? 400 : 200,
    );
  }

  async function onePage(c: Ctx, { board, access }: { board: KeptBoard; access: BoardAccess }, problem?: VigieError) {
    const { t } = c.get('speech');
    return c.html(
      <BoardPage
        page={c.get('page')}
        board={board}
        canEdit={access === 'edit'}
        canManage={managesBoard(c.get('person'), board)}
        stories={await boardStories(board, deps)}
        view={c.req.query('view') === 'found' ? 'found' : 'kept'}
        actors={watch.actors}
        people={await store.people.list()}
        names={await store.people.names()}
        members={await store.boards.members(board.id)}
        publicUrl={`${deps.baseUrl}/p/${board.id}`}
        problem={problem && t(`errors.${problem.code}`, problem.params)}
      />,
      problem ? 400 : 200,
    );
  }

  app.get('/boards', (c) => listPage(c));

  app.post('/boards', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    try {
      const { id: owner, role } = c.get('person');
      const board = { ...readBoard(form, role), origin: 'app' as const, owner, createdAt: clock() };
      if ((await store.boards.countOf(owner)) >= MOST_BOARDS)
        throw new VigieError('board.tooMany', { most: MOST_BOARDS });
      const slug = slugOf(board.name);
      let id = slug || 'board';
      // Of a board that was ever there, the pins are its own.
      while (!(await store.boards.add({ ...board, id }))) id = `${slug || 'board'}-${newId().toLowerCase()}`;
      await audited(c, 'madeBoard', board.name);
      return c.redirect(`/boards/${id}`, 303);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return listPage(c, error);
    }
  });

  app.get('/boards/:id', async (c) => {
    const found = await opened(c);
    return found ? onePage(c, found) : c.notFound();
  });

  app.post('/boards/:id', async (c) => {
    const found = await opened(c);
    if (!found) return c.notFound();
    const { board } = found;
    const form = (await c.req.parseBody()) as Form;
    // The boards of the file are changed where they are written.
    if (!managesBoard(c.get('person'), board) || board.origin === 'file')
      return onePage(c, found, new VigieError('board.notYours'));
    if (field(form, 'action') === 'remove') {
      await store.boards.remove(board.id);
      await audited(c, 'removedBoard', board.name);
      return c.redirect('/boards', 303);
    }
    try {
      const change = readBoard(form, c.get('person').role);
      await store.boards.change(board.id, change);
      await audited(c, 'changedBoard', change.name, { visibility: change.visibility });
      return c.redirect(`/boards/${board.id}`, 303);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return onePage(c, found, error);
    }
  });

  app.post('/boards/:id/members', async (c) => {
    const found = await opened(c);
    if (!found) return c.notFound();
    const form = (await c.req.parseBody()) as Form;
    const [person, role] = [await store.people.find(field(form, 'person')), field(form, 'role')];
    if (!managesBoard(c.get('person'), found.board) || !person)
      return onePage(c, found, new VigieError('board.notYours'));
    await store.boards.setMember(found.board.id, person.id, role === 'editor' || role === 'reader' ? role : undefined);
    return c.redirect(`/boards/${found.board.id}`, 303);
  });

  app.post('/boards/:id/stories', async (c) => {
    const found = await opened(c);
    if (!found) return c.notFound();
    const form = (await c.req.parseBody()) as Form;
    const story = field(form, 'story') as StoryId;
    if (found.access !== 'edit') return onePage(c, found, new VigieError('board.notYours'));
    if ((await store.items.listOfStory(await store.stories.current(story))).length === 0) return c.notFound();
    await changeEntry(found.board.id, await store.stories.current(story), form, c.get('person').id);
    return c.redirect(ownPath(field(form, 'back') || `/boards/${found.board.id}`), 303);
  });

  async function changeEntry(board: string, story: StoryId, form: Form, by: string): Promise<void> {
    const { boards } = store;
    const state = field(form, 'state');
    switch (field(form, 'action')) {
      case 'put':
        return putOnBoard(board, story, by, deps);
      case 'aside':
        return boards.put(board, story, 'aside', by, clock());
      case 'take':
        return boards.take(board, story);
      case 'pin':
        return boards.changeEntry(board, story, { isPinned: true }, by);
      case 'unpin':
        return boards.changeEntry(board, story, { isPinned: false }, by);
      case 'up':
        return moveEntry(board, story, 'up', by, deps);
      case 'down':
        return moveEntry(board, story, 'down', by, deps);
      case 'state':
        return isState(state) ? boards.changeEntry(board, story, { state }, by) : undefined;
      case 'note':
        return boards.changeEntry(board, story, { note: field(form, 'note').slice(0, MAX_NOTE), noteBy: by }, by);
      default:
        return undefined;
    }
  }
}

/** "prix-des-concurrents"; empty for a name without a letter. */
const slugOf = (name: string): string =>
  foldText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);

const isState = (text: string): text is BoardState => (BOARD_STATES as readonly string[]).includes(text);

/**
 * What a form says of a board.
 * @throws VigieError `board.noName`, `board.notShared`, or the query's own with its column
 */
function readBoard(form: Form, role: Parameters<typeof may>[0]) {
  const name = field(form, 'name').replace(/\s+/g, ' ').slice(0, MAX_NAME);
  const query = field(form, 'query').slice(0, MAX_QUERY);
  const visibility = VISIBILITIES.find((each) => each === field(form, 'visibility')) ?? 'private';
  if (name === '') throw new VigieError('board.noName');
  if (visibility !== 'private' && !may(role, 'curate')) throw new VigieError('board.notShared');
  if (query !== '') parseSearch(query);
  return {
    ...{ name, query, visibility },
    purpose: field(form, 'purpose').slice(0, MAX_PURPOSE),
    isListed: field(form, 'listed') === 'on',
  };
}
