import { never } from '../errors.ts';
import { decodeText } from '../parse/charset.ts';
import { parseFeed } from '../parse/feed.ts';
import { feedLinks } from './discover.ts';
import { guardPage } from './guardPage.ts';
import { hintsOf } from './hints.ts';
import type { Document, RawReading } from './read.ts';
import { feedTitle } from './titles.ts';

/** A feed in any of its formats; a page in its place is searched for the feed it announces. */
export async function readFeed({ source, body, contentType, finalUrl, link }: Document): Promise<RawReading> {
  const outcome = await parseFeed(body, contentType, finalUrl);
  switch (outcome.kind) {
    case 'feed': {
      const { language, items } = outcome.feed;
      const hints = hintsOf(outcome.feed, link, finalUrl);
      const title = feedTitle(outcome.feed.title ?? '');
      return {
        kind: 'entries',
        entries: items,
        memory: {
          hints,
          ...(title && { feedTitle: title }),
          ...(language !== undefined && { feedLanguage: language }),
        },
      };
    }
    case 'html-instead-of-feed': {
      const html = decodeText(body, contentType);
      const guard = guardPage(html, finalUrl, source.url);
      if (guard) return { kind: 'problem', problem: guard };
      const feeds = feedLinks(html, finalUrl);
      return feeds.length > 0
        ? { kind: 'discovered', feeds }
        : { kind: 'problem', problem: { kind: 'html-instead-of-feed', params: {} } };
    }
    case 'empty':
      return { kind: 'problem', problem: { kind: 'empty', params: {} } };
    case 'not-a-feed':
      return { kind: 'problem', problem: { kind: 'not-a-feed', params: { found: outcome.root } } };
    case 'unreadable': {
      const { detail, line = 0, column = 0 } = outcome;
      return { kind: 'problem', problem: { kind: 'unreadable', params: { detail, line, column } } };
    }
    default:
      return never(outcome);
  }
}
