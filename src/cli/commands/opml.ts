import { readFile } from 'node:fs/promises';
import { VigieError } from '../../domain/errors.ts';
import { decodeText } from '../../domain/parse/charset.ts';
import { parseOpml, writeOpml } from '../../domain/parse/opml.ts';
import type { Http } from '../../domain/ports.ts';
import { feedFromList } from '../../domain/sources/newFeed.ts';
import type { Context } from '../main.ts';
import { problemSentence } from '../output.ts';
import { wire } from '../wire.ts';

export async function opmlImport({ env, out }: Context, _options: object, file = ''): Promise<boolean> {
  const app = await wire(env);
  try {
    const { store, clock } = app.deps;
    const reading = parseOpml(await readList(file, app.deps.http, (problem) => problemSentence(problem, out.speech)));
    if (!reading) throw new VigieError('opml.unreadable', { file });
    const known = new Set((await store.sources.list()).map(({ source }) => source.url));
    const added = reading.feeds.filter(({ url }) => !known.has(url));
    for (const feed of added) await store.sources.follow(feedFromList(feed, [], 'user'), clock());
    const result = {
      feeds: reading.feeds.length,
      added: added.length,
      known: reading.feeds.length - added.length,
      refused: reading.refused,
    };
    out.result(result, () => [
      `${result.feeds} feeds: ${result.added} added, ${result.known} already followed`,
      ...reading.refused.map((url) => `  not a web address: ${url}`),
    ]);
    return true;
  } finally {
    await app.close();
  }
}

async function readList(
  file: string,
  http: Http,
  sentence: (problem: Parameters<typeof problemSentence>[0]) => string,
): Promise<string> {
  if (/^https?:/.test(file)) {
    const outcome = await http.get({ url: file, accept: 'text/x-opml, text/xml, application/xml, */*' });
    if (outcome.kind === 'fetched') return decodeText(outcome.body, outcome.contentType);
    throw new VigieError('opml.unreachable', {
      file,
      detail: outcome.kind === 'failed' ? sentence(outcome.problem) : '',
    });
  }
  try {
    return decodeText(await readFile(file), undefined);
  } catch (cause) {
    throw new VigieError('opml.unreachable', { file, detail: (cause as NodeJS.ErrnoException).code ?? '' }, cause);
  }
}

export async function opmlExport({ env, out }: Context): Promise<boolean> {
  const app = await wire(env);
  try {
    const followed = (await app.deps.store.sources.list()).filter(({ source }) => source.kind === 'feed');
    const feeds = followed.map(({ source, state }) => {
      const title = source.name ?? state.feedTitle;
      return { url: source.url, tags: source.tags, ...(title !== undefined && { title }) };
    });
    out.result({ feeds }, () => [writeOpml(app.config.title, feeds).trimEnd()]);
    return true;
  } finally {
    await app.close();
  }
}
