import type { Facet, FacetCounts } from '../../src/domain/search/model.ts';
import { FILTERS, type SearchView, valueName } from './searchForm.ts';

const SHOWN_VALUES = 8;

export function Filters({ view, facets }: { view: SearchView; facets: FacetCounts }) {
  const { page, form } = view;
  const { t, number } = page.speech;
  return (
    <div class="filters" id="filters" role="group" aria-label={t('search.filters')}>
      {FILTERS.map((filter) => {
        const ticked = form.filters[filter];
        const values = Object.entries(facets[filter as Facet]).sort(
          (a, b) => Number(ticked.includes(b[0])) - Number(ticked.includes(a[0])) || b[1] - a[1],
        );
        if (values.length === 0) return '';
        return (
          <fieldset>
            <legend>{t(`search.facet.${filter}`)}</legend>
            {values.slice(0, SHOWN_VALUES).map(([value, count]) => (
              <label>
                <input type="checkbox" name={filter} value={value} checked={ticked.includes(value)} />
                <span>{valueName(filter, value, view)}</span>
                <span class="n">{number(count)}</span>
              </label>
            ))}
          </fieldset>
        );
      })}
      <fieldset>
        <legend>{t('search.months')}</legend>
        <label class="stacked">
          <span>{t('search.from')}</span>
          <input type="date" name="after" value={form.after} />
        </label>
        <label class="stacked">
          <span>{t('search.to')}</span>
          <input type="date" name="before" value={form.before} />
        </label>
      </fieldset>
      <button class="btn">{t('search.apply')}</button>
    </div>
  );
}
