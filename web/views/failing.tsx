import type { PageContext } from './layout.tsx';

/** What may be missing, and the way to mend it for those who may. */
export function Failing({ page, count }: { page: PageContext; count: number }) {
  const { t } = page.speech;
  if (count === 0) return null;
  return (
    <p class="note hint row">
      <span>{t('digest.failing', { count })}</span>
      {page.may('feed') ? <a href="/sources">{t('digest.repair')}</a> : ''}
    </p>
  );
}
