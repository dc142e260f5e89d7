import { contentHash, itemId, type SourceId } from '../model/ids.ts';
import type { Enclosure, Item, RawItem } from '../model/item.ts';
import type { Instant } from '../model/units.ts';
import { countWords } from '../query/words.ts';
import { readableLine, readableText, withoutUnseen } from './html.ts';
import { detectLanguage, loadDetector, primaryLanguage } from './language.ts';
import { endsCut, type Pace, readingMinutes } from './readingTime.ts';
import { cutAtWord, summaryOf } from './summary.ts';
import { cleanUrl, type IsTracking } from './url.ts';

/** What normalising needs to know besides the entry. */
export interface NormaliseContext {
  sourceId: SourceId;
  now: Instant;
  isTracking: IsTracking;
  pace: Pace;
  /** Language the feed declares for itself. */
  feedLanguage?: string;
}

/** Longest texts kept, in UTF-16 units: beyond is no article. */
const MAX_TITLE = 500;
const MAX_TEXT = 200_000;
const MAX_HTML = 400_000;
const MAX_ENCLOSURES = 20;
/** Of their addresses: what is kept of each of 5,000 entries must stay small. */
const MAX_ENCLOSURE_LETTERS = 8_000;
/** Letters read of what is shown as one short line. */
const MAX_LINE = 2000;
const DERIVED_TITLE = 120;
/** A publisher's clock may run ahead a little; a date beyond this is no date of publication. */
const FUTURE_MS = 24 * 3_600_000;

/** RawItem → Item for all entries of one document. */
export async function normalise(entries: readonly RawItem[], context: NormaliseContext): Promise<Item[]> {
  const keys = entryKeys(entries, context.isTracking);
  if (entries.some((entry) => !primaryLanguage(entry.language ?? context.feedLanguage))) await loadDetector();
  const byId = new Map<string, Item>();
  for (const [index, entry] of entries.entries()) {
    const item = normaliseOne(entry, keys[index] ?? '', context);
    // The first of two entries with one identity is the newer one in every feed we have seen.
    if (!byId.has(item.id)) byId.set(item.id, item);
  }
  return [...byId.values()];
}

/** What tells an entry from its neighbours: its guid, else its address, else its words; its date where even they agree. */
function entryKeys(entries: readonly RawItem[], isTracking: IsTracking): string[] {
  const named = entries.map((entry) => {
    const url = cleanUrl(entry.url, entry.base, isTracking);
    const words = entry.title ? '' : (entry.contentHtml ?? entry.summaryHtml ?? '').slice(0, 1000);
    const wording = `${url ?? ''}\n${entry.title ?? ''}\n${words}`;
    return { name: entry.guid || url || wording, wording };
  });
  // Some feeds give every entry the same guid, or no guid and the address of their home page.
  const names = named.map(({ name }) => name);
  const worded = toldApart(
    names,
    named.map(({ wording }) => wording),
  );
  // One guid twice is one article published again; without a guid, two dates are two entries.
  return toldApart(
    worded,
    entries.map(({ guid, publishedAt }) => (guid ? '' : String(publishedAt ?? ''))),
  );
}

/** Adds the detail to the keys that entries of different detail share; the others stay as they are. */
function toldApart(keys: readonly string[], details: readonly string[]): string[] {
  const byKey = new Map<string, Set<string>>();
  for (const [index, key] of keys.entries()) byKey.set(key, (byKey.get(key) ?? new Set()).add(details[index] ?? ''));
  return keys.map((key, index) => ((byKey.get(key)?.size ?? 0) > 1 ? `${key}\n${details[index]}` : key));
}

function normaliseOne(entry: RawItem, key: string, context: NormaliseContext): Item {
  const { sourceId, now, isTracking, pace } = context;
  const html = (entry.contentHtml || entry.summaryHtml || '').slice(0, MAX_HTML).toWellFormed();
  const { text: whole, firstImage } = readableText(html);
  const text = whole.slice(0, MAX_TEXT);
  const short = entry.contentHtml && entry.summaryHtml ? readableText(entry.summaryHtml.slice(0, MAX_HTML)).text : '';
  const title = titleOf(entry, short || text);
  const words = countWords(text);
  const published =
    entry.publishedAt !== undefined && entry.publishedAt <= now + FUTURE_MS ? entry.publishedAt : undefined;
  const image = cleanUrl(entry.imageUrl ?? firstImage, entry.base, isTracking);
  const url = cleanUrl(entry.url, entry.base, isTracking);
  const author = entry.author && readableLine(entry.author.slice(0, MAX_LINE)).slice(0, 200);
  return {
    id: itemId(sourceId, key),
    sourceId,
    title,
    text,
    summary: summaryOf(short || text, title),
    html,
    seenAt: now,
    language: primaryLanguage(entry.language ?? context.feedLanguage) ?? detectLanguage(`${title}. ${text}`),
    categories: cleanCategories(entry.categories),
    enclosures: cleanEnclosures(entry),
    words,
    readingMinutes: readingMinutes(words, endsCut(text), pace),
    contentHash: contentHash(`${title}\n${url ?? ''}\n${published ?? ''}\n${author ?? ''}\n${html}`),
    ...(url !== undefined && { url }),
    ...(author && { author }),
    ...(published !== undefined && { publishedAt: published }),
    ...(entry.updatedAt !== undefined && { updatedAt: entry.updatedAt }),
    ...(image !== undefined && { imageUrl: image }),
    ...(entry.change && { change: entry.change }),
  };
}

/** Files on the web, by their whole address; no query is touched, it may be signed. */
function cleanEnclosures({ enclosures, base }: RawItem): Enclosure[] {
  const kept: Enclosure[] = [];
  let letters = 0;
  for (const { url: written, type, ...rest } of enclosures) {
    const url = cleanUrl(written, base, () => false);
    if (url === undefined) continue;
    letters += url.length;
    if (kept.length >= MAX_ENCLOSURES || letters > MAX_ENCLOSURE_LETTERS) break;
    // A media type is two short words, whatever a feed puts there.
    kept.push({ ...rest, url, ...(type !== undefined && { type: withoutUnseen(type.slice(0, 80)) }) });
  }
  return kept;
}

/** Entries without a title (Mastodon) are called by their first words. */
function titleOf(entry: RawItem, text: string): string {
  const written = readableLine(entry.title ?? '').slice(0, MAX_TITLE);
  return written || cutAtWord(text.split('\n')[0] ?? '', DERIVED_TITLE) || addressOf(entry) || '—';
}

/** What there is nothing else to call it by. */
const addressOf = ({ url = '' }: RawItem): string => readableLine(url.slice(0, MAX_TITLE)).slice(0, DERIVED_TITLE);

const cleanCategories = (categories: readonly string[]): string[] =>
  [...new Set(categories.map((category) => readableLine(category).slice(0, 80)).filter(Boolean))].slice(0, 20);
