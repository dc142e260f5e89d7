import { Parser } from 'htmlparser2';

/** A feed of a subscription list; the folders above it are its tags. */
export interface OpmlFeed {
  url: string;
  title?: string;
  tags: string[];
}

export interface OpmlReading {
  feeds: OpmlFeed[];
  /** Outlines that name something that is no web address. */
  refused: string[];
}

const MAX_FEEDS = 10_000;
const MAX_FOLDERS = 8;

/** Reads a subscription list as far as it goes; undefined when there is no OPML in it. */
export function parseOpml(xml: string): OpmlReading | undefined {
  const folders: (string | undefined)[] = [];
  const reading: OpmlReading = { feeds: [], refused: [] };
  let isOpml = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        isOpml ||= name === 'opml' || name === 'outline';
        if (name !== 'outline') return;
        const { xmlurl, text, title, category = '' } = attributes;
        const label = (title || text || '').trim();
        if (xmlurl !== undefined)
          addFeed(reading, xmlurl.trim(), label, [
            ...folders.filter((folder) => folder !== undefined),
            ...category.split(','),
          ]);
        folders.push(xmlurl === undefined && label !== '' && folders.length < MAX_FOLDERS ? label : undefined);
      },
      onclosetag(name) {
        if (name === 'outline') folders.pop();
      },
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: true },
  );
  parser.end(xml);
  return isOpml ? reading : undefined;
}

function addFeed({ feeds, refused }: OpmlReading, url: string, title: string, labels: string[]): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    refused.push(url || title);
    return;
  }
  const href = new URL(url).href;
  if (feeds.length >= MAX_FEEDS || feeds.some((feed) => feed.url === href)) return;
  const tags = [...new Set(labels.map((label) => label.replace(/^\/+|\/+$/g, '').trim()).filter(Boolean))];
  feeds.push({ url: href, tags, ...(title && { title }) });
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The inverse: a list any reader imports. */
export function writeOpml(title: string, feeds: readonly OpmlFeed[]): string {
  const outline = ({ url, title: label = url, tags }: OpmlFeed) =>
    `    <outline type="rss" text="${escaped(label)}" title="${escaped(label)}" xmlUrl="${escaped(url)}"${tags.length > 0 ? ` category="${escaped(tags.join(','))}"` : ''}/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>${escaped(title)}</title></head>\n  <body>\n${feeds.map(outline).join('\n')}\n  </body>\n</opml>\n`;
}
