import { type AnyNode, type Element, hasChildren, isTag, isText } from 'domhandler';
import { withoutUnseen } from '../normalise/html.ts';

/** One line of a watched page as a reader sees it. */
export interface PageLine {
  text: string;
  /** The heading or card title it stands under: what a bare "2,69 €" is the price of. */
  under?: string;
}

/** Lines and letters of one page that are compared: beyond is no page a person reads. */
const MAX_LINES = 5000;
/** Terms of use have paragraphs of 8,000. */
const MAX_LINE = 10_000;
const MAX_LETTERS = 2_000_000;
/** Of one text, its indentation included. */
const MAX_TEXT = 2 * MAX_LINE;
const MAX_TITLE = 120;

const BLOCKS = new Set(
  'address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th']);
const TITLES = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'summary', 'dt', 'legend', 'caption']);
/** Cards are titled by class: `card--content--title`, `plan-name`, `woocommerce-loop-product__title`. */
const TITLE_CLASS = /(?:^|[\s_-])(?:title|headline|heading|name)(?:$|\s)/i;

const SENTENCE_END = /[\p{Ll}\d.!?…)]/u;

type Step = { node: AnyNode } | { leave: Element };

/** The lines of some elements, in document order. Iterative: pages nest as deep as they like. */
export function linesOf(elements: readonly AnyNode[]): PageLine[] {
  const writer = lineWriter();
  const steps: Step[] = elements.toReversed().map((node) => ({ node }));
  for (let step = steps.pop(); step && !writer.isFull(); step = steps.pop()) {
    if ('leave' in step) {
      writer.leave(step.leave);
      continue;
    }
    const { node } = step;
    if (isText(node)) writer.text(node.data);
    if (!isTag(node)) continue;
    writer.enter(node);
    steps.push({ leave: node });
    if (hasChildren(node)) for (const child of node.children.toReversed()) steps.push({ node: child });
  }
  return writer.lines();
}

function lineWriter() {
  const lines: PageLine[] = [];
  let current = '';
  let title: string | undefined;
  let letters = 0;
  let rowDepth = 0;
  // `<b>Nos tarifs</b><span>Sans engagement</span>` stands on two lines of the screen, by its styles.
  let isEdge = false;
  const titled = new Map<Element, number>();

  const endLine = (): void => {
    const text = folded(current);
    current = '';
    if (text === '' || text === '|') return;
    letters += text.length;
    lines.push({ text, ...(title !== undefined && title !== text && { under: title }) });
    // The first line of a title is the title, of its own second line too ("RS 1000", its price below).
    for (const [element, from] of titled) if (from === lines.length - 1) nameAfter(element, text);
  };
  const nameAfter = (element: Element, text: string): void => {
    title = text.slice(0, MAX_TITLE);
    titled.delete(element);
  };
  return {
    isFull: () => lines.length >= MAX_LINES || letters >= MAX_LETTERS,
    text(whole: string): void {
      if (current.length >= MAX_LINE) return;
      const data = whole.slice(0, MAX_TEXT);
      current += isEdge && SENTENCE_END.test(current.slice(-1)) && /^\p{Lu}/u.test(data) ? ` ${data}` : data;
      isEdge = false;
    },
    enter(element: Element): void {
      isEdge = true;
      if (element.name === 'tr') rowDepth += 1;
      // The cells of a row are one line: a price is read with what it is the price of.
      if (CELLS.has(element.name)) current += ' | ';
      else if (BLOCKS.has(element.name) && rowDepth === 0) endLine();
      else if (BLOCKS.has(element.name)) current += element.name === 'tr' ? '' : ' ';
      if (element.name === 'tr' && rowDepth === 1) endLine();
      if (isTitle(element)) titled.set(element, lines.length);
    },
    leave(element: Element): void {
      isEdge = true;
      if (element.name === 'tr') rowDepth -= 1;
      if (BLOCKS.has(element.name) && rowDepth === 0) endLine();
      // An inline title, or one inside a row: named before its line ends.
      if (titled.delete(element)) title = folded(current).slice(0, MAX_TITLE) || title;
    },
    lines(): PageLine[] {
      endLine();
      return lines;
    },
  };
}

const isTitle = ({ name, attribs }: Element): boolean => TITLES.has(name) || TITLE_CLASS.test(attribs.class ?? '');

const folded = (text: string): string =>
  withoutUnseen(text)
    .replace(/\s+/g, ' ')
    .replace(/^(?: ?\| ?)+|(?: ?\| ?)+$/g, '')
    .trim()
    .slice(0, MAX_LINE)
    .toWellFormed();
