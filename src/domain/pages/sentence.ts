import { diffWordsWithSpace } from 'diff';
import type { Amount, Period, PriceChange } from './amounts.ts';
import { commonStart } from './changeHtml.ts';
import type { ChangedLine, PageChange } from './compare.ts';
import type { PageLine } from './lines.ts';
import { wordsOf } from './pairs.ts';

export type SentenceLanguage = 'fr' | 'en';

/** The words of a change's title. Stored with the item, so that search and feeds have them: one language a watch. */
const WORDS = {
  fr: {
    quote: (text: string) => `« ${text} »`,
    colon: ' : ',
    added: 'Ajouté',
    removed: 'Retiré',
    morePrices: (count: number) => (count === 1 ? ' et 1 autre prix' : ` et ${count} autres prix`),
    more: (count: number) => (count === 1 ? ' et 1 autre changement' : ` et ${count} autres changements`),
    moreLines: (count: number) => (count === 1 ? ' et 1 autre ligne' : ` et ${count} autres lignes`),
    rewritten: (count: number) => `Texte réécrit, ${count} lignes changées`,
    free: 'gratuit',
    periods: { hour: '/h', day: '/jour', week: '/semaine', month: '/mois', year: '/an' },
    percent: (value: string) => `${value} %`,
  },
  en: {
    quote: (text: string) => `“${text}”`,
    colon: ': ',
    added: 'Added',
    removed: 'Removed',
    morePrices: (count: number) => (count === 1 ? ' and 1 more price' : ` and ${count} more prices`),
    more: (count: number) => (count === 1 ? ' and 1 more change' : ` and ${count} more changes`),
    moreLines: (count: number) => (count === 1 ? ' and 1 more line' : ` and ${count} more lines`),
    rewritten: (count: number) => `Text rewritten, ${count} lines changed`,
    free: 'free',
    periods: { hour: '/h', day: '/day', week: '/week', month: '/month', year: '/year' },
    percent: (value: string) => `${value}%`,
  },
} as const;
type Words = (typeof WORDS)[SentenceLanguage];

const MAX_QUOTE = 90;
const NAMED = 3;
/** A page of which so much changed, and that is prose, is told as a whole. */
const REWRITTEN_LINES = 15;
const REWRITTEN_SHARE = 0.4;
const PROSE_WORDS = 12;
const PROSE_SHARE = 0.3;

/** The title of a change, as a person would write it: "Box mensuelle : 24,90 € → 27,90 € (+12 %)". */
export function changeSentence(change: PageChange, language: SentenceLanguage): string {
  const words = WORDS[language];
  if (change.prices.length > 0) return priceSentence(change, words);
  const changed = change.lines.filter(({ before, after }) => before && after);
  const added = change.lines.filter(({ before }) => !before);
  const removed = change.lines.filter(({ after }) => !after);
  if (changed.length === 0 && removed.length === 0) return listSentence(words.added, added, words);
  if (changed.length === 0 && added.length === 0) return listSentence(words.removed, removed, words);
  const titles = new Set(change.lines.map(({ after }) => after?.under).filter((under) => under !== undefined));
  const said = lineSentence(leadOf(change.lines, titles), titles, words);
  if (isRewritten(change)) return `${words.rewritten(change.lines.length)}${words.colon}${said}`;
  const rest = change.lines.length - 1;
  return `${said}${rest > 0 ? words.more(rest) : ''}`;
}

function isRewritten({ lines, share }: PageChange): boolean {
  const prose = lines.filter(({ before, after }) => wordsOf((after ?? before)?.text ?? '').length >= PROSE_WORDS);
  return lines.length >= REWRITTEN_LINES && share >= REWRITTEN_SHARE && prose.length >= lines.length * PROSE_SHARE;
}

function priceSentence({ prices }: PageChange, words: Words): string {
  const [lead] = prices.toSorted((a, b) => weightOfPrice(b) - weightOfPrice(a));
  if (!lead) return '';
  const rest = prices.length - 1;
  const percent =
    lead.percent === undefined || lead.percent === 0
      ? ''
      : ` (${words.percent(`${lead.percent > 0 ? '+' : '−'}${Math.abs(lead.percent)}`)})`;
  const label = lead.label === '' ? '' : `${lead.label}${words.colon}`;
  return `${label}${amountText(lead.before, words)} → ${amountText(lead.after, words)}${percent}${rest > 0 ? words.morePrices(rest) : ''}`;
}

/** The price that moved most tells the change; a named one before an unnamed, a month's before an hour's. */
const weightOfPrice = ({ label, percent = 0, after }: PriceChange): number =>
  (label ? 1000 : 0) + (after.period === 'hour' || DELIVERY.test(label) ? -500 : 0) + Math.min(Math.abs(percent), 400);

/** What one pays besides what one buys. */
const DELIVERY = /livraison|expédition|frais de port|shipping|delivery|versand/i;

const amountText = ({ text, value, period }: Amount, words: Words): string =>
  `${value === 0 ? words.free : spaced(text)}${period ? periodText(period, words) : ''}`;

/** "24,90€" → "24,90 €", as both are written on one site. */
const spaced = (text: string): string => text.replace(/(\d)\s?([€£]|eur\b)/i, '$1 $2').replace(/\s+/g, ' ');
const periodText = (period: Period, { periods }: Words): string => periods[period];

function listSentence(verb: string, lines: readonly ChangedLine[], words: Words): string {
  const titles = tellingLines(lines.map(({ before, after }) => after ?? before).filter((line) => line !== undefined));
  const named = titles.slice(0, titles[0] && titles[0].length > 45 ? 1 : NAMED);
  const rest = lines.length - named.length;
  return `${verb}${words.colon}${named.map((text) => words.quote(text)).join(', ')}${rest > 0 ? words.moreLines(rest) : ''}`;
}

/** Titles before their texts: lines that head others, else the lines of most words. */
function tellingLines(lines: readonly PageLine[]): string[] {
  const headings = new Set(lines.map(({ under }) => under).filter((under) => under !== undefined));
  const heads = lines.filter(({ text }) => headings.has(text));
  const telling = (heads.length > 0 ? heads : lines).map(({ text }) => cut(text, MAX_QUOTE));
  const unique = [...new Set(telling)];
  return heads.length > 0 ? unique : unique.toSorted((a, b) => Number(isTelling(b)) - Number(isTelling(a)));
}
const isTelling = (text: string): boolean => wordsOf(text).length >= 3;

/** Which line tells the change best: a title that came, a line of which much changed, then lines that came or left. */
function leadOf(lines: readonly ChangedLine[], titles: ReadonlySet<string>): ChangedLine {
  const scored = lines.map((line, index) => ({ line, score: leadScore(line, titles) - index * 0.01 }));
  return scored.toSorted((a, b) => b.score - a.score)[0]?.line ?? {};
}

/** Words of news in a line beyond which more make it no better a lead. */
const ENOUGH_WORDS = 6;

function leadScore({ before, after }: ChangedLine, titles: ReadonlySet<string>): number {
  const [old, current] = [tokensOf(before), tokensOf(after)];
  const news = Math.min(missing(old, current) + missing(current, old), ENOUGH_WORDS) / ENOUGH_WORDS;
  const isTitle = after !== undefined && titles.has(after.text) && current.length >= 3 && /\p{L}{2}/u.test(after.text);
  // A line that kept few of its words is rather a new one than a changed one.
  const kept = before && after ? (current.length - missing(current, old)) / Math.max(current.length, 1) : 0;
  return (before && after ? 0.6 + kept * 0.4 : after ? 0.6 : 0.3) + news + (isTitle ? 0.5 : 0);
}

/** Words with their signs: "2.2.0" and "2.8.0" differ. */
const tokensOf = (line: PageLine | undefined): string[] =>
  line?.text.toLowerCase().match(/[^\s|]*[\p{L}\p{N}][^\s|]*/gu) ?? [];

/** How many of some words others lack. */
function missing(words: readonly string[], others: readonly string[]): number {
  const known = new Set(others);
  return words.filter((word) => !known.has(word)).length;
}

/** Short lines are told with the title they stand under; a title stands under none, whatever came before it. */
function lineSentence({ before, after }: ChangedLine, titles: ReadonlySet<string>, words: Words): string {
  const said = saidOf(before, after, words);
  const { text = '', under } = after ?? before ?? {};
  return under !== undefined && text.length <= 60 && !titles.has(text)
    ? `${cut(under, 60)}${words.colon}${said}`
    : said;
}

function saidOf(before: PageLine | undefined, after: PageLine | undefined, words: Words): string {
  if (before && after) return changedSaid(before.text, after.text, words);
  if (after) return `${words.added}${words.colon}${words.quote(cut(after.text, MAX_QUOTE))}`;
  return `${words.removed}${words.colon}${words.quote(cut(before?.text ?? '', MAX_QUOTE))}`;
}

/** Short lines whole; of a table's row the cells that changed; of long lines the words, with what stands around them. */
function changedSaid(before: string, after: string, words: Words): string {
  const cells = changedCells(before, after);
  if (cells) return `${cells.label}${words.colon}${words.quote(cells.old)} → ${words.quote(cells.current)}`;
  if (before.length <= MAX_QUOTE && after.length <= MAX_QUOTE) return `${words.quote(before)} → ${words.quote(after)}`;
  const { old, current } = longestDifference(before, after);
  if (current === '') return `${words.removed}${words.colon}${words.quote(old)}`;
  if (old === '') return `${words.added}${words.colon}${words.quote(current)}`;
  return `${words.quote(old)} → ${words.quote(current)}`;
}

/** So many words that came or left say by themselves what they are; fewer are shown with those around. */
const OWN_WORDS = 4;

/** The first cell of a row that changed, under the row's name. */
function changedCells(before: string, after: string): { label: string; old: string; current: string } | undefined {
  const [old, current] = [before.split(' | '), after.split(' | ')];
  if (current.length < 2 || old.length !== current.length || old[0] !== current[0]) return undefined;
  const at = current.findIndex((cell, index) => cell !== old[index]);
  return at < 1
    ? undefined
    : { label: cut(current[0] ?? '', 60), old: cut(old[at] ?? '', 60), current: cut(current[at] ?? '', 60) };
}

const AROUND = 30;

/** The longest run of changed words of both lines, each with a few whole words around. */
function longestDifference(before: string, after: string): { old: string; current: string } {
  const runs: { old: [number, number]; current: [number, number] }[] = [];
  const start = commonStart(before, after);
  let [oldAt, currentAt] = [start, start];
  let isOpen = false;
  for (const { added, removed, value } of diffWordsWithSpace(
    before.slice(start, start + 1500),
    after.slice(start, start + 1500),
  )) {
    const isChange = added || removed;
    if (isChange && !isOpen) runs.push({ old: [oldAt, oldAt], current: [currentAt, currentAt] });
    // Two changes with only a comma or a space between are one.
    isOpen = isChange || (isOpen && value.trim().length < 4);
    if (!added) oldAt += value.length;
    if (!removed) currentAt += value.length;
    const run = runs.at(-1);
    if (isChange && run) [run.old[1], run.current[1]] = [oldAt, currentAt];
  }
  const lengthOf = ({ old, current }: (typeof runs)[number]) => old[1] - old[0] + current[1] - current[0];
  const longest = runs.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
  if (!longest) return { old: '', current: '' };
  const [left, came] = [before.slice(...longest.old), after.slice(...longest.current)];
  const isOneSided = left.trim() === '' || came.trim() === '';
  if (isOneSided && wordsOf(`${left}${came}`).length >= OWN_WORDS)
    return { old: cut(bare(left), 2 * MAX_QUOTE), current: cut(bare(came), 2 * MAX_QUOTE) };
  return { old: excerpt(before, longest.old), current: excerpt(after, longest.current) };
}

/** Without the signs that tied it to its neighbours. */
const bare = (text: string): string => text.replace(/^[\s|,;:.”»)]+|[\s|,;:(“«]+$/g, '');

/** Part of a text with whole words around it. */
function excerpt(text: string, [from, to]: [number, number]): string {
  const start = from <= AROUND ? 0 : text.lastIndexOf(' ', from - AROUND) + 1;
  const end = to + AROUND >= text.length ? text.length : text.indexOf(' ', to + AROUND);
  const shown = text.slice(start, end < 0 ? text.length : end);
  const isWhole = end < 0 || end >= text.length;
  return cut(`${start > 0 ? '…' : ''}${shown}`, MAX_QUOTE + 2 * AROUND) + (isWhole ? '' : '…');
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.lastIndexOf(' ', limit - 1);
  return `${text.slice(0, end > limit / 2 ? end : limit - 1)}…`.toWellFormed();
}
