import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { CadenceBounds } from '../domain/cadence/nextCheck.ts';
import { aliasQuery } from '../domain/enrich/actors.ts';
import { VigieError } from '../domain/errors.ts';
import type { Source } from '../domain/model/source.ts';
import type { Actor, Board, Topic } from '../domain/model/watch.ts';
import { parseRule } from '../domain/query/parse.ts';
import { isWebList, readLists } from './lists.ts';
import { problemsOf } from './places.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { type FeedsFile, feedsFile } from './schema.ts';
import { type OpmlSubscription, readSource } from './sources.ts';

/** Everything feeds.yaml says, checked whole. */
export interface Config {
  /** Path of the file it came from. */
  file: string;
  title: string;
  language: 'fr' | 'en';
  timezone: string;
  digest: { minutes: number; wordsPerMinute: number; cron: string };
  sweep: { cron: string; perHost: number; hostDelayMs?: number } & CadenceBounds;
  /** The brand first when there is one, then the competitors in the order of the file. */
  actors: Actor[];
  topics: Topic[];
  boards: Board[];
  /** What the team's own links carry. */
  share: { utm: Record<string, string> };
  /** Those of the file and of the OPML files it names. */
  sources: Source[];
  /** OPML lists on the web, read again every day. */
  opml: OpmlSubscription[];
}

const BRAND_ID = 'brand';

/**
 * Reads and checks feeds.yaml.
 * @throws ConfigError with every mistake and its place
 */
export function loadConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(basename(file), [
      { place: '(file)', message: `cannot be read (${(cause as NodeJS.ErrnoException).code})` },
    ]);
  }
  return parseConfig(text, file);
}

/** The same for a text already read. */
export function parseConfig(text: string, file: string): Config {
  const label = basename(file);
  const read = feedsFile.safeParse(yamlOf(text, label) ?? {});
  if (!read.success) throw new ConfigError(label, problemsOf(read.error));
  const entries = read.data.sources.map((entry, index) => readSource(entry, ['sources', index], 'file'));
  const lists = readLists(entries, file);
  const config = assemble(
    file,
    read.data,
    entries.flatMap((entry) => ('source' in entry ? [entry.source] : [])),
  );
  config.opml = entries.flatMap((entry) => ('opml' in entry && isWebList(entry.opml) ? [entry.opml] : []));
  const problems = [
    ...entries.flatMap((entry) => ('problems' in entry ? entry.problems : [])),
    ...lists.problems,
    ...crossChecks(config, entries),
  ];
  if (problems.length > 0) throw new ConfigError(label, problems);
  const own = new Set(config.sources.map(({ id }) => id));
  config.sources.push(...lists.sources.filter(({ id }) => !own.has(id) && own.add(id)));
  return config;
}

function yamlOf(text: string, label: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map(({ pos, message }): ConfigProblem => {
    const { line, col } = lines.linePos(pos[0]);
    return { place: `line ${line}, column ${col}`, message: message.split('\n')[0] ?? message };
  });
  if (problems.length > 0) throw new ConfigError(label, problems);
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (cause) {
    throw new ConfigError(label, [{ place: '(whole file)', message: (cause as Error).message }]);
  }
}

function assemble(file: string, data: FeedsFile, sources: Source[]): Config {
  const { title, language, timezone, digest, sweep, topics, boards, share } = data;
  const brand = data.brand ? [actorOf({ ...data.brand, id: data.brand.id ?? BRAND_ID }, true)] : [];
  const actors = [...brand, ...data.competitors.map((competitor) => actorOf(competitor, false))];
  return { file, title, language, timezone, digest, sweep, topics, boards, share, actors, sources, opml: [] };
}

function actorOf(
  {
    site,
    context,
    ...actor
  }: Omit<Actor, 'isBrand' | 'site' | 'context'> & {
    site?: string | undefined;
    context?: string[] | undefined;
  },
  isBrand: boolean,
): Actor {
  return { ...actor, isBrand, ...(site !== undefined && { site }), ...(context && { context }) };
}

function crossChecks(config: Config, entries: readonly object[]): ConfigProblem[] {
  const known = new Set(config.actors.map(({ id }) => id));
  const indexOf = new Map(
    config.sources.map((source) => [
      source,
      entries.findIndex((entry) => 'source' in entry && entry.source === source),
    ]),
  );
  return [
    ...repeated(
      'competitors',
      config.actors.filter(({ isBrand }) => !isBrand),
    ),
    ...brandRepeated(config.actors),
    ...config.actors.filter(({ isBrand }) => isBrand).flatMap((actor) => aliasProblems('brand', actor)),
    ...config.actors
      .filter(({ isBrand }) => !isBrand)
      .flatMap((actor, index) => aliasProblems(`competitors[${index}]`, actor)),
    ...repeated('topics', config.topics),
    ...repeated('boards', config.boards),
    ...repeatedSources(config.sources, indexOf),
    ...config.sources.flatMap((source) =>
      source.competitor && !known.has(source.competitor)
        ? [
            {
              place: `sources[${indexOf.get(source)}].competitor`,
              message: `no competitor has the id "${source.competitor}"`,
            },
          ]
        : [],
    ),
    ...queryProblems('topics', config.topics),
    ...queryProblems('boards', config.boards),
  ];
}

function repeated(list: string, entries: readonly { id: string }[]): ConfigProblem[] {
  const first = new Map<string, number>();
  return entries.flatMap(({ id }, index) => {
    const earlier = first.get(id);
    first.set(id, earlier ?? index);
    return earlier === undefined
      ? []
      : [{ place: `${list}[${index}].id`, message: `"${id}" is already the id of ${list}[${earlier}]` }];
  });
}

function brandRepeated(actors: readonly Actor[]): ConfigProblem[] {
  const brand = actors.find(({ isBrand }) => isBrand);
  const index = actors.filter(({ isBrand }) => !isBrand).findIndex(({ id }) => id === brand?.id);
  return index < 0
    ? []
    : [{ place: `competitors[${index}].id`, message: `"${brand?.id}" is already the id of the brand` }];
}

/** Names, aliases and exclusions are asked as phrases: each must hold a word. */
function aliasProblems(place: string, { name, aliases, not, context = [] }: Actor): ConfigProblem[] {
  const written = [
    { place: `${place}.name`, text: name },
    ...aliases.map((text, index) => ({ place: `${place}.aliases[${index}]`, text })),
    ...not.map((text, index) => ({ place: `${place}.not[${index}]`, text })),
    ...context.map((text, index) => ({ place: `${place}.context[${index}]`, text })),
  ];
  // The alias is asked between quotes, which the reader did not write.
  return written.flatMap((each) => problemOf(each.place, () => aliasQuery(each.text), -1));
}

function repeatedSources(sources: readonly Source[], indexOf: Map<Source, number>): ConfigProblem[] {
  const first = new Map<string, Source>();
  return sources.flatMap((source) => {
    const earlier = first.get(source.id);
    first.set(source.id, earlier ?? source);
    return earlier
      ? [{ place: `sources[${indexOf.get(source)}]`, message: `the same source as sources[${indexOf.get(earlier)}]` }]
      : [];
  });
}

const queryProblems = (list: string, entries: readonly { query: string }[]): ConfigProblem[] =>
  entries.flatMap(({ query }, index) => problemOf(`${list}[${index}].query`, () => parseRule(query)));

function problemOf(place: string, parse: () => unknown, shift = 0): ConfigProblem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof VigieError)) throw error;
    const column = Math.max(1, Number(error.params.column ?? 1) + shift);
    return [{ place, code: error.code, params: { ...error.params, column } }];
  }
}
