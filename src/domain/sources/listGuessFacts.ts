import { textOf } from '../normalise/nodeText.ts';
import { parseDate } from '../parse/date.ts';
import { type FlatPage, hrefOf } from './listGuessPage.ts';

/** What one element would be as an entry. */
export interface Facts {
  title: string;
  /** Absolute; undefined when it leads nowhere. */
  url?: string;
  /** Where in the page its parts stand. */
  heading?: number;
  /** Whether a heading, or the element itself, says that this is a title. */
  isHeaded: boolean;
  link?: number;
  isDated: boolean;
  /** Letters besides the title. */
  extra: number;
  /** How many entries it seems to hold: 1 is one entry, more is a wrapper of several. */
  entries: number;
}

/** Parts looked at in one element: a wrapper of the whole page must cost no more than an entry. */
const MAX_LINKS = 30;
const MAX_HEADINGS = 12;
/** Letters of a link that may be a title: below are marks, counts and icons. */
const TITLE_LETTERS = 12;
const LONGEST_TITLE = 400;
const LONGEST_DATE = 80;
const SAYS_NOTHING =
  /^(?:read (?:more|on|the)|more|continue|learn more|details?|view|see|show|lire|en savoir|suite|voir|découvrir|mehr|weiter|angebotsdetails|leer|ver|leggi|läs mer)\b.{0,24}$/i;

/** Reads elements as entries, each once however many groups it is in. */
export function factsReader(page: FlatPage, pageUrl: string): (at: number) => Facts {
  const known = new Map<number, Facts>();
  const addressAt = addressReader(page, pageUrl);
  return (at) => {
    const facts = known.get(at) ?? factsOf(page, at, addressAt);
    known.set(at, facts);
    return facts;
  };
}

function factsOf(page: FlatPage, at: number, addressAt: AddressAt): Facts {
  const headings = placesIn(page, page.next.heading, at, MAX_HEADINGS);
  const heading = titleAmong(page, headings) ?? placesIn(page, page.next.titled, at, 1)[0];
  const links = placesIn(page, page.next.link, at, MAX_LINKS).filter((link) => addressAt(link) !== undefined);
  const own = heading === undefined ? undefined : linkAround(page, heading, links);
  const link = own ?? longest(page, links);
  const title = titleOf(page, titlePlace(page, heading, own) ?? link);
  const url = link === undefined ? undefined : addressAt(link);
  return {
    title,
    ...(url !== undefined && { url }),
    ...(heading !== undefined && { heading }),
    isHeaded: heading !== undefined || page.nodes[at]?.name === 'dt',
    ...(link !== undefined && { link }),
    isDated: (page.next.date[at] ?? 0) < (page.end[at] ?? 0),
    extra: Math.max(0, (page.letters[at] ?? 0) - title.length),
    entries: entriesIn(page, { headings, links, isLinked: own !== undefined }, addressAt),
  };
}

/** The first heading that is no date: some blogs put the day above its posts. */
const titleAmong = ({ nodes }: FlatPage, headings: readonly number[]): number | undefined =>
  headings.find((at) => parseDate(textOf(nodes[at], LONGEST_DATE)) === undefined) ?? headings[0];

function placesIn({ end, nodes }: FlatPage, next: Int32Array, at: number, limit: number): number[] {
  const [stop, places]: [number, number[]] = [end[at] ?? 0, []];
  for (let place = next[at] ?? nodes.length; place < stop && places.length < limit; place = next[place + 1] ?? stop)
    places.push(place);
  return places;
}

/** The link a heading stands in, or that stands in the heading. */
function linkAround({ end }: FlatPage, heading: number, links: readonly number[]): number | undefined {
  const stop = end[heading] ?? 0;
  return (
    links.find((link) => link <= heading && (end[link] ?? 0) >= stop) ??
    links.find((link) => link >= heading && link < stop)
  );
}

function longest({ letters }: FlatPage, links: readonly number[]): number | undefined {
  let best: number | undefined;
  for (const link of links) if (best === undefined || (letters[link] ?? 0) > (letters[best] ?? 0)) best = link;
  return best;
}

/** What a class calls a title, or a heading with several links, may hold marks beside the link that is the title. */
function titlePlace(page: FlatPage, heading: number | undefined, own: number | undefined): number | undefined {
  const { nodes, end, letters, next } = page;
  if (heading === undefined || own === undefined) return heading;
  const isOnlyLink = placesIn(page, next.link, heading, 2).length < 2;
  if (isOnlyLink && /^h\d$/.test(nodes[heading]?.name ?? '')) return heading;
  const isInside = own >= heading && own < (end[heading] ?? 0);
  return isInside && (letters[own] ?? 0) * 2 > (letters[heading] ?? 0) ? own : heading;
}

function titleOf({ nodes }: FlatPage, at: number | undefined): string {
  const title = at === undefined ? '' : textOf(nodes[at], LONGEST_TITLE).replace(/\s+/g, ' ').trim();
  return SAYS_NOTHING.test(title) ? '' : title;
}

type AddressAt = (link: number) => string | undefined;

/** The absolute address of a link, read once; undefined for one that leads back to the top of this page. */
function addressReader({ nodes }: FlatPage, pageUrl: string): AddressAt {
  const known = new Map<number, string | undefined>();
  return (at) => {
    if (known.has(at)) return known.get(at);
    const node = nodes[at];
    const href = node && hrefOf(node);
    const url = href && URL.canParse(href, pageUrl) ? new URL(href, pageUrl).href : undefined;
    const address = url?.endsWith('#') ? undefined : url;
    known.set(at, address);
    return address;
  };
}

/**
 * Linked headings that lead to different pages; without any, headings of the first one's rank or links with enough
 * words for a title, of which an entry may well have several: their square root.
 */
function entriesIn(
  page: FlatPage,
  { headings, links, isLinked }: { headings: readonly number[]; links: readonly number[]; isLinked: boolean },
  addressAt: AddressAt,
): number {
  if (isLinked) {
    const linkOf = (heading: number) => linkAround(page, heading, links) ?? -1;
    return Math.max(1, new Set(headings.flatMap((heading) => addressAt(linkOf(heading)) ?? [])).size);
  }
  const peers = headings.filter((heading) => page.nodes[heading]?.name === page.nodes[headings[0] ?? 0]?.name);
  const titled = links.filter((link) => (page.letters[link] ?? 0) >= TITLE_LETTERS);
  const pages = new Set(titled.map(addressAt)).size;
  return Math.max(1, Math.sqrt(pages), links.length === 0 ? peers.length : 1);
}
