import type { EnrichedItem, Item, Match } from '../model/item.ts';
import type { Actor, Topic } from '../model/watch.ts';
import type { QueryClock } from '../query/ast.ts';
import { NO_FACTS, queryDocument } from '../query/document.ts';
import { matchQuery } from '../query/match.ts';
import { parseRule } from '../query/parse.ts';
import { type Catalog, domainsOf, type Facts, type ResolvedNode, resolve } from '../query/resolve.ts';
import { ruleIndex } from '../query/ruleIndex.ts';
import { foldText } from '../query/words.ts';
import { actorFinder } from './actors.ts';
import { eventValues, type Judgement, judge, type Lexicons, lexiconFor } from './judge.ts';
import { proofOf } from './proof.ts';

/** What an item's own source says about it. */
export interface SourceFacts {
  id: string;
  name: string;
  tags: string[];
  /** The competitor whose own feed or page this is. */
  competitor?: string;
}

export type Tagger = (item: Item, source: SourceFacts) => EnrichedItem;

interface TopicRule {
  id: string;
  query: ResolvedNode;
}
/** Prepares the watch list once; the tagger then finds the actors and topics of any item in one pass over its words. */
export function tagger(
  actors: readonly Actor[],
  topics: readonly Topic[],
  catalog: Catalog,
  clock: QueryClock,
  lexicons: Lexicons,
): Tagger {
  const actorsIn = actorFinder(actors);
  const topicRules = ruleIndex(
    topics.map(({ id, query }): TopicRule => ({ id, query: resolve(parseRule(query), catalog, clock) })),
    (rule) => rule.query,
  );
  return (item, source) => {
    const document = queryDocument(item.title, [item.text, ...item.categories].join('\n'), item.url);
    const named = actorsIn(document, lexiconFor(item.language, lexicons).events);
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
