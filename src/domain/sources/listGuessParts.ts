import type { CheerioAPI } from 'cheerio';
import { textOf } from '../normalise/nodeText.ts';
import { parseDate } from '../parse/date.ts';
import { type EntrySelectors, entryOf } from './listEntry.ts';
import type { Facts } from './listGuessFacts.ts';
import { namesDate, namesTitle, nameWorth, tokensOf } from './listGuessNames.ts';
import type { FlatPage } from './listGuessPage.ts';
import { spread } from './listGuessScore.ts';

/** Entries compared to choose a selector, and elements looked at in each. */
const SAMPLE = 16;
const MAX_ELEMENTS = 300;
/** Share of the entries that a selector must serve. */
const MOST = 0.8;
const SOME_DATES = 0.5;

/** What is known of the entries a selector is chosen for. */
export interface Sampled {
  $: CheerioAPI;
  page: FlatPage;
  members: readonly number[];
  factsAt: (at: number) => Facts;
  /** What relative links are relative to. */
  base: string;
}

/** The selectors of an entry's parts, only where the defaults of a list do not find them. */
export function partsOf(sampled: Sampled): EntrySelectors {
  const sample = { ...sampled, members: spread(sampled.members, SAMPLE) };
  const link = linkSelector(sample);
  const title = titleSelector(sample, link ? { link } : {});
  const date = dateSelector(sample);
  return { ...(title && { title }), ...(link && { link }), ...(date && { date }) };
}

/** Share of the entries for which a selector gives what the facts say. */
function served({ $, page, members, factsAt, base }: Sampled, parts: EntrySelectors, what: 'title' | 'url'): number {
  const right = members.filter((at) => {
    const node = page.nodes[at];
    const found = node && entryOf($, node, parts, base)[what];
    const wanted = factsAt(at)[what];
    if (what === 'title') return wanted === found?.replace(/\s+/g, ' ').trim();
    return wanted === (found && URL.canParse(found, base) ? new URL(found, base).href : undefined);
  });
  return right.length / members.length;
}

function titleSelector(sampled: Sampled, linked: EntrySelectors): string | undefined {
  const { page, factsAt } = sampled;
  const inner = titleInLink(sampled);
  if (inner) return inner;
  if (served(sampled, linked, 'title') >= MOST) return undefined;
  const names = sampled.members.flatMap((at) => {
    const heading = page.nodes[factsAt(at).heading ?? factsAt(at).link ?? -1];
    return heading ? [...tokensOf(heading).map((token) => `.${token}`), heading.name] : [];
  });
  const marks = [...new Set(names)].filter((name) => name !== 'div');
  return best([...marks, ...marks.map((mark) => `${mark} a`)], (title) =>
    served(sampled, { ...linked, title }, 'title'),
  );
}

/** Cards without a heading, all one link: the words of the whole card are no title, those of one part of it are. */
function titleInLink({ page, members, factsAt }: Sampled): string | undefined {
  if (members.some((at) => factsAt(at).heading !== undefined)) return undefined;
  const cards = members.map((at) => ({ at: factsAt(at).link ?? at, whole: factsAt(at).title }));
  const texts = firstTexts(
    page,
    cards.map(({ at }) => at),
  );
  // A selector looks in the whole card: it must not meet anything before it comes to the link.
  const inCards = firstTexts(page, members);
  const isSame = (selector: string) => texts.get(selector)?.join('\n') === inCards.get(selector)?.join('\n');
  return best([...texts.keys()].filter(isSame), (selector) => {
    const found = (texts.get(selector) ?? []).filter((text) => text.length > 1 && parseDate(text) === undefined);
    const isPart = cards.some(({ whole }) => whole.length > Math.max(...found.map(({ length }) => length)) + 3);
    if (!isPart || found.length < cards.length * MOST) return 0;
    const distinct = new Set(found).size / cards.length;
    const isNamed = namesTitle(selector) || /(?:^|[ >])(?:b|strong)$/.test(selector);
    return distinct < 0.9 ? 0 : distinct * (isNamed ? 1 : 0.9);
  });
}

function linkSelector(sampled: Sampled): string | undefined {
  if (served(sampled, {}, 'url') >= MOST) return undefined;
  const { page, members, factsAt } = sampled;
  const names = members.flatMap((at) => {
    const { heading, link } = factsAt(at);
    const [headed, anchor] = [page.nodes[heading ?? -1], page.nodes[link ?? -1]];
    if (anchor?.name !== 'a') return [];
    const tokens = tokensOf(anchor).map((token) => `a.${token}`);
    if (!headed) return tokens;
    const marks = [headed.name, ...tokensOf(headed).map((token) => `.${token}`)];
    return [...marks.flatMap((mark) => [`${mark} a`, `a:has(${mark})`]), ...tokens];
  });
  return best([...new Set(names)], (link) => served(sampled, { link }, 'url'));
}

function dateSelector({ page, members }: Sampled): string | undefined {
  const texts = firstTexts(page, members);
  const dated = (selector: string) =>
    (texts.get(selector) ?? []).filter((text) => parseDate(text) !== undefined).length / members.length;
  if (dated('time') >= SOME_DATES) return undefined;
  return best([...texts.keys()], (selector) => dated(selector) * (namesDate(selector) ? 1 : 0.9), SOME_DATES);
}

/** For every simple selector, the text (or `datetime`) of the first element it picks in each entry. */
function firstTexts(page: FlatPage, members: readonly number[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const at of members) {
    const seen = new Set<string>();
    const stop = Math.min(page.end[at] ?? 0, at + MAX_ELEMENTS);
    for (let inner = at + 1; inner < stop; inner++)
      for (const selector of simpleSelectors(page, inner)) {
        if (seen.has(selector)) continue;
        seen.add(selector);
        const node = page.nodes[inner];
        const text = node?.attribs.datetime ?? textOf(node, 300).trim();
        texts.set(selector, [...(texts.get(selector) ?? []), text]);
      }
  }
  return texts;
}

function simpleSelectors({ nodes, parent }: FlatPage, at: number): string[] {
  const node = nodes[at];
  if (!node) return [];
  const tokens = tokensOf(node);
  const around = parent[at] ?? -1;
  const tokensAt = (place: number) => (nodes[place] ? tokensOf(nodes[place]) : []);
  const above = tokensAt(around).map((token) => `.${token} > ${node.name}`);
  const bare = tokens.length === 0 ? above.map((selector) => `${selector}:not([class])`) : [];
  const further = tokensAt(parent[around] ?? -1).map((token) => `.${token} > * > ${node.name}`);
  return [...tokens.map((token) => `.${token}`), node.name, ...above, ...bare, ...further];
}

/** The selector with the highest worth of at least `least`; of equals the better named, then the first met. */
function best(selectors: readonly string[], worthOf: (selector: string) => number, least = MOST): string | undefined {
  const ranked = selectors
    .map((selector) => ({ selector, worth: worthOf(selector) }))
    .filter(({ worth }) => worth >= least * 0.9 && worth > 0)
    .sort((a, b) => b.worth - a.worth || nameRank(b.selector) - nameRank(a.selector));
  return ranked[0]?.selector;
}

/** Tags before classes that a tool made or that say how it looks. */
const nameRank = (selector: string): number => {
  const tokens = selector.match(/(?<=\.)[\w-]+/g) ?? [];
  return tokens.length === 0 ? 0.65 : Math.min(...tokens.map(nameWorth));
};
