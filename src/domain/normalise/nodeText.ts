import { type AnyNode, type ChildNode, type Element, isTag, isText } from 'domhandler';

/** Longest text read, in UTF-16 units: no title is longer, and a hostile page must not cost more. */
const MAX_LINE = 2000;
const SILENT = new Set(['script', 'style', 'noscript', 'template', 'svg']);
const isSilent = ({ name }: Element): boolean => SILENT.has(name);

/**
 * The words inside a node, as written, at most `limit` UTF-16 units.
 * Walks without recursion: cheerio's `text()` overflows the stack on a few thousand nested elements.
 */
export function textOf(node: AnyNode | undefined, limit = MAX_LINE, isClosed = isSilent): string {
  let text = '';
  for (let at: AnyNode | undefined = node; at && text.length < limit; at = nextNode(at, node, isClosed)) {
    if (isText(at)) text += at.data;
  }
  return text.slice(0, limit);
}

/** The node after this one in document order, inside `root`; what is closed, never shown by default, is stepped over. */
export function nextNode(node: AnyNode, root: AnyNode | undefined, isClosed = isSilent): ChildNode | undefined {
  const isOpen = 'children' in node && !(isTag(node) && isClosed(node));
  const child = isOpen ? node.firstChild : null;
  if (child) return child;
  for (let at: AnyNode | null = node; at && at !== root; at = at.parent) if (at.nextSibling) return at.nextSibling;
  return undefined;
}
