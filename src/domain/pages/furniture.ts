import type { CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';

/** Never part of what a page says. */
const UNSEEN =
  'script, style, noscript, template, svg, iframe, object, embed, canvas, video, audio, input, select, textarea, datalist, [hidden], head';
/** Of the site rather than of the page; left in when the watched zone is named. */
const FRAME =
  'nav, [role=navigation], body > header, body > footer, [role=banner], [role=contentinfo], body > * > footer';

/** Whole words of a class, an id or a label that mark an advert. "promo" and "banner" are not here: they may be the news. */
const ADVERT =
  /(?:^|[\s_-])(?:ads?|adsense|adsbygoogle|advert|adverts|advertising|advertisement|advertorial|adslot|adunit|adbox|dfp|gpt|sponsor|sponsors|sponsored|taboola|outbrain|doubleclick|publicite|publicité|pub)(?:$|[\s_\d-])/i;
/** Consent tools by the names they give their elements. */
const CONSENT =
  /cookie|consent|gdpr|rgpd|onetrust|didomi|axeptio|tarteaucitron|usercentrics|truste|sp_message|quantcast|klaro|osano|iubenda|\bcky-|\bcmp\b/i;
const CONSENT_WORDS = /cookies?\b|traceurs|consent/i;
const CONSENT_LETTERS = 1500;
const HIDDEN_STYLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/**
 * Takes out of the tree what may change without the page having changed: scripts, adverts, consent banners, and, where
 * no zone was named, the site's frame.
 */
export function removeFurniture($: CheerioAPI, { keepFrame }: { keepFrame: boolean }): void {
  $(UNSEEN).remove();
  if (!keepFrame) $(FRAME).remove();
  const marked = $('[class], [id], [style], [aria-label]').toArray();
  for (const element of marked) if (isAdvert(element) || isConsent($, element)) $(element).remove();
  for (const element of $('[role=dialog], [role=alertdialog], dialog').toArray())
    if (asksConsent($, element)) $(element).remove();
}

const marksOf = ({ attribs }: Element): string => `${attribs.class ?? ''} ${attribs.id ?? ''}`;

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
function isConsent($: CheerioAPI, element: Element): boolean {
  if (!CONSENT.test(marksOf(element)) || /^(?:html|body|main|article)$/.test(element.name)) return false;
  return asksConsent($, element);
}

function asksConsent($: CheerioAPI, element: Element): boolean {
  const text = $(element).text();
  return text.length <= CONSENT_LETTERS && (CONSENT_WORDS.test(text) || text.trim() === '');
}
