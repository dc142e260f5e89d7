import type { BoardRole, KeptBoard } from '../../src/domain/model/board.ts';
import type { NewsletterHeading } from '../../src/domain/model/newsletter.ts';
import type { Person } from '../../src/domain/model/person.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import type { BoardStory } from './boardStory.tsx';
import { BoardRow } from './boardStory.tsx';
import { BoardFields } from './boards.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';
import { Past } from './newsletterWriting.tsx';

export interface BoardView {
  page: PageContext;
  board: KeptBoard;
  /** Its stories and words. */
  canEdit: boolean;
  /** Who sees it, who keeps it, and whether it is there. */
  canManage: boolean;
  stories: { kept: readonly BoardStory[]; found: readonly BoardStory[] };
  view: 'kept' | 'found';
  /** How many notes of the team each story has, where it has any. */
  comments: ReadonlyMap<string, number>;
  actors: readonly Actor[];
  people: readonly Person[];
  /** Of everybody who ever was, by id. */
  names: ReadonlyMap<string, string>;
  members: ReadonlyMap<string, BoardRole>;
  publicUrl: string;
  /** Its newsletters, the newest first, and whether the next one is being written. */
  past: readonly NewsletterHeading[];
  isWriting: boolean;
  problem: string | undefined;
}

/** One board: what was kept, what its query found besides, and how it goes out. */
export function BoardPage(view: BoardView) {
  const { page, board, stories, problem } = view;
  const { t } = page.speech;
  const shown = view.view === 'found' ? stories.found : stories.kept;
  return (
    <Layout page={page} title={board.name} current="boards">
      <p class="fine crumb">
        <a href="/boards">{t('nav.boards')}</a>
      </p>
      <div class="head">
        <div>
          <h1 class="edition">{board.name}</h1>
          <p class="lede">{board.purpose || board.query}</p>
        </div>
        <div class="acts">
          {view.canEdit && stories.kept.length > 0 ? (
            <a class="btn" href={`/boards/${board.id}/newsletter`}>
              {t(view.isWriting ? 'newsletter.resume' : 'newsletter.write')}
            </a>
          ) : (
            ''
          )}
          <a class="btn main" href={`/subscriptions?subject=board:${board.id}#subscribe`}>
            {t(page.may('curate') ? 'subscriptions.subscribeOthers' : 'subscriptions.subscribe')}
          </a>
        </div>
      </div>
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      <div class="cols after">
        <section aria-labelledby="stories">
          <h2 id="stories" class="vh">
            {t('board.stories')}
          </h2>
          <nav class="tabs" aria-label={t('board.views')}>
            <a href={`/boards/${board.id}`} aria-current={view.view === 'kept' ? 'true' : undefined}>
              {t('board.kept')} <span class="n">{stories.kept.length}</span>
            </a>
            {board.query === '' ? (
              ''
            ) : (
              <a href={`/boards/${board.id}?view=found`} aria-current={view.view === 'found' ? 'true' : undefined}>
                {t('board.found')} <span class="n">{stories.found.length}</span>
              </a>
            )}
          </nav>
          {shown.length === 0 ? (
            <p class="lede after">{t(view.view === 'found' ? 'board.noneFound' : 'board.noneKept')}</p>
          ) : (
            <ol class="board">
              {shown.map((story) => (
                <BoardRow view={view} story={story} />
              ))}
            </ol>
          )}
        </section>
        <aside class="rail" aria-label={t('board.out')}>
          <Out view={view} />
          <Past page={page} board={board} past={view.past} />
          {view.canManage ? <Members view={view} /> : ''}
          {view.canManage ? <Settings view={view} /> : ''}
        </aside>
      </div>
    </Layout>
  );
}

function Out({ view: { page, board, publicUrl } }: { view: BoardView }) {
  const { t } = page.speech;
  return (
    <section>
      <h2>{t('board.out')}</h2>
      <p>
        <b>{t(`boards.is.${board.visibility}`)}</b>
        {board.visibility === 'public' ? (
          <>
            {' '}
            · <a href={`/p/${board.id}`}>{t('board.seePage')}</a>
          </>
        ) : (
          ''
        )}
      </p>
      {board.visibility === 'public' ? (
        <>
          <p class="fine">{publicUrl}</p>
          <label class="fine" for="embed">
            {t('board.embed')}
          </label>
          <input id="embed" class="wide" readonly value={embedCode(board.name, publicUrl)} />
        </>
      ) : (
        ''
      )}
      <p class="fine after">
        {board.visibility === 'public' ? (
          (['atom', 'rss', 'json'] as const).map((format) => (
            <>
              <a href={`/boards/${board.id}/feed.${format}`}>
                {format === 'json' ? 'JSON Feed' : format.toUpperCase()}
              </a>{' '}
            </>
          ))
        ) : (
          <>
            {t('board.feedHelp', { path: `/boards/${board.id}/feed.atom?token=…` })}{' '}
            <a href="/settings#tokens">{t('board.feedToken')}</a>
          </>
        )}
      </p>
    </section>
  );
}

/** What is pasted into somebody's page: a name may hold any mark. */
const embedCode = (name: string, url: string): string => {
  const title = name.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<iframe src="${url}" title="${title}" width="100%" height="600" loading="lazy"></iframe>`;
};

function Members({ view: { page, board, people, members, names } }: { view: BoardView }) {
  const { t } = page.speech;
  const others = people.filter(({ id }) => id !== board.owner);
  if (others.length === 0) return null;
  return (
    <section>
      <h2>{t('board.members')}</h2>
      <ul class="plain">
        {[...members].map(([person, role]) => (
          <li>
            <form method="post" action={`/boards/${board.id}/members`} class="row">
              <Csrf page={page} />
              <input type="hidden" name="person" value={person} />
              <span>
                {names.get(person) ?? t('role.owner')}, {t(`role.${role}`)}
              </span>
              <button class="btn flat sm" name="role" value="none">
                {t('board.removeMember')}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <form method="post" action={`/boards/${board.id}/members`} class="row after">
        <Csrf page={page} />
        <select name="person" class="sm" aria-label={t('board.person')}>
          {others.map(({ id }) => (
            <option value={id}>{names.get(id) ?? t('role.owner')}</option>
          ))}
        </select>
        <select name="role" class="sm" aria-label={t('team.role')}>
          {(['reader', 'editor'] as const).map((role) => (
            <option value={role}>{t(`role.${role}`)}</option>
          ))}
        </select>
        <button class="btn sm">{t('board.addMember')}</button>
      </form>
    </section>
  );
}

function Settings({ view: { page, board } }: { view: BoardView }) {
  const { t } = page.speech;
  if (board.origin === 'file')
    return (
      <section>
        <h2>{t('board.settings')}</h2>
        <p class="fine">{t('board.ofFile')}</p>
      </section>
    );
  return (
    <details class="after">
      <summary>{t('board.settings')}</summary>
      <form method="post" action={`/boards/${board.id}`} class="stacked after">
        <Csrf page={page} />
        <BoardFields page={page} board={board} />
        <p class="row after">
          <button class="btn main" name="action" value="save">
            {t('own.save')}
          </button>
          <button class="btn flat" name="action" value="remove" formnovalidate>
            {t('board.remove')}
          </button>
        </p>
      </form>
    </details>
  );
}
