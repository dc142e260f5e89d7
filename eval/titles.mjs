// The labelled titles: their text is the shared timeline's and stays there; what ships is which title was judged what.
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

/** @returns {title, lang, type, tone} that patterns and weights were made on, without any title that is held out */
export function developmentTitles(shared) {
  const items = timeline(shared);
  const held = new Set(heldOutTitles(shared).map(({ title }) => title));
  const own = [
    ...labels('events-dev').map(({ id, type, tone }) => ({ id, type, tone })),
    ...labels('events-dev-double').map(({ id, a }) => ({ id, type: a.type, tone: a.tone })),
  ].map(({ id, type, tone }) => ({ ...items.get(id), type, tone: toneOf(tone) }));
  const given = lines(readFileSync(join(shared, 'eval/labels-dev.jsonl'), 'utf8')).map(
    ({ title, lang, eventType, sentiment }) => ({ title, lang, type: eventType, tone: toneOf(sentiment) }),
  );
  return [...own, ...given].filter(({ title }) => title !== undefined && !held.has(title));
}

/** @returns the titles labelled after the patterns were frozen, by two people: `type` and `tone` are the first one's */
export function heldOutTitles(shared) {
  const items = timeline(shared);
  return labels('events-held').map(({ id, a, b }) => ({
    ...items.get(id),
    type: a.type,
    tone: toneOf(a.tone),
    second: { type: b.type, tone: toneOf(b.tone) },
  }));
}
