import type { Attributes } from './fields.ts';

/** Prefixes in force, as the document binds them; '' is the default namespace. */
export type Namespaces = ReadonlyMap<string, string>;

/** The prefix under which Vigie reads a namespace; '' is the feed's own vocabulary. */
const PREFIX_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'purl.org/rss/1.0': '',
    'my.netscape.com/rdf/simple/0.9': '',
    'channel.netscape.com/rdf/simple/0.9': '',
    'my.netscape.com/publish/formats/rss-0.91.dtd': '',
    'backend.userland.com/rss': '',
    'backend.userland.com/rss2': '',
    'blogs.law.harvard.edu/tech/rss': '',
    'www.w3.org/2005/atom': 'atom',
    'purl.org/atom/ns': 'atom',
    'www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
    'www.w3.org/1999/xhtml': 'xhtml',
    'purl.org/dc/elements/1.1': 'dc',
    'purl.org/dc/terms': 'dcterms',
    'purl.org/rss/1.0/modules/content': 'content',
    'search.yahoo.com/mrss': 'media',
    'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
    'rssnamespace.org/feedburner/ext/1.0': 'feedburner',
    'www.w3.org/xml/1998/namespace': 'xml',
  }),
);

/** What a prefix bound to some other namespace stands for. */
const UNKNOWN = '?';

/** Many feeds get a namespace almost right: scheme, case, a last slash or # do not count. */
const prefixOf = (uri: string): string | undefined =>
  PREFIX_OF.get(
    uri
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/[/#]{1,2}$/, ''),
  );

/** The bindings inside an element, given those around it. */
export function bindNamespaces(outer: Namespaces, attributes: Attributes): Namespaces {
  let bound: Map<string, string> | undefined;
  for (const [name, value = ''] of Object.entries(attributes)) {
    if (!name.startsWith('xmlns')) continue;
    bound ??= new Map(outer);
    bound.set(name.slice(6), prefixOf(value) ?? UNKNOWN);
  }
  return bound ?? outer;
}

/** The name Vigie knows an element by: lower case, with the usual prefix whatever the document chose. */
export function canonicalName(written: string, namespaces: Namespaces, isAtom: boolean): string {
  const name = written.toLowerCase();
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const local = name.slice(colon + 1);
  const bound = namespaces.get(prefix);
  // A prefix bound to something unknown keeps its usual meaning: the address is more often mistyped than meant.
  const usual = bound === undefined || bound === UNKNOWN ? prefix : bound;
  return usual === '' || (usual === 'atom' && isAtom) || isRoot(local, usual) ? local : `${usual}:${local}`;
}

const isRoot = (local: string, prefix: string): boolean =>
  (local === 'rdf' && prefix === 'rdf') || (local === 'feed' && prefix === 'atom');

/**
 * Whether a root tag binds a known namespace to another prefix than the usual one, which a reader by prefix would miss.
 * FeedBurner's `atom10` is let through: it only carries links of the feed about itself.
 */
export function hasUnusualPrefixes(rootAttributes: Attributes): boolean {
  return Object.entries(rootAttributes).some(([name, uri = '']) => {
    const prefix = name.startsWith('xmlns:') ? name.slice(6) : undefined;
    const usual = prefixOf(uri);
    return prefix !== undefined && prefix !== 'atom10' && usual !== undefined && usual !== prefix;
  });
}
