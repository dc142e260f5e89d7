import { type Concepts, namedIn } from '../enrich/concepts.ts';
import { headlineOf } from '../enrich/headline.ts';
import { withoutRubric } from '../enrich/rubric.ts';
import { type EventType, type ItemEvent, isAct } from '../model/event.ts';
import { withoutPublisher } from './similarity.ts';

/** One telling of a piece of news. */
export interface Telling {
  title: string;
  summary: string;
  language: string;
  sourceId: string;
  /** What happened, when something did. */
  happened?: EventType;
}

/** The telling of an item. */
export const tellingOf = (
  { title, summary, language, sourceId }: Omit<Telling, 'happened'>,
  event: ItemEvent | undefined,
): Telling => ({ title, summary, language, sourceId, ...(isAct(event) && { happened: event.type }) });

/** How two tellings are alike, each from 0. */
export interface Likeness {
  /** Tenths of nats: how seldom what both titles name stands in the others. */
  shared: number;
  /** 0 to 2: how much of each title the other's text tells. */
  told: number;
  /** Cosines of the titles, and of titles and beginnings. */
  title: number;
  text: number;
  /** 0 or 1. */
  sameEvent: number;
  sameSource: number;
}

export type RetellingWeights = Likeness & { bias: number };

/** What retellings are known by: learned from pairs that readers judged (eval/retellings.mjs). */
export interface RetellingLexicon {
  concepts: Concepts;
  weights: RetellingWeights;
}

/** The summary's beginning says the title again in other words. */
const SUMMARY_LETTERS = 400;
/** What a word of the title weighs beside one of the summary, and a name or a figure beside others. */
const TITLE = 2;
const TELLING = 2;
/** A few tellings know little of which words are rare: so many more are counted in, and this share of them names anything. */
const UNSEEN = 100;
const UNSEEN_SHARE = 0.004;

interface Weighed {
  title: ReadonlyMap<string, number>;
  /** Title and summary. */
  text: ReadonlyMap<string, number>;
}

/** Tellings made ready to be compared: what is rare is rare among those that were counted. */
export function retellings({ concepts, weights }: RetellingLexicon) {
  const known = new WeakMap<Telling, Weighed>();
  const having = new Map<string, number>();
  let counted = 0;
  const rarity = (term: string) => Math.log((counted + UNSEEN) / ((having.get(term) ?? 0) + UNSEEN * UNSEEN_SHARE));

  function of(telling: Telling): Weighed {
    const found = known.get(telling) ?? weigh(telling, concepts);
    known.set(telling, found);
    return found;
  }

  function likeness(a: Telling, b: Telling): Likeness {
    const [one, other] = [of(a), of(b)];
    return {
      shared: sum(common(one.title, other.title), rarity) / 10,
      told: share(one.title, other.text, rarity) + share(other.title, one.text, rarity),
      title: cosine(one.title, other.title, rarity),
      text: cosine(one.text, other.text, rarity),
      sameEvent: Number(a.happened !== undefined && a.happened === b.happened),
      sameSource: Number(a.sourceId === b.sourceId),
    };
  }

  return {
    count(telling: Telling): void {
      counted += 1;
      for (const term of of(telling).text.keys()) having.set(term, (having.get(term) ?? 0) + 1);
    },
    rarity,
    /** What the title of a telling names: another that tells its news names one of them too. */
    namedIn: (telling: Telling): Iterable<string> => of(telling).title.keys(),
    likeness,
    /** How likely two tellings are to tell the same news, 0 to 1. */
    likelihood(a: Telling, b: Telling): number {
      const found = likeness(a, b);
      const keys = Object.keys(found) as (keyof Likeness)[];
      return 1 / (1 + Math.exp(-keys.reduce((points, key) => points + found[key] * weights[key], weights.bias)));
    },
  };
}

function weigh({ title, summary, language }: Telling, concepts: Concepts): Weighed {
  const inTitle = new Map<string, number>();
  const told = (written: string, weight: number, terms: Map<string, number>) => {
    for (const { term, isTelling } of namedIn(headlineOf(written), language, concepts))
      terms.set(term, Math.max(terms.get(term) ?? 0, isTelling ? weight * TELLING : weight));
    return terms;
  };
  told(withoutRubric(withoutPublisher(title)), TITLE, inTitle);
  return { title: inTitle, text: told(summary.slice(0, SUMMARY_LETTERS), 1, new Map(inTitle)) };
}

type Terms = ReadonlyMap<string, number>;
type Rarity = (term: string) => number;

const common = (a: Terms, b: Terms): string[] => [...a.keys()].filter((term) => b.has(term));

const sum = (terms: Iterable<string>, value: (term: string) => number): number =>
  [...terms].reduce((total, term) => total + value(term), 0);

/** How much of what a names stands in b, 0 to 1. */
function share(a: Terms, b: Terms, rarity: Rarity): number {
  const value = (term: string) => (a.get(term) ?? 0) * rarity(term);
  return sum(common(a, b), value) / (sum(a.keys(), value) || 1);
}

function cosine(a: Terms, b: Terms, rarity: Rarity): number {
  const length = (terms: Terms) => Math.sqrt(sum(terms.keys(), (term) => ((terms.get(term) ?? 0) * rarity(term)) ** 2));
  const product = sum(common(a, b), (term) => (a.get(term) ?? 0) * (b.get(term) ?? 0) * rarity(term) ** 2);
  return product / (length(a) * length(b) || 1);
}
