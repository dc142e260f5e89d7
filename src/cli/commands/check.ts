import { mendSentence, problemSentence } from '../../../web/problems.ts';
import { VigieError } from '../../domain/errors.ts';
import { addressOf } from '../../domain/sources/platforms.ts';
import { checkedItemJson } from '../../pipeline/reports.ts';
import { tryOut } from '../../pipeline/tryOut.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

export async function check({ env, out }: Context, _options: object, typed = ''): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const url = addressOf(typed, app.config.language);
    if (url === undefined) throw new VigieError('source.badAddress', { url: typed });
    const trial = await tryOut(url, app.deps);
    const problems = trial.problems.map((problem) => ({
      kind: problem.kind,
      message: problemSentence(problem, out.speech),
    }));
    const result = {
      url: typed,
      kind: trial.feedUrl === undefined ? (trial.others[0]?.kind ?? 'feed') : 'feed',
      feedUrl: trial.feedUrl ?? null,
      title: trial.title ?? null,
      items: trial.items.map(checkedItemJson),
      problems,
    };
    out.result(result, () => [
      ...(trial.feedUrl ? [`${trial.title ?? trial.feedUrl} (${trial.feedUrl}), ${trial.items.length} items`] : []),
      ...trial.items
        .slice(0, 10)
        .map(
          (item) =>
            `  ${item.publishedAt ? new Date(item.publishedAt).toISOString().slice(0, 10) : '(undated) '}  ${item.title}${tags(item)}`,
        ),
      ...trial.others.map(
        ({ kind, url: other, title, items }) =>
          `  also: ${kind} ${other} (${title || 'untitled'}, ${items.length} items)`,
      ),
      ...trial.problems.map(
        (problem) => `${problemSentence(problem, out.speech)} ${mendSentence(problem, out.speech)}`,
      ),
    ]);
    return problems.length === 0;
  } finally {
    await app.close();
  }
}

const tags = ({ actors, topics }: { actors: { id: string }[]; topics: { id: string }[] }): string => {
  const ids = [...actors, ...topics].map(({ id }) => id);
  return ids.length > 0 ? `  [${ids.join(', ')}]` : '';
};
