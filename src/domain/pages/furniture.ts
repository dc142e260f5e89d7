import type { CheerioAPI } from 'cheerio';
import { type Element, isTag, isText } from 'domhandler';
import { nextNode, textOf } from '../normalise/nodeText.ts';

/** Never part of what a page says, or, struck through, no longer: the former price beside the one asked. */
const UNSEEN =
  'del, s, strike, script, style, noscript, template, svg, iframe, object, embed, canvas, video, audio, input, select, textarea, datalist, [hidden], head, title';
/** Of the site rather than of the page; left in when the watched zone is named. */
const FRAME =
  'nav, [role=navigation], body > header, body > footer, [role=banner], [role=contentinfo], body > * > footer';

/** Whole words of a class, an id or a label that mark an advert. "promo" and "banner" are not here: they may be the news. */
const ADVERT =
  /(?:^|[\s_-])(?:ads?|adsense|adsbygoogle|advert|adverts|advertising|advertisement|advertorial|adslot|adunit|adbox|dfp|gpt|sponsor|sponsors|sponsored|taboola|outbrain|doubleclick|publicite|publicité|pub)\d*(?:$|[\s_-])/i;
/** Class names that a build tool made up may spell anything: `css-ad4120`. */
const MADE_UP = /(?:^|\s)(?:css|sc|jsx?|jss|emotion|svelte)-\S+/gi;
/** Consent tools by the names they give their elements. */
const CONSENT =
  /cookie|consent|gdpr|rgpd|onetrust|didomi|axeptio|tarteaucitron|usercentrics|truste|sp_message|quantcast|klaro|osano|iubenda|\bcky-|\bcmp\b/i;
const CONSENT_WORDS = /cookies?\b|traceurs|consent/i;
const CONSENT_LETTERS = 1500;
/** What the buttons of a consent banner say, whatever its elements are called. */
const CONSENT_BUTTON =
  /^(?:i )?(?:accept|agree|allow|got it|reject|decline|manage|ok\b|j['’]accepte|je refuse|accepter|refuser|tout (?:accepter|refuser)|continuer sans|paramétrer|personnaliser|alle (?:akzeptieren|ablehnen)|akzeptieren|ablehnen|zustimmen)/i;
const CONSENT_BUTTON_LETTERS = 40;
/** Levels from a button to the banner around it. */
const MAX_CLIMB = 12;
/** What stands above links to other pages, that are chosen anew at each reading. */
const RELATED =
  /^(?:related (?:articles?|posts?|stories|content|reading)|you (?:may|might) also like|recommended (?:for you|articles|reading)|most read|trending(?: now)?|articles? (?:liés|similaires|connexes|recommandés)|(?:à|a) lire (?:aussi|également)|sur le même (?:sujet|thème)|vous aimerez aussi|les plus lus|ähnliche artikel|das könnte sie auch interessieren)\s?:?$/i;
const RELATED_LETTERS = 60;
/** A longer list of links is what the page is for. */
const LIST_LETTERS = 5000;
const HIDDEN_STYLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/**
 * Takes out of the tree what may change without the page having changed: scripts, adverts, consent banners, and, where
 * no zone was named, the site's frame.
 */
export function removeFurniture($: CheerioAPI, { keepFrame }: { keepFrame: boolean }): void {
  removeAll($, $(UNSEEN).toArray());
  if (!keepFrame) removeAll($, $(FRAME).toArray());
  const marked = $('[class], [id], [style], [aria-label]').toArray();
  const isUnwanted = (element: Element) => isAdvert(element) || isConsent(element);
  removeAll($, marked.filter(isUnwanted));
  removeAll($, $('[role=dialog], [role=alertdialog], dialog').toArray().filter(asksConsent));
  for (const element of $('button, a, [role=button]').toArray()) removeBanner($, element);
  if (!keepFrame) removeRelated($);
}

/** From the last on: the place of each among its siblings is looked for from their end. */
export const removeAll = ($: CheerioAPI, elements: readonly Element[]): void => void $(elements.toReversed()).remove();

/** Titles of related articles, and the links below them up to the next title or text. */
function removeRelated($: CheerioAPI): void {
  const root = $.root()[0];
  const titles: Element[] = [];
  for (let at = root && nextNode(root, root); at; at = nextNode(at, root))
    if (isText(at) && isRelated(at.data) && at.parent && isTag(at.parent)) titles.push(at.parent);
  for (const title of titles) {
    const head = outermostSaying(title);
    const links = linksBelow($, head);
    // One link below "À lire aussi" may be the call of an offer.
    if (links.reduce((sum, element) => sum + linksIn($, element).length, 0) >= 2) removeAll($, [head, ...links]);
  }
}

/** Indented or not: a title's node holds few more signs than its words. */
const isRelated = (text: string): boolean => {
  if (text.length > 10 * RELATED_LETTERS) return false;
  const title = folded(text);
  return title.length <= RELATED_LETTERS && RELATED.test(title);
};

function linksBelow($: CheerioAPI, head: Element): Element[] {
  const found: Element[] = [];
  for (const element of $(head).nextAll().toArray()) {
    if (/^h[1-6]$/.test(element.name)) break;
    if (isLinksOnly($, element)) found.push(element);
    else if (folded(textOf(element)).length > RELATED_LETTERS) break;
  }
  return found;
}

/** The title with the elements that only wrap it. */
function outermostSaying(title: Element): Element {
  let found = title;
  for (let climbed = 0; climbed < MAX_CLIMB && found.parent && isTag(found.parent); climbed += 1) {
    if (!isRelated(textOf(found.parent))) break;
    found = found.parent;
  }
  return found;
}

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();

const linksIn = ($: CheerioAPI, element: Element): Element[] =>
  element.name === 'a' ? [element] : $(element).find('a').toArray();

function isLinksOnly($: CheerioAPI, element: Element): boolean {
  const links = linksIn($, element);
  const letters = (node: Element) => textOf(node, LIST_LETTERS).replace(/\s+/g, '').length;
  const linked = links.reduce((sum, link) => sum + letters(link), 0);
  return links.length > 0 && textOf(element, LIST_LETTERS).length < LIST_LETTERS && linked >= letters(element);
}

/** The smallest element around a consent button that says what is consented to. */
function removeBanner($: CheerioAPI, button: Element): void {
  const label = textOf(button).trim();
  if (label.length > CONSENT_BUTTON_LETTERS || !CONSENT_BUTTON.test(label)) return;
  let element = button.parent;
  for (let climbed = 0; climbed < MAX_CLIMB && element && isTag(element); climbed += 1) {
    const isLong = textOf(element, CONSENT_LETTERS + 1).length > CONSENT_LETTERS;
    if (isLong || /^(?:html|body|main|article)$/.test(element.name)) return;
    if (CONSENT_WORDS.test(textOf(element, CONSENT_LETTERS, isButton))) return void $(element).remove();
    element = element.parent;
  }
}

const isButton = ({ name, attribs }: Element): boolean =>
  name === 'button' || name === 'a' || attribs.role === 'button';

const marksOf = ({ attribs }: Element): string => `${attribs.class ?? ''} ${attribs.id ?? ''}`.replace(MADE_UP, ' ');

function isAdvert(element: Element): boolean {
  const { attribs, name } = element;
  if (name === 'html' || name === 'body' || name === 'main') return false;
  if (HIDDEN_STYLE.test(attribs.style ?? '')) return true;
  return (
    ADVERT.test(marksOf(element)) ||
    /^(?:advertisement|publicité|sponsored|anzeige)$/i.test(attribs['aria-label'] ?? '')
  );
}

/** Named as a consent tool, and short or asking: an article about cookies stays. */
function isConsent(element: Element): boolean {
  if (!CONSENT.test(marksOf(element)) || /^(?:html|body|main|article)$/.test(element.name)) return false;
  return asksConsent(element);
}

function asksConsent(element: Element): boolean {
  const text = textOf(element, CONSENT_LETTERS + 1);
  return text.length <= CONSENT_LETTERS && (CONSENT_WORDS.test(text) || text.trim() === '');
}
