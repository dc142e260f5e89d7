/** Words a minute of silent reading. */
export interface Pace {
  /** 238 for English non-fiction (Brysbaert 2019), scaled to 210 for French; the reader's own pace replaces it. */
  wordsPerMinute: number;
}

/** What an article takes when its feed gives only a teaser: a middling press article. */
const ASSUMED_ARTICLE_WORDS = 450;
/** Below this many words a text that is cut or that links on is a teaser. */
const TEASER_WORDS = 110;

/**
 * Minutes needed to read an item, rounded, at least 1.
 * @param words visible words the feed gave, ≥ 0
 * @param isCut whether the text ends as a teaser does ("…", "[…]", "Read more")
 */
export function readingMinutes(words: number, isCut: boolean, { wordsPerMinute }: Pace): number {
  const read = words < TEASER_WORDS || isCut ? Math.max(words, ASSUMED_ARTICLE_WORDS) : words;
  return Math.max(1, Math.round(read / wordsPerMinute));
}

/** "…", "[...]", "Read more", "Lire la suite" at the end of a text. */
export const endsCut = (text: string): boolean =>
  /(…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|lire la suite|en savoir plus|lire l['’]article)[\s.»")\]→>]*$/i.test(
    text.slice(-80),
  );
