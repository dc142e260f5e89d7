import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentHash } from '../domain/model/ids.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../domain/model/units.ts';
import { dayStart, localDay } from '../pipeline/days.ts';

/** One article of config/demo/articles.yaml: its day counts back from the day the demo runs. */
export interface DemoArticle {
  source: string;
  daysAgo: number;
  /** Local time, hh:mm. */
  at: string;
  lang: string;
  title: string;
  summary: string;
  body?: string;
  author?: string;
  slug: string;
  categories?: string[];
}

/** One page of config/demo/pages.yaml, in the versions it had. */
export interface DemoPage {
  path: string;
  versions: { /** Days back from the day the demo runs. */ from: number; html: string }[];
}

/** The invented press on loopback: feeds that hold what was published by now, and the articles themselves. */
export async function demoWeb(
  articles: readonly DemoArticle[],
  timezone: string,
  now: () => Instant,
  pages: readonly DemoPage[] = [],
): Promise<{ url: string; close(): Promise<void> }> {
  const today = localDay(now(), timezone);
  const dated = articles
    .map((article) => ({ article, at: publishedAt(article, today, timezone) }))
    .sort((a, b) => b.at - a.at);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://demo').pathname;
    const [, source = '', file = ''] = path.split('/');
    const published = dated.filter(({ article, at }) => article.source === source && at <= now());
    if (file === 'feed.xml')
      return send(response, 'application/rss+xml', feed(source, published, url), request.headers['if-none-match']);
    const watched = pages.find((each) => `/${each.path}` === path);
    if (watched)
      return send(
        response,
        'text/html',
        versionOf(watched, now() - dayStart(today, timezone)),
        request.headers['if-none-match'],
      );
    const found = published.find(({ article }) => article.slug === file);
    if (!found) return void response.writeHead(404).end();
    send(response, 'text/html', page(found.article));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function publishedAt({ daysAgo, at }: DemoArticle, today: string, timezone: string): Instant {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const noon = dayStart(today, timezone) + 12 * HOUR_MS - daysAgo * DAY_MS;
  return dayStart(localDay(noon, timezone), timezone) + hours * HOUR_MS + minutes * MINUTE_MS;
}

/** The version that was online so long after the start of the demo's day. */
function versionOf({ versions }: DemoPage, sinceToday: number): string {
  const online = versions.filter(({ from }) => -from * DAY_MS <= sinceToday);
  return (online.at(-1) ?? versions[0])?.html ?? '';
}

function send(response: ServerResponse, type: string, body: string, known?: string): void {
  const etag = `"${contentHash(body)}"`;
  if (known === etag) return void response.writeHead(304, { etag }).end();
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, etag }).end(body);
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const paragraphs = (body: string): string =>
  body
    .trim()
    .split(/\n\s*\n/)
    .map((text) => `<p>${escaped(text.trim())}</p>`)
    .join('\n');

function feed(source: string, published: readonly { article: DemoArticle; at: Instant }[], url: string): string {
  const items = published.map(({ article, at }) => {
    const { title, slug, summary, body, author, categories = [] } = article;
    return `<item><title>${escaped(title)}</title><link>${url}/${source}/${slug}</link><guid isPermaLink="false">${slug}</guid><pubDate>${new Date(at).toUTCString()}</pubDate>${author ? `<dc:creator>${escaped(author)}</dc:creator>` : ''}${categories.map((category) => `<category>${escaped(category)}</category>`).join('')}<description>${escaped(summary)}</description>${body ? `<content:encoded>${escaped(paragraphs(body))}</content:encoded>` : ''}<dc:language>${article.lang}</dc:language></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>${source}</title><link>${url}/${source}/</link><description>${source}</description>\n${items.join('\n')}\n</channel></rss>\n`;
}

const page = ({ lang, title, summary, body = '' }: DemoArticle): string =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1><p>${escaped(summary)}</p>${paragraphs(body)}</main></body></html>`;
