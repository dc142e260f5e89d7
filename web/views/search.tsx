import { capital } from './digestView.ts';
import { Icon } from './icons.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { monthStyles } from './monthBars.tsx';
import { FILTERS, type SearchView, searchHref, valueName } from './searchForm.ts';
import { Results } from './searchResults.tsx';

export function SearchPage(view: SearchView) {
  const { page, form, error, results, stored } = view;
  const { t } = page.speech;
  return (
    <Layout
      page={page}
      title={form.q ? `${t('search.title')} : ${form.q}` : t('search.title')}
      current="search"
      styles={results ? monthStyles(results.facets.month) : ''}
      script
    >
      <h1 class="vh">{t('search.title')}</h1>
      <form action="/search" method="get" id="search">
        <div role="search" class="searchbar">
          <input
            type="search"
            name="q"
            value={form.q}
            aria-label={t('search.field')}
            placeholder={t('search.field')}
            maxlength={4000}
            aria-invalid={error ? 'true' : undefined}
            aria-describedby={error ? 'problem' : undefined}
            autofocus={!form.q}
          />
          <button class="btn main">
            <Icon name="search" />
            <span>{t('search.submit')}</span>
          </button>
        </div>
        {error ? (
          <p class="note bad after" id="problem" role="alert">
            {capital(error)}
          </p>
        ) : (
          ''
        )}
        <Chips {...view} />
        <Help page={page} />
        {results ? (
          <Results view={view} results={results} />
        ) : (
          <p class="lede after">{t('search.start', { items: stored })}</p>
        )}
      </form>
    </Layout>
  );
}

function Chips(view: SearchView) {
  const { page, form } = view;
  const { t } = page.speech;
  const active = FILTERS.flatMap((filter) => form.filters[filter].map((value) => ({ filter, value })));
  if (active.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label={t('search.active')}>
      {active.map(({ filter, value }) => {
        const name = `${t(`search.facet.${filter}`)} : ${valueName(filter, value, view)}`;
        const href = searchHref({
          ...form,
          filters: { ...form.filters, [filter]: form.filters[filter].filter((each) => each !== value) },
          page: 1,
        });
        return (
          <span class="chip">
            {name}{' '}
            <a href={href} aria-label={t('search.remove', { name })}>
              ×
            </a>
          </span>
        );
      })}
      <a class="btn sm tofilters" href="#filters">
        {t('search.toFilters')} ({active.length})
      </a>
    </div>
  );
}

/** Queries, in the words of each language, and the key of what they say. */
const EXAMPLES: Record<'fr' | 'en', [query: string, key: string][]> = {
  fr: [
    ['buffer tarif', 'helpWords'],
    ['"levée de fonds"', 'helpPhrase'],
    ['reels OU shorts -podcast', 'helpOr'],
    ['influen*  =Meta', 'helpPrefix'],
    ['prix NEAR/5 hausse', 'helpNear'],
    ['concurrent:buffer lang:fr', 'helpFields'],
    ['after:2026-03-01 last:30d', 'helpDates'],
  ],
  en: [
    ['buffer pricing', 'helpWords'],
    ['"funding round"', 'helpPhrase'],
    ['reels OR shorts -podcast', 'helpOr'],
    ['influen*  =Meta', 'helpPrefix'],
    ['price NEAR/5 rise', 'helpNear'],
    ['competitor:buffer lang:en', 'helpFields'],
    ['after:2026-03-01 last:30d', 'helpDates'],
  ],
};

function Help({ page }: { page: PageContext }) {
  const { t, language } = page.speech;
  return (
    <details class="more-info after fine">
      <summary>{t('search.help')}</summary>
      <dl class="proof">
        {EXAMPLES[language].map(([example, key]) => (
          <>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{t(`search.${key}`)}</dd>
          </>
        ))}
      </dl>
    </details>
  );
}
