// The labelled titles: their text is the shared timeline's and stays there; what ships is which title was judged what.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const labels = (name) => lines(readFileSync(new URL(`labels/${name}.jsonl`, import.meta.url), 'utf8'));

/** @returns the timeline's items by id */
export function timeline(shared) {
  const items = lines(gunzipSync(readFileSync(join(shared, 'corpus/timeline/timeline.jsonl.gz'))).toString());
  return new Map(items.map((item) => [item.id, item]));
}

const TONES = { neg: 'negative', neu: 'neutral', pos: 'positive' };
const toneOf = (tone) => TONES[tone] ?? undefined;
const read = (shared, path) => readFileSync(join(shared, path), 'utf8');

/** Titles outside the timeline are known by what their letters sum up to. */
const keyOf = (title) => createHash('sha256').update(title.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 12);

/** @returns the titles of the shared feeds and of the French list, by key */
async function otherTitles(shared, load) {
  const { parseFeed } = await load('domain/parse/feed.js');
  const titles = JSON.parse(read(shared, 'eval/titles-fr-2022.json')).map(({ title }) => title);
  const { documents } = JSON.parse(read(shared, 'corpus/manifest.json'));
  for (const { kind, file, url, contentType } of documents) {
    if (kind !== 'feed') continue;
    const bytes = new Uint8Array(readFileSync(join(shared, 'corpus', file)));
    const outcome = await parseFeed(bytes, contentType, url ?? 'https://example.org/');
    titles.push(...(outcome.feed?.items ?? []).flatMap(({ title }) => title ?? []));
  }
  return new Map(titles.map((title) => [keyOf(title), { title }]));
}

/** What a label of that lot weighs: its labeller doubted two in five. Chosen by cross-validation, as the next. */
const WORTH_OF_MORE = 0.3;
/** Headlines we wrote ourselves: none is news, and those who write for a type think of it more clearly than the press does. */
const WORTH_OF_HEADLINES = 0.5;

/**
 * @returns {title, lang, type, tone, worth, madePatterns, isLast} that weights were learned from, without any title that
 * is held out; `madePatterns` marks those that patterns were written on, in which patterns look righter than they are, and
 * `isLast` all that was left of the timeline, labelled long after
 */
export async function developmentTitles({ shared, load }) {
  const items = timeline(shared);
  const others = await otherTitles(shared, load);
  const held = new Set(
    [...heldOutTitles(shared), ...laterTitles(shared), ...thirdTitles(shared)].map(({ title }) => title),
  );
  const own = [
    ...labels('events-dev').map((label) => ({ ...label, madePatterns: true })),
    ...labels('events-dev-double').map(({ id, a }) => ({ id, ...a })),
    ...labels('events-dev-more').map((label) => ({ ...label, worth: WORTH_OF_MORE })),
    ...labels('events-dev-last').map((label) => ({ ...label, isLast: items.has(label.id) })),
  ].map(({ id, lang, type, tone, worth = 1, madePatterns = false, isLast = false }) => ({
    ...{ lang, ...(items.get(id) ?? others.get(id)) },
    ...{ type, tone: toneOf(tone), worth, madePatterns, isLast },
  }));
  const given = lines(read(shared, 'eval/labels-dev.jsonl')).map(({ title, lang, eventType, sentiment }) => ({
    ...{ title, lang, type: eventType },
    ...{ tone: toneOf(sentiment), worth: 1, madePatterns: true },
  }));
  const written = labels('headlines').map((label) => ({
    ...{ ...label, tone: toneOf(label.tone) },
    ...{ worth: WORTH_OF_HEADLINES, isWritten: true },
  }));
  return [...own, ...given, ...written].filter(({ title }) => title !== undefined && !held.has(title));
}

/** @returns the titles labelled after the patterns were frozen, by two people: `type` and `tone` are the first one's */
export const heldOutTitles = (shared) => twiceLabelled(shared, 'events-held');

/** @returns titles labelled likewise after everything else was settled: nothing was ever chosen on them */
export const laterTitles = (shared) => twiceLabelled(shared, 'events-held-later');

/** @returns the same of a lot drawn to hold up to fifteen of each type, which a few hundred titles of the week do not */
export const thirdTitles = (shared) => twiceLabelled(shared, 'events-held-third');

function twiceLabelled(shared, name) {
  const items = timeline(shared);
  return labels(name).map(({ id, a, b }) => ({
    ...items.get(id),
    ...{ type: a.type, tone: toneOf(a.tone) },
    second: { type: b.type, tone: toneOf(b.tone) },
  }));
}
