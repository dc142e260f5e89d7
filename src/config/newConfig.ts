import { Document } from 'yaml';
import type { FoundWay, SetUp, SetUpActor, Starter } from '../domain/model/setUp.ts';
import { foldText } from '../domain/query/words.ts';
import { newsSearch } from '../domain/sources/platforms.ts';

const HEAD = ` Made by the first steps of Vigie. feeds.example.yaml explains every key; npx vigie config check names every mistake.`;

const WORDS = {
  fr: { prices: 'Prix des concurrents', launches: 'Lancements', press: 'Presse', priced: 'Tarifs de' },
  en: { prices: 'Prices of competitors', launches: 'Launches', press: 'Press', priced: 'Prices of' },
} as const;

/** The feeds.yaml of what a newcomer said: as a person would write it, to be edited by hand from then on. */
export function newConfig(setUp: SetUp, starters: readonly Starter[]): string {
  const { title, language, timezone, minutes, at } = setUp;
  const competitors = withIds(setUp.competitors);
  const taken = starters.filter(({ id }) => setUp.trades.includes(id));
  const document = new Document({
    ...{ title, language, timezone },
    digest: { minutes, cron: `${at % 60} ${Math.floor(at / 60)} * * *` },
    ...(setUp.brand && { brand: actorEntry(setUp.brand) }),
    ...(competitors.length > 0 && { competitors: competitors.map(({ id, actor }) => ({ id, ...actorEntry(actor) })) }),
    ...(taken.length > 0 && { topics: topicsOf(taken, language) }),
    sources: sourcesOf(setUp, competitors, taken),
    ...(competitors.length > 0 && { boards: boardsFor(competitors, language) }),
  });
  document.commentBefore = HEAD;
  return document.toString({ lineWidth: 0 });
}

interface Identified<Named> {
  id: string;
  actor: Named;
}

/** Short names, each once; "brand" is the brand's. */
export function withIds<Named extends { name: string }>(
  actors: readonly Named[],
  known: readonly string[] = [],
): Identified<Named>[] {
  const taken = new Set(['brand', ...known]);
  return actors.map((actor, index) => {
    const short = foldText(actor.name)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40);
    let id = short || `actor-${index + 1}`;
    for (let nth = index + 1; taken.has(id); nth += 1) id = `${short || 'actor'}-${nth}`;
    taken.add(id);
    return { id, actor };
  });
}

/** Its site's name is another spelling of it: not where many share a host, each under a path of their own. */
function actorEntry({ name, aliases, site }: SetUpActor): object {
  const { pathname = '', hostname = '' } = site === undefined ? {} : new URL(site);
  const host = pathname === '/' && !/^[\d.[]/.test(hostname) ? [hostname.replace(/^www\./, '')] : [];
  const all = [...new Set([...aliases, ...host])].filter((alias) => alias !== name);
  return { name, ...(all.length > 0 && { aliases: all }), ...(site !== undefined && { site }) };
}

/** A topic that two trades share stands once. */
function topicsOf(starters: readonly Starter[], language: 'fr' | 'en'): object[] {
  const topics = new Map(starters.flatMap((each) => each.topics).map((topic) => [topic.id, topic]));
  return [...topics.values()].map(({ id, name, query }) => ({ id, name: name[language], query }));
}

/** Each address once: the first that names it decides. */
function sourcesOf(
  setUp: SetUp,
  competitors: readonly Identified<SetUpActor>[],
  starters: readonly Starter[],
): object[] {
  const entries = [
    ...competitors.flatMap(({ id, actor }) => actor.follow.map((way) => wayEntry(way, id))),
    ...(setUp.brand?.follow ?? []).map((way) => wayEntry(way)),
    ...(setUp.hasPress ? pressOf(setUp, competitors) : []),
    ...starters
      .flatMap((each) => each.sources)
      .filter(({ lang }) => setUp.readIn.includes(lang))
      .map(({ feed, name, weight, tags }) => ({ feed, name, ...(weight !== undefined && { weight }), tags })),
    ...setUp.addresses.map((feed) => ({ feed })),
  ];
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const address = new URL(String(Object.values(entry)[0])).href;
    return !seen.has(address) && seen.add(address);
  });
}

const wayEntry = ({ kind, url, title }: FoundWay, competitor?: string) => ({
  [kind]: url,
  ...(title !== '' && { name: title.slice(0, 120) }),
  ...(competitor !== undefined && { competitor }),
});

/** What newspapers say of each actor, in the languages one reads. */
function pressOf({ brand, readIn, language }: SetUp, competitors: readonly Identified<SetUpActor>[]): object[] {
  const names = [...(brand ? [brand.name] : []), ...competitors.map(({ actor }) => actor.name)];
  return names.flatMap((name) =>
    readIn.map((each) => ({
      feed: newsSearch(`"${name}"`, each),
      name: `${WORDS[language].press}: ${name.slice(0, 100)} (${each})`,
      tags: ['mentions'],
    })),
  );
}

function boardsFor(competitors: readonly Identified<SetUpActor>[], language: 'fr' | 'en'): object[] {
  const of = `competitor:(${competitors.map(({ id }) => id).join(' OR ')})`;
  const { prices, launches } = WORDS[language];
  return [
    { id: 'prix', name: prices, query: `event:pricing ${of}` },
    { id: 'lancements', name: launches, query: `(event:launch OR event:feature) ${of}` },
  ];
}
