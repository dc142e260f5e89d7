import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import { type Config, loadConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import { sourceEntry } from '../../config/sources.ts';
import type { Source } from '../../domain/model/source.ts';
import type { Context } from '../main.ts';
import { configLines, configProblems } from '../output.ts';
import { wire } from '../wire.ts';

export async function configCheck({ env, out }: Context): Promise<boolean> {
  let config: Config;
  try {
    config = loadConfig(env.configFile);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    out.result({ file: env.configFile, ok: false, problems: configProblems(error, out.speech) }, () =>
      configLines(error, out.speech),
    );
    return false;
  }
  const { sources, topics, boards, actors, opml } = config;
  const counts = {
    sources: sources.length + opml.length,
    competitors: actors.filter(({ isBrand }) => !isBrand).length,
    topics: topics.length,
    boards: boards.length,
  };
  out.result({ file: env.configFile, ok: true, problems: [], ...counts }, () => [
    `${basename(env.configFile)}: no mistake (${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')})`,
  ]);
  return true;
}

/** feeds.yaml as it stands, comments and all, with the sources added in the app or by command at the end of its list. */
export async function configExport({ env, out }: Context): Promise<boolean> {
  const app = await wire(env);
  try {
    const document = parseDocument(readFileSync(env.configFile, 'utf8'));
    const sources = (await app.deps.store.sources.list()).map(({ source }) => source);
    for (const source of sources) if (source.origin === 'file') writeLearned(document, source);
    const added = sources.filter(({ origin }) => origin === 'user');
    if (!document.has('sources') && added.length > 0) document.set('sources', document.createNode([]));
    for (const source of added) document.addIn(['sources'], document.createNode(sourceEntry(source), { flow: true }));
    out.result(document.toJS(), () => [document.toString({ lineWidth: 0 }).trimEnd()]);
    return true;
  } finally {
    await app.close();
  }
}

/** What a reader asked in the app never to be told of a page that feeds.yaml names. */
function writeLearned(document: Document, { kind, url, ignoreText }: Source): void {
  const list = document.get('sources');
  if (kind !== 'page' || !ignoreText || !isSeq(list)) return;
  const entry = list.items.find(
    (item) => isMap(item) && URL.canParse(String(item.get('page'))) && new URL(String(item.get('page'))).href === url,
  );
  if (isMap(entry)) entry.set('ignoreText', ignoreText);
}
