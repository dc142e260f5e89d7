import type { StoredItem } from '../../src/domain/model/item.ts';
import type { Actor, Topic } from '../../src/domain/model/watch.ts';
import type { WordNode } from '../../src/domain/query/ast.ts';
import type { Facet, FacetCounts } from '../../src/domain/search/model.ts';
import { highlight, snippet } from '../highlight.ts';
import { Icon } from './icons.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { capital } from './digest.tsx';
import { MonthBars, monthStyles } from './monthBars.tsx';
import { ActorName, OUTWARD, When } from './parts.tsx';

/** The facets a reader filters by. */
export const FILTERS = ['competitor', 'topic', 'source', 'lang'] as const;
export type Filter = (typeof FILTERS)[number];

/** What the form sends: the words typed and the boxes ticked. */
export interface SearchForm {
  q: string;
  filters: Record<Filter, string[]>;
  after: string;
  before: string;
  sort: 'date' | 'relevance';
  page: number;
}

export interface SearchView {
  page: PageContext;
  form: SearchForm;
  actors: readonly Actor[];
  topics: readonly Topic[];
  sourceName: (id: string) => string;
  /** Items in memory, for the empty page. */
  stored: number;
  error?: string | undefined;
  results?: {
    items: readonly StoredItem[];
    wanted: readonly WordNode[];
    total: number;
    tookMs: number;
    engine: string;
    degraded: boolean;
    approximate: boolean;
    facets: FacetCounts;
    pages: number;
    /** Same search without one filter: label and count. */
    hints: { label: string; href: string; count: number }[];
  };
}

const SHOWN_VALUES = 8;

export function SearchPage(view: SearchView) {
  const { page, form, error, results, stored } = view;
  const { t } = page.speech;
  return (
    <Layout page={page} title={form.q ? `${t('search.title')} : ${form.q}` : t('search.title')} current="search" styles={results ? monthStyles(results.facets.month) : ''} script>
      <h1 class="vh">{t('search.title')}</h1>
      <form action="/search" method="get" id="search">
        <div role="search" class="searchbar">
          <input type="search" name="q" value={form.q} aria-label={t('search.field')} placeholder={t('search.field')} maxlength={4000} aria-invalid={error ? 'true' : undefined} aria-describedby={error ? 'problem' : undefined} autofocus={!form.q} />
          <button class="btn main"><Icon name="search" /><span>{t('search.submit')}</span></button>
        </div>
        {error ? <p class="note bad after" id="problem" role="alert">{capital(error)}</p> : ''}
        <Chips {...view} />
        <Help page={page} />
        {results ? <Results view={view} results={results} /> : <p class="lede after">{t('search.start', { items: stored })}</p>}
      </form>
    </Layout>
  );
}

function Chips(view: SearchView) {
  const { page, form } = view;
  const { t } = page.speech;
  const active = FILTERS.flatMap((filter) => form.filters[filter].map((value) => ({ filter, value })));
  if (active.length === 0) return <></>;
  return (
    <div class="chips" role="group" aria-label={t('search.active')}>
      {active.map(({ filter, value }) => {
        const name = `${t(`search.facet.${filter}`)} : ${valueName(filter, value, view)}`;
        const href = searchHref({ ...form, filters: { ...form.filters, [filter]: form.filters[filter].filter((each) => each !== value) }, page: 1 });
        return <span class="chip">{name} <a href={href} aria-label={t('search.remove', { name })}>×</a></span>;
      })}
      <a class="btn sm tofilters" href="#filters">{t('search.toFilters')} ({active.length})</a>
    </div>
  );
}

const EXAMPLES: [string, string][] = [
  ['buffer tarif', 'helpWords'],
  ['"levée de fonds"', 'helpPhrase'],
  ['reels OU shorts -podcast', 'helpOr'],
  ['influen*  =Meta', 'helpPrefix'],
  ['prix NEAR/5 hausse', 'helpNear'],
  ['concurrent:buffer lang:fr', 'helpFields'],
  ['after:2026-03-01 last:30d', 'helpDates'],
];

function Help({ page }: { page: PageContext }) {
  const { t } = page.speech;
  return (
    <details class="more-info after fine">
      <summary>{t('search.help')}</summary>
      <dl class="proof">{EXAMPLES.map(([example, key]) => <><dt><code>{example}</code></dt><dd>{t(`search.${key}`)}</dd></>)}</dl>
    </details>
  );
}

function Results({ view, results }: { view: SearchView; results: NonNullable<SearchView['results']> }) {
  const { page, form } = view;
  const { t, month } = page.speech;
  const byMonth = Map.groupBy(results.items, (item) => new Date(item.publishedAt ?? item.seenAt).toISOString().slice(0, 7));
  return (
    <>
      {results.degraded ? <p class="note hint after">{t('search.degraded')}</p> : ''}
      {results.approximate ? <p class="note after">{t('search.approximate')}</p> : ''}
      <div class="facets">
        <section aria-labelledby="results">
          <div class="sec">
            <h2 id="results">{t('search.total', { count: results.total })}</h2>
            <span class="fine">{t('search.took', { ms: results.tookMs, engine: t(`engine.${results.engine}`) })} · <Sort form={form} page={page} /></span>
          </div>
          {results.total === 0 ? <NoResult results={results} page={page} /> : <MonthBars page={page} form={form} months={results.facets.month} />}
          {form.sort === 'date' ? [...byMonth].map(([name, items]) => <><h3 class="wk">{capital(month(name))}</h3><Hits view={view} items={items} wanted={results.wanted} /></>) : <Hits view={view} items={results.items} wanted={results.wanted} />}
          <Pages form={form} page={page} pages={results.pages} />
        </section>
        <Facets view={view} facets={results.facets} />
      </div>
    </>
  );
}

function Sort({ form, page }: { form: SearchForm; page: PageContext }) {
  const { t } = page.speech;
  const choice = (sort: SearchForm['sort'], label: string) => (form.sort === sort ? <b>{label}</b> : <a href={searchHref({ ...form, sort, page: 1 })}>{label}</a>);
  return <>{choice('date', t('search.sortDate'))}, {choice('relevance', t('search.sortRelevance'))}</>;
}

function NoResult({ results, page }: { results: NonNullable<SearchView['results']>; page: PageContext }) {
  const { t } = page.speech;
  return (
    <div class="after">
      <p>{t('search.none')}</p>
      <ul>{results.hints.map(({ label, href, count }) => <li><a href={href}>{t('search.noneTry', { part: label, count })}</a></li>)}</ul>
    </div>
  );
}

function Hits({ view, items, wanted }: { view: SearchView; items: readonly StoredItem[]; wanted: readonly WordNode[] }) {
  const { page, actors, sourceName } = view;
  const marked = (text: string) => highlight(text, wanted).map((run) => (run.marked ? <mark>{run.text}</mark> : run.text));
  return (
    <ol class="tl">
      {items.map((item) => (
        <li>
          <When publishedAt={item.publishedAt} seenAt={item.seenAt} speech={page.speech} now={page.now} />
          <article lang={item.language === 'und' || item.language === page.speech.language ? undefined : item.language}>
            <p class="kick">{item.actors.slice(0, 3).map(({ id }) => <ActorName actors={actors} id={id} />)}<span class="src">{sourceName(item.sourceId)}</span></p>
            <h3 class="title">{item.url ? <a href={item.url} {...OUTWARD}>{marked(item.title)}</a> : marked(item.title)}</h3>
            <p class="sum">{marked(snippet(item.text || item.summary, wanted))} <a class="fine" href={`/stories/${item.storyId}`} lang={page.speech.language}>{page.speech.t('story.details')}</a></p>
          </article>
        </li>
      ))}
    </ol>
  );
}

function Pages({ form, page, pages }: { form: SearchForm; page: PageContext; pages: number }) {
  const { t } = page.speech;
  if (pages <= 1) return <></>;
  return (
    <nav class="row after" aria-label={t('search.page', { page: form.page, pages })}>
      {form.page > 1 ? <a class="btn" rel="prev" href={searchHref({ ...form, page: form.page - 1 })}>{t('search.previous')}</a> : ''}
      <span class="fine">{t('search.page', { page: form.page, pages })}</span>
      {form.page < pages ? <a class="btn" rel="next" href={searchHref({ ...form, page: form.page + 1 })}>{t('search.next')}</a> : ''}
    </nav>
  );
}

function Facets({ view, facets }: { view: SearchView; facets: FacetCounts }) {
  const { page, form } = view;
  const { t, number } = page.speech;
  return (
    <div class="filters" id="filters" role="group" aria-label={t('search.filters')}>
      {FILTERS.map((filter) => {
        const ticked = form.filters[filter];
        const values = Object.entries(facets[filter as Facet]).sort((a, b) => Number(ticked.includes(b[0])) - Number(ticked.includes(a[0])) || b[1] - a[1]);
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
        <label class="stacked"><span>{t('search.from')}</span><input type="date" name="after" value={form.after} /></label>
        <label class="stacked"><span>{t('search.to')}</span><input type="date" name="before" value={form.before} /></label>
      </fieldset>
      <button class="btn">{t('search.apply')}</button>
    </div>
  );
}

function valueName(filter: Filter, value: string, { actors, topics, sourceName, page }: Pick<SearchView, 'actors' | 'topics' | 'sourceName' | 'page'>): string {
  switch (filter) {
    case 'competitor':
      return actors.find(({ id }) => id === value)?.name.replace(/^=/, '') ?? value;
    case 'topic':
      return topics.find(({ id }) => id === value)?.name ?? value;
    case 'source':
      return sourceName(value);
    default: {
      const key = `lang.${value}`;
      const name = page.speech.t(key);
      return name === key ? value : name;
    }
  }
}

/** The address of a search: what is at its default is left out. */
export function searchHref({ q, filters, after, before, sort, page }: SearchForm): string {
  const parameters = new URLSearchParams({ q });
  for (const filter of FILTERS) for (const value of filters[filter]) parameters.append(filter, value);
  if (after) parameters.set('after', after);
  if (before) parameters.set('before', before);
  if (sort !== 'date') parameters.set('sort', sort);
  if (page > 1) parameters.set('page', String(page));
  return `/search?${parameters}`;
}
