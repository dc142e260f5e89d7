import type { FollowedSource } from '../adapters/store/sources.ts';
import type { Item } from '../domain/model/item.ts';
import type { Source } from '../domain/model/source.ts';
import { readingMinutes } from '../domain/normalise/readingTime.ts';
import type { FetchedBody, HttpOutcome } from '../domain/ports.ts';
import { countWords } from '../domain/query/words.ts';
import type { Deps } from './deps.ts';
import { requestFor } from './fetchSource.ts';

/** Articles fetched for one source in one check: a first sweep's backlog is not worth a hundred requests. */
const MOST_ARTICLES = 10;
/** A text of so many words is no teaser. */
const WHOLE_WORDS = 300;

/**
 * The text of the articles themselves, for a source that asks for it and gives only summaries: same door, same
 * politeness, robots.txt obeyed. Where an article cannot be had, the feed's own text stays.
 */
export async function withFullText(
  { source }: FollowedSource,
  items: readonly Item[],
  stored: ReadonlyMap<string, string>,
  deps: Pick<Deps, 'http' | 'reader' | 'watch'>,
): Promise<Item[]> {
  if (!source.fullText || source.kind === 'page') return [...items];
  const isWanted = ({ id, contentHash, words, url }: Item) =>
    url !== undefined && words < WHOLE_WORDS && stored.get(id) !== contentHash;
  const whole = new Map<Item, Item>();
  for (const item of items.filter(isWanted).slice(0, MOST_ARTICLES)) {
    const article = await fetchArticle(item, source, deps);
    if (article.kind === 'failed' && article.retryAfterMs !== undefined) break;
    if (article.kind === 'fetched') whole.set(item, await withArticle(item, article, deps));
  }
  return items.map((item) => whole.get(item) ?? item);
}

/** One after the other: a host that asks to be left alone is not asked for the rest. */
const fetchArticle = (item: Item, source: Source, { http }: Pick<Deps, 'http'>): Promise<HttpOutcome> =>
  http.get({ ...requestFor(source, item.url ?? ''), accept: 'text/html, application/xhtml+xml', obeysRobots: true });

async function withArticle(
  item: Item,
  { body, contentType, finalUrl }: FetchedBody,
  { reader, watch }: Pick<Deps, 'reader' | 'watch'>,
): Promise<Item> {
  const article = await reader.article({ body, finalUrl, ...(contentType !== undefined && { contentType }) });
  if (!article || article.text.length <= item.text.length) return item;
  const words = countWords(article.text);
  // The hash stays the feed's own: the next reading of the feed must not take its summary for an edit.
  return {
    ...item,
    html: article.html.toWellFormed(),
    text: article.text,
    words,
    readingMinutes: readingMinutes(words, false, { wordsPerMinute: watch.digest.wordsPerMinute }),
    isFullText: true,
  };
}
