import { Failing } from './failing.tsx';
import { Layout, type PageContext } from './layout.tsx';

export function EditionsPage({
  page,
  editions,
}: {
  page: PageContext;
  editions: readonly { number: number; date: string }[];
}) {
  const { t, day } = page.speech;
  return (
    <Layout page={page} title={t('digest.editions')} current="editions">
      <h1>{t('nav.editions')}</h1>
      {editions.length === 0 ? (
        <p class="lede">{t('digest.none')}</p>
      ) : (
        <ul class="plain">
          {editions.map(({ number, date }) => (
            <li>
              <a href={`/digest/${date}`}>{t('digest.editionOf', { day: day(date), number })}</a>
            </li>
          ))}
        </ul>
      )}
    </Layout>
  );
}

/** Nothing to read yet: says when, and offers to make it at once; the very first comes by itself. */
export function NoDigestPage({
  page,
  items,
  when,
  coming,
  failing,
}: {
  page: PageContext;
  items: number;
  when: string;
  /** Sources asked so far, of all, in the first sweep. */
  coming: { asked: number; count: number } | undefined;
  /** Sources that cannot be read: why there may be nothing. */
  failing: number;
}) {
  const { t } = page.speech;
  if (coming)
    return (
      <Layout page={page} title={t('digest.coming')} current="digest">
        <h1 class="edition">{t('digest.coming')}</h1>
        <p class="lede" role="status">
          {t('digest.comingLede', coming)}
        </p>
        <progress class="after" max={coming.count} value={coming.asked} aria-label={t('digest.coming')} />
      </Layout>
    );
  return (
    <Layout page={page} title={t('digest.none')} current="digest">
      <h1 class="edition">{t('digest.none')}</h1>
      <p class="lede">{t('digest.noneLede', { when, items })}</p>
      <Failing page={page} count={failing} />
      {page.may('curate') ? (
        <form method="post" action="/digest" class="after">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <button class="btn main">{t('digest.makeNow')}</button>
        </form>
      ) : (
        ''
      )}
    </Layout>
  );
}
