import { Feed } from 'feed';

export const FEED_FORMATS = ['atom', 'rss', 'json'] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

export const FEED_TYPES: Record<FeedFormat, string> = {
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

export interface FeedOut {
  title: string;
  description: string;
  language: string;
  /** Page of the same. */
  link: string;
  /** Where the feed was asked, without its token. */
  self: string;
  items: readonly {
    id: string;
    title: string;
    url: string;
    /** Plain text: a short extract, and what the team says of it. */
    text: string;
    source: string;
    at: number;
  }[];
}

/** The same stories in the form a feed reader asks for. Texts are plain: whatever looks like markup is shown, not run. */
export function feedOut({ title, description, language, link, self, items }: FeedOut, format: FeedFormat): string {
  const feed = new Feed({
    ...{ title: sound(title), description: sound(description), language, id: link, link, copyright: '' },
    updated: new Date(Math.max(0, ...items.map(({ at }) => at))),
    generator: 'Vigie',
    feedLinks: { [format]: self },
  });
  for (const { id, title: heading, url, text, source, at } of items)
    feed.addItem({
      ...{ id: `urn:vigie:story:${id}`, link: url, date: new Date(at) },
      title: format === 'json' ? sound(heading) : escaped(heading),
      description: escaped(text),
      author: [{ name: sound(source) }],
    });
  return format === 'atom' ? feed.atom1() : format === 'rss' ? feed.rss2() : feed.json1();
}

/** What XML 1.0 cannot hold, not even escaped. */
const UNSOUND = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const sound = (text: string): string => text.replace(UNSOUND, '');

/** Feed readers take titles and descriptions for HTML. */
const escaped = (text: string): string =>
  sound(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>');
