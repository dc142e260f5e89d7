import type { Source } from '../../src/domain/model/source.ts';
import { body } from './fixtureServer.ts';
import { type Survived, survivesAnswer } from './ordeal.ts';

export const html = (inside: string, title = 'Hostile') =>
  `<!doctype html><html lang="fr"><head><title>${title}</title></head><body>${inside}</body></html>`;
export const ARTICLE =
  '<article><h2>Une nouvelle</h2><a href="/une">lire</a><time datetime="2026-11-23">hier</time><p>Un mot.</p></article>';
export const sitemap = (inside: string, prolog = '<?xml version="1.0"?>') =>
  `${prolog}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inside}</urlset>`;
export const SITE_URL = '<url><loc>https://hostile.example/une-nouvelle</loc><lastmod>2026-11-23</lastmod></url>';

/** A page is asked twice: only what changed in between makes an item. */
export const page = (
  first: string,
  second: string,
  source: Partial<Source> = {},
  killAfterMs = 15_000,
): Promise<Survived> =>
  survivesAnswer(
    [first, second].map((content) => body(content, { 'content-type': 'text/html' })),
    { sweeps: 2, source: { kind: 'page', ...source }, killAfterMs },
  );
export const list = (content: string, source: Partial<Source> = {}, killAfterMs = 15_000): Promise<Survived> =>
  survivesAnswer(body(content, { 'content-type': 'text/html' }), {
    source: { kind: 'list', item: 'article', ...source },
    killAfterMs,
  });
export const map = (content: string, source: Partial<Source> = {}, killAfterMs = 15_000): Promise<Survived> =>
  survivesAnswer(body(content, { 'content-type': 'application/xml' }), {
    source: { kind: 'sitemap', ...source },
    killAfterMs,
  });

/** Read, or refused in plain words: nobody honest nests so deep. */
export const PLAIN: unknown[] = [
  0,
  1,
  'too-slow-to-read',
  'too-large',
  'unreadable',
  'not-a-feed',
  'empty',
  'selector-not-found',
];
