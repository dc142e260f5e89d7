import { type Instant, MINUTE_MS, SECOND_MS } from '../model/units.ts';
import { MONTH_NAMES, WORDS_AROUND_DATES, ZONE_MINUTES } from './dateWords.ts';

/** Before the first feed, or past any embargo: such a date is a mistake, not news. */
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const LONGEST_DATE = 100;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** Minutes east of UTC. */
  zone?: number;
}

/** The two forms nearly every feed uses, on days that every month has: the platform reads them right, and fast. */
const USUAL =
  /^(?:[A-Z][a-z]{2}, (?:0[1-9]|1\d|2[0-8]) [A-Z][a-z]{2} \d{4} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d (?:GMT|[+-]\d{4})|\d{4}-\d\d-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d))$/;
const EPOCH = /^(\d{10})(\d{3})?(?:\.\d+)?$/;
const ISO_DAY = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d{2})(\d{2}))(?![\d])/;
const ORDINAL_DAY = /^(\d{4})-?(\d{3})(?!\d)/;
/** Of the military kind, after a year: "03 Apr 02 1500 GMT". */
const BARE_CLOCK = /(?<=\d{2}\s)([01]\d|2[0-3])([0-5]\d)(?=\s*(?:[A-Z]{1,5}|[+-]\d{4})?$)/;
const CLOCK = /(?<![\d+:-])(\d{1,2})\s?[:h](?:(\d{2})(?::(\d{2}(?:[.,]\d+)?))?)?(?!\d)\s*([ap]\.?m\b\.?)?/i;
const COMPACT_CLOCK = /^[T\s](\d{2})(\d{2})(\d{2}(?:[.,]\d+)?)?(?!\d)/i;
const OFFSET = /(?:\b(?:GMT|UTC?|Z)\s*)?([+-])(\d{1,2}):?(\d{2})?(?!\d)(?:\s*\([^)]*\)?)?\s*$/i;
const NUMERIC_DAY = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const EAST_ASIAN_DAY = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?/;

/**
 * A date as feeds write it: RFC 822, ISO 8601, epoch, and the wild forms in between. Without a zone it is UTC.
 * Rubbish, impossible days and years outside 1990–2099 are undefined: a date is never invented.
 */
export function parseDate(text: string): Instant | undefined {
  const trimmed = text.trim();
  if (trimmed.length < 6 || trimmed.length > LONGEST_DATE) return undefined;
  const usual = USUAL.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  if (!Number.isNaN(usual)) return inRange(usual);
  const epoch = EPOCH.exec(trimmed);
  if (epoch) return inRange(epoch[2] ? Number(epoch[1] + epoch[2]) : Number(epoch[1]) * SECOND_MS);
  const parts = startingWithDay(trimmed) ?? withMonthName(trimmed);
  return parts && instantOf(parts);
}

const inRange = (at: number): Instant | undefined => (at >= EARLIEST && at < LATEST ? at : undefined);

function startingWithDay(text: string): Parts | undefined {
  const found = EAST_ASIAN_DAY.exec(text) ?? ISO_DAY.exec(text);
  if (found) {
    const day = { year: Number(found[1]), month: Number(found[2] ?? found[4]), day: Number(found[3] ?? found[5] ?? 1) };
    return withClock(day, text.slice(found[0].length));
  }
  const ordinal = ORDINAL_DAY.exec(text);
  if (ordinal)
    return withClock({ year: Number(ordinal[1]), month: 1, day: Number(ordinal[2]) }, text.slice(ordinal[0].length));
  const numeric = NUMERIC_DAY.exec(text);
  return numeric ? withClock(dayOfNumbers(numeric), text.slice(numeric[0].length)) : undefined;
}

/** 31.12.2020 is European wherever it is seen; 03/04/2020 could be March or April, so it is neither. */
function dayOfNumbers([, first, separator, second, year]: RegExpExecArray): Parts | undefined {
  const [one, two] = [Number(first), Number(second)];
  if (separator === '.' || one > 12 || one === two) return { year: fullYear(year), month: two, day: one };
  return two > 12 ? { year: fullYear(year), month: one, day: two } : undefined;
}

/** Adds what follows the day: a clock, a zone, or nothing. Anything else makes the whole no date. */
function withClock(day: Parts | undefined, rest: string): Parts | undefined {
  if (!day || rest.trim() === '') return day;
  const offset = /\d/.test(rest) ? OFFSET.exec(rest) : null;
  const beforeOffset = offset ? rest.slice(0, offset.index) : rest;
  const clock = COMPACT_CLOCK.exec(beforeOffset) ?? CLOCK.exec(beforeOffset);
  const words = (clock ? beforeOffset.replace(clock[0], ' ') : beforeOffset).replace(/^\s*,?\s*T(?=\s|$)/i, ' ');
  const zone = zoneOfWords(words, offset, clock !== null);
  return zone === undefined ? undefined : { ...day, ...clockOf(clock), zone };
}

function clockOf(clock: RegExpExecArray | null): Pick<Parts, 'hour' | 'minute' | 'second'> {
  if (!clock) return {};
  const half = clock[4]?.[0]?.toLowerCase();
  const hour = Number(clock[1]);
  const hour24 = half === undefined || hour > 12 ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  return { hour: hour24, minute: Number(clock[2] ?? 0), second: Number(clock[3]?.replace(',', '.') ?? 0) };
}

/** Minutes east of UTC, 0 when no zone is named; undefined when a word has no place in a date. */
function zoneOfWords(text: string, offset: RegExpExecArray | null, hasClock: boolean): number | undefined {
  const words = plain(text).match(/[^\s,.;()]+/g) ?? [];
  const unknown = words.filter((word) => ZONE_MINUTES[word] === undefined && !WORDS_AROUND_DATES.has(word));
  // One unknown abbreviation beside a clock is a zone nobody listed: UTC, as for no zone at all.
  if (unknown.length > (hasClock ? 1 : 0) || !unknown.every((word) => /^[a-z]{2,5}$/.test(word))) return undefined;
  if (offset) return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
  const zone = words.find((word) => ZONE_MINUTES[word] !== undefined);
  return zone === undefined ? 0 : ZONE_MINUTES[zone];
}

/** "Thu, 01 Jan 04 19:48 GMT", "January 5, 2020", "mardi 5 janvier 2021 à 14h30", "Sun Jan 4 12:00:00 PST 2004". */
function withMonthName(text: string): Parts | undefined {
  const offset = OFFSET.exec(text);
  const beforeOffset = offset && /[:h]/.test(text) ? text.slice(0, offset.index) : text;
  const clock = CLOCK.exec(beforeOffset) ?? BARE_CLOCK.exec(beforeOffset);
  const tokens = plain(clock ? beforeOffset.replace(clock[0], ' ') : beforeOffset).match(/\d+|\p{L}+/gu) ?? [];
  // The last month named: a French or Spanish Tuesday ("mar.") comes first and looks like March.
  const monthAt = tokens.findLastIndex((token) => monthOf(token) !== undefined);
  const numbers = tokens.filter(isNumber);
  if (monthAt < 0 || numbers.length !== 2) return undefined;
  const [day, year] = numbers[0]?.length === 4 ? numbers.toReversed() : numbers;
  // A first word before a number, a comma or the month is a weekday in some language.
  const isWeekday = monthAt > 0 && (isNumber(tokens[1] ?? '') || monthAt === 1 || /^\p{L}+[.,]/u.test(text));
  const others = tokens.filter((token, at) => at >= (isWeekday ? 1 : 0) && at !== monthAt && !isNumber(token));
  const zone = zoneOfWords(others.join(' '), beforeOffset === text ? null : offset, clock !== null);
  if (zone === undefined) return undefined;
  return {
    year: fullYear(year),
    month: monthOf(tokens[monthAt] ?? '') ?? 0,
    day: Number(day),
    ...clockOf(clock),
    zone,
  };
}

const isNumber = (token: string): boolean => /^\d/.test(token);

const monthOf = (word: string): number | undefined => {
  const month = MONTH_NAMES.findIndex((names) => names.some((name) => word.startsWith(name) && word.length < 12));
  return month < 0 ? undefined : month + 1;
};

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function fullYear(year: string | undefined): number {
  const value = Number(year);
  if (year?.length !== 2) return value;
  return value < 70 ? 2000 + value : 1900 + value;
}

function instantOf({ year, month, day, hour = 0, minute = 0, second = 0, zone = 0 }: Parts): Instant | undefined {
  if (hour > 24 || minute > 59 || second >= 61 || (hour === 24 && minute + second > 0) || Math.abs(zone) > 15 * 60)
    return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // An ordinal day (month 1, day 335) may leave its month; any other day must exist.
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!exists && !(month === 1 && day > 31 && day <= 366 && midnight.getUTCFullYear() === year)) return undefined;
  return inRange(
    midnight.getTime() +
      (hour * 60 + minute - zone) * MINUTE_MS +
      Math.trunc(Math.min(second, 59.999) * SECOND_MS + 0.01),
  );
}
