import { searchJson } from '../../pipeline/reports.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

export async function search(
  { env, out }: Context,
  { limit, offset }: { limit: number; offset: number },
  ...words: string[]
): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const answer = await app.deps.search.search({ query: queryOf(words), limit, offset, reader: 'owner' });
    const [facets, names] = [await app.deps.search.facets(answer.node), await app.deps.store.sources.names()];
    out.result(searchJson(answer, facets, names), () => [
      ...answer.items.map(
        (item) =>
          `${new Date(item.publishedAt ?? item.seenAt).toISOString().slice(0, 10)}  ${item.title}  — ${names.get(item.sourceId) ?? ''}\n            ${item.url ?? ''}`,
      ),
      `${answer.total} (${answer.tookMs} ms, ${answer.engine})`,
    ]);
    return true;
  } finally {
    await app.close();
  }
}

/** One word is the query as typed; of several, the shell took the quotes: a word with a space in it was a phrase. */
const queryOf = (words: readonly string[]): string =>
  words.length === 1 ? (words[0] ?? '') : words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
