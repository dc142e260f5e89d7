import { MAX_FOLDERS } from './opml.ts';
import { isLegal, type OpmlFeed, prefixesOf, UNDECLARED } from './opmlFeed.ts';
import { legalText } from './opmlScanner.ts';

interface Folder {
  folders: Map<string, Folder>;
  feeds: OpmlFeed[];
}

/**
 * The inverse of `parseOpml`: a list any reader imports. A feed stands once, in the folder of its first tag, because
 * readers know folders first (Feedly, Inoreader, FreshRSS, NetNewsWire) and count a feed in two folders as two. All its
 * tags stand in `category`, which those that know tags read. A tag with a comma or slash, which `category` cannot say,
 * is a folder further in.
 */
export function writeOpml(title: string, feeds: readonly OpmlFeed[]): string {
  const root: Folder = { folders: new Map(), feeds: [] };
  for (const feed of feeds) folderOf(root, feed.tags).feeds.push(feed);
  const declared = sharedDeclarations(feeds);
  const declarations = [...declared].map(([prefix, address]) => attribute(`xmlns:${prefix}`, address)).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<opml version="2.0"${declarations}>`,
    `  <head><title>${escaped(title)}</title></head>`,
    '  <body>',
    ...linesOf(root, declared, '    '),
    '  </body>',
    '</opml>',
    '',
  ].join('\n');
}

const isCategory = (tag: string): boolean => !/[,/]/.test(tag);

function folderOf(root: Folder, tags: readonly string[]): Folder {
  const depth = Math.max(1, tags.findLastIndex((tag) => !isCategory(tag)) + 1);
  let folder = root;
  for (const tag of tags.slice(0, Math.min(depth, MAX_FOLDERS))) {
    const inner = folder.folders.get(tag) ?? { folders: new Map(), feeds: [] };
    folder.folders.set(tag, inner);
    folder = inner;
  }
  return folder;
}

/** At most as deep as MAX_FOLDERS. */
function linesOf({ folders, feeds }: Folder, declared: ReadonlyMap<string, string>, indent: string): string[] {
  return [
    ...[...folders].flatMap(([label, folder]) => [
      `${indent}<outline${attribute('text', label)}${attribute('title', label)}>`,
      ...linesOf(folder, declared, `${indent}  `),
      `${indent}</outline>`,
    ]),
    ...feeds.map((feed) => `${indent}${feedLine(feed, declared)}`),
  ];
}

function feedLine(feed: OpmlFeed, declared: ReadonlyMap<string, string>): string {
  const { url, title = url, tags, htmlUrl, description, language, extra } = feed;
  const { type = 'rss', text = title, ...others } = extra;
  const category = tags.filter(isCategory).join(',');
  const optional = Object.entries({ htmlUrl, description, language, category }).map(([name, value]) =>
    value ? attribute(name, value) : '',
  );
  const rest = Object.entries(others).map(([name, value]) =>
    isLegal(name) && !name.startsWith('xmlns') ? attribute(name, value) : '',
  );
  const own = [...declarationsOf(feed)].map(([prefix, address]) =>
    declared.has(prefix) ? '' : attribute(`xmlns:${prefix}`, address),
  );
  const known = attribute('type', type) + attribute('text', text) + attribute('title', title);
  return `<outline${known}${attribute('xmlUrl', url)}${[...optional, ...own, ...rest].join('')}/>`;
}

/** What a feed's prefixes stand for; without a declaration the whole list could not be read by a strict reader. */
function declarationsOf({ extra }: OpmlFeed): Map<string, string> {
  const prefixes = [...prefixesOf(Object.keys(extra))];
  return new Map(prefixes.map((prefix) => [prefix, extra[`xmlns:${prefix}`] ?? UNDECLARED + prefix]));
}

/** Prefixes that stand for the same everywhere: these the root declares. */
function sharedDeclarations(feeds: readonly OpmlFeed[]): Map<string, string> {
  const shared = new Map<string, string>();
  const disputed = new Set<string>();
  for (const feed of feeds)
    for (const [prefix, address] of declarationsOf(feed)) {
      if ((shared.get(prefix) ?? address) !== address) disputed.add(prefix);
      shared.set(prefix, address);
    }
  for (const prefix of disputed) shared.delete(prefix);
  return shared;
}

const attribute = (name: string, value: string): string => ` ${name}="${escaped(value)}"`;

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Line breaks as references: written as they are, a reader makes spaces of them. */
const escaped = (text: string): string =>
  legalText(text).replace(/[&<>"\t\n\r]/g, (sign) => SIGNS[sign] ?? `&#${sign.charCodeAt(0)};`);
