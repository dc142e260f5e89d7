import type { Context } from '../main.ts';
import { searchJson } from '../reports.ts';
import { wire } from '../wire.ts';

export async function search(
  { env, out }: Context,
  { limit, offset }: { limit: number; offset: number },
  query = '',
): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const answer = await app.deps.search.search({ query, limit, offset, reader: 'owner' });
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
