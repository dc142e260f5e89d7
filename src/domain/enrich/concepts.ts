import { wordsOf } from '../query/words.ts';
import type { Headline, HeadlineToken } from './headline.ts';
import { stemOf } from './stem.ts';

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
const SUM = '€';

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

/** One thing a text names, and the tokens that name it. */
export interface Named {
  /** A concept (`=judge`), a sum (`€14`), a number (`#48`), a name or the beginning of a long word. */
  term: string;
  from: number;
  to: number;
  /** A name inside the text, or a figure: they tell one piece of news from another. */
  isTelling: boolean;
}

/**
 * What a text names, in terms that its French and English tellings share: concepts, names, figures and the beginnings of
 * long words. Other short words belong to one language alone.
 */
export function namedIn({ tokens }: Headline, language: string, concepts: Concepts): Named[] {
  const known = concepts[language === 'fr' ? 'fr' : 'en'];
  const stems = tokens.map(({ kind, text }) => (kind === 'word' ? stemOf(text, language) : ''));
  const named: Named[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token || token.kind === 'mark') continue;
    const found = token.kind === 'word' ? conceptAt(at) : undefined;
    const term = found ? `=${found.name}` : termOf(token);
    if (term === undefined) continue;
    const to = at + (found?.words ?? 1) - 1;
    named.push({ term, from: at, to, isTelling: token.kind !== 'word' || (token.isName && at > 0) });
    at = to;
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

export const isSum = (term: string): boolean => term.startsWith(SUM);
export const isFigure = (term: string): boolean => isSum(term) || term.startsWith(NUMBER);

function termOf({ kind, text, isName }: HeadlineToken): string | undefined {
  if (kind !== 'word') return text.length >= SHORTEST_FIGURE ? `${kind === 'number' ? NUMBER : SUM}${text}` : undefined;
  if (text.length >= LONG_WORD) return text.slice(0, BEGINNING);
  return isName && text.length >= SHORTEST_NAME ? text : undefined;
}
