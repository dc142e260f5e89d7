import type { CheerioAPI } from 'cheerio';
import type { RawItem } from '../model/item.ts';
import { textOf } from '../normalise/nodeText.ts';
import { lenientJson } from './structuredLenient.ts';
import { isEntryType, rawItemOf, type Said, typeName } from './structuredTypes.ts';

/** Bounds of what one page may say: longer scripts and deeper graphs are not read on. */
const MAX_SCRIPTS = 50;
const MAX_LETTERS = 3_000_000;
const MAX_THINGS = 20_000;
/** Where a thing lists others; anything else (author, isPartOf, mentions …) is about the thing itself. */
const LISTS = 'itemListElement blogPost blogPosts hasPart mainEntity dataFeedElement episode event item'.split(' ');
/** Lists of the ways around a site. */
const WAYS = new Set(['BreadcrumbList', 'SiteNavigationElement', 'WPHeader', 'WPFooter', 'WPSideBar']);

type Thing = Record<string, unknown>;

/** The entries of all JSON-LD of a page, in its order. */
export function linkedData($: CheerioAPI, base: string): RawItem[] {
  const documents = $('script[type*="ld+json" i]')
    .toArray()
    .slice(0, MAX_SCRIPTS)
    .map((script) => script.children.map((child) => textOf(child, MAX_LETTERS)).join(''))
    .filter(({ length }) => length < MAX_LETTERS)
    .map(lenientJson);
  return entriesIn(documents).map((thing) => rawItemOf(saidBy(thing), base));
}

/** Walks what is listed, never into an entry: its author's other articles are not on this page. */
function entriesIn(documents: readonly unknown[]): Thing[] {
  const entries: Thing[] = [];
  const waiting: { value: unknown; inList: boolean }[] = documents.map((value) => ({ value, inList: false })).reverse();
  for (let seen = 0; waiting.length > 0 && seen < MAX_THINGS; seen++) {
    const { value, inList } = waiting.pop() ?? {};
    const inner = Array.isArray(value) ? value : undefined;
    for (const one of inner?.slice(0, MAX_THINGS).reverse() ?? [])
      waiting.push({ value: one, inList: inList ?? false });
    if (inner || !isThing(value)) continue;
    const entry = entryAt(value, inList ?? false);
    if (entry) entries.push(entry);
    else for (const next of listedBy(value).reverse()) waiting.push(next);
  }
  return entries;
}

function listedBy(thing: Thing): { value: unknown; inList: boolean }[] {
  if (typesOf(thing).some((type) => WAYS.has(type))) return [];
  const lists = LISTS.filter((name) => thing[name] !== undefined);
  return [
    ...(thing['@graph'] === undefined ? [] : [{ value: thing['@graph'], inList: false }]),
    // The main thing of a page is one thing; whatever else is listed is an entry among others.
    ...lists.map((name) => ({ value: thing[name], inList: name !== 'mainEntity' })),
  ];
}

/** A ListItem speaks for what it holds: its own name and address fill what that leaves out. */
function entryAt(thing: Thing, inList: boolean): Thing | undefined {
  const types = typesOf(thing);
  if (types.includes('ListItem')) {
    const { item } = thing;
    if (typeof item === 'string') return { name: thing.name, url: thing.url ?? item };
    if (!isThing(item)) return thing.url === undefined ? undefined : thing;
    if (typesOf(item).some((type) => WAYS.has(type))) return undefined;
    return { ...thing, '@id': undefined, ...item };
  }
  return types.some((type) => isEntryType(type, inList)) ? thing : undefined;
}

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typesOf = ({ '@type': type }: Thing): string[] =>
  (Array.isArray(type) ? type : [type]).flatMap((name) => (typeof name === 'string' ? typeName(name) : []));

function saidBy(thing: Thing): Said {
  const first = (...names: string[]) => {
    for (const name of names) {
      const text = textIn(thing[name]);
      if (text) return text;
    }
    return undefined;
  };
  const said = {
    title: first('headline', 'name', 'title'),
    url: addressIn(thing),
    description: first('description', 'abstract'),
    body: first('articleBody'),
    author: textIn(thing.author) ?? textIn(thing.creator),
    published: first('datePublished', 'datePosted', 'uploadDate', 'dateCreated'),
    modified: first('dateModified'),
    image: addressOf(thing.image) ?? addressOf(thing.thumbnailUrl),
    language: first('inLanguage'),
  };
  const sections = [thing.articleSection].flat().flatMap((section) => textIn(section) ?? []);
  return { ...Object.fromEntries(Object.entries(said).filter(([, text]) => text !== undefined)), sections };
}

/** A text, a number, { "@value": … }, { "name": … } or the first of a list. */
function textIn(value: unknown): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one;
  if (typeof one === 'number') return String(one);
  const inner = isThing(one) ? (one['@value'] ?? one.name) : undefined;
  return typeof inner === 'string' ? inner : undefined;
}

function addressOf(value: unknown): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one;
  const inner = isThing(one) ? (one.url ?? one.contentUrl ?? one['@id']) : undefined;
  return typeof inner === 'string' ? inner : undefined;
}

/** Its address, else that of the page it is the subject of, else an identifier that is an address. */
function addressIn(thing: Thing): string | undefined {
  const id = typeof thing['@id'] === 'string' && /^https?:/.test(thing['@id']) ? thing['@id'] : undefined;
  return addressOf(thing.url) ?? addressOf(thing.mainEntityOfPage) ?? id;
}
