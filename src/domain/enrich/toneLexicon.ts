import { patternsOf } from './eventLexicon.ts';
import { type Matcher, matcher } from './pattern.ts';

/** One file of `config/lexicons/<language>/tone.yaml`: patterns one a line. */
export interface WrittenTone {
  positive: { strong: string; mild: string };
  negative: { strong: string; mild: string };
  /** Words that turn what follows them round. */
  negation: string;
}

export type ToneWord = { points: number } | { negates: true };
export type ToneLexicon = Matcher<ToneWord>;

const STRONG = 2;
const MILD = 1;

/**
 * Lays the words of a language out.
 * @throws VigieError `lexicon.pattern` for a pattern that cannot be read
 */
export const toneLexicon = ({ positive, negative, negation }: WrittenTone): ToneLexicon =>
  matcher<ToneWord>([
    ...patternsOf<ToneWord>(positive.strong, { points: STRONG }),
    ...patternsOf<ToneWord>(positive.mild, { points: MILD }),
    ...patternsOf<ToneWord>(negative.strong, { points: -STRONG }),
    ...patternsOf<ToneWord>(negative.mild, { points: -MILD }),
    ...patternsOf<ToneWord>(negation, { negates: true }),
  ]);
