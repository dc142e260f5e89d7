import type { StoredItem } from '../../src/domain/model/item.ts';
import type { WordNode } from '../../src/domain/query/ast.ts';
import { highlight, snippet } from '../highlight.ts';
import { capital } from './digestView.ts';
import type { PageContext } from './layout.tsx';
import { MonthBars } from './monthBars.tsx';
import { ActorName, EventName, OUTWARD, When } from './parts.tsx';
import { Filters } from './searchFilters.tsx';
import { type SearchForm, type SearchView, searchHref } from './searchForm.ts';

export function Results({ view, results }: { view: SearchView; results: NonNullable<SearchView['results']> }) {
  const { page, form } = view;
  const { t, month } = page.speech;
  const byMonth = Map.groupBy(results.items, (item) =>
    new Date(item.publishedAt ?? item.seenAt).toISOString().slice(0, 7),
  );
  return (
    <>
      {results.degraded ? <p class="note hint after">{t('search.degraded')}</p> : ''}
      {results.approximate ? <p class="note after">{t('search.approximate')}</p> : ''}
      <div class="facets">
        <section aria-labelledby="results">
          <div class="sec">
            <h2 id="results">{t('search.total', { count: results.total })}</h2>
            <span class="fine">
              {t('search.took', { ms: results.tookMs, engine: t(`engine.${results.engine}`) })} ·{' '}
              <Sort form={form} page={page} />
            </span>
          </div>
          {results.query === '' ? (
            ''
          ) : (
            <p class="fine after">
              <a href={`/subscriptions?subject=query&q=${encodeURIComponent(results.query)}#subscribe`}>
                {t('search.asAlert')}
              </a>{' '}
              · <a href={`/boards?q=${encodeURIComponent(results.query)}#make`}>{t('search.asBoard')}</a>
            </p>
          )}
          {results.total === 0 ? (
            <NoResult results={results} page={page} />
          ) : (
            <MonthBars page={page} form={form} months={results.facets.month} />
          )}
          {form.sort === 'date' ? (
            [...byMonth].map(([name, items]) => (
              <>
                <h3 class="wk">{capital(month(name))}</h3>
                <Hits view={view} items={items} wanted={results.wanted} />
              </>
            ))
          ) : (
            <Hits view={view} items={results.items} wanted={results.wanted} />
          )}
          <Pages form={form} page={page} pages={results.pages} />
        </section>
        <Filters view={view} facets={results.facets} />
      </div>
    </>
  );
}

function Sort({ form, page }: { form: SearchForm; page: PageContext }) {
  const { t } = page.speech;
  const choice = (sort: SearchForm['sort'], label: string) =>
    form.sort === sort ? <b>{label}</b> : <a href={searchHref({ ...form, sort, page: 1 })}>{label}</a>;
  return (
    <>
      {choice('date', t('search.sortDate'))}, {choice('relevance', t('search.sortRelevance'))}
    </>
  );
}

function NoResult({ results, page }: { results: NonNullable<SearchView['results']>; page: PageContext }) {
  const { t } = page.speech;
  return (
    <div class="after">
      <p>{t('search.none')}</p>
      <ul>
        {results.hints.map(({ label, href, count }) => (
          <li>
            <a href={href}>{t('search.noneTry', { part: label, count })}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Hits({
  view,
  items,
  wanted,
}: {
  view: SearchView;
  items: readonly StoredItem[];
  wanted: readonly WordNode[];
}) {
  const { page, actors, sourceName } = view;
  const marked = (text: string) =>
    highlight(text, wanted).map((run) => (run.marked ? <mark>{run.text}</mark> : run.text));
  return (
    <ol class="tl">
      {items.map((item) => (
        <li>
          <When publishedAt={item.publishedAt} seenAt={item.seenAt} speech={page.speech} now={page.now} />
          <article lang={item.language === 'und' || item.language === page.speech.language ? undefined : item.language}>
            <p class="kick">
              {item.actors.slice(0, 3).map(({ id }) => (
                <ActorName actors={actors} id={id} />
              ))}
              <EventName type={item.event?.type} speech={page.speech} />
              <span class="src">{sourceName(item.sourceId)}</span>
            </p>
            <h3 class="title">
              {item.url ? (
                <a href={item.url} {...OUTWARD}>
                  {marked(item.title)}
                </a>
              ) : (
                marked(item.title)
              )}
            </h3>
            <p class="sum">
              {marked(snippet(item.text || item.summary, wanted))}{' '}
              <a class="fine" href={`/stories/${item.storyId}`} lang={page.speech.language}>
                {page.speech.t('story.details')}
              </a>
            </p>
          </article>
        </li>
      ))}
    </ol>
  );
}

function Pages({ form, page, pages }: { form: SearchForm; page: PageContext; pages: number }) {
  const { t } = page.speech;
  if (pages <= 1) return null;
  return (
    <nav class="row after" aria-label={t('search.page', { page: form.page, pages })}>
      {form.page > 1 ? (
        <a class="btn" rel="prev" href={searchHref({ ...form, page: form.page - 1 })}>
          {t('search.previous')}
        </a>
      ) : (
        ''
      )}
      <span class="fine">{t('search.page', { page: form.page, pages })}</span>
      {form.page < pages ? (
        <a class="btn" rel="next" href={searchHref({ ...form, page: form.page + 1 })}>
          {t('search.next')}
        </a>
      ) : (
        ''
      )}
    </nav>
  );
}
