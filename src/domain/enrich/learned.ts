import { type Concepts, isFigure, namedIn } from './concepts.ts';
import type { Meaning } from './eventLexicon.ts';
import { type Headline, wordsBetween } from './headline.ts';
import type { Hit } from './pattern.ts';
import { stemOf } from './stem.ts';

/**
 * What words weigh towards each class (a type of event, a tone), learned from labelled titles (eval/train.mjs). It decides
 * where the patterns are silent or at odds: patterns are precise, but nobody can list every way to say a thing.
 */
export interface Weights<Class extends string> {
  /** Order of the numbers below. */
  classes: Class[];
  /** Feature → pairs in a row: the place of a class it speaks of, and its weight for that class in hundredths. */
  features: Record<string, readonly number[]>;
}

/** Weight from which on a word is shown as proof. */
const TELLING = 0.2;

/** One thing a title shows, and the tokens that show it. */
export interface Feature {
  name: string;
  from: number;
  to: number;
}

/**
 * Everything of a title that weights can speak of: its stems, their pairs, how it begins, its marks and its length, what
 * it names in either language, and the patterns it answers to. How far a pattern can be trusted is learned as what a word says is.
 */
export function featuresOf(
  headline: Headline,
  language: string,
  hits: readonly Hit<Meaning>[],
  concepts: Concepts,
): Feature[] {
  const code = language === 'fr' ? 'fr' : 'en';
  const { raw, tokens } = headline;
  const words = tokens.map(({ kind, text }) =>
    kind === 'word' ? stemOf(text, code) : kind === 'mark' ? text : `#${kind}`,
  );
  const found = new Map<string, Feature>();
  const add = (name: string, from: number, to: number) => {
    if (!found.has(name)) found.set(name, { name, from, to });
  };
  for (const [at, word] of words.entries()) {
    add(`${code}:${word}`, at, at);
    if (at === 0) add(`${code}:^${word}`, at, at);
    if (at + 1 < words.length) add(`${code}:${word} ${words[at + 1]}`, at, at + 1);
  }
  const named = namedIn(headline, language, concepts).filter(({ term }) => !isFigure(term));
  for (const [at, { term, from, to }] of named.entries()) {
    add(`~${term}`, from, to);
    const next = named[at + 1];
    if (next) add(`~${term} ${next.term}`, from, next.to);
  }
  for (const { name, from, to } of patternFeatures(hits)) add(name, from, to);
  if (speechIn(headline) !== undefined) add('says speech', -1, -1);
  if (/\?\s*$/.test(raw)) add('ends ?', tokens.length - 1, tokens.length - 1);
  if (/^[«“"]/.test(raw)) add('begins "', 0, 0);
  if (/^[«“"].*[»”"]$/.test(raw)) add('is "', 0, tokens.length - 1);
  add(`length ${Math.min(4, Math.floor(tokens.length / 5))}`, -1, -1);
  add(`names ${Math.min(3, tokens.filter(({ isName }) => isName).length >> 1)}`, -1, -1);
  return [...found.values()];
}

function patternFeatures(hits: readonly Hit<Meaning>[]): Feature[] {
  const asideFrom = Math.min(...hits.flatMap(({ value, to }) => (value.kind === 'aside' ? [to] : [])));
  return hits.flatMap(({ value, from, to }): Feature[] => {
    if (value.kind === 'acts') return [];
    if (value.kind === 'not') return [{ name: `not ${value.type}`, from: -1, to: -1 }];
    if (value.kind !== 'event') return [{ name: `is ${value.kind}`, from: -1, to: -1 }];
    const { type, strength } = value;
    // What stands after "after" or "amid" is what happened before.
    const place = asideFrom > 0 && from > asideFrom ? ' aside' : '';
    return [`says ${type}`, `says ${type} ${strength}${place}`].map((name) => ({ name, from, to }));
  });
}

/** "Ann Martin, founder: “We never…”" and titles that are one quotation report what somebody says. */
const SPEECH = /^(?:[^«“":]{2,80}:\s?)?[«“"]\s?([^»”"]{25,})[»”"]?\s*$/;

/** What somebody says in a title that is nothing else. */
export const speechIn = ({ raw }: Headline): string | undefined => SPEECH.exec(raw)?.[1]?.trim();

/** The sum of the weights, one number for each class, in their order. */
export function weighed<Class extends string>(
  names: readonly string[],
  { classes, features: weights }: Weights<Class>,
): number[] {
  const sums = classes.map(() => 0);
  for (const name of [...names, 'always']) {
    const pairs = weights[name] ?? [];
    for (let at = 0; at < pairs.length; at += 2)
      sums[pairs[at] ?? 0] = (sums[pairs[at] ?? 0] ?? 0) + weightAt(pairs, at);
  }
  return sums;
}

const weightAt = (pairs: readonly number[], at: number): number => (pairs[at + 1] ?? 0) / 100;

function weightFor(pairs: readonly number[], place: number): number {
  for (let at = 0; at < pairs.length; at += 2) if (pairs[at] === place) return weightAt(pairs, at);
  return 0;
}

/** The words that stand between the first and the last of these, as written, each once. */
export const proofOf = (headline: Headline, features: readonly Feature[]): string =>
  [...new Set(features.map(({ from, to }) => wordsBetween(headline, from, to)))].join(' … ');

/**
 * Words that speak most for a class, at most `most`, in the order of the title; empty when only words that name nothing do.
 * @param stopWords folded words that prove nothing
 */
export function tellingWords<Class extends string>(
  headline: Headline,
  features: readonly Feature[],
  said: Class,
  { classes, features: weights }: Weights<Class>,
  { most, stopWords }: { most: number; stopWords: ReadonlySet<string> },
): Feature[] {
  const index = classes.indexOf(said);
  const isEmpty = (at: number): boolean => {
    const token = headline.tokens[at];
    return token?.kind === 'mark' || (token?.kind === 'word' && stopWords.has(token.text));
  };
  return features
    .filter(({ from, to }) => from >= 0 && !(isEmpty(from) && isEmpty(to)))
    .map((feature) => ({ feature, weight: weightFor(weights[feature.name] ?? [], index) }))
    .filter(({ weight }) => weight >= TELLING)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ feature }) => feature)
    .sort((a, b) => a.from - b.from);
}
