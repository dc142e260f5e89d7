import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { HttpSettings } from '../../src/adapters/http/politeHttp.ts';
import { type DocumentReader, documentReader } from '../../src/adapters/reader/reader.ts';
import { readProjectFile } from '../../src/config/paths.ts';
import type { StoredItem } from '../../src/domain/model/item.ts';
import { PROBLEM_KINDS, type Problem, type Source, type SourceState } from '../../src/domain/model/source.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { aSource } from './builders.ts';
import { body, type FixtureServer, fixtureServer, rss } from './fixtureServer.ts';
import { follow, silent, testDeps } from './testDeps.ts';

/** What came of a hostile source. */
export interface Survived {
  /** The kind of its problem, or how many items were taken from it. */
  came: string | number;
  problem?: Problem;
  items: StoredItem[];
  state: SourceState;
}

interface Given {
  http?: Partial<HttpSettings>;
  /** Asked so many times; what the last one came to is told. */
  sweeps?: number;
  killAfterMs?: number;
}

const HEALTHY = ['Le marché rouvre', 'La bibliothèque aussi'];

/**
 * Sweeps a hostile source beside a healthy one, through everything that is real, and holds what must hold whatever
 * a source sends: a plain problem or plain items, no bug in the log, and the healthy one as if it were alone.
 */
export async function survives(source: Source, given: Given = {}): Promise<Survived> {
  const good = await fixtureServer('127.0.0.2');
  onTestFinished(() => good.close());
  good.on('/feed', body(rss(HEALTHY)));
  const errors: unknown[] = [];
  const deps = {
    ...(await testDeps({
      http: { allowHosts: ['127.0.0.1', '127.0.0.2'], ...given.http },
      log: { ...silent, error: (what) => errors.push(what) },
    })),
    ...(given.killAfterMs !== undefined && { reader: readerOf(given.killAfterMs) }),
  };
  const [hostile, healthy] = await follow(deps, source, `${good.url}/feed`);
  for (let round = 0; round < (given.sweeps ?? 1); round += 1) {
    const report = await sweep({ force: true }, deps);
    expect(report.checked).toBe(2);
    expect(report.failures.filter((failure) => failure.source === healthy?.id)).toEqual([]);
  }
  expect(errors).toEqual([]);
  const titles = async (of = healthy) =>
    (await deps.store.items.listOfSource(of?.id as never, 1000)).map(({ title }) => title).sort();
  expect(await titles()).toEqual([...HEALTHY].sort());
  const found = await deps.store.sources.find((hostile as Source).id);
  if (!found) throw new Error('the source is gone');
  const { state } = found;
  const items = await deps.store.items.listOfSource((hostile as Source).id, 10_000);
  expect([...faultsOfState(state), ...items.slice(0, 200).flatMap(faultsOfItem)]).toEqual([]);
  const { problem } = state;
  return { came: problem?.kind ?? items.length, items, state, ...(problem && { problem }) };
}

const readers = new Map<number, DocumentReader>();
/** One thread for all that are given as long. */
function readerOf(killAfterMs: number): DocumentReader {
  const settings = { trackingList: readProjectFile('config/trackingParams.txt'), wordsPerMinute: 230 };
  const reader = readers.get(killAfterMs) ?? documentReader(settings, killAfterMs);
  readers.set(killAfterMs, reader);
  return reader;
}

/** Control and escape characters, marks that turn the direction of writing, halves of characters. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

type Rule = [name: string, text: string | undefined, most: number];

const faults = (rules: Rule[]): string[] =>
  rules.flatMap(([name, text = '', most]) => [
    ...(UNPRINTABLE.test(text)
      ? [`${name} holds what no terminal should get: ${JSON.stringify(text.slice(0, 80))}`]
      : []),
    ...(text.length > most ? [`${name} of ${text.length} letters`] : []),
  ]);

const notOfTheWeb = (name: string, url: string | undefined): string[] =>
  url === undefined || /^https?:\/\/[^/@]+(\/|$)/.test(url) ? [] : [`${name} ${url.slice(0, 80)}`];

/** What is wrong with an item that came out of the pipeline, whatever went in. */
function faultsOfItem(item: StoredItem): string[] {
  return [
    ...faults([
      ['title', item.title, 500],
      ['summary', item.summary, 400],
      ['text', item.text, 200_000],
      ['author', item.author, 200],
      ['language', item.language, 3],
      ['url', item.url, 4096],
      ['image', item.imageUrl, 4096],
      ...item.categories.map((category): Rule => ['category', category, 80]),
      ...item.enclosures.map(({ type }): Rule => ['type of an enclosure', type, 80]),
    ]),
    ...(item.title.trim() === '' ? ['no title'] : []),
    ...(item.categories.length > 20 ? [`${item.categories.length} categories`] : []),
    ...(item.enclosures.length > 20 ? [`${item.enclosures.length} enclosures`] : []),
    ...(item.html.length > 400_000 || !item.html.isWellFormed() ? ['html'] : []),
    ...item.enclosures.flatMap(({ url }) => (url.length > 4096 ? [`an enclosure of ${url.length} letters`] : [])),
    ...notOfTheWeb('url', item.url),
    ...notOfTheWeb('image', item.imageUrl),
    ...(Object.getPrototypeOf(item) === Object.prototype ? [] : ['prototype']),
  ];
}

/** What is wrong with the memory of a source: it is read at every sweep and its title stands on every page. */
function faultsOfState({ feedTitle, feedLanguage, problem }: SourceState): string[] {
  const kinds: readonly string[] = PROBLEM_KINDS;
  const said = Object.entries(problem?.params ?? {}).map(([name, value]): Rule => [`problem ${name}`, `${value}`, 300]);
  return [
    ...faults([['title of the feed', feedTitle, 200], ['language of the feed', feedLanguage, 100], ...said]),
    ...(problem && !kinds.includes(problem.kind) ? [`an unnamed problem: ${problem.kind}`] : []),
    ...(problem?.kind === 'internal' ? [`a bug of ours: ${JSON.stringify(problem.params)}`] : []),
  ];
}

export interface RawServer {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** A server that speaks for itself: what it sends need not be HTTP. */
export async function rawServer(answer: (socket: Socket, request: string) => unknown): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.once('data', (request) => answer(socket, String(request)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}`, port, close };
}

/** Writes for ever, as fast as it is read or a piece at a time. */
export function endlessly(socket: Socket, piece: () => string | Uint8Array, everyMs = 0): void {
  const write = () => {
    if (socket.destroyed) return;
    if (everyMs > 0) {
      socket.write(piece());
      setTimeout(write, everyMs);
    } else if (socket.write(piece())) setImmediate(write);
    else socket.once('drain', write);
  };
  write();
}

/** One answer on a server of its own, swept as a source of that kind. */
export async function survivesAnswer(
  answer: Parameters<FixtureServer['on']>[1] | Parameters<FixtureServer['on']>[1][],
  given: Given & { source?: Partial<Source> } = {},
): Promise<Survived & { asked: string[] }> {
  const server = await fixtureServer();
  onTestFinished(() => server.close());
  server.on('/hostile', ...[answer].flat());
  const { source, ...rest } = given;
  const survived = await survives(aSource({ ...source, url: `${server.url}/hostile` }), rest);
  return { ...survived, asked: server.seen.map(({ path }) => path) };
}

export const survivesBody = (
  content: string | Uint8Array,
  given: Given & { source?: Partial<Source>; type?: string } = {},
): ReturnType<typeof survivesAnswer> =>
  survivesAnswer(body(content, given.type ? { 'content-type': given.type } : {}), given);
