import { wordsOf } from '../query/words.ts';

/** Letters of a summary: two lines of a story's row. */
export const SUMMARY_LETTERS = 280;
/** Sentences that are looked at: what an article is about stands in its beginning. */
const SENTENCES = 24;
/** Words of a sentence: fewer say nothing, more are no summary. */
const LEAST_WORDS = 6;
const MOST_WORDS = 45;
const CHOSEN = 2;
/** Shorter words tie others together. */
const TELLING_LETTERS = 4;

/**
 * What an item says in short: the feed's own words when they are short enough, else the two sentences that say most of what
 * the title speaks of, in their own order. Nothing is written that does not stand in the text.
 */
export function summaryOf(text: string, title: string): string {
  const flat = withoutTitle(text.replace(/\n+/g, ' ').trim(), title);
  if (flat.length <= SUMMARY_LETTERS) return flat;
  const best = bestSentences(flat, title);
  return best.length > 0 && best.length <= SUMMARY_LETTERS ? best : cutAtSentence(flat, SUMMARY_LETTERS);
}

/** Many feeds begin the text with the title. */
function withoutTitle(flat: string, title: string): string {
  const after = flat.startsWith(title) ? flat.slice(title.length) : '';
  return /^[^\p{L}\p{N}]/u.test(after) ? after.replace(/^[\s.:–—-]+/, '') : flat;
}

function bestSentences(flat: string, title: string): string {
  const asked = new Set(tellingWords(title));
  const sentences = sentencesOf(flat).map((sentence, place) => ({
    sentence,
    place,
    worth: worthOf(sentence, place, asked),
  }));
  const chosen: typeof sentences = [];
  let letters = 0;
  for (const each of sentences.toSorted((a, b) => b.worth - a.worth || a.place - b.place)) {
    if (chosen.length >= CHOSEN || each.worth <= 0) break;
    if (letters + each.sentence.length + 1 > SUMMARY_LETTERS) continue;
    chosen.push(each);
    letters += each.sentence.length + 1;
  }
  return chosen
    .sort((a, b) => a.place - b.place)
    .map(({ sentence }) => sentence)
    .join(' ');
}

/** Ends with a full stop before a capital: "3.5" and "M. Martin" do not end one. */
const sentencesOf = (flat: string): string[] =>
  flat
    .slice(0, 8000)
    .split(/(?<=[\p{L}\p{N}»”")]{2}[.!?…])\s+(?=[\p{Lu}«“"\d])/u, SENTENCES)
    .map((sentence) => sentence.trim());

const tellingWords = (text: string): string[] => wordsOf(text).folded.filter((word) => word.length >= TELLING_LETTERS);

function worthOf(sentence: string, place: number, asked: ReadonlySet<string>): number {
  const words = tellingWords(sentence);
  const count = wordsOf(sentence).folded.length;
  if (count < LEAST_WORDS || count > MOST_WORDS || words.length === 0) return 0;
  const shared = new Set(words.filter((word) => asked.has(word))).size;
  // The lead is the hard baseline on news: it takes much to do better.
  return shared / Math.max(1, asked.size) + 1 / (1 + place);
}

function cutAtSentence(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const window = text.slice(0, limit);
  const end = Math.max(...['. ', '! ', '? ', '… '].map((mark) => window.lastIndexOf(mark)));
  return end > limit / 3 ? window.slice(0, end + 1) : cutAtWord(text, limit);
}

export function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const window = text.slice(0, limit - 1);
  return `${window.slice(0, window.lastIndexOf(' ') > limit / 2 ? window.lastIndexOf(' ') : undefined)}…`.toWellFormed();
}
