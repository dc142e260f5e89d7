import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

/** What readers set right, with the titles it was said of: labels to learn from. For people too, one JSON object a line. */
export async function labels({ env, out }: Context): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const corrections = (await app.deps.store.corrections.list()).map(
      ({ itemId, title, language, event, was, at }) => ({
        ...{ id: itemId, title, lang: language, type: event, ...(was && { was }) },
        at: new Date(at).toISOString(),
      }),
    );
    out.result({ labels: corrections }, () => corrections.map((each) => JSON.stringify(each)));
    return true;
  } finally {
    await app.close();
  }
}
