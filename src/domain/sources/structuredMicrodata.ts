import type { CheerioAPI } from 'cheerio';
import { type AnyNode, type Element, isTag } from 'domhandler';
import type { RawItem } from '../model/item.ts';
import { nextNode, textOf } from '../normalise/nodeText.ts';
import { isEntryType, rawItemOf, type Said, typeName } from './structuredTypes.ts';

/** Elements of one page looked at. */
const MAX_ELEMENTS = 150_000;
const LONGEST = 20_000;
const WAYS = /(?:^|\s)(?:BreadcrumbList|SiteNavigationElement|WPHeader|WPFooter|WPSideBar)(?:\s|$)/;
const SCHEMA = /^https?:\/\/(?:www\.)?schema\.org\//i;
/** What each property may be called, the best first. */
const NAMES = {
  title: ['headline', 'name', 'title'],
  url: ['url', 'mainEntityOfPage'],
  description: ['description', 'abstract'],
  body: ['articleBody'],
  author: ['author', 'creator'],
  published: ['datePublished', 'datePosted', 'uploadDate', 'dateCreated'],
  modified: ['dateModified'],
  image: ['image', 'thumbnailUrl'],
  language: ['inLanguage'],
} as const;

/** One `itemscope` while its elements are read. */
interface Scope {
  /** The property of the scope around that it fills. */
  as: string;
  types: string;
  parent?: Scope;
  /** The entry it is, or is part of. */
  entry?: Scope;
  inList: boolean;
  properties: Map<string, string>;
}

/** The entries of a page's microdata, in its order. One pass, each element handing its scope to its children. */
export function microdata($: CheerioAPI, base: string): RawItem[] {
  const scopes = new Map<AnyNode, Scope>();
  const entries: Scope[] = [];
  const root = $('body')[0];
  if (!root || $('[itemscope]').length < 2) return [];
  let seen = 0;
  for (let at: AnyNode | undefined = root; at && seen < MAX_ELEMENTS; at = nextNode(at, root)) {
    if (!isTag(at)) continue;
    seen += 1;
    const around = at.parent ? scopes.get(at.parent) : undefined;
    const own = 'itemscope' in at.attribs ? scopeOf(at, around) : undefined;
    if (around) keep(at, around, own);
    if (own && own.entry === own) entries.push(own);
    const scope = own ?? around;
    if (scope) scopes.set(at, scope);
  }
  return entries.map(({ properties }) => rawItemOf(saidBy(properties), base));
}

function scopeOf({ attribs }: Element, parent: Scope | undefined): Scope {
  const written = (attribs.itemtype ?? '').slice(0, 300).split(/\s+/);
  const types = written.filter((type) => SCHEMA.test(type)).map(typeName);
  const inList = parent?.inList === true || types.some((type) => /^(?:ItemList|Blog|CollectionPage)$/.test(type));
  const scope: Scope = {
    as: attribs.itemprop ?? '',
    types: types.join(' '),
    inList,
    properties: new Map(),
    ...(parent && { parent }),
  };
  const isWay = WAYS.test(scope.types) || (parent !== undefined && WAYS.test(parent.types));
  const isEntry = types.some((type) => type === 'ListItem' || isEntryType(type, inList)) && !isWay;
  if (parent?.entry) scope.entry = parent.entry;
  else if (isEntry) scope.entry = scope;
  return scope;
}

/** A property belongs to the scope around; the parts of a ListItem's or an author's scope speak for the entry too. */
function keep(node: Element, around: Scope, own: Scope | undefined): void {
  if (!around.entry) return;
  for (const name of (node.attribs.itemprop ?? '').split(/\s+/, 10)) {
    const target = targetOf(name, around);
    const said = nameIn(name, around);
    if (!target || own || said === '' || target.properties.has(said)) continue;
    const value = valueIn(node);
    if (value) target.properties.set(said, value);
  }
}

/** The entry a property of this scope speaks of. */
function targetOf(name: string, around: Scope): Scope | undefined {
  if (name === '') return undefined;
  if (around.entry === around) return around;
  return around.parent === around.entry ? around.entry : undefined;
}

/** Inside the entry's parts: an author's name is the entry's author, an image's address its image. */
function nameIn(name: string, around: Scope): string {
  if (around.entry === around || around.entry?.types === 'ListItem') return name;
  if (/\b(?:author|creator)\b/.test(around.as)) return name === 'name' ? 'author' : '';
  return /\bimage\b/.test(around.as) && /^(?:url|contentUrl)$/.test(name) ? 'image' : '';
}

function valueIn(node: Element): string {
  const { content, datetime, href, src } = node.attribs;
  if (content !== undefined) return content;
  if (node.name === 'time' && datetime !== undefined) return datetime;
  if (/^(?:a|area|link)$/.test(node.name) && href !== undefined) return href;
  if (/^(?:img|audio|video|source|iframe|embed)$/.test(node.name) && src !== undefined) return src;
  return textOf(node, LONGEST).trim();
}

function saidBy(properties: ReadonlyMap<string, string>): Said {
  const said = Object.entries(NAMES).flatMap(([part, names]) => {
    const name = names.find((one) => properties.has(one));
    return name === undefined ? [] : [[part, properties.get(name)]];
  });
  return { ...Object.fromEntries(said), sections: [properties.get('articleSection') ?? ''].filter(Boolean) };
}
