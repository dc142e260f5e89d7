import en from './locales/en.json' with { type: 'json' };
import fr from './locales/fr.json' with { type: 'json' };

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Params = Record<string, string | number>;
export type Translate = (key: string, params?: Params) => string;

/** One sentence, or its forms by plural category of `count`. */
type Sentence = string | { one: string; other: string };
interface Locale {
  [key: string]: Sentence | Locale;
}

const LOCALES: Record<Language, Locale> = { fr, en };
const NARROW = '\u202f';
const NO_BREAK = '\u00a0';

/** Formats of one language: sentences, numbers, dates, always in the reader's zone. */
export interface Speech {
  language: Language;
  t: Translate;
  number(value: number): string;
  /** "12 %", "12%" of 0.12. */
  percent(share: number): string;
  /** "mardi 24 novembre 2026" of a yyyy-mm-dd day. */
  day(day: string): string;
  shortDay(day: string): string;
  /** "24 novembre 2026, 06:30" */
  moment(instant: number): string;
  /** "06:12" today, "hier, 18:05", then the day. */
  since(instant: number, now: number): string;
  month(month: string): string;
  shortMonth(month: string): string;
  list(words: readonly string[]): string;
}

export function speech(language: Language, timezone: string): Speech {
  const tag = language === 'fr' ? 'fr-FR' : 'en-GB';
  const numbers = new Intl.NumberFormat(tag);
  const percents = new Intl.NumberFormat(tag, { style: 'percent' });
  const plurals = new Intl.PluralRules(tag);
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options);
  const days = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortDays = format({ day: 'numeric', month: 'short', timeZone: 'UTC' });
  const moments = format({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timezone,
  });
  const hours = format({ hour: '2-digit', minute: '2-digit', timeZone: timezone });
  const weekdays = format({ weekday: 'long', timeZone: timezone });
  const dates = format({ day: 'numeric', month: 'short', year: 'numeric', timeZone: timezone });
  const months = format({ month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortMonths = format({ month: 'short', timeZone: 'UTC' });
  const dayNumber = new Intl.DateTimeFormat('en-CA', { timeZone: timezone });
  const daysBetween = (from: number, to: number) =>
    Math.round((Date.parse(dayNumber.format(to)) - Date.parse(dayNumber.format(from))) / 86_400_000);

  const t: Translate = (key, params = {}) => {
    const sentence = find(LOCALES[language], key) ?? find(LOCALES.en, key);
    if (sentence === undefined) return key;
    const text =
      typeof sentence === 'string'
        ? sentence
        : sentence[plurals.select(Number(params.count ?? 0)) === 'one' ? 'one' : 'other'];
    const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name];
      return typeof value === 'number' ? numbers.format(value) : (value ?? '');
    });
    return language === 'fr' ? frenchSpaces(filled) : filled;
  };

  return {
    language,
    t,
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    day: (day) => days.format(new Date(`${day}T12:00:00Z`)),
    shortDay: (day) => shortDays.format(new Date(`${day}T12:00:00Z`)),
    moment: (instant) => moments.format(instant),
    since(instant, now) {
      const ago = daysBetween(instant, now);
      if (ago === 0) return hours.format(instant);
      if (ago === 1) return `${t('time.yesterday')}, ${hours.format(instant)}`;
      return ago > 1 && ago < 7 ? weekdays.format(instant) : dates.format(instant);
    },
    month: (month) => months.format(new Date(`${month}-15T12:00:00Z`)),
    shortMonth: (month) => shortMonths.format(new Date(`${month}-15T12:00:00Z`)),
    list: (words) => lists.format(words),
  };
}

function find(locale: Locale, key: string): Sentence | undefined {
  let node: Sentence | Locale | undefined = locale;
  for (const part of key.split('.')) {
    if (typeof node !== 'object') return undefined;
    node = (node as Locale)[part];
  }
  return typeof node === 'string' || (typeof node === 'object' && 'other' in node) ? (node as Sentence) : undefined;
}

/** Narrow no-break space before ; ! ? » and after «, no-break space before a colon. */
export const frenchSpaces = (text: string): string =>
  text
    .replace(/ ([;!?»])/g, `${NARROW}$1`)
    .replace(/« /g, `«${NARROW}`)
    .replace(/ :/g, `${NO_BREAK}:`)
    .replace(/(\d) (?=(min|h|s|j|%|€)(?![\p{L}]))/gu, `$1${NO_BREAK}`);

/** A header anybody may send: what is longer is no browser's. */
const MAX_ACCEPT = 200;

/** The reader's language: what they chose, else what their browser likes best, else the watch's own. */
export function chosenLanguage(
  cookie: string | undefined,
  acceptLanguage: string | undefined,
  fallback: Language,
): Language {
  if (cookie === 'fr' || cookie === 'en') return cookie;
  const asked = (acceptLanguage ?? '')
    .slice(0, MAX_ACCEPT)
    .split(',')
    .flatMap((each) => {
      const [, language, weight = '1'] = /^(fr|en)(?:-[\w-]*)? ?(?:; ?q=([\d.]+))?$/i.exec(each.trim()) ?? [];
      return language && Number(weight) > 0
        ? [{ language: language.toLowerCase() as Language, weight: Number(weight) }]
        : [];
    });
  return asked.sort((a, b) => b.weight - a.weight)[0]?.language ?? fallback;
}
