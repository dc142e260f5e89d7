// Synthetic feeds: feed i has the same words in every run. Two thirds are RSS 2.0, one third Atom; half French, half English.
import { article, capital, phrase, seeded, title } from './text.mjs';

const HOUR_MS = 3_600_000;

/** An address of its own for every feed: 127.0.1.1 to 127.0.x.200. */
export const hostOf = (feed) => `127.0.${1 + Math.floor(feed / 200)}.${1 + (feed % 200)}`;

const languageOf = (feed) => (feed % 2 === 0 ? 'fr' : 'en');
/** One feed in ten says nothing of its language, as in the wild. */
const declares = (feed) => feed % 10 !== 9;

/** One entry of a feed; `serial` grows with time. */
export function entryOf(feed, serial, at, port) {
  const random = seeded(feed * 100_003 + serial * 31 + 1);
  const language = languageOf(feed);
  const base = `http://${hostOf(feed)}:${port}/`;
  const link = `${base}a/${feed}/${serial}-${phrase(random, language, 4).replace(/[^a-z]+/gi, '-')}`;
  return {
    link,
    guid: random() < 0.5 ? link : `tag:bench.example,2026:f${feed}/i${serial}`,
    title: title(random, language),
    author: `${capital(phrase(random, language, 1))} ${capital(phrase(random, language, 1))}`,
    categories: Array.from({ length: 1 + Math.floor(random() * 3) }, () => phrase(random, language, 1)),
    summary: article(random, language, 50 + Math.floor(-Math.log(1 - random() * 0.98) * 50), base),
    rest: random() < 0.2 ? article(random, language, 90, base) : '',
    enclosure: random() < 0.05 ? `${base}e/${serial}.mp3` : undefined,
    at,
  };
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const rssItem = ({ title, link, guid, at, author, categories, summary, rest, enclosure }) => `<item>
<title>${escaped(title)}</title><link>${escaped(link)}</link><guid isPermaLink="${guid === link}">${escaped(guid)}</guid>
<pubDate>${new Date(at).toUTCString()}</pubDate><dc:creator>${escaped(author)}</dc:creator>
${categories.map((category) => `<category>${escaped(category)}</category>`).join('')}
<description><![CDATA[${summary}]]></description>
${rest && `<content:encoded><![CDATA[${summary}\n${rest}]]></content:encoded>`}
${enclosure ? `<enclosure url="${enclosure}" length="1234567" type="audio/mpeg"/>` : ''}</item>`;

const atomEntry = ({ title, link, guid, at, author, categories, summary, rest }) => `<entry>
<id>${escaped(guid)}</id><title>${escaped(title)}</title><link rel="alternate" type="text/html" href="${escaped(link)}"/>
<published>${new Date(at).toISOString()}</published><updated>${new Date(at).toISOString()}</updated>
<author><name>${escaped(author)}</name></author>${categories.map((category) => `<category term="${escaped(category)}"/>`).join('')}
<content type="html">${escaped(`${summary}\n${rest}`)}</content></entry>`;

/** The document of a feed: its text and type. */
export function documentOf(feed, entries, port) {
  const site = `http://${hostOf(feed)}:${port}/`;
  const language = languageOf(feed);
  const name = `${capital(phrase(seeded(feed + 1), language, 3))} ${feed}`;
  if (feed % 3 === 2) {
    const lang = declares(feed) ? ` xml:lang="${language}"` : '';
    const head = `<title>${escaped(name)}</title><id>${site}</id><link href="${site}"/><link rel="self" href="${site}f/${feed}.xml"/><updated>${new Date(entries[0].at).toISOString()}</updated>`;
    return {
      type: 'application/atom+xml; charset=utf-8',
      text: `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"${lang}>${head}\n${entries.map(atomEntry).join('\n')}\n</feed>\n`,
    };
  }
  const spaces =
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"';
  const lang = declares(feed) ? `<language>${language}</language>` : '';
  const head = `<title>${escaped(name)}</title><link>${site}</link><atom:link rel="self" href="${site}f/${feed}.xml"/><description>${escaped(name)}</description>${lang}`;
  return {
    type: 'application/rss+xml; charset=utf-8',
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" ${spaces}><channel>${head}\n${entries.map(rssItem).join('\n')}\n</channel></rss>\n`,
  };
}

/** When entry `serial` of the first `count` came out: five hours apart, the last an hour before `start`. */
export const publishedAt = (serial, count, start) => start - HOUR_MS - (count - serial) * 5 * HOUR_MS;
