import type { Element } from 'domhandler';

/** Class names read of one element: nobody means more. */
const MAX_TOKENS = 12;
/** Names a selector can hold without escapes. */
const PLAIN_NAME = /^[A-Za-z_][\w-]{0,50}$/;
/** Names a tool made, which the next release of the site changes: css-1a2b3c, sc-bdVaJa, Card_title__x3Jd9, card--iGVdC. */
const GENERATED =
  /^(?:css|sc|jsx|jss|emotion|svelte|styled|tss|mui|chakra)-\w*[\dA-Z]|_[A-Za-z]+__[\w-]{5}$|--(?=\w*[A-Z])\w{5}$|^[a-z]+\d+[a-z][a-z\d]{1,5}$|^_[\w-]{4,}$|\d{3,}|^[a-z]{1,2}$/;
/** Names of looks and grids, which many things share. */
const UTILITY =
  /^(?:col|row|grid|flex|block|inline|hidden|container|wrapper|inner|outer|content|clearfix|clear|d|p|m|[mp][xytblr]|w|h|gap|text|bg|border|rounded|shadow|font|items?|justify|align|span|small|medium|large|sm|md|lg|xl|first|last|odd|even|active|has|is|js|no|wow|animate|animated|fade|show|left|right|center|unit|overflow|min|max|relative|absolute|fixed|sticky|z|opacity|transition|transform|duration|ease|cursor|object|aspect|leading|tracking|uppercase|underline|divide|ring|order|float|pull|offset|basis|grow|shrink|self|place|top|bottom|format|status|type|category|tag)(?:-.*|\d+)?$/;
const ENTRY_NAME =
  /(?:^|[-_])(?:post|article|entry|item|card|news|story|product|release|event|job|result|tile|teaser|hentry|episode|update|listing|blog)s?(?:$|[-_])/i;
const TITLE_NAME = /(?:^|[-_])(?:title|headline|heading|titre|titel)$/i;
const BOILERPLATE_TAGS = new Set(['nav', 'footer', 'aside', 'form', 'dialog', 'select']);
const BOILERPLATE_ROLES =
  /^(?:navigation|contentinfo|complementary|search|menu|menubar|dialog|alertdialog|tablist|banner)$/;
const BOILERPLATE_NAME =
  /(?:^|[-_])(?:nav|navbar|navigation|topnav|menu|submenu|mainmenu|dropdown|footer|[lr]?sidebar|breadcrumbs?|crumbs?|pagination|pager|paging|page-?numbers|tag-?cloud|tags|social|share|sharing|related|recommended|popular|trending|most-?read|cookies?|consent|lang(?:uages?)?|comments?|login|modal|popin|popup|toolbar|masthead|skip-?links?|blogroll|toc|newsletter)(?:$|[-_\d])|^widget(?:-(?:area|wrap)$|_)/i;

/** The class names of an element that a selector can hold. */
export const tokensOf = ({ attribs }: Element): string[] =>
  (attribs.class ?? '').split(/\s+/, MAX_TOKENS).filter((token) => PLAIN_NAME.test(token));

export const namesTitle = (token: string): boolean => TITLE_NAME.test(dashed(token));

export const namesDate = (name: string): boolean => /date|time|publish|posted|stamp/i.test(name);

/** Whether an element's own name says menu, footer, sidebar … */
export function isBoilerplate({ name, attribs }: Element): boolean {
  if (BOILERPLATE_TAGS.has(name) || BOILERPLATE_ROLES.test(attribs.role ?? '')) return true;
  const names = `${attribs.id ?? ''} ${attribs.class ?? ''}`.slice(0, 300);
  return names.split(/\s+/).some((token) => BOILERPLATE_NAME.test(dashed(token)));
}

const dashed = (token: string): string => token.replace(/([a-z])([A-Z])/g, '$1-$2');

/** How well a class name says what it names, 0 to 1; 0.1 for one a tool made. */
export function nameWorth(token: string): number {
  if (GENERATED.test(token)) return 0.1;
  if (ENTRY_NAME.test(dashed(token))) return 1;
  return UTILITY.test(token) ? 0.4 : 0.7;
}

/** The selectors that name an element, and their worth: its id, its most telling class. Empty without a good name. */
export function namesOf(node: Element): [selector: string, worth: number][] {
  const { id } = node.attribs;
  const isStable = id && PLAIN_NAME.test(id) && nameWorth(id) > 0.1 && !/\d{2,}/.test(id);
  const best = bestToken(tokensOf(node));
  return [
    ...(isStable ? [[`#${id}`, nameWorth(id)] as [string, number]] : []),
    ...(best ? [[`${node.name}.${best}`, nameWorth(best)] as [string, number]] : []),
    ...(node.name === 'main' ? [['main', 0.7] as [string, number]] : []),
  ];
}

function bestToken(tokens: readonly string[]): string | undefined {
  let best: string | undefined;
  for (const token of tokens)
    if (nameWorth(token) > 0.3 && (best === undefined || nameWorth(token) > nameWorth(best))) best = token;
  return best;
}
