import type { Match } from '../model/item.ts';
import { type QueryDocument, rawWordAt, regionAt } from '../query/document.ts';
import type { Span } from '../query/match.ts';
import { foldText } from '../query/words.ts';

/** Words of proof kept for each match: enough to convince, too few to weigh on the store. */
const MAX_PROOF = 6;
/** Words from which on a span is shown by its ends. */
const LONG_SPAN = 4;

/** The words that matched, as they stand in the item. */
export function proofOf(id: string, spans: readonly Span[], document: QueryDocument): Match {
  // "Velmoka" and the "velmoka" of its address are one proof.
  const words = new Map<string, string>();
  for (const [start, end] of spans) {
    if (words.size >= MAX_PROOF) break;
    const raw = rawBetween(document, start, end);
    const key = foldText(raw);
    if (!words.has(key)) words.set(key, raw);
  }
  return { id, words: [...words.values()], inTitle: spans.some(([start]) => start < document.title.end) };
}

function rawBetween(document: QueryDocument, start: number, end: number): string {
  const { words, offset } = regionAt(document, start);
  if (end - start < LONG_SPAN) return words.raw.slice(words.starts[start - offset], words.ends[end - offset]);
  // Words found near each other: what stands between them proves nothing.
  return `${rawWordAt(document, start)} … ${rawWordAt(document, end)}`;
}
