import { readyPost, shareIntents, type Utm } from '../handOff.ts';
import { Csrf, type PageContext } from './layout.tsx';
import { OUTWARD } from './parts.tsx';

/** From a story to where it is published: a ready post, the services it opens in, a day of the calendar of ideas. */
export function HandOff({
  page,
  story,
  utm,
  idea,
}: {
  page: PageContext;
  story: { id: string; title: string; url: string; topics: readonly string[] };
  utm: Utm;
  /** Day it is planned for. */
  idea: string | undefined;
}) {
  const { t, day } = page.speech;
  const post = readyPost(story, utm);
  return (
    <details class="after" id="publish">
      <summary>{t('handOff.title')}</summary>
      <div class="stacked">
        <label for="post" class="fine">
          {t('handOff.post')}
        </label>
        <textarea id="post" rows={4} readonly class="wide plain-text">
          {post.text}
        </textarea>
        <p class="row">
          {shareIntents(post).map(({ name, href }) => (
            <a class="btn sm" href={href} {...OUTWARD}>
              {name}
            </a>
          ))}
        </p>
        <form method="post" action={`/stories/${story.id}/idea`} class="row ends">
          <Csrf page={page} />
          <div class="field">
            <label for="day" class="fine">
              {idea === undefined ? t('handOff.day') : t('handOff.planned', { day: day(idea) })}
            </label>
            <input id="day" name="day" type="date" required value={idea ?? ''} />
          </div>
          <button class="btn sm">{t('handOff.plan')}</button>
          {idea === undefined ? (
            ''
          ) : (
            <button class="btn flat sm" name="action" value="drop" formnovalidate>
              {t('handOff.drop')}
            </button>
          )}
        </form>
        <p class="fine">
          {t('handOff.calendar', { path: '/feeds/ideas.ics?token=…' })}{' '}
          <a href="/settings#tokens">{t('board.feedToken')}</a>
        </p>
      </div>
    </details>
  );
}
