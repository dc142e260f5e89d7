import { VigieError } from '../errors.ts';
import { foldWord } from '../query/words.ts';
import type { Headline, HeadlineToken, TokenKind } from './headline.ts';

/**
 * A pattern of the lexicons, words in a row:
 *   licenci*                   a stem: any word that begins so (three letters or more)
 *   comment *er|*ir            an ending (two letters or more), not at the beginning of a pattern
 *   leve|levent {money}        one of several words, then an amount of money
 *   supprim* ~3 poste*|emploi* up to three words may stand between
 *   [se] fusionn*              a word that may be missing
 *   ^ {number} astuces         at the beginning of the title; $ at its end
 *   {name}                     a word with a capital letter; {percent}, {number} amounts; {any} any word
 *   : ? "                      the marks that divide titles (| – and - count as a colon)
 * Words are written without accents or elided articles, as titles are folded before they are compared.
 */
export interface Pattern<Value> {
  steps: Step[];
  value: Value;
}

type Step = { type: 'words'; choices: Choice[]; isOptional: boolean } | { type: 'gap'; most: number } | Anchor;
interface Anchor {
  type: 'start' | 'end';
}
type Choice =
  | { type: 'word'; text: string }
  | { type: 'stem'; text: string }
  | { type: 'ending'; text: string }
  | { type: 'class'; name: string }
  | { type: 'mark'; text: string };

/** Places of the tokens a pattern matched: the first and the last. */
export interface Hit<Value> {
  value: Value;
  from: number;
  to: number;
}

const CLASSES: Record<string, (token: HeadlineToken) => boolean> = {
  money: ({ kind }) => kind === 'money',
  percent: ({ kind }) => kind === 'percent',
  number: ({ kind }) => kind === 'number' || kind === 'money' || kind === 'percent',
  name: ({ kind, isName }) => kind === 'word' && isName,
  any: ({ kind }) => kind === 'word',
};
const STEM_LETTERS = 3;
const MAX_GAP = 8;

/**
 * Reads one pattern.
 * @throws VigieError `lexicon.pattern` with the pattern and the part that cannot be read
 */
export function parsePattern<Value>(written: string, value: Value): Pattern<Value> {
  const steps = written
    .trim()
    .split(/\s+/)
    .map((part) => stepOf(part, written));
  const first = steps.find((step) => step.type !== 'start');
  if (first?.type !== 'words' || first.isOptional || first.choices.some(({ type }) => type === 'ending'))
    throw wrong(written, written.split(' ')[0] ?? '');
  return { steps, value };
}

const wrong = (pattern: string, part: string): VigieError => new VigieError('lexicon.pattern', { pattern, part });

function stepOf(part: string, pattern: string): Step {
  if (part === '^') return { type: 'start' };
  if (part === '$') return { type: 'end' };
  const gap = /^~(\d)$/.exec(part)?.[1];
  if (gap !== undefined && Number(gap) <= MAX_GAP) return { type: 'gap', most: Number(gap) };
  const inner = /^\[(.+)\]$/.exec(part)?.[1];
  return {
    type: 'words',
    choices: (inner ?? part).split('|').map((choice) => choiceOf(choice, pattern)),
    isOptional: inner !== undefined,
  };
}

function choiceOf(written: string, pattern: string): Choice {
  const name = /^\{(\w+)\}$/.exec(written)?.[1];
  if (name !== undefined && name in CLASSES) return { type: 'class', name };
  if (/^[:?"]$/.test(written)) return { type: 'mark', text: written };
  const ending = /^\*([a-z]{2,})$/.exec(written)?.[1];
  if (ending !== undefined) return { type: 'ending', text: ending };
  const [, text, star] = /^([a-z0-9]+)(\*?)$/.exec(written) ?? [];
  if (text === undefined || foldWord(text) !== text) throw wrong(pattern, written);
  if (star === '') return { type: 'word', text };
  if (text.length < STEM_LETTERS) throw wrong(pattern, written);
  return { type: 'stem', text };
}

/** Finds the patterns in a title; its cost grows with the title, not with how many patterns there are. */
export interface Matcher<Value> {
  hits(headline: Headline): Hit<Value>[];
}

/** Patterns by what their first word must be. */
export function matcher<Value>(patterns: readonly Pattern<Value>[]): Matcher<Value> {
  const byWord = new Map<string, Pattern<Value>[]>();
  const byStem = new Map<string, Pattern<Value>[]>();
  const byKind = new Map<string, Pattern<Value>[]>();
  const file = (map: Map<string, Pattern<Value>[]>, key: string, pattern: Pattern<Value>) =>
    map.set(key, [...(map.get(key) ?? []), pattern]);
  for (const pattern of patterns)
    for (const choice of firstChoices(pattern)) {
      if (choice.type === 'word') file(byWord, choice.text, pattern);
      if (choice.type === 'stem') file(byStem, choice.text.slice(0, STEM_LETTERS), pattern);
      if (choice.type === 'mark') file(byKind, 'mark', pattern);
      if (choice.type === 'class') file(byKind, kindOf(choice.name), pattern);
    }
  const startingAt = ({ kind, text, isName }: HeadlineToken): Pattern<Value>[] => [
    ...(byWord.get(text) ?? []),
    ...(byStem.get(text.slice(0, STEM_LETTERS)) ?? []),
    ...(byKind.get(kind) ?? []),
    ...(kind === 'money' || kind === 'percent' ? (byKind.get('number') ?? []) : []),
    ...(isName ? (byKind.get('name') ?? []) : []),
  ];
  return {
    hits({ tokens }) {
      const found: Hit<Value>[] = [];
      for (const [from, token] of tokens.entries())
        for (const pattern of new Set(startingAt(token))) {
          const to = endOf(pattern.steps, tokens, from);
          if (to !== undefined) found.push({ value: pattern.value, from, to });
        }
      return found;
    },
  };
}

const firstChoices = ({ steps }: Pattern<unknown>): Choice[] => {
  const first = steps.find((step) => step.type === 'words');
  return first?.type === 'words' ? first.choices : [];
};

const kindOf = (name: string): TokenKind | 'name' => (name === 'any' ? 'word' : (name as TokenKind | 'name'));

/** Place of the last token when the steps match from here on. */
function endOf(steps: readonly Step[], tokens: readonly HeadlineToken[], from: number): number | undefined {
  const walk = (step: number, at: number): number | undefined => {
    const next = steps[step];
    if (next === undefined) return at - 1;
    switch (next.type) {
      case 'start':
        return isStart(tokens, at) ? walk(step + 1, at) : undefined;
      case 'end':
        return at === tokens.length ? walk(step + 1, at) : undefined;
      case 'gap':
        return walkGap(step, at, next.most);
      default: {
        const token = tokens[at];
        if (token && next.choices.some((choice) => accepts(choice, token))) {
          const end = walk(step + 1, at + 1);
          if (end !== undefined) return end;
        }
        return next.isOptional ? walk(step + 1, at) : undefined;
      }
    }
  };
  const walkGap = (step: number, at: number, most: number): number | undefined => {
    for (let skipped = 0; skipped <= most; skipped += 1) {
      const end = walk(step + 1, at + skipped);
      if (end !== undefined) return end;
      // A gap does not reach into the next part of the title.
      if (tokens[at + skipped]?.kind === 'mark') return undefined;
    }
    return undefined;
  };
  return walk(0, from);
}

/** Titles begin anew after "Bourse :" and inside quotes. */
const isStart = (tokens: readonly HeadlineToken[], at: number): boolean =>
  tokens.slice(0, at).every(({ kind }) => kind === 'mark') || tokens[at - 1]?.kind === 'mark';

function accepts(choice: Choice, token: HeadlineToken): boolean {
  switch (choice.type) {
    case 'word':
      return token.kind !== 'mark' && token.text === choice.text;
    case 'stem':
      return token.kind === 'word' && token.text.startsWith(choice.text);
    case 'ending':
      return token.kind === 'word' && token.text.endsWith(choice.text);
    case 'mark':
      return token.kind === 'mark' && token.text === choice.text;
    default:
      return CLASSES[choice.name]?.(token) ?? false;
  }
}
