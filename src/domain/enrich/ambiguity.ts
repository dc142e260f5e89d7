import type { EventType } from '../model/event.ts';
import { type QueryDocument, type Region, regionAt } from '../query/document.ts';
import type { Span } from '../query/match.ts';
import type { EventLexicon } from './eventLexicon.ts';
import { headlineOf } from './headline.ts';

/** How a name that is also a common word is written where it stands. */
type Writing =
  /** "@orange", "#Free" */
  | 'tagged'
  /** "Buffer’s", or a capital in the midst of a sentence: names are written so, common words are not. */
  | 'name'
  /** A capital where every word has one: at the beginning of a sentence, in a Title In Capitals. */
  | 'capital'
  /** Among words written as usual: a common word. */
  | 'small'
  /** "to buffer": what one does. */
  | 'verb'
  /** Where nothing has a capital, as people type to their friends. */
  | 'careless';

/** Words of four letters and more that begin with a capital, from which share on a title is in capitals. */
const TITLE_CASE = 0.7;
const SENTENCE_END = /(?:^|[.!?:…»”"]\s|[«“"]\s?|\n)\s*$/;
const POSSESSIVE = /^['’]s?(?![\p{L}\d])/u;
/** "Meta-owned", "Amazon-style": no common word is compounded so. */
const COMPOUND = /^-(?:owned|style|backed|funded|sponsored|led|made|only|run|like|branded|built|based)\b/i;
const QUOTE_BEFORE = /[«“"]\s?$/;
const QUOTE_AFTER = /^\s?[»”"]/;
/** Names come in rows: "Meta et X", "Free and Orange". */
const AFTER_NAME = /\p{Lu}[\p{L}’']+\s(?:et|and|&)\s$/u;
const BEFORE_NAME = /^\s(?:et|and|&)\s\p{Lu}/u;
/** "sur Threads", "chez meta", "l’appli free": where people are and what they use, even typed without a capital. */
const PLACE = /(?:^|[\s’'])(?:sur|chez|via|on|appli|application|compte|forfait|fibre|box|boutique|magasin)\s$/i;
const PLACED_AGAIN = /^\s(?:days?|top|sale|time|hand|fire)\b/i;
/** "À Orange, un lycée": a town. */
const TOWN_BEFORE = /(?:^|[.!?:…]\s)À\s$/;
const TOWN_AFTER = /^,/;
const VERB_BEFORE = /(?:^|\s)(?:to|help(?:s|ed)?|(?:can|could|would|should|may|might|must|will)(?: not)?)\s$/i;
/** "the Amazon", "une orange": rivers, fruit and teams have articles, companies seldom. */
const ARTICLE = /(?:^|[\s«“"(])(?:the|a|an|une?|les?|la|des|du)\s$/i;

export function writingAt([start, end]: Span, document: QueryDocument): Writing {
  const region = regionAt(document, start);
  const { raw, starts, ends } = region.words;
  const from = starts[start - region.offset] ?? 0;
  const to = ends[end - region.offset] ?? from;
  const [before, after] = [raw.slice(Math.max(0, from - 24), from), raw.slice(to, to + 14)];
  if (/[#@]$/.test(before)) return 'tagged';
  const written = raw.slice(from, to);
  if (PLACE.test(before) && !PLACED_AGAIN.test(after)) return 'name';
  if (!/^\p{Lu}/u.test(written)) {
    if (!/\p{Lu}/u.test(sentenceAround(raw, from))) return 'careless';
    return VERB_BEFORE.test(before) ? 'verb' : 'small';
  }
  if (TOWN_BEFORE.test(before) && TOWN_AFTER.test(after)) return 'small';
  if (AFTER_NAME.test(before) || (from === 0 && BEFORE_NAME.test(after))) return 'name';
  const isMixed = /\p{Ll}/u.test(written);
  if (isMixed && COMPOUND.test(after)) return 'name';
  if (written.length === 1 || (start === end && ARTICLE.test(before))) return 'small';
  if (isMixed && POSSESSIVE.test(after)) return 'name';
  if (QUOTE_BEFORE.test(before) && QUOTE_AFTER.test(after)) return 'name';
  const isFirst = from === 0 || SENTENCE_END.test(before);
  return isFirst || isTitleCase(region) ? 'capital' : 'name';
}

/** The words around, without the sentence’s own capital: "Hostage walks free" writes as usual. */
const sentenceAround = (raw: string, at: number): string => raw.slice(Math.max(0, at - 200), at + 100);

/** The first word of a sentence has its capital anyway. */
function isTitleCase({ words }: Region): boolean {
  const long = words.folded
    .flatMap((word, index) => {
      const start = words.starts[index] ?? 0;
      const opens = SENTENCE_END.test(words.raw.slice(Math.max(0, start - 4), start));
      return word.length >= 4 && !opens ? [words.raw[start] ?? ''] : [];
    })
    .slice(0, 40);
  return long.length > 2 && long.filter((letter) => /\p{Lu}/u.test(letter)).length >= long.length * TITLE_CASE;
}

/** Words after a name in which what it did is told. */
const ACTS_WITHIN = 3;
/** Letters of the sentence that a name opens. */
const SENTENCE = 160;
const TELLS_NOTHING: ReadonlySet<EventType> = new Set(['content', 'opinion', 'study'] as const);

/** Whether the words right after a name tell what companies do: "Buffer raises prices", or the title speaks of companies. */
export function actsLikeCompany([start, end]: Span, document: QueryDocument, lexicon: EventLexicon): boolean {
  const { words, offset } = regionAt(document, start);
  const from = words.starts[start - offset] ?? 0;
  const to = words.ends[end - offset] ?? from;
  const sentence = headlineOf(words.raw.slice(from, from + SENTENCE));
  const last = sentence.tokens.findLastIndex((token) => token.start < to - from);
  return lexicon.hits(sentence).some(({ value, from: first }) => {
    if (first <= last) return false;
    if (value.kind === 'business') return true;
    if (value.kind === 'acts') return first === last + 1;
    return (
      value.kind === 'event' &&
      value.strength !== 'weak' &&
      !TELLS_NOTHING.has(value.type) &&
      first <= last + ACTS_WITHIN
    );
  });
}
