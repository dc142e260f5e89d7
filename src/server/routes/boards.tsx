import { BoardPage } from '../../../web/views/board.tsx';
import { BoardsPage } from '../../../web/views/boards.tsx';
import { managesBoard } from '../../domain/access/boards.ts';
import { VigieError } from '../../domain/errors.ts';
import { BOARD_STATES, type BoardState } from '../../domain/model/board.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import { boardStories, boardsOf, moveEntry, type OpenedBoard, openBoard, putOnBoard } from '../../pipeline/boards.ts';
import { makeBoard, readBoard, removeBoard } from '../boardActions.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { type Form, field } from '../forms.ts';
import { ownPath } from './signIn.tsx';

const MAX_NOTE = 600;

/** Boards: what a team keeps, in its own order and words. */
export function boardRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, watch } = deps;

  const opened = (c: Ctx) => openBoard(c.req.param('id') ?? '', c.get('person'), deps);

  async function listPage(c: Ctx, problem?: VigieError) {
    const { t } = c.get('speech');
    return c.html(
      <BoardsPage
        page={c.get('page')}
        boards={(await boardsOf(c.get('person'), deps)).map(({ board }) => board)}
        counts={await store.boards.counts()}
        names={await store.people.names()}
        query={c.req.query('q') ?? ''}
        problem={problem && t(`errors.${problem.code}`, problem.params)}
      />,
      problem ? 400 : 200,
    );
  }

  async function onePage(c: Ctx, { board, access }: OpenedBoard, problem?: VigieError) {
    const { t } = c.get('speech');
    const stories = await boardStories(board, deps);
    const shown = [...stories.kept, ...stories.found].map(({ id }) => id);
    return c.html(
      <BoardPage
        page={c.get('page')}
        board={board}
        canEdit={access === 'edit'}
        canManage={managesBoard(c.get('person'), board)}
        stories={stories}
        comments={await store.comments.counts(shown)}
        view={c.req.query('view') === 'found' ? 'found' : 'kept'}
        actors={watch.actors}
        people={await store.people.list()}
        names={await store.people.names()}
        members={await store.boards.members(board.id)}
        past={await store.newsletters.headings(board.id)}
        isWriting={(await store.newsletters.draftOf(board.id)) !== undefined}
        publicUrl={`${deps.baseUrl}/p/${board.id}`}
        problem={problem && t(`errors.${problem.code}`, problem.params)}
      />,
      problem ? 400 : 200,
    );
  }

  app.get('/boards', (c) => listPage(c));

  app.post('/boards', async (c) => {
    try {
      const id = await makeBoard((await c.req.parseBody()) as Form, c.get('person'), deps);
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
      await removeBoard(board, c.get('person'), deps);
      return c.redirect('/boards', 303);
    }
    try {
      const change = readBoard(form, c.get('person').role);
      await store.boards.change(board.id, change);
      await store.audit.add({
        ...{ at: clock(), person: c.get('person').id, action: 'changedBoard' },
        ...{ subject: change.name, detail: { visibility: change.visibility } },
      });
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

const isState = (text: string): text is BoardState => (BOARD_STATES as readonly string[]).includes(text);
