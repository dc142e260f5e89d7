import { headlineOf } from '../enrich/headline.ts';
import { stemOf } from '../enrich/stem.ts';
import { wordsOf } from '../query/words.ts';

export type ConceptLanguage = 'fr' | 'en';

/** What French and English call the same: the stems of one to three words → the concept. */
export type Concepts = Record<ConceptLanguage, ReadonlyMap<string, Concept>>;

interface Concept {
  name: string;
  /** "US" is a country, "us" is not. */
  needsCapital: boolean;
}

const LONGEST = 3;
/** Of longer words the beginning counts: French and English often share it ("sanctionnent", "sanctions"). */
const LONG_WORD = 6;
const BEGINNING = 5;
const SHORTEST_NAME = 3;
const SHORTEST_FIGURE = 2;
/** How terms that are figures begin: plain numbers, and sums of money or percentages, which tell more. */
const NUMBER = '#';
export const SUM = '€';
/** What a name or a figure weighs: they tell one piece of news from another. */
const TELLING = 2;

/**
 * @param written by concept, its words in either language
 * @param twice told of a word that stands for two concepts; the first stays
 */
export function conceptsOf(
  written: Record<string, Record<ConceptLanguage, string[]>>,
  twice: (name: string, expression: string) => void,
): Concepts {
  const concepts = { fr: new Map<string, Concept>(), en: new Map<string, Concept>() };
  for (const [name, languages] of Object.entries(written)) {
    for (const language of ['fr', 'en'] as const) {
      for (const expression of languages[language]) {
        const key = stemsOf(wordsOf(expression).folded, language);
        const known = concepts[language].get(key);
        if (known && known.name !== name) twice(name, expression);
        else concepts[language].set(key, { name, needsCapital: /\p{Lu}/u.test(expression) });
      }
    }
  }
  return concepts;
}

const stemsOf = (folded: readonly string[], language: string): string =>
  folded.map((word) => stemOf(word, language)).join(' ');

/**
 * What a text names, in terms that its French and English tellings share: concepts, names, figures and the beginnings of
 * long words, each with its weight. Other short words belong to one language alone.
 */
export function namedIn(text: string, language: string, concepts: Concepts): Map<string, number> {
  const known = concepts[language === 'fr' ? 'fr' : 'en'];
  const { tokens } = headlineOf(text);
  const stems = tokens.map(({ kind, text: word }) => (kind === 'word' ? stemOf(word, language) : ''));
  const named = new Map<string, number>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token || token.kind === 'mark') continue;
    const isTelling = token.kind !== 'word' || (token.isName && at > 0);
    const found = token.kind === 'word' ? conceptAt(at) : undefined;
    const term = found ? `=${found.name}` : termOf(token);
    if (term === undefined) continue;
    named.set(term, Math.max(named.get(term) ?? 0, isTelling ? TELLING : 1));
    at += (found?.words ?? 1) - 1;
  }
  return named;

  /** The concept of the longest expression that begins there. */
  function conceptAt(at: number): { name: string; words: number } | undefined {
    for (let words = LONGEST; words > 0; words -= 1) {
      const concept = known.get(stems.slice(at, at + words).join(' '));
      if (concept && (!concept.needsCapital || tokens[at]?.isName)) return { name: concept.name, words };
    }
    return undefined;
  }
}

type Token = ReturnType<typeof headlineOf>['tokens'][number];

function termOf({ kind, text, isName }: Token): string | undefined {
  if (kind !== 'word') return text.length >= SHORTEST_FIGURE ? `${kind === 'number' ? NUMBER : SUM}${text}` : undefined;
  if (text.length >= LONG_WORD) return text.slice(0, BEGINNING);
  return isName && text.length >= SHORTEST_NAME ? text : undefined;
}
