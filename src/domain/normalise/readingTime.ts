/** Words a minute of silent reading. */
export interface Pace {
  /** 238 for English non-fiction (Brysbaert 2019), scaled to 210 for French; the reader's own pace replaces it. */
  wordsPerMinute: number;
}

/** What an article takes when its feed gives only a teaser: a middling press article. */
const ASSUMED_ARTICLE_WORDS = 450;
/** Below this many words a text that is cut or that links on is a teaser. */
const TEASER_WORDS = 110;

/** Opening, judging and leaving an article costs 20 s whatever its length (quality notes). */
const OVERHEAD_MINUTES = 1 / 3;

/**
 * Minutes an item takes, rounded, at least 1.
 * @param words visible words the feed gave, ≥ 0
 * @param isCut whether the text is only the beginning of the article (see endsCut)
 */
export function readingMinutes(words: number, isCut: boolean, { wordsPerMinute }: Pace): number {
  const read = words < TEASER_WORDS || isCut ? Math.max(words, ASSUMED_ARTICLE_WORDS) : words;
  return Math.max(1, Math.round(read / wordsPerMinute + OVERHEAD_MINUTES));
}

const CUT_MARK =
  /(…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|lire la suite|en savoir plus|lire l['’]article)[\s.»")\]→>]*$/i;
const SENTENCE_END = /[.!?:»”")\]'’]\s*$/;

/** Whether a text stops as teasers do: "…", "[…]", "Read more", or in the middle of a sentence. */
export const endsCut = (text: string): boolean =>
  CUT_MARK.test(text.slice(-80)) || (text !== '' && !SENTENCE_END.test(text.slice(-8)));
