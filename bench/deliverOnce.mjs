// Alerts and digests over a store filled for them, in a process of its own:
//   node deliverOnce.mjs <folder> <alerts> <arrivals> <subscribers>
import { catalog } from '../dist/src/domain/query/catalog.js';
import { alertMatcher, matchArrivals } from '../dist/src/pipeline/alerts.js';
import { queryClock } from '../dist/src/pipeline/days.js';
import { edition } from '../dist/src/pipeline/digest.js';
import { planDeliveries } from '../dist/src/pipeline/subscriptions.js';
import { goUrl } from '../dist/src/server/going.js';
import { openApp, writeConfig } from './app.mjs';
import { insertItems, sourceUrls } from './items.mjs';
import { measured } from './measure.mjs';
import { phrase, seeded } from './text.mjs';

const [folder, alerts, arrivals, subscribers] = process.argv
  .slice(2)
  .map((each, at) => (at === 0 ? each : Number(each)));
const DAY_MS = 24 * 3_600_000;
const TELLING_LETTERS = 7;
/** Share of the alerts that the floor asks one by one. */
const ASKED = 1 / 100;
const now = Date.now();

writeConfig(
  folder,
  sourceUrls(300).map((feed) => ({ feed })),
);
const app = await openApp(folder);
const { store, watch } = app.deps;
const random = seeded(42);
/** A word that tells: nobody sets an alert on "the". */
const telling = (language) => {
  for (;;) {
    const word = phrase(random, language, 1);
    if (word.length >= TELLING_LETTERS) return word;
  }
};
/** As people write them: a word, a phrase, a name with a condition, an alternative. */
const queryOf = (at) => {
  const language = at % 2 === 0 ? 'fr' : 'en';
  const words = (count) => Array.from({ length: count }, () => telling(language)).join(' ');
  const forms = [
    () => words(1),
    () => `"${words(2)}"`,
    () => `${words(1)} ${words(1)}`,
    () => `${words(1)} OR ${words(1)} OR ${words(1)}`,
    () => `${words(1)} -${words(1)}`,
    () => `${words(1)} NEAR/5 ${words(1)}`,
  ];
  return forms[at % forms.length]();
};
const queries = Array.from({ length: alerts }, (_, at) => ({
  query: queryOf(at),
  wakes: true,
  subscriptions: [`a${at}`],
}));
const subscription = (id, subject, rhythm) => ({
  ...{ id, channel: 'mail', address: `${id}@exemple.fr`, subject, language: 'fr', timezone: 'Europe/Paris' },
  schedule: { rhythm, minute: 0, weekday: 1, mostPerDay: 3 },
  ...{ state: 'active', createdBy: 'owner', createdAt: now - DAY_MS, plannedAt: now - DAY_MS, refusals: 0 },
});
await store.transaction(async (tx) => {
  for (const [at, { query }] of queries.entries())
    await tx.subscriptions.save(subscription(`a${at}`, { kind: 'query', query, name: query }, 'each'));
});
await matchArrivals(app.deps);
await insertItems(store, watch, { count: arrivals, now: now - 120_000, spanMs: DAY_MS });
const matching = await measured(() => matchArrivals(app.deps));

// The floor: some of the alerts, each asked of every item.
const names = catalog(watch.actors, watch.topics, await store.sources.names());
const clock = queryClock(now, watch.timezone);
const plain = queries.slice(0, alerts * ASKED).map((query) => alertMatcher([query], names, clock));
const { items } = await store.outbox.changesAfter(0, arrivals);
const asking = await measured(async () => {
  for (const item of items) for (const match of plain) match(item, []);
});

await store.transaction(async (tx) => {
  for (const { id } of await tx.subscriptions.list()) await tx.subscriptions.remove(id);
  for (let at = 0; at < subscribers; at += 1)
    await tx.subscriptions.save(subscription(`d${at}`, { kind: 'digest' }, 'daily'));
});
await edition({}, app.deps);
const addresses = {
  goUrl: (target) => goUrl('https://veille.exemple', target, 'a secret of the bench'),
  baseUrl: 'https://veille.exemple',
  unsubscribeUrl: (id) => `https://veille.exemple/unsubscribe/${id}`,
};
const digests = await measured(() => planDeliveries(app.deps, addresses));
const [first] = await store.deliveries.list(1);
await app.close();
if (digests.result !== subscribers) throw new Error(`${digests.result} digests were made`);
console.log(
  JSON.stringify({
    matched: matching.result,
    ...{
      matchCpu: matching.cpu,
      matchWall: matching.wall,
      plainCpu: asking.cpu / ASKED,
      plainWall: asking.wall / ASKED,
    },
    ...{ digestCpu: digests.cpu, digestWall: digests.wall, mailKb: first.payload.length / 1000 },
  }),
);
