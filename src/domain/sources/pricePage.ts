import { load } from 'cheerio';
import { MAX_URL } from '../normalise/url.ts';

/** How sites of the trade call the page of their prices, in a link's words or in the last part of its address. */
const WORDS =
  /^(?:(?:our|see|nos|voir les)\s+)?(?:pricing|prices|plans(?:\s*(?:&|and)\s*pricing)?|tarifs?|nos offres|prix|abonnements)$/i;
const PATH = /\/(?:pricing|prices|plans|tarifs?|prix)\/?$/i;

/** The page of a site where its prices stand, by its links; undefined when none says so. */
export function pricePageOf(html: string, pageUrl: string): string | undefined {
  const $ = load(html);
  const host = (url: URL) => url.hostname.replace(/^www\./, '');
  for (const link of $('a[href]').toArray()) {
    const href = link.attribs.href ?? '';
    if (href.length > MAX_URL || !URL.canParse(href, pageUrl)) continue;
    const url = new URL(href, pageUrl);
    if (!/^https?:$/.test(url.protocol) || host(url) !== host(new URL(pageUrl))) continue;
    const words = $(link).text().replace(/\s+/g, ' ').trim();
    if (!PATH.test(url.pathname) && !(words.length < 40 && WORDS.test(words))) continue;
    url.hash = '';
    url.search = '';
    return url.href;
  }
  return undefined;
}
