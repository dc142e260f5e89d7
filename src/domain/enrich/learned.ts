import { EVENT_TYPES, type EventType } from '../model/event.ts';
import type { Setting } from './eventLexicon.ts';
import type { Headline } from './headline.ts';
import { stemOf } from './stem.ts';

/**
 * What words weigh towards each type, learned from labelled titles (eval/train.mjs). It decides where the patterns are
 * silent or at odds: patterns are precise, but nobody can list every way to say a thing.
 */
export interface EventWeights {
  /** Order of the numbers below. */
  types: EventType[];
  /** Feature → its weight for each type it speaks of, in hundredths. */
  features: Record<string, Record<number, number>>;
}

/** Hundredths from which on a word is shown as proof. */
const TELLING = 20;

/** One thing a title shows, and the tokens that show it. */
export interface Feature {
  name: string;
  from: number;
  to: number;
}

/** Everything of a title that weights can speak of: its stems, their pairs, how it begins, its marks and its length. */
export function featuresOf(headline: Headline, language: string, settings: ReadonlySet<Setting>): Feature[] {
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
  for (const setting of settings) if (setting !== 'acts') add(`is ${setting}`, -1, -1);
  if (/\?\s*$/.test(raw)) add('ends ?', tokens.length - 1, tokens.length - 1);
  if (/^[«“"]/.test(raw)) add('begins "', 0, 0);
  if (/^[«“"].*[»”"]$/.test(raw)) add('is "', 0, tokens.length - 1);
  add(`length ${Math.min(4, Math.floor(tokens.length / 5))}`, -1, -1);
  add(`names ${Math.min(3, tokens.filter(({ isName }) => isName).length >> 1)}`, -1, -1);
  return [...found.values()];
}

/** The sum of the weights, one number for each of EVENT_TYPES. */
export function weighed(features: readonly Feature[], { types, features: weights }: EventWeights): number[] {
  const sums = EVENT_TYPES.map(() => 0);
  const places = types.map((type) => EVENT_TYPES.indexOf(type));
  for (const { name } of [...features, { name: 'always' }])
    for (const [type, weight] of Object.entries(weights[name] ?? {})) {
      const place = places[Number(type)] ?? 0;
      sums[place] = (sums[place] ?? 0) + weight / 100;
    }
  return sums;
}

/**
 * Words that speak most for a type, at most `most`, in the order of the title; empty when only words that name nothing do.
 * @param isEmpty whether a token names nothing
 */
export function tellingWords(
  features: readonly Feature[],
  type: EventType,
  { types, features: weights }: EventWeights,
  most: number,
  isEmpty: (token: number) => boolean,
): Feature[] {
  const index = types.indexOf(type);
  return features
    .filter(({ from, to }) => from >= 0 && !(isEmpty(from) && isEmpty(to)))
    .map((feature) => ({ feature, weight: weights[feature.name]?.[index] ?? 0 }))
    .filter(({ weight }) => weight >= TELLING)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ feature }) => feature)
    .sort((a, b) => a.from - b.from);
}
