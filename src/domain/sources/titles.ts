import type { CheerioAPI } from 'cheerio';
import { plainLine, readableLine } from '../normalise/html.ts';
import { textOf } from '../normalise/nodeText.ts';

/** Letters of a source's own title that are read, and kept. */
const MAX_READ = 2000;
const MAX_KEPT = 120;

/** What a feed calls itself, as it is kept and shown; markup and entities may stand in it. */
export const feedTitle = (html: string): string => readableLine(html.slice(0, MAX_READ)).slice(0, MAX_KEPT);

/** What a page calls itself, as it is kept and shown. */
export const pageTitle = ($: CheerioAPI): string => plainLine(textOf($('title')[0], MAX_READ)).slice(0, MAX_KEPT);
