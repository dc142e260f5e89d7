import type { EnrichedItem, Item, Match } from '../model/item.ts';
import type { Actor, Topic } from '../model/watch.ts';
import type { QueryClock, QueryNode } from '../query/ast.ts';
import { NO_FACTS, type QueryDocument, queryDocument, type Region, rawWordAt, regionAt } from '../query/document.ts';
import { matchQuery, type Scope, type Span, spansOf } from '../query/match.ts';
import { parseRule } from '../query/parse.ts';
import { type Catalog, domainsOf, type Facts, type ResolvedNode, resolve } from '../query/resolve.ts';
import { ruleIndex } from '../query/ruleIndex.ts';
import { foldText } from '../query/words.ts';
import { eventValues, type Judgement, judge, type Lexicons, type Mention } from './judge.ts';

/** What an item's own source says about it. */
export interface SourceFacts {
  id: string;
  name: string;
  tags: string[];
  /** The competitor whose own feed or page this is. */
  competitor?: string;
}

export type Tagger = (item: Item, source: SourceFacts) => EnrichedItem;

interface ActorRule {
  id: string;
  aliases: { type: 'or'; nodes: AliasNode[] };
  exclusions: AliasNode[];
}
interface TopicRule {
  id: string;
  query: ResolvedNode;
}
type AliasNode = Extract<QueryNode, { type: 'word' | 'phrase' }>;

/** Words of proof kept for each match: enough to convince, too few to weigh on the store. */
const MAX_PROOF = 6;
/** Places of one name that are looked at: a text that repeats it further proves nothing more. */
const MAX_SPANS = 1000;
/** Words from which on a span is shown by its ends. */
const LONG_SPAN = 4;

/** Prepares the watch list once; the tagger then finds the actors and topics of any item in one pass over its words. */
export function tagger(
  actors: readonly Actor[],
  topics: readonly Topic[],
  catalog: Catalog,
  clock: QueryClock,
  lexicons: Lexicons,
): Tagger {
  const actorRules = ruleIndex(actors.map(actorRule), (rule) => rule.aliases);
  const topicRules = ruleIndex(
    topics.map(({ id, query }): TopicRule => ({ id, query: resolve(parseRule(query), catalog, clock) })),
    (rule) => rule.query,
  );
  return (item, source) => {
    const document = queryDocument(item.title, [item.text, ...item.categories].join('\n'), item.url);
    const named = [...actorRules.candidates(document)].flatMap((rule) => namedBy(rule, document));
    const tagged = withSourceActor(
      named.map(({ match }) => match),
      source,
    );
    const judged = judge(
      item,
      named.map(({ places }) => places),
      source.competitor,
      lexicons,
    );
    document.facts = factsOf(item, source, tagged, judged);
    const matched = [...topicRules.candidates(document)].flatMap(({ id, query }) => {
      const spans = matchQuery(query, document);
      return spans ? [proofOf(id, spans, document)] : [];
    });
    return { ...item, ...judged, actors: byId(tagged), topics: byId(matched) };
  };
}

const byId = (matches: Match[]): Match[] => matches.sort((a, b) => (a.id < b.id ? -1 : 1));

function actorRule({ id, name, aliases, not }: Actor): ActorRule {
  const spellings = aliases.some((alias) => alias === `=${name}`) ? aliases : [name, ...aliases];
  return { id, aliases: { type: 'or', nodes: spellings.map(aliasQuery) }, exclusions: not.map(aliasQuery) };
}

/** An alias is a phrase; `=Buffer` counts case. Names such as "M&S" or "AT&T" read as their words in a row. */
export const aliasQuery = (alias: string): AliasNode => {
  const exact = alias.startsWith('=');
  return parseRule(`${exact ? '=' : ''}"${(exact ? alias.slice(1) : alias).replaceAll('"', ' ')}"`) as AliasNode;
};

/** A mention is an alias outside every exclusion, in the title, the text or the URL. */
function namedBy(rule: ActorRule, document: QueryDocument): { match: Match; places: Mention }[] {
  const everywhere: Scope = { from: 0, to: document.url.end };
  const excluded = rule.exclusions.flatMap((node) => spansOf(node, document, everywhere)).slice(0, MAX_SPANS);
  const named = spansOf(rule.aliases, document, everywhere).slice(0, MAX_SPANS);
  const spans = named.filter(
    (span) => !isPublisher(span, document) && !excluded.some((other) => overlaps(span, other)),
  );
  if (spans.length === 0) return [];
  return [{ match: proofOf(rule.id, spans, document), places: placesOf(rule.id, spans, document) }];
}

/** Where the spans stand, in letters. */
function placesOf(id: string, spans: readonly Span[], { title, text }: QueryDocument): Mention {
  const within = ({ words, offset, end }: Region): [number, number][] =>
    spans
      .filter(([start]) => start >= offset && start < end)
      .map(([start, last]) => [words.starts[start - offset] ?? 0, words.ends[last - offset] ?? 0]);
  return { id, inTitle: within(title), inText: within(text).slice(0, 1) };
}

/** A bare name in the host says who publishes: news.google.com is not about Google. An alias "buffer.com" means the host. */
const isPublisher = ([start, end]: Span, { url, hostEnd }: QueryDocument): boolean =>
  start >= url.offset && start < hostEnd && start === end;

const overlaps = (a: Span, b: Span): boolean => a[0] <= b[1] && b[0] <= a[1];

function proofOf(id: string, spans: readonly Span[], document: QueryDocument): Match {
  // "Velmoka" and the "velmoka" of its address are one proof.
  const words = new Map<string, string>();
  for (const [start, end] of spans) {
    if (words.size >= MAX_PROOF) break;
    const raw = rawBetween(document, start, end);
    const key = foldText(raw);
    if (!words.has(key)) words.set(key, raw);
  }
  return { id, words: [...words.values()], inTitle: spans.some(([start]) => start < document.title.end) };
}

function rawBetween(document: QueryDocument, start: number, end: number): string {
  const { words, offset } = regionAt(document, start);
  if (end - start < LONG_SPAN) return words.raw.slice(words.starts[start - offset], words.ends[end - offset]);
  // Words found near each other: what stands between them proves nothing.
  return `${rawWordAt(document, start)} … ${rawWordAt(document, end)}`;
}

/** What a competitor publishes itself is about it, whether or not it names itself. */
function withSourceActor(found: Match[], { competitor }: SourceFacts): Match[] {
  if (!competitor || found.some(({ id }) => id === competitor)) return found;
  return [...found, { id: competitor, words: [], inTitle: false }];
}

const factsOf = (item: Item, source: SourceFacts, actors: readonly Match[], { event, tone }: Judgement): Facts => ({
  ...NO_FACTS,
  id: [item.id],
  source: [source.id],
  competitor: actors.map(({ id }) => id),
  event: eventValues(event),
  tone: tone ? [tone.tone] : [],
  lang: [item.language],
  tag: [...source.tags, ...item.categories].map(foldText),
  author: foldText(item.author ?? ''),
  host: domainsOf(item.url),
  at: item.publishedAt ?? item.seenAt,
});
