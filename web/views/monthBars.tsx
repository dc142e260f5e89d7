import type { PageContext } from './layout.tsx';
import { type SearchForm, searchHref } from './searchForm.ts';

const MONTHS = 12;

/** The newest months in a row, the empty ones too. */
function lastMonths(counts: Record<string, number>): [month: string, count: number][] {
  const newest = Object.keys(counts).sort().at(-1);
  if (!newest) return [];
  const [year = 0, month = 0] = newest.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, index) => {
    const name = new Date(Date.UTC(year, month - 1 - (MONTHS - 1 - index), 15)).toISOString().slice(0, 7);
    return [name, counts[name] ?? 0];
  });
}

/** Heights come from data: rules of the page's style element, one class for each tenth of the height. */
export function monthStyles(counts: Record<string, number>): string {
  const months = lastMonths(counts);
  const most = Math.max(1, ...months.map(([, count]) => count));
  return months.map(([month, count]) => `[data-month="${month}"]{--v:${((100 * count) / most).toFixed(1)}}`).join('');
}

/** "Since when": a bar for each month, each a link to that month. */
export function MonthBars({
  page,
  form,
  months: counts,
}: {
  page: PageContext;
  form: SearchForm;
  months: Record<string, number>;
}) {
  const { t, month, shortMonth, number } = page.speech;
  const months = lastMonths(counts);
  if (months.length === 0) return null;
  const href = (name: string) => {
    const [year = 0, index = 0] = name.split('-').map(Number);
    return searchHref({
      ...form,
      after: `${name}-01`,
      before: new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 10),
      page: 1,
    });
  };
  return (
    <div class="months">
      <ol class="bars" aria-label={t('search.months')}>
        {months.map(([name, count]) => (
          <li data-month={name}>
            <a class="bar" href={href(name)}>
              <span class="vh">{`${month(name)} : ${count}`}</span>
              <b aria-hidden="true">{count > 0 ? number(count) : ''}</b>
            </a>
            <span class="lab" aria-hidden="true">
              {shortMonth(name)}
            </span>
          </li>
        ))}
      </ol>
      <details class="data">
        <summary>{t('search.showData')}</summary>
        <table class="t dense">
          <caption>{t('search.monthsTable')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('search.month')}</th>
              <th scope="col" class="n">
                {t('search.count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(([name, count]) => (
              <tr>
                <th scope="row">{month(name)}</th>
                <td class="n">{number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
