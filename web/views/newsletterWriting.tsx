import type { KeptBoard } from '../../src/domain/model/board.ts';
import type { NewsletterHeading } from '../../src/domain/model/newsletter.ts';
import type { BoardStory } from './boardStory.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';

export interface NewsletterWritingView {
  page: PageContext;
  board: KeptBoard;
  written: {
    number: number;
    title: string;
    intro: string;
    changedAt?: number;
    changedBy?: string;
    chosen: readonly BoardStory[];
    others: readonly (BoardStory & { toldIn?: number })[];
  };
  /** Those that went out, the newest first. */
  past: readonly NewsletterHeading[];
  names: ReadonlyMap<string, string>;
  receivers: number;
  /** Stories of one at most. */
  most: number;
  problem: string | undefined;
}

/** The next newsletter of a board: one form, so that nothing that was written is lost whatever is pressed. */
export function NewsletterWritingPage(view: NewsletterWritingView) {
  const { page, board, written, problem } = view;
  const { t } = page.speech;
  return (
    <Layout page={page} title={t('newsletter.title', { number: written.number })} current="boards">
      <p class="fine crumb">
        <a href="/boards">{t('nav.boards')}</a> › <a href={`/boards/${board.id}`}>{board.name}</a>
      </p>
      <h1>{t('newsletter.title', { number: written.number })}</h1>
      <p class="lede">{t('newsletter.lede')}</p>
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      <div class="cols after">
        <form method="post" action={`/boards/${board.id}/newsletter`} class="stacked letter">
          <Csrf page={page} />
          <input type="hidden" name="changedAt" value={String(written.changedAt ?? '')} />
          {/* The Enter key saves: the first button of a form is the one it presses. */}
          <button class="vh" name="action" value="save" tabindex={-1}>
            {t('newsletter.save')}
          </button>
          <div class="field">
            <label for="title">{t('newsletter.subject')}</label>
            <input
              id="title"
              name="title"
              class="wide plain-text"
              maxlength={140}
              value={written.title}
              placeholder={`${board.name} · ${written.number}`}
            />
          </div>
          <div class="field">
            <label for="intro">{t('newsletter.intro')}</label>
            <textarea id="intro" name="intro" rows={6} maxlength={4000} placeholder={t('newsletter.introHelp')}>
              {written.intro}
            </textarea>
          </div>
          <Chosen view={view} />
          <Others view={view} />
          <p class="row after bar">
            <button class="btn main" name="action" value="preview">
              {t('newsletter.preview')}
            </button>
            <button class="btn" name="action" value="save">
              {t('newsletter.save')}
            </button>
            {written.changedAt === undefined ? (
              ''
            ) : (
              <button class="btn flat" name="action" value="drop" formnovalidate>
                {t('newsletter.drop')}
              </button>
            )}
          </p>
          <Saved view={view} />
        </form>
        <aside class="rail" aria-label={t('newsletter.about')}>
          <section>
            <h2>{t('newsletter.receivers')}</h2>
            <p>{t('newsletter.to', { count: view.receivers })}</p>
            <p class="fine">
              <a href={`/subscriptions?subject=board:${board.id}&rhythm=newsletter#subscribe`}>
                {t('newsletter.subscribe')}
              </a>
            </p>
          </section>
          <Past page={page} board={board} past={view.past} />
        </aside>
      </div>
    </Layout>
  );
}

function Chosen({ view: { page, written, most } }: { view: NewsletterWritingView }) {
  const { t } = page.speech;
  const last = written.chosen.length - 1;
  return (
    <fieldset class="picks">
      <legend>{t('newsletter.chosen', { count: written.chosen.length })}</legend>
      {written.chosen.length === 0 ? <p class="fine">{t('newsletter.noneChosen')}</p> : ''}
      <ol>
        {written.chosen.map((story, at) => (
          <li id={`s-${story.id}`}>
            <Pick story={story} isChosen />
            <span class="moves">
              <button
                class="btn flat sm"
                name="action"
                value={`up:${story.id}`}
                disabled={at === 0}
                aria-label={t('newsletter.up', { title: story.title })}
              >
                ↑
              </button>
              <button
                class="btn flat sm"
                name="action"
                value={`down:${story.id}`}
                disabled={at === last}
                aria-label={t('newsletter.down', { title: story.title })}
              >
                ↓
              </button>
            </span>
          </li>
        ))}
      </ol>
      <p class="fine">{t('newsletter.most', { most })}</p>
    </fieldset>
  );
}

function Others({ view: { page, board, written } }: { view: NewsletterWritingView }) {
  const { t } = page.speech;
  if (written.others.length === 0)
    return (
      <p class="fine">
        <a href={`/boards/${board.id}`}>{t('newsletter.keepMore')}</a>
      </p>
    );
  return (
    <fieldset class="picks">
      <legend>{t('newsletter.others')}</legend>
      <ul>
        {written.others.map((story) => (
          <li>
            <Pick
              story={story}
              isChosen={false}
              aside={story.toldIn === undefined ? undefined : t('newsletter.toldIn', { number: story.toldIn })}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function Pick({ story, isChosen, aside }: { story: BoardStory; isChosen: boolean; aside?: string | undefined }) {
  const language = story.language === 'und' ? undefined : story.language;
  return (
    <label class="pick">
      <input type="checkbox" name="story" value={story.id} checked={isChosen} />
      <span>
        <b lang={language}>{story.title}</b>
        <span class="sub">{[story.source, aside].filter(Boolean).join(' · ')}</span>
        {story.entry?.note ? <span class="say">{story.entry.note}</span> : ''}
      </span>
    </label>
  );
}

function Saved({ view: { page, written, names } }: { view: NewsletterWritingView }) {
  const { t, since } = page.speech;
  if (written.changedAt === undefined) return <p class="fine">{t('newsletter.unsaved')}</p>;
  const who = names.get(written.changedBy ?? '') || t('role.owner');
  return <p class="fine">{t('newsletter.savedBy', { who, when: since(written.changedAt, page.now) })}</p>;
}

/** Newsletters of a board that went out. */
export function Past({
  page,
  board,
  past,
}: {
  page: PageContext;
  board: KeptBoard;
  past: readonly NewsletterHeading[];
}) {
  const { t, since } = page.speech;
  if (past.length === 0) return null;
  return (
    <section>
      <h2>{t('newsletter.past')}</h2>
      <ul class="plain">
        {past.slice(0, 12).map(({ number, title, sentAt }) => (
          <li>
            <a href={`/boards/${board.id}/newsletters/${number}`}>{title}</a>{' '}
            <span class="fine">{since(sentAt, page.now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
