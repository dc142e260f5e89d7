// Stored items made up by a seed, put into a store directly: what a sweep would leave, without the sweep.
import { contentHash, itemId } from '../dist/src/domain/model/ids.js';
import { hostOf } from './feeds.mjs';
import { article, capital, phrase, seeded, title } from './text.mjs';

const ITEMS_PER_TRANSACTION = 1000;
/** Part of the items that tell a story another item told first. */
const RETOLD = 0.25;

export const sourceUrls = (count) => Array.from({ length: count }, (_, at) => `http://${hostOf(at)}/f/${at}.xml`);

/**
 * Inserts `count` items spread evenly over the time before `now`.
 * @param watch the actors and topics that some of them carry
 */
export async function insertItems(store, watch, { count, now, spanMs }) {
  const sources = (await store.sources.list()).map(({ source }) => source);
  let last;
  for (let from = 0; from < count; from += ITEMS_PER_TRANSACTION) {
    const size = Math.min(ITEMS_PER_TRANSACTION, count - from);
    const items = Array.from({ length: size }, (_, index) => {
      const serial = from + index;
      const item = storedItem(
        serial,
        sources[(serial * 7919) % sources.length],
        watch,
        now - Math.floor(((count - serial) / count) * spanMs),
      );
      last = last && seeded(serial)() < RETOLD ? { ...item, storyId: last.storyId } : item;
      return last;
    });
    await store.transaction(async (tx) => tx.items.insert(items, await tx.outbox.takeRevisions(size)));
  }
}

function storedItem(serial, source, { actors, topics }, at) {
  const random = seeded(serial * 31 + 5);
  const language = serial % 2 === 0 ? 'fr' : 'en';
  const html = article(random, language, 60 + Math.floor(-Math.log(1 - random() * 0.98) * 60), `${source.url}/`);
  const text = html.replace(/<[^>]+>/g, '');
  const id = itemId(source.id, String(serial));
  const some = (list, chance) =>
    random() < chance ? [{ id: list[Math.floor(random() * list.length)].id, words: [], inTitle: random() < 0.3 }] : [];
  return {
    id,
    sourceId: source.id,
    storyId: id,
    url: `${source.url.slice(0, source.url.indexOf('/f/'))}/a/${serial}`,
    title: title(random, language),
    text,
    summary: text.slice(0, 300),
    html,
    author: `${capital(phrase(random, language, 1))} ${capital(phrase(random, language, 1))}`,
    publishedAt: at,
    seenAt: at + 60_000,
    language,
    categories: [phrase(random, language, 1)],
    enclosures: [],
    words: Math.round(text.length / 6),
    readingMinutes: 1 + Math.floor(random() * 6),
    contentHash: contentHash(html),
    topics: some(topics, 0.3),
    actors: some(actors, 0.1),
    firstSweep: false,
  };
}
