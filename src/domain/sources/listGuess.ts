import { type CheerioAPI, load } from 'cheerio';
import { type EntrySelectors, entryOf } from './listEntry.ts';
import { type Facts, factsReader } from './listGuessFacts.ts';
import { asSelected, type Group, groupsOf } from './listGuessGroups.ts';
import { flatten } from './listGuessPage.ts';
import { partsOf } from './listGuessParts.ts';
import { scoreOf } from './listGuessScore.ts';

/** A way to read a page as a list. */
export interface ListGuess extends EntrySelectors {
  /** CSS selector of the repeated entries. */
  item: string;
  /** 0 to 1: how much it looks like what the page publishes. Compares guesses of one page, not pages. */
  score: number;
  /** Entries it finds. */
  count: number;
  /** The first few entries it finds. */
  sample: { title: string; url?: string; publishedAt?: number }[];
}

const MAX_GUESSES = 5;
/** Groups whose selector is tried on the page. */
const MAX_TRIED = 30;
const SHOWN = 5;
/** Below, nothing on the page looks like a list. */
const LEAST_SCORE = 0.06;
/** Entries of two groups compared, and the share from which the two are one list. */
const MAX_COMPARED = 300;
const SAME = 0.9;
/** Scores this near are one score: the better named selector wins. */
const NEAR = 0.93;

/**
 * How a page without a feed could be read as a list, the likeliest way first, at most 5.
 * @param pageUrl what its relative links are relative to, unless the page names a base itself
 */
export const guessLists = (html: string, pageUrl: string): ListGuess[] => guessListsIn(load(html), pageUrl);

/** The same for a page already parsed. */
export function guessListsIn($: CheerioAPI, pageUrl: string): ListGuess[] {
  const page = flatten($);
  const base = baseOf($, pageUrl);
  const factsAt = factsReader(page, base);
  const scored = (group: Group) => ({ group, score: scoreOf(group, page, factsAt, pageUrl) });
  const tried = groupsOf(page)
    .map(scored)
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_TRIED)
    .map(({ group }) => scored(asSelected($, page, group)))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score);
  return distinctOf(tried, factsAt)
    .slice(0, MAX_GUESSES)
    .map(({ group, score }) => guessOf({ $, page, members: group.members, factsAt, base }, group.selector, score));
}

interface Scored {
  group: Group;
  score: number;
}

/** Of groups that find nearly the same entries, the best: of scores as good as equal, the better named. */
function distinctOf(scored: readonly Scored[], factsAt: (at: number) => Facts): Scored[] {
  const kept: (Scored & { entries: ReadonlySet<string> })[] = [];
  for (const { group, score } of scored) {
    const entries = new Set(group.members.slice(0, MAX_COMPARED).map((at) => factsAt(at).url ?? factsAt(at).title));
    const twin = kept.find((other) => overlap(entries, other.entries) >= SAME);
    if (!twin) kept.push({ group, score, entries });
    else if (score > twin.score * NEAR && isBetterNamed(group, twin.group)) twin.group = group;
  }
  return kept;
}

/** Share of all the entries of two groups that both have. */
function overlap(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let both = 0;
  for (const one of some) if (others.has(one)) both += 1;
  return both / (some.size + others.size - both);
}

const isBetterNamed = (a: Group, b: Group): boolean =>
  a.worth === b.worth ? a.selector.length < b.selector.length : a.worth > b.worth;

function guessOf(found: Parameters<typeof partsOf>[0], item: string, score: number): ListGuess {
  const { $, page, members, base } = found;
  const parts = partsOf(found);
  const sample = members.slice(0, SHOWN).flatMap((at) => {
    const node = page.nodes[at];
    const entry = node && entryOf($, node, parts, base);
    if (!entry?.title) return [];
    const url = entry.url && URL.canParse(entry.url, base) ? new URL(entry.url, base).href : undefined;
    const { title, publishedAt } = entry;
    return { title, ...(url !== undefined && { url }), ...(publishedAt !== undefined && { publishedAt }) };
  });
  return { item, ...parts, score, count: members.length, sample };
}

/** What the page's relative links are relative to. */
export function baseOf($: CheerioAPI, pageUrl: string): string {
  const base = $('base[href]').attr('href');
  return base && URL.canParse(base, pageUrl) ? new URL(base, pageUrl).href : pageUrl;
}
