import type { Facts } from './listGuessFacts.ts';
import type { Group } from './listGuessGroups.ts';
import type { FlatPage } from './listGuessPage.ts';

/** Members judged of a large group, spread over it. */
const SAMPLE = 60;
/** Addresses of subjects, people and pages of a list rather than of something published. */
const NOT_AN_ENTRY =
  /\/(?:tags?|categor(?:y|ies|ie)|topics?|labels?|authors?|auteurs?|users?|profile|search|login|page)(?:\/|=|$)/i;
const HEADING = /^(?:h[1-6]|dt)$/;
const SLUG = /[a-z\d]{2,}[-_][a-z\d]+[-_][a-z\d]+|\d{3,}|\.html?$/i;

/** How much a group looks like the list of what the page publishes, 0 to 1. */
export function scoreOf(group: Group, page: FlatPage, factsAt: (at: number) => Facts, pageUrl: string): number {
  const sample = spread(group.members);
  const followed = followedBy(group, page);
  const facts = sample.map(factsAt).map((one) => ({ ...one, extra: one.extra + followed }));
  const entries = facts.filter(({ title, url, heading }) => title.length >= 2 && (url ?? heading) !== undefined);
  const coverage = entries.length / facts.length;
  if (entries.length < 2 || coverage < 0.6) return 0;
  const count = group.members.length * coverage;
  return (
    (looksOf(entries, group) *
      coverage ** 2 *
      distinctness(entries) ** 2 *
      linkedness(entries, pageUrl) *
      sizeFactor(count) *
      placeFactor(group, followed, page)) /
    mean(entries, ({ entries: held }) => held)
  );
}

export function spread(members: readonly number[], limit = SAMPLE): number[] {
  if (members.length <= limit) return [...members];
  return Array.from({ length: limit }, (_, at) => members[Math.floor((at * members.length) / limit)] ?? 0);
}

/** What entries have and menus lack: long titles, headings, dates, text, addresses with words. */
function looksOf(entries: readonly Facts[], { worth }: Group): number {
  const lettersOf = ({ title }: Facts) => title.length * (/[\u3040-\u9fff\uac00-\ud7af]/.test(title) ? 2.5 : 1);
  const length = clamp((median(entries, lettersOf) - 4) / 36);
  const heading = mean(entries, ({ isHeaded }) => Number(isHeaded));
  const dated = mean(entries, ({ isDated }) => Number(isDated));
  const slug = mean(entries, ({ url }) => Number(url !== undefined && SLUG.test(pathOf(url))));
  const body = clamp(median(entries, ({ extra }) => extra) / 150);
  return 0.1 + 0.25 * length + 0.2 * heading + 0.15 * dated + 0.1 * slug + 0.1 * body + 0.1 * worth;
}

/** Share of entries that have their own address and their own title. */
function distinctness(entries: readonly Facts[]): number {
  const urls = new Set(entries.map(({ url, title }) => url ?? title));
  const titles = new Set(entries.map(({ title }) => title));
  return Math.min(urls.size, titles.size) / entries.length;
}

/** Lower for entries that lead nowhere, off the site, into this very page, or to subjects and people. */
function linkedness(entries: readonly Facts[], pageUrl: string): number {
  const [site, here] = [siteOf(pageUrl), pageUrl.split('#')[0]];
  return mean(entries, ({ url }) => {
    if (url === undefined) return 0.5;
    if (NOT_AN_ENTRY.test(url)) return 0.3;
    if (url.split('#')[0] === here) return 0.7;
    return siteOf(url) === site ? 1 : 0.85;
  });
}

/** Two are hardly a list, three are few; many are likelier the list than its side show. */
const sizeFactor = (count: number): number => 1 - 1.2 / Math.max(2, count);

/** Letters that follow each entry when the entry is but a heading: its text stands beside it, as a `dd` or paragraphs. */
function followedBy({ members }: Group, { nodes, parent, letters }: FlatPage): number {
  if (!members.every((at) => HEADING.test(nodes[at]?.name ?? ''))) return 0;
  const parents = new Set(members.map((at) => parent[at] ?? 0));
  if (parents.size > members.length / 2) return 0;
  let around = 0;
  for (const at of parents) around += letters[at] ?? 0;
  for (const at of members) around -= letters[at] ?? 0;
  return Math.max(0, around / members.length);
}

/** Higher for what fills the page, lower in menus and sidebars. */
function placeFactor({ members }: Group, followed: number, { isAside, letters }: FlatPage): number {
  let filled = 0;
  for (const at of members) filled += (letters[at] ?? 0) + followed;
  const aside = mean(members, (at) => isAside[at] ?? 0);
  const share = clamp(filled / Math.max(1, letters[0] ?? 0));
  return (1 - 0.8 * aside) * (0.6 + 0.4 * Math.sqrt(share));
}

const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/]*/i, '');

/** The part of a host that names the site: blog.example.org is of example.org, www.bbc.co.uk of bbc.co.uk. */
export function siteOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const parts = new URL(url).hostname.split('.');
  const isShared = (parts.at(-1)?.length ?? 0) === 2 && (parts.at(-2)?.length ?? 9) <= 3;
  return parts.slice(isShared ? -3 : -2).join('.');
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

function mean<T>(list: readonly T[], of: (one: T) => number): number {
  let sum = 0;
  for (const one of list) sum += of(one);
  return list.length === 0 ? 0 : sum / list.length;
}

function median<T>(list: readonly T[], of: (one: T) => number): number {
  const values = list.map(of).sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}
