/** A price as a page writes it. */
export interface Amount {
  value: number;
  /** ISO 4217 where the sign tells it, else the sign. */
  currency: string;
  period?: Period;
  /** As written, without the period. */
  text: string;
}

const PERIODS = ['hour', 'day', 'week', 'month', 'year'] as const;
export type Period = (typeof PERIODS)[number];

const CURRENCIES: Record<string, string> = {
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  dollars: 'USD',
  ca$: 'CAD',
  cad: 'CAD',
  a$: 'AUD',
  aud: 'AUD',
  '£': 'GBP',
  gbp: 'GBP',
  chf: 'CHF',
  'fr.': 'CHF',
  '¥': 'JPY',
  jpy: 'JPY',
  '₹': 'INR',
  r$: 'BRL',
  zł: 'PLN',
  kr: 'SEK',
};
const SIGN = '(?:us\\$|ca\\$|a\\$|r\\$|[€$£¥₹]|zł)';
/** A cell or a line of this word alone is a price; in a sentence it is a word. */
const FREE = '(?:free|gratuit|gratis|kostenlos)';
const CODE = '(?:eur(?:os?)?|usd|dollars|gbp|chf|cad|aud|jpy|kr)';
const FIGURE = "\\d{1,3}(?:[\\s.,’'\\u00a0\\u202f]\\d{3})+(?:[.,]\\d{1,2})?|\\d{1,9}(?:[.,]\\d{1,4})?";
const AMOUNT = new RegExp(
  `(?<sign>${SIGN}|\\b(?:eur|usd|gbp|chf|cad|aud|fr\\.))\\s?(?<first>${FIGURE})(?![\\d%])|(?<![\\d.,])(?<euros>\\d{1,6})€(?<cents>\\d{2})(?!\\d)|(?<![\\d.,])(?<second>${FIGURE})(?:,[-–—])?\\s?(?:(?<unit>${SIGN})|(?<code>${CODE})\\b)|(?<=^|\\| )(?<free>${FREE})(?=$| \\|)`,
  'giu',
);

const PERIOD_WORDS: [Period, RegExp][] = [
  ['hour', /^[\s/]*(?:(?:par|per|pro|je|l['’]|an?|de l['’])?\s?)(?:heure|hour|hr|stunde|h)\b/i],
  ['day', /^[\s/]*(?:(?:par|per|pro|je|a)?\s?)(?:jour|day|tag)\b/i],
  ['week', /^[\s/]*(?:(?:par|per|pro|je|a)?\s?)(?:semaine|week|woche)\b/i],
  [
    'month',
    /^[\s/]*(?:(?:par|per|pro|je|a)?\s?)(?:mois|months?|mo|mth|monat|mtl)\b|^\s*(?:mensuel|monthly|monatlich)/i,
  ],
  [
    'year',
    /^[\s/]*(?:(?:par|per|pro|je|a)?\s?)(?:an|année|year|yr|jahr|annum)\b|^\s*(?:annuel|annually|yearly|jährlich)/i,
  ],
];

/** Lines longer than this are prose: their first amounts count. */
const MAX_AMOUNTS = 20;

/** Every amount of money in a line, in order, with its period when the words after (or the line) say one. */
export function amountsIn(line: string): Amount[] {
  const found: Amount[] = [];
  for (const match of line.matchAll(AMOUNT)) {
    if (found.length >= MAX_AMOUNTS) break;
    const after = line.slice(match.index + match[0].length, match.index + match[0].length + 40);
    const money = moneyOf(match.groups ?? {});
    if (!money || LARGE.test(after)) continue;
    const period = periodOf(after);
    found.push({ ...money, text: match[0].trim(), ...(period && { period }) });
  }
  return found;
}

type Groups = Record<string, string | undefined>;

function moneyOf({ sign, first, euros, cents, second, unit, code, free }: Groups) {
  if (free !== undefined) return { value: 0, currency: '' };
  if (euros !== undefined) return { value: Number(`${euros}.${cents}`), currency: 'EUR' };
  const value = numberOf(first ?? second ?? '');
  const currency = CURRENCIES[(sign ?? unit ?? code ?? '').toLowerCase()];
  return value === undefined || currency === undefined ? undefined : { value, currency };
}

/** "$1.5 billion" is no price of a dollar and a half. */
const LARGE = /^[\s-]?(?:millions?|mio|mn|billions?|bn|milliards?|mds?|trillions?|m€|[mk])(?![\p{L}])/iu;
/** "29 $ per user / month": for whom stands between the price and its period. */
const EACH =
  /^\s?(?:HT|TTC|\*)|^[\s/]*(?:(?:par|per|pro|je|a)\s)?(?:user|seat|member|licen[cs]e|host|person|site|agent|utilisateur|membre|personne|poste|siège|nutzer|benutzer)s?(?=\s?[/,]|\s)/i;

const periodOf = (after: string): Period | undefined => {
  const rest = after.replace(EACH, '').replace(EACH, '').replace(/^\s?,/, '');
  return PERIOD_WORDS.find(([, words]) => words.test(rest))?.[0];
};

const FORMER =
  /(?:au lieu de|instead of|anstatt|statt|anciennement|formerly|was|ancien prix|prix barré|old price|list price|uvp|prix conseillé)\s?:?\s?$/i;

/** The amounts of a line that are asked today: "19,90 € au lieu de 24,90 €" asks 19,90 €, "statt 24,90 €" nothing. */
export function askedAmounts(line: string): Amount[] {
  const amounts = amountsIn(line);
  let at = 0;
  return amounts.filter(({ text }) => {
    const from = line.indexOf(text, at);
    at = from + text.length;
    return !FORMER.test(line.slice(Math.max(0, from - 30), from));
  });
}

/** "1 299,00", "1,299.00", "1.299", "24,90" → a number; the last separator with one or two figures after it is the decimal one. */
export function numberOf(written: string): number | undefined {
  const compact = written.replace(/[\s’'\u00a0\u202f]/g, '');
  const decimal =
    /[.,](\d{1,2})$/.exec(compact) ?? /^0[.,](\d{3,4})$/.exec(compact) ?? /^\d+[.,](\d{4})$/.exec(compact);
  const digits = compact.replace(/[.,]/g, '');
  if (!/^\d+$/.test(digits)) return undefined;
  return decimal ? Number(digits) / 10 ** (decimal[1]?.length ?? 0) : Number(digits);
}

/** One price that moved. */
export interface PriceChange {
  /** The newer line it stands in, whole. */
  line: string;
  /** What it is the price of; empty when the page does not say. */
  label: string;
  before: Amount;
  after: Amount;
  /** Percent, rounded; absent between currencies or periods, and from nothing. */
  percent?: number;
}

/** The prices asked by a line and by what it became, one by one; a different number of them tells nothing. */
export function priceChanges(before: string, after: string, label: string): PriceChange[] {
  const [old, current] = [askedAmounts(before), askedAmounts(after)];
  if (old.length !== current.length) return [];
  return old.flatMap((amount, index) => {
    const next = current[index];
    if (!next || (next.value === amount.value && next.currency === amount.currency && next.period === amount.period))
      return [];
    if (amount.value === 0 && next.value === 0) return [];
    const comparable = amount.currency === next.currency && amount.period === next.period && amount.value > 0;
    const percent = comparable ? Math.round(((next.value - amount.value) / amount.value) * 100) : undefined;
    return [{ line: after, label, before: amount, after: next, ...(percent !== undefined && { percent }) }];
  });
}

/** A line without its amounts and the small words around them: the name of what is sold. */
export function withoutAmounts(line: string): string {
  return line
    .replace(AMOUNT, ' ')
    .replace(/\b(?:ab|dès|à partir de|from|starting at|seulement|only|nur)\b/giu, ' ')
    .replace(
      /(?:^|\s)[/*]?\s?(?:(?:par|per|pro|je|a)\s)?(?:heure|hour|stunde|jour|day|tag|semaine|week|woche|mois|months?|mo|monat|an|année|year|yr|jahr)\b/giu,
      ' ',
    )
    .replace(
      /(?:\/|\b(?:par|per|pro|je)\b)\s?(?:user|seat|member|host|person|utilisateur|membre|personne|poste|nutzer)s?\b/giu,
      ' ',
    )
    .replace(/\b(?:HT|TTC|oder|ou|or)\b/gu, ' ')
    .replace(/\s*\|\s*(?:\|\s*)*/g, ' | ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=,)/g, '')
    .replace(/^[\s|:,;./*–—-]+|[\s|:,;./*–—-]+$/g, '')
    .trim();
}
