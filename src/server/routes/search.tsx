import { wantedWords } from '../../../web/highlight.ts';
import { SearchPage } from '../../../web/views/search.tsx';
import { FILTERS, type Filter, type SearchForm, searchHref } from '../../../web/views/searchForm.ts';
import { VigieError } from '../../domain/errors.ts';
import type { App, ServerDeps } from '../context.ts';

const PER_PAGE = 25;
const MAX_PAGE = 400;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function searchRoutes(app: App, { store, search, watch }: ServerDeps): void {
  app.get('/search', async (c) => {
    const form = readForm(c.req.queries());
    const names = await store.sources.names();
    const page = c.get('page');
    const query = queryOf(form);
    const view = {
      page,
      form,
      actors: watch.actors,
      topics: watch.topics,
      sourceName: (id: string) => names.get(id) ?? id,
      stored: await store.items.count(),
    };
    if (query === '') return c.html(<SearchPage {...view} />);
    try {
      const answer = await search.search({
        query,
        sort: form.sort,
        offset: (form.page - 1) * PER_PAGE,
        limit: PER_PAGE,
        reader: page.person.id,
      });
      const facets = await search.facets(answer.node);
      const hints = answer.total === 0 ? await hintsFor(form, page.person.id) : [];
      const results = {
        ...answer,
        wanted: wantedWords(answer.node),
        facets,
        hints,
        pages: Math.min(MAX_PAGE, Math.ceil(answer.total / PER_PAGE)),
      };
      return c.html(<SearchPage {...view} results={results} />);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return c.html(<SearchPage {...view} error={page.speech.t(`errors.${error.code}`, error.params)} />, 400);
    }
  });

  /** Nothing found: what each filter dropped would give. */
  async function hintsFor(form: SearchForm, reader: string) {
    const without = FILTERS.filter((filter) => form.filters[filter].length > 0).map((filter) => ({
      label: form.filters[filter].join(', '),
      form: { ...form, filters: { ...form.filters, [filter]: [] } },
    }));
    if (form.after || form.before)
      without.push({
        label: [form.after, form.before].filter(Boolean).join(' – '),
        form: { ...form, after: '', before: '' },
      });
    const hints = await Promise.all(
      without.map(async ({ label, form: looser }) => ({
        label,
        href: searchHref(looser),
        count: (await search.search({ query: queryOf(looser), limit: 1, reader })).total,
      })),
    );
    return hints.filter(({ count }) => count > 0);
  }
}

function readForm(parameters: Record<string, string[]>): SearchForm {
  const first = (name: string) => parameters[name]?.[0] ?? '';
  const day = (name: string) => (DAY.test(first(name)) ? first(name) : '');
  const page = Number(first('page') || 1);
  return {
    q: first('q').trim(),
    filters: Object.fromEntries(
      FILTERS.map((filter) => [filter, (parameters[filter] ?? []).filter((value) => value.trim() !== '').slice(0, 20)]),
    ) as Record<Filter, string[]>,
    after: day('after'),
    before: day('before'),
    sort: first('sort') === 'relevance' ? 'relevance' : 'date',
    page: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1,
  };
}

/** The form as one query of the grammar: what was typed, and each filter as a field. */
function queryOf({ q, filters, after, before }: SearchForm): string {
  const value = (text: string) => `"${text.replaceAll('"', ' ')}"`;
  const fields = FILTERS.flatMap((filter) =>
    filters[filter].length > 0 ? [`${filter}:(${filters[filter].map(value).join(' OR ')})`] : [],
  );
  // What was typed comes first, so that the column of a mistake is the one its writer sees.
  return [
    /\b(OR|OU)\b/.test(q) && fields.length > 0 ? `(${q})` : q,
    ...fields,
    after && `after:${after}`,
    before && `before:${before}`,
  ]
    .filter(Boolean)
    .join(' ');
}
