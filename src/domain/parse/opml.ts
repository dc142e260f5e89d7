import { lineAt, lineCounter, type OpmlAccount, type OpmlLine, opmlAccount } from './opmlAccount.ts';
import { type OpmlFeed, type Outline, oneLine, readOutline, webAddress } from './opmlFeed.ts';
import { legalText, type OpmlTag, type OpmlToken, scanOpml } from './opmlScanner.ts';

export interface OpmlReading {
  /** Of the list. */
  title?: string;
  feeds: OpmlFeed[];
  /** By line. */
  account: OpmlLine[];
  /** The document ends before its root does: there may have been more. */
  isCut: boolean;
}

export const MAX_FEEDS = 10_000;
/** Folders in one another that become tags. Readers make one or two levels, outliners some more. */
export const MAX_FOLDERS = 32;

interface OpenOutline {
  line: number;
  text: string;
  /** Its label is on the path of the feeds within. */
  isFolder: boolean;
  /** It is accounted for: it is a feed, holds outlines or was told already. */
  isSettled: boolean;
}

/** What is known at one place of a document. */
interface Progress {
  xml: string;
  lineOf: (at: number) => number;
  account: OpmlAccount;
  /** By address. */
  feeds: Map<string, OpmlFeed>;
  namespaces: Map<string, string>;
  open: OpenOutline[];
  /** Labels of the folders that are open. */
  path: string[];
  hasRoot: boolean;
  hasEnd: boolean;
  hasOutline: boolean;
  inHead: boolean;
  inTitle: boolean;
  title: string;
}

/** Reads a subscription list as far as it goes; undefined when there is no OPML in it. */
export function parseOpml(text: string): OpmlReading | undefined {
  const xml = legalText(text);
  const progress: Progress = {
    ...{ xml, lineOf: lineCounter(xml), account: opmlAccount() },
    ...{ feeds: new Map(), namespaces: new Map(), open: [], path: [] },
    ...{ hasRoot: false, hasEnd: false, hasOutline: false, inHead: false, inTitle: false, title: '' },
  };
  for (const token of scanOpml(xml)) take(token, progress);
  return readingOf(progress);
}

function readingOf(progress: Progress): OpmlReading | undefined {
  const { xml, lineOf, account, feeds, hasRoot, hasEnd, hasOutline } = progress;
  if (!hasRoot && !hasOutline) return undefined;
  const isCut = hasRoot && !hasEnd;
  // What a cut leaves open is told once, by the line where it ends.
  if (isCut) account.add(lineOf(xml.trimEnd().length), 'broken-markup', '</opml>');
  else leaveAll(progress);
  const title = oneLine(progress.title);
  return { ...(title && { title }), feeds: [...feeds.values()], account: account.lines(), isCut };
}

function take(token: OpmlToken, progress: Progress): void {
  const { xml, lineOf, account } = progress;
  if (token.kind === 'open') takeTag(token, progress);
  else if (token.kind === 'close') takeEnd(token, progress);
  else if (token.kind === 'broken') account.add(lineOf(token.at), 'broken-markup', lineAt(xml, token.at));
  else if (progress.inTitle) progress.title += token.text;
  else if (!progress.inHead && token.text.trim() !== '') {
    const blanks = token.text.length - token.text.trimStart().length;
    account.add(lineOf(token.at + blanks), 'broken-markup', token.text);
  }
}

function takeTag(tag: OpmlTag, progress: Progress): void {
  const { name, isEmpty, isBroken } = tag;
  const isOutline = name === 'outline';
  progress.hasRoot ||= name === 'opml';
  progress.hasEnd ||= name === 'opml' && isEmpty;
  progress.hasOutline ||= isOutline;
  progress.inHead = name === 'head' ? !isEmpty : progress.inHead && name !== 'body' && !isOutline;
  progress.inTitle = name === 'title' && !isEmpty && !progress.hasOutline && progress.title === '';
  if (name === 'opml') declare(tag, progress.namespaces);
  if (isOutline) takeOutline(tag, progress);
  else if (isBroken) progress.account.add(progress.lineOf(tag.at), 'broken-markup', lineAt(progress.xml, tag.at));
}

function takeEnd({ at, name }: { at: number; name: string }, progress: Progress): void {
  const { open, account, lineOf } = progress;
  progress.inTitle = false;
  if (name === 'head') progress.inHead = false;
  if (name === 'outline' && open.length === 0) account.add(lineOf(at), 'broken-markup', '</outline>');
  if (name === 'outline') leave(true, progress);
  if (name === 'body' || name === 'opml') leaveAll(progress);
  progress.hasEnd ||= name === 'opml';
}

function takeOutline(tag: OpmlTag, progress: Progress): void {
  const { xml, lineOf, account, namespaces, open, path } = progress;
  const line = lineOf(tag.at);
  const outline = readOutline(tag.attributes, namespaces);
  const isFeed = outline.xmlUrl !== '';
  const isOther = !isFeed && isOtherList(outline);
  const isWhole = !tag.isBroken && !outline.hasBadName;
  const parent = open.at(-1);
  if (parent) parent.isSettled = true;
  if (!isWhole) account.add(line, 'broken-markup', lineAt(xml, tag.at));
  if (tag.dropped.length > 0) account.add(line, 'too-long', tag.dropped.join(', '));
  if (isOther) account.add(line, 'other-list', outline.url || outline.label);
  if (isFeed) takeFeed(outline, line, progress);
  else declare(tag, namespaces);
  const isFolder = !isFeed && !isOther && outline.label !== '' && path.length < MAX_FOLDERS;
  if (isFolder) path.push(outline.label);
  const isSettled = isFeed || isOther || !isWhole || tag.dropped.length > 0;
  open.push({ line, text: outline.label || outline.xmlUrl || '<outline>', isFolder, isSettled });
  // A feed whose tag was never finished holds nothing.
  if (tag.isEmpty || (tag.isUnended && isFeed)) leave(true, progress);
}

function takeFeed({ xmlUrl, label, feed, categories }: Outline, line: number, progress: Progress): void {
  const { account, feeds, path } = progress;
  const url = feeds.size < MAX_FEEDS ? webAddress(xmlUrl) : undefined;
  if (url === undefined) {
    if (feeds.size >= MAX_FEEDS) account.addSurplus(line, xmlUrl);
    else account.add(line, 'not-web-address', label ? `${label}: ${xmlUrl}` : xmlUrl);
    return;
  }
  const known = feeds.get(url);
  if (known) account.add(line, 'duplicate', xmlUrl);
  const tags = [...new Set([...(known?.tags ?? []), ...path, ...categories])];
  const { title, ...others } = feed;
  // An address in the place of a title says that there is none: the feed's own will serve.
  const named = title === undefined || title === url || title === xmlUrl ? others : feed;
  feeds.set(url, { ...named, ...known, url, tags, extra: { ...feed.extra, ...known?.extra } });
}

/** Closes the innermost outline. */
function leave(isEnded: boolean, { account, open, path }: Progress): void {
  const outline = open.pop();
  if (!outline) return;
  if (outline.isFolder) path.pop();
  if (!isEnded) account.add(outline.line, 'broken-markup', outline.text);
  else if (!outline.isSettled) account.add(outline.line, 'no-address', outline.text);
}

function leaveAll(progress: Progress): void {
  while (progress.open.length > 0) leave(false, progress);
}

/** OPML 2.0: an inclusion is another list, and so is a link to a file of that kind. */
const isOtherList = ({ type, url }: Outline): boolean =>
  type === 'include' || (type === 'link' && /\.opml(?:[?#]|$)/i.test(url));

function declare({ attributes }: OpmlTag, namespaces: Map<string, string>): void {
  for (const [name, address] of attributes)
    if (name.startsWith('xmlns:')) namespaces.set(name.slice('xmlns:'.length), address);
}
