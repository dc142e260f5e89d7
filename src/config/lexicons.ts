import { parse } from 'yaml';
import { z } from 'zod';
import { type Concepts, conceptsOf } from '../domain/enrich/concepts.ts';
import { type EventLexicon, eventLexicon } from '../domain/enrich/eventLexicon.ts';
import type { Lexicons } from '../domain/enrich/judge.ts';
import type { Weights } from '../domain/enrich/learned.ts';
import { type ToneLexicon, toneLexicon } from '../domain/enrich/toneLexicon.ts';
import { EVENT_TYPES, type EventType, type Tone } from '../domain/model/event.ts';
import { foldText } from '../domain/query/words.ts';
import type { RetellingWeights } from '../domain/stories/retelling.ts';
import { readProjectFile } from './paths.ts';
import { problemsOf } from './places.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';

type LexiconLanguage = 'fr' | 'en';

const lines = z.string().optional();
const writtenType = z.strictObject({ over: lines, sure: lines, likely: lines, weak: lines, not: lines });
const eventsFile = z.strictObject({
  world: z.string(),
  business: z.string(),
  aside: z.string(),
  acts: z.string(),
  ...Object.fromEntries(EVENT_TYPES.map((type) => [type, writtenType.optional()])),
});

const words = z.strictObject({ strong: z.string(), mild: z.string() });
const toneFile = z.strictObject({ positive: words, negative: words, negation: z.string() });

/**
 * Reads config/lexicons/<language>/events.yaml.
 * @throws ConfigError with the place of what cannot be read
 */
export function readEventLexicon(language: LexiconLanguage): EventLexicon {
  const { world, business, aside, acts, ...types } = readLexicon(language, 'events', eventsFile);
  return eventLexicon({ world, business, aside, acts, types });
}

/**
 * Reads config/lexicons/<language>/tone.yaml.
 * @throws ConfigError with the place of what cannot be read
 */
export const readToneLexicon = (language: LexiconLanguage): ToneLexicon =>
  toneLexicon(readLexicon(language, 'tone', toneFile));

function readLexicon<Read>(language: LexiconLanguage, name: string, schema: z.ZodType<Read>): Read {
  const file = `config/lexicons/${language}/${name}.yaml`;
  const read = schema.safeParse(parse(readProjectFile(file)));
  if (!read.success) throw new ConfigError(file, problemsOf(read.error));
  return read.data;
}

/**
 * The words of every language.
 * @throws ConfigError with the place of what cannot be read
 */
export function readLexicons(): Lexicons {
  const [weights, toneWeights] = [readWeights<EventType>('events'), readWeights<Tone>('tone')];
  const stopWords = { fr: wordsIn('fr', 'stopwords'), en: wordsIn('en', 'stopwords') };
  const concepts = readConcepts();
  const lexicon = (language: LexiconLanguage) => ({
    concepts,
    events: readEventLexicon(language),
    weights,
    stopWords: stopWords[language],
    tone: readToneLexicon(language),
    toneWeights,
  });
  const seasonal = new Set([...wordsIn('fr', 'seasons'), ...wordsIn('en', 'seasons')]);
  return {
    fr: lexicon('fr'),
    en: lexicon('en'),
    stopWords,
    isSeasonal: (term) => {
      const words = foldText(term).split(' ');
      return seasonal.has(words.join('')) || words.some((word) => seasonal.has(word));
    },
    retelling: { concepts, weights: readJson('retellings') as RetellingWeights },
  };
}

const conceptsFile = z.record(
  z.string(),
  z.string().transform((line, context) => {
    const [fr = [], en = [], ...more] = line
      .split('|')
      .map((side) => side.split(',').flatMap((word) => word.trim() || []));
    if (fr.length === 0 || en.length === 0 || more.length > 0)
      context.addIssue('must be French words, then |, then English words');
    return { fr, en };
  }),
);

/**
 * Reads config/lexicons/concepts.yaml.
 * @throws ConfigError with the place of what cannot be read, or of a word of two concepts
 */
export function readConcepts(text = readProjectFile(CONCEPTS)): Concepts {
  const read = conceptsFile.safeParse(parse(text));
  if (!read.success) throw new ConfigError(CONCEPTS, problemsOf(read.error));
  const problems: ConfigProblem[] = [];
  const concepts = conceptsOf(read.data, (place, word) =>
    problems.push({ place, code: 'twice', message: `"${word}" stands in another line too` }),
  );
  if (problems.length > 0) throw new ConfigError(CONCEPTS, problems);
  return concepts;
}

const CONCEPTS = 'config/lexicons/concepts.yaml';

/** Folded words, any number a line; lines that begin with # say where they come from. */
const wordsIn = (language: LexiconLanguage, name: string): Set<string> =>
  new Set(
    readProjectFile(`config/lexicons/${language}/${name}.txt`)
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .flatMap((line) => line.split(/\s+/))
      .filter(Boolean),
  );

/** What eval/train.mjs learned: made by a program, so read as it is. */
const readJson = (name: string): unknown => JSON.parse(readProjectFile(`config/lexicons/${name}.weights.json`));
const readWeights = <Class extends string>(name: string) => readJson(name) as Weights<Class>;
