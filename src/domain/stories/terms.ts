import { headlineOf } from '../enrich/headline.ts';
import { withoutRubric } from '../enrich/rubric.ts';
import { stemOf } from '../enrich/stem.ts';

/** A title says what a text is about; its beginning says it again in other words. */
const TITLE = 2;
const SUMMARY = 1;
/** Names and figures tell one piece of news from another. */
const TELLING = 2;
/** Words of the summary that count: feeds give from none to whole articles. */
const SUMMARY_WORDS = 40;
const SUMMARY_LETTERS = 400;

/**
 * The stems of an item and what each weighs in telling its news.
 * @param title without the name of its publisher at the end
 */
export function newsTerms(title: string, summary: string, language: string): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (text: string, weight: number, most: number) => {
    const tokens = headlineOf(text).tokens.slice(0, most);
    // In a Title All In Capitals no capital tells a name.
    const names = tokens.filter(({ isName }) => isName).length;
    const capitals = names < tokens.length * 0.6;
    for (const [at, { kind, text: word, isName }] of tokens.entries()) {
      if (kind === 'mark' || (kind === 'word' && word.length < 2)) continue;
      const isTelling = kind !== 'word' || (isName && capitals && at > 0);
      const term = kind === 'word' ? stemOf(word, language) : `#${word}`;
      const value = weight * (isTelling ? TELLING : 1);
      terms.set(term, Math.max(terms.get(term) ?? 0, value));
    }
  };
  add(withoutRubric(title), TITLE, Number.POSITIVE_INFINITY);
  add(summary.slice(0, SUMMARY_LETTERS), SUMMARY, SUMMARY_WORDS);
  return terms;
}

/** Shorter ones are articles and pronouns. */
const NAME_LETTERS = 3;

/** What is written with a capital in a title. */
export const namesIn = (title: string): Set<string> =>
  new Set(
    headlineOf(withoutRubric(title)).tokens.flatMap(({ kind, text, isName }) =>
      kind === 'word' && isName && text.length >= NAME_LETTERS ? text : [],
    ),
  );
