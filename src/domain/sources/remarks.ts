import type { RawItem } from '../model/item.ts';
import type { Problem } from '../model/source.ts';
import { DAY_MS, type Instant } from '../model/units.ts';

/** What is odd about the entries of a document that was read well. */
export function remarksOn(entries: readonly RawItem[], now: Instant): Problem[] {
  if (entries.length === 0) return [{ kind: 'no-entries', params: {} }];
  const undated = entries.filter(({ publishedAt }) => publishedAt === undefined).length;
  const future = entries.filter(({ publishedAt }) => publishedAt !== undefined && publishedAt > now + DAY_MS).length;
  return [
    ...(undated === entries.length ? [{ kind: 'undated', params: { count: undated } } satisfies Problem] : []),
    ...(future > 0 ? [{ kind: 'future-dates', params: { count: future } } satisfies Problem] : []),
  ];
}
