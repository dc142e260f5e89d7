import { VigieError } from '../errors.ts';
import { DAY_MS, HOUR_MS } from '../model/units.ts';
import type { DateNode } from './ast.ts';

const UNITS: Record<string, number> = {
  h: HOUR_MS,
  d: DAY_MS,
  j: DAY_MS,
  w: 7 * DAY_MS,
  s: 7 * DAY_MS,
  m: 30 * DAY_MS,
  y: 365 * DAY_MS,
  a: 365 * DAY_MS,
};

/** Reads `after:2026-03-01`, `before:2026-06`, `last:30d` (h, d or j, w or s, m, y or a). */
export function readDate(field: 'after' | 'before' | 'last', text: string, column: number): DateNode {
  if (field === 'last') {
    const [, count, unit] = /^(\d{1,4})([hdjwsmya])$/.exec(text) ?? [];
    const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
    if (!(ms > 0)) throw new VigieError('query.badDuration', { value: text.slice(0, 40), column });
    return { type: 'date', op: 'last', ms };
  }
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  if (!year || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== iso) {
    throw new VigieError('query.badDate', { value: text.slice(0, 40), column });
  }
  return { type: 'date', op: field, day: iso };
}
