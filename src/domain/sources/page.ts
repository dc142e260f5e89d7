import { load } from 'cheerio';
import { textOf } from '../normalise/nodeText.ts';
import { suggestSelector } from '../pages/rebuilt.ts';
import { watchPage } from '../pages/watch.ts';
import { readZone } from '../pages/zone.ts';
import { decodeText } from '../parse/charset.ts';
import { guardPage } from './guardPage.ts';
import type { Document, RawReading } from './read.ts';
import { pageTitle } from './titles.ts';

/** Where a page's title and language stand, at most. */
const HEAD_LETTERS = 200_000;

/** A watched page: its zone compared with what was told last. The first reading is remembered and makes no item. */
export function readPage(document: Document): RawReading {
  const { source, body, contentType, finalUrl, memory, now, language } = document;
  const html = decodeText(body, contentType);
  const guard = guardPage(html, finalUrl, source.url);
  if (guard) return { kind: 'problem', problem: guard };
  const { select, ignore } = source;
  const zone = readZone(html, { ignore, ...(select !== undefined && { select }) });
  if (zone.lines.length === 0)
    return { kind: 'problem', problem: emptyProblem(html, document, zone.matches), page: html };
  const { entries, page, version, unsettled, remarks } = watchPage(memory.page, zone, {
    source,
    url: finalUrl,
    now,
    language,
  });
  const $ = load(html.slice(0, HEAD_LETTERS).split(/<body[\s>]/i, 1)[0] ?? '');
  const title = pageTitle($);
  const pageLanguage = $('html').attr('lang');
  return {
    kind: 'entries',
    entries,
    memory: { page, remarks, ...(title && { feedTitle: title }), ...(pageLanguage && { feedLanguage: pageLanguage }) },
    ...(version && { version: { ...version, html } }),
    ...(unsettled && { unsettled }),
  };
}

function emptyProblem(html: string, { source, memory, now }: Document, matches: number): ReturnType<typeof problem> {
  const $ = load(html);
  const scripts = $('script').length;
  const letters = textOf($('body')[0]).trim().length;
  if (letters < BARE_LETTERS && scripts > 0) return problem('needs-javascript', { letters });
  if (source.select === undefined || letters === 0) return problem('empty', {});
  const suggestion = matches === 0 && memory.page ? suggestSelector(html, memory.page.lines, now) : undefined;
  return problem('selector-not-found', { selector: source.select, ...(suggestion !== undefined && { suggestion }) });
}

/** A page that says less than a sentence until its scripts have run. */
const BARE_LETTERS = 200;

const problem = (
  kind: 'needs-javascript' | 'empty' | 'selector-not-found',
  params: Record<string, string | number>,
) => ({
  kind,
  params,
});
