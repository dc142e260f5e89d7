import { Document, type Scalar, type YAMLMap } from 'yaml';
import type { FoundWay, SetUp, SetUpActor, Starter } from '../domain/model/setUp.ts';
import { foldText } from '../domain/query/words.ts';
import { newsSearch } from '../domain/sources/platforms.ts';

const WORDS = {
  fr: { prices: 'Prix des concurrents', launches: 'Lancements', press: 'Presse' },
  en: { prices: 'Prices of competitors', launches: 'Launches', press: 'Press' },
} as const;

/** What stands above each block, for who edits the file by hand. */
const COMMENTS = {
  fr: {
    head: 'Écrit par les premiers pas de Vigie. feeds.example.yaml explique chaque clé ; « npx vigie config check » nomme chaque faute.',
    digest:
      'La revue : son budget en minutes de lecture, et quand elle est faite (minute heure jour mois jour-de-semaine).',
    brand: 'Vous : ce qu’on dit de vous a sa propre partie dans la revue.',
    competitors:
      'Ceux que vous suivez. aliases : comment on les écrit aussi ; not : les expressions qui portent le nom sans être eux.',
    topics: 'Ce que vous suivez par des mots : une requête chacun, comme dans la recherche.',
    sources: 'Flux, pages, plans de site et listes. every : tous les combien ; sans lui, à leur propre rythme.',
    boards: 'Les tableaux que l’équipe partage : une requête leur propose des histoires, on garde les bonnes.',
  },
  en: {
    head: 'Written by the first steps of Vigie. feeds.example.yaml explains every key; "npx vigie config check" names every mistake.',
    digest: 'The digest: its budget in minutes of reading, and when it is made (minute hour day month weekday).',
    brand: 'You: what is said of you has its own part of the digest.',
    competitors:
      'Those you follow. aliases: how else they are written; not: expressions that hold the name without being them.',
    topics: 'What you follow by words: a query each, as in the search box.',
    sources: 'Feeds, pages, sitemaps and lists. every: how often; without it, at their own rhythm.',
    boards: 'Boards the team shares: a query proposes stories to them, you keep the good ones.',
  },
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
  explain(document, COMMENTS[language]);
  return document.toString({ lineWidth: 0 });
}

function explain(document: Document, { head, ...comments }: (typeof COMMENTS)['fr' | 'en']): void {
  document.commentBefore = ` ${head}`;
  for (const { key } of (document.contents as YAMLMap<Scalar<string>>).items) {
    const comment = comments[key.value as keyof typeof comments];
    if (comment !== undefined) Object.assign(key, { commentBefore: ` ${comment}`, spaceBefore: true });
  }
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
    const short = shortName(actor.name);
    let id = short || `actor-${index + 1}`;
    for (let nth = index + 1; taken.has(id); nth += 1) id = `${short || 'actor'}-${nth}`;
    taken.add(id);
    return { id, actor };
  });
}

const shortName = (name: string): string =>
  foldText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);

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
  return [...topics.values()].map(({ name, query }) => ({
    ...{ id: shortName(name[language]), name: name[language] },
    query,
  }));
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
    { id: shortName(prices), name: prices, query: `event:pricing ${of}` },
    { id: shortName(launches), name: launches, query: `(event:launch OR event:feature) ${of}` },
  ];
}
