import { Csrf, type PageContext } from './layout.tsx';

/** What the team says of a story, the oldest first. */
export function Comments({
  page,
  story,
  comments,
  names,
}: {
  page: PageContext;
  story: string;
  comments: readonly { id: string; person: string; text: string; at: number }[];
  names: ReadonlyMap<string, string>;
}) {
  const { t, since } = page.speech;
  return (
    <section class="block" aria-labelledby="comments" lang={page.speech.language}>
      <div class="sec">
        <h2 id="comments">{t('comments.title')}</h2>
      </div>
      {comments.length === 0 ? <p class="fine after">{t('comments.none')}</p> : ''}
      <ol class="plain">
        {comments.map(({ id, person, text, at }) => (
          <li>
            <form method="post" action={`/stories/${story}/comments`} class="row">
              <Csrf page={page} />
              <b>{names.get(person) ?? t('role.owner')}</b>
              <span class="fine">{since(at, page.now)}</span>
              {person === page.person.id ? (
                <button class="btn flat sm" name="remove" value={id}>
                  {t('comments.remove')}
                </button>
              ) : (
                ''
              )}
            </form>
            <p class="said">{text}</p>
          </li>
        ))}
      </ol>
      <form method="post" action={`/stories/${story}/comments`} class="stacked after">
        <Csrf page={page} />
        <label for="comment" class="fine">
          {t('comments.label')}
        </label>
        <textarea id="comment" name="text" rows={2} maxlength={2000} required class="wide plain-text" />
        <p>
          <button class="btn">{t('comments.say')}</button>
        </p>
      </form>
    </section>
  );
}
