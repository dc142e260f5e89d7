import { readFile, stat } from 'node:fs/promises';
import type { Speech } from '../../../web/i18n.ts';
import { problemSentence } from '../../../web/problems.ts';
import { VigieError } from '../../domain/errors.ts';
import { decodeText } from '../../domain/parse/charset.ts';
import type { OpmlLine } from '../../domain/parse/opmlAccount.ts';
import { writeOpml } from '../../domain/parse/opmlWriter.ts';
import type { Http } from '../../domain/ports.ts';
import { importOpml, listedFeeds } from '../../pipeline/importOpml.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

export async function opmlImport({ env, out }: Context, _options: object, file = ''): Promise<boolean> {
  const app = await wire(env);
  const { t } = out.speech;
  try {
    const xml = await readList(file, app.deps.http, out.speech);
    const imported = await importOpml(xml, app.deps);
    if (!imported) throw unreadable(file, whyNoOpml(xml), out.speech);
    const { feeds, added, known, account } = imported;
    const refused = account.map(({ line, kind, text, count }) => ({
      ...{ line, kind, text, message: lineSentence({ line, kind, text, count: count ?? 0 }, out.speech) },
    }));
    out.result({ feeds, added, known, refused }, () => [
      t('opml.imported', { feeds, added, known }),
      ...refused.map(({ line, message }) => `  ${t('opml.at', { line: String(line) })} ${message}`),
    ]);
    return true;
  } finally {
    await app.close();
  }
}

/** Why a line of a list was not taken, for people. */
const lineSentence = ({ kind, text, count = 0 }: OpmlLine, { t }: Speech): string =>
  t(`opml.line.${kind}`, { text, count });

/** Lists of 10,000 feeds with their icons are 30 MB. */
const MAX_FILE_MB = 64;

async function readList(file: string, http: Http, speech: Speech): Promise<string> {
  if (/^https?:/i.test(file)) {
    const outcome = await http.get({ url: file, accept: 'text/x-opml, text/xml, application/xml, */*' });
    if (outcome.kind === 'fetched') return decodeText(outcome.body, outcome.contentType);
    const detail = outcome.kind === 'failed' ? problemSentence(outcome.problem, speech) : '';
    throw new VigieError('opml.unreachable', { file, detail });
  }
  try {
    if ((await stat(file)).size > MAX_FILE_MB * 1_000_000) throw unreadable(file, 'too-large', speech);
    return decodeText(await readFile(file), undefined);
  } catch (cause) {
    if (cause instanceof VigieError) throw cause;
    throw unreadable(file, (cause as NodeJS.ErrnoException).code ?? '', speech, cause);
  }
}

const REASONS = ['ENOENT', 'EISDIR', 'EACCES', 'too-large', 'empty', 'page', 'feed', 'no-opml'];

/** @param reason one of REASONS, or what the system says */
function unreadable(file: string, reason: string, { t }: Speech, cause?: unknown): VigieError {
  const detail = REASONS.includes(reason) ? t(`opml.why.${reason}`, { megabytes: MAX_FILE_MB }) : reason;
  return new VigieError('opml.unreachable', { file, detail }, cause);
}

function whyNoOpml(text: string): string {
  if (text.trim() === '') return 'empty';
  const start = text.slice(0, 2000);
  if (/<(?:rss|feed|rdf:RDF)[\s>]/i.test(start)) return 'feed';
  return /<(?:!doctype html|html)\b/i.test(start) ? 'page' : 'no-opml';
}

export async function opmlExport({ env, out }: Context): Promise<boolean> {
  const app = await wire(env);
  try {
    const feeds = await listedFeeds(app.deps);
    out.result({ feeds }, () => [writeOpml(app.config.title, feeds).trimEnd()]);
    return true;
  } finally {
    await app.close();
  }
}
