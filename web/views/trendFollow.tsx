import { Csrf, type PageContext } from './layout.tsx';

/** A term becomes a topic at a click, or is never shown again. */
export function Follow({
  page,
  trend,
}: {
  page: PageContext;
  trend: { id: string; term: string; isFollowed: boolean };
}) {
  const { t } = page.speech;
  return (
    <form class="acts" method="post" action={`/trends/${trend.id}`}>
      <Csrf page={page} />
      <input type="hidden" name="term" value={trend.term} />
      {trend.isFollowed ? (
        <button class="btn" name="action" value="forget">
          {t('trends.unfollow')}
        </button>
      ) : (
        <>
          <button class="btn main" name="action" value="follow">
            {t('trends.follow')}
          </button>
          <button class="btn flat" name="action" value="ignore">
            {t('trends.ignore')}
          </button>
        </>
      )}
    </form>
  );
}
