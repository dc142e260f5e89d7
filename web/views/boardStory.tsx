import { BOARD_STATES, type BoardEntry } from '../../src/domain/model/board.ts';
import type { ItemEvent } from '../../src/domain/model/event.ts';
import type { BoardView } from './board.tsx';
import { Csrf } from './layout.tsx';
import { ActorName, EventName, OUTWARD } from './parts.tsx';

/** A story as a board shows it. */
export interface BoardStory {
  id: string;
  title: string;
  url?: string;
  summary: string;
  language: string;
  source: string;
  others: number;
  at: number;
  event?: ItemEvent;
  actors: readonly string[];
  entry?: BoardEntry;
}

/** One story: what it is, what the curator says of it, and what may be done with it. */
export function BoardRow({ view, story }: { view: BoardView; story: BoardStory }) {
  const { page, actors, names, canEdit } = view;
  const { t, since } = page.speech;
  const { entry } = story;
  return (
    <li class="item" id={`s-${story.id}`}>
      <article lang={story.language === 'und' ? undefined : story.language}>
        <p class="kick" lang={page.speech.language}>
          {entry?.isPinned ? <b>{t('board.pinned')}</b> : ''}
          {entry && entry.state !== 'kept' ? <span>{t(`board.state.${entry.state}`)}</span> : ''}
          {story.event ? <EventName type={story.event.type} speech={page.speech} /> : ''}
          {story.actors.slice(0, 2).map((id) => (
            <ActorName actors={actors} id={id} />
          ))}
          <span class="src">
            {story.others > 0 ? t('board.sources', { source: story.source, count: story.others }) : story.source}
          </span>
          <time datetime={new Date(story.at).toISOString()}>{since(story.at, page.now)}</time>
        </p>
        <h3 class="title">
          {story.url ? (
            <a href={page.go({ url: story.url, story: story.id, channel: 'board', board: view.board.id })} {...OUTWARD}>
              {story.title}
            </a>
          ) : (
            <a href={`/stories/${story.id}`}>{story.title}</a>
          )}
        </h3>
        {story.summary ? <p class="sum">{story.summary}</p> : ''}
        {entry?.note ? (
          <blockquote class="say" lang={page.speech.language}>
            <p>{entry.note}</p>
            <small>{names.get(entry.noteBy ?? entry.by) ?? t('role.owner')}</small>
          </blockquote>
        ) : (
          ''
        )}
        <p class="fine" lang={page.speech.language}>
          <a href={`/stories/${story.id}#comments`}>
            {t('comments.count', { count: view.comments.get(story.id) ?? 0 })}
          </a>
        </p>
      </article>
      {canEdit ? <Levers view={view} story={story} /> : ''}
    </li>
  );
}

function Levers({ view: { page, board, view }, story: { id, title, entry } }: { view: BoardView; story: BoardStory }) {
  const { t } = page.speech;
  const action = `/boards/${board.id}/stories`;
  const back = view === 'found' ? `/boards/${board.id}?view=found` : `/boards/${board.id}#s-${id}`;
  const fields = (
    <>
      <Csrf page={page} />
      <input type="hidden" name="story" value={id} />
      <input type="hidden" name="back" value={back} />
    </>
  );
  if (!entry)
    return (
      <form method="post" action={action} class="row levers">
        {fields}
        <button class="btn sm" name="action" value="put">
          {t('board.put')}
        </button>
        <button class="btn flat sm" name="action" value="aside">
          {t('board.aside')}
        </button>
        <a class="fine" href={`/stories/${id}`}>
          {t('board.story')}
        </a>
      </form>
    );
  return (
    <details class="levers">
      <summary class="fine" aria-label={t('board.editOf', { title })}>
        {t('board.edit')}
      </summary>
      <form method="post" action={action} class="stacked">
        {fields}
        <div class="field">
          <label for={`note-${id}`}>{t('board.note')}</label>
          <textarea id={`note-${id}`} name="note" rows={2} maxlength={600} placeholder={t('board.noteHelp')}>
            {entry.note}
          </textarea>
        </div>
        <p class="row">
          <button class="btn sm" name="action" value="note">
            {t('board.saveNote')}
          </button>
          <button class="btn flat sm" name="action" value={entry.isPinned ? 'unpin' : 'pin'}>
            {t(entry.isPinned ? 'board.unpin' : 'board.pin')}
          </button>
          <button class="btn flat sm" name="action" value="up">
            {t('board.up')}
          </button>
          <button class="btn flat sm" name="action" value="down">
            {t('board.down')}
          </button>
          <button class="btn flat sm" name="action" value="aside">
            {t('board.take')}
          </button>
        </p>
      </form>
      <form method="post" action={action} class="row">
        {fields}
        <select name="state" class="sm" aria-label={t('board.stateOf', { title })}>
          {BOARD_STATES.filter((state) => state !== 'aside').map((state) => (
            <option value={state} selected={state === entry.state}>
              {t(`board.state.${state}`)}
            </option>
          ))}
        </select>
        <button class="btn flat sm" name="action" value="state">
          {t('team.change')}
        </button>
        <a class="fine" href={`/stories/${id}`}>
          {t('board.story')}
        </a>
      </form>
    </details>
  );
}
