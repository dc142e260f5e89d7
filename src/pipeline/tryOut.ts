import type { EnrichedItem } from '../domain/model/item.ts';
import type { Problem } from '../domain/model/source.ts';
import type { Deps } from './deps.ts';
import { findWays, type Way } from './find.ts';

/** One address tried, nothing stored: the likeliest way of following it. */
export interface Trial {
  url: string;
  feedUrl?: string;
  title?: string;
  items: EnrichedItem[];
  /** The other ways. */
  others: Way[];
  problems: Problem[];
}

export async function tryOut(url: string, deps: Deps): Promise<Trial> {
  const { ways, problem } = await findWays(url, deps);
  const [best, ...others] = ways.filter(({ kind }) => kind === 'feed');
  if (!best) return { url, items: [], others: ways, problems: problem ? [problem] : [] };
  return { url, feedUrl: best.url, items: best.items, others, problems: [], ...(best.title && { title: best.title }) };
}
