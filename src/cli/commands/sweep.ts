import { problemSentence } from '../../../web/problems.ts';
import { VigieError } from '../../domain/errors.ts';
import { indexStore } from '../../pipeline/indexing.ts';
import { followLists } from '../../pipeline/lists.ts';
import { reportJson } from '../../pipeline/reports.ts';
import { sweep } from '../../pipeline/sweep.ts';
import type { Context } from '../main.ts';
import { progressBar } from '../output.ts';
import { wire } from '../wire.ts';

interface Options {
  force?: boolean;
  source?: string;
  now?: number;
}

export async function sweepOnce({ env, out }: Context, { force = false, source, now }: Options): Promise<boolean> {
  const app = await wire(env, now === undefined ? {} : { now });
  const stop = new AbortController();
  // What is in hand is finished and stored; a second Ctrl-C ends at once, as everywhere.
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    if (source !== undefined && !(await isFollowed(source, app.deps.store)))
      throw new VigieError('source.notFound', { id: source });
    await followLists(app.deps);
    const bar = progressBar('sweep');
    const report = await sweep(
      { force, signal: stop.signal, onProgress: bar.update, ...(source !== undefined && { source }) },
      app.deps,
    );
    bar.stop();
    await indexStore(app.deps);
    out.result(reportJson(report, out.speech), () => [
      `${report.checked} checked, ${report.changed} changed, ${report.unchanged} unchanged, ${report.failed} failed: ${report.newItems} new items, ${report.updatedItems} updated (${(report.durationMs / 1000).toFixed(1)} s)`,
      ...report.failures.map(({ url, problem }) => `  ${url}: ${problemSentence(problem, out.speech)}`),
    ]);
    return !stop.signal.aborted;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await app.close();
  }
}

const isFollowed = async (wanted: string, store: Awaited<ReturnType<typeof wire>>['deps']['store']): Promise<boolean> =>
  (await store.sources.list()).some(({ source }) => source.id === wanted || source.url === wanted);
