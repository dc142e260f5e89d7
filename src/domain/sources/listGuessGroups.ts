import type { CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';
import { namesOf, nameWorth, tokensOf } from './listGuessNames.ts';
import type { FlatPage } from './listGuessPage.ts';

/** Elements that one selector picks, by their place in the page. */
export interface Group {
  selector: string;
  members: number[];
  /** How well the selector says what it picks, 0 to 1. */
  worth: number;
}

/** Elements an entry may be. */
const ENTRY_TAGS = new Set('div li article section tr td dt a h1 h2 h3 h4 h5 p figure blockquote details'.split(' '));
/** Elements that mean an entry without any class. */
const TELLING_TAGS = new Set(['article', 'dt', 'li', 'tr', 'section', 'h2', 'h3', 'h4']);
/** How far up a name is looked for when the parent has none. */
const MAX_CLIMB = 4;

/** Every group of at least two elements that a short selector picks and that hold a link or a heading each. */
export function groupsOf(page: FlatPage): Group[] {
  const groups = new Map<string, Group>();
  for (const [at, node] of page.nodes.entries()) {
    if (!ENTRY_TAGS.has(node.name) || !holdsEntry(page, at)) continue;
    for (const [selector, worth] of selectorsOf(page, at, node)) {
      const group = groups.get(selector);
      if (group) group.members.push(at);
      else groups.set(selector, { selector, members: [at], worth });
    }
  }
  return [...groups.values()].filter(({ members }) => members.length >= 2);
}

const holdsEntry = ({ next, end }: FlatPage, at: number): boolean => {
  const limit = end[at] ?? 0;
  return [next.link, next.heading, next.titled].some((places) => (places[at] ?? limit) < limit);
};

function selectorsOf(page: FlatPage, at: number, node: Element): [selector: string, worth: number][] {
  const found: [string, number][] = tokensOf(node).map((token) => [`${node.name}.${token}`, nameWorth(token)]);
  for (const [scope, worth] of scopesOf(page, at)) found.push([`${scope} ${node.name}`, worth]);
  if (TELLING_TAGS.has(node.name)) found.push([node.name, node.name === 'article' ? 0.9 : 0.45]);
  return found;
}

/** The names of the nearest named element around: `ul.posts >` when it is the parent; else the tags above. */
function scopesOf({ nodes, parent }: FlatPage, at: number): [scope: string, worth: number][] {
  let above = parent[at] ?? -1;
  for (let climbed = 0; climbed < MAX_CLIMB && above >= 0; climbed++) {
    const node = nodes[above];
    const names = node ? namesOf(node) : [];
    if (names.length > 0)
      return names.map(([name, worth]) => [
        climbed === 0 ? `${name} >` : name,
        worth / 4 + (climbed === 0 ? 0.38 : 0.33),
      ]);
    above = parent[above] ?? -1;
  }
  const tags = [parent[parent[at] ?? -1] ?? -1, parent[at] ?? -1].flatMap((place) => nodes[place]?.name ?? []);
  return tags.length > 0 ? [[`${tags.join(' > ')} >`, 0.42]] : [];
}

/** The same group as the selector truly picks: a scope's name may stand elsewhere too. */
export function asSelected($: CheerioAPI, page: FlatPage, group: Group): Group {
  const members = $(group.selector)
    .toArray()
    .flatMap((node) => page.indexOf.get(node) ?? []);
  return { ...group, members };
}
