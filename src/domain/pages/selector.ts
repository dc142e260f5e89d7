import { type CheerioAPI, load } from 'cheerio';
import { type AnyNode, type Element, hasChildren, isTag, isText } from 'domhandler';
import * as fontoxpath from 'fontoxpath';

// A CommonJS package whose names Node does not see.
const { evaluateXPathToNodes } = (fontoxpath as unknown as { default?: typeof fontoxpath }).default ?? fontoxpath;

/** XPath begins with a slash or a parenthesis, as `//main/div[2]`; anything else is CSS. */
export const isXPath = (selector: string): boolean => /^\s*(?:\/|\(\s*\/|\.\/)/.test(selector);

/** The elements a selector names, CSS or XPath, in document order. A selector that cannot be read names none. */
export function selectElements($: CheerioAPI, selector: string): Element[] {
  try {
    return isXPath(selector) ? byXPath($.root()[0] as AnyNode, selector) : $(selector).toArray().filter(isTag);
  } catch {
    return [];
  }
}

/** Whether a selector can be read at all. */
export function isReadableSelector(selector: string): boolean {
  try {
    if (isXPath(selector)) evaluateXPathToNodes(selector, mirrorOf(undefined));
    else load('<p></p>')(selector);
    return selector.trim() !== '';
  } catch {
    return false;
  }
}

/** What the XPath engine wants of a node; `origin` leads back to ours. */
interface Mirror {
  nodeType: number;
  nodeName: string;
  localName: string;
  namespaceURI: null;
  prefix: null;
  data: string;
  attributes: { nodeType: 2; name: string; localName: string; namespaceURI: null; prefix: null; value: string }[];
  childNodes: Mirror[];
  parentNode: Mirror | null;
  nextSibling: Mirror | null;
  previousSibling: Mirror | null;
  firstChild: Mirror | null;
  lastChild: Mirror | null;
  origin: AnyNode | undefined;
}

const ELEMENT = 1;
const TEXT = 3;
const DOCUMENT = 9;

function byXPath(root: AnyNode, expression: string): Element[] {
  const nodes = evaluateXPathToNodes(expression, mirrorOf(root)) as unknown as Mirror[];
  return nodes.map(({ origin }) => origin).filter((node): node is Element => node !== undefined && isTag(node));
}

/** A copy of the tree in the shape of a browser's: iterative, a hostile page nests 10,000 deep. */
function mirrorOf(root: AnyNode | undefined): never {
  const document = mirror(undefined, DOCUMENT, '#document', null);
  const open: [AnyNode | undefined, Mirror][] = [[root, document]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, copy] = next;
    if (node === undefined || !hasChildren(node)) continue;
    for (const child of node.children) {
      if (!isTag(child) && !isText(child)) continue;
      const made = isTag(child)
        ? mirror(child, ELEMENT, child.name, copy)
        : { ...mirror(child, TEXT, '#text', copy), data: child.data };
      append(copy, made);
      if (isTag(child)) open.push([child, made]);
    }
  }
  return document as never;
}

function append(parent: Mirror, child: Mirror): void {
  child.previousSibling = parent.lastChild;
  if (parent.lastChild) parent.lastChild.nextSibling = child;
  else parent.firstChild = child;
  parent.lastChild = child;
  parent.childNodes.push(child);
}

const mirror = (origin: AnyNode | undefined, nodeType: number, name: string, parentNode: Mirror | null): Mirror => ({
  nodeType,
  nodeName: name,
  localName: name,
  namespaceURI: null,
  prefix: null,
  data: '',
  attributes:
    origin && isTag(origin)
      ? Object.entries(origin.attribs).map(([key, value]) => ({
          nodeType: 2,
          name: key,
          localName: key,
          namespaceURI: null,
          prefix: null,
          value,
        }))
      : [],
  childNodes: [],
  parentNode,
  nextSibling: null,
  previousSibling: null,
  firstChild: null,
  lastChild: null,
  origin,
});
