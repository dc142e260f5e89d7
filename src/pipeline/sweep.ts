import type { FollowedSource } from '../adapters/store/sources.ts';
import { Stopped } from '../domain/errors.ts';
import type { Problem } from '../domain/model/source.ts';
import { HOUR_MS } from '../domain/model/units.ts';
import { STORY_WINDOW_MS, type StoryWindow, storyWindow } from '../domain/stories/group.ts';
import { bodyRoom } from './bodyRoom.ts';
import type { Deps } from './deps.ts';
import { fairPool } from './fairPool.ts';
import { type IngestOutcome, ingest, type SweepTools } from './ingest.ts';
import { taggerFor } from './tagging.ts';

export interface SweepRequest {
  /** Ask every source, due or not. */
  force?: boolean;
  /** Only this one: its id or address. */
  source?: string;
  /** Stops picking up sources; what is in hand is finished, unless it is given up. */
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface SweepReport {
  checked: number;
  changed: number;
  unchanged: number;
  failed: number;
  newItems: number;
  updatedItems: number;
  durationMs: number;
  failures: { source: string; url: string; problem: Problem }[];
}

/** Sources in flight at once; across hosts, waiting costs nothing. */
const CONCURRENCY = 48;
const PER_HOST = 2;

/** One run over the sources that are due. A source that fails is reported and harms no other. */
export async function sweep(request: SweepRequest, deps: Deps): Promise<SweepReport> {
  const started = performance.now();
  const sources = await chosenSources(request, deps);
  const tools = await sweepTools(deps);
  const report: SweepReport = {
    checked: 0,
    changed: 0,
    unchanged: 0,
    failed: 0,
    newItems: 0,
    updatedItems: 0,
    durationMs: 0,
    failures: [],
  };
  const room = bodyRoom();
  await fairPool(sources, hostOf, { concurrency: CONCURRENCY, perGroup: PER_HOST }, async (followed) => {
    if (request.signal?.aborted) return;
    const outcome = await room(deps, (own) => safely(followed, tools, own));
    if (outcome) count(report, followed, outcome);
    request.onProgress?.(report.checked, sources.length);
  });
  report.durationMs = Math.round(performance.now() - started);
  return report;
}

async function chosenSources(
  { force, source: wanted }: SweepRequest,
  { store, clock }: Deps,
): Promise<FollowedSource[]> {
  if (wanted !== undefined)
    return (await store.sources.list()).filter(({ source }) => source.id === wanted || source.url === wanted);
  if (!force) return store.sources.listDue(clock());
  return (await store.sources.list()).filter(({ state }) => !state.paused);
}

/** What a sweep prepares once: the tagger for the watch list, and the stories of the last days. */
export async function sweepTools(deps: Deps): Promise<SweepTools> {
  const { store, clock } = deps;
  const now = clock();
  let window: Promise<StoryWindow> | undefined;
  const readWindow = async () =>
    storyWindow(
      await store.items.listKeysSeenSince(now - STORY_WINDOW_MS - HOUR_MS),
      now,
      deps.lexicons.retelling,
      await store.stories.listApart(now - 2 * STORY_WINDOW_MS),
    );
  return {
    tag: await taggerFor(deps),
    stories: () => {
      window ??= readWindow();
      return window;
    },
  };
}

const hostOf = ({ source, state }: FollowedSource): string => new URL(state.movedTo ?? source.url).hostname;

/** A bug on one source is that source's failure; one given up was not checked, and is due as before. */
async function safely(followed: FollowedSource, tools: SweepTools, deps: Deps): Promise<IngestOutcome | undefined> {
  try {
    return await ingest(followed, tools, deps);
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    deps.log.error({ source: followed.source.id, error: (error as Error).stack }, 'A source could not be ingested');
    return {
      kind: 'failed',
      problem: { kind: 'internal', params: { detail: String((error as Error).message).slice(0, 200) } },
    };
  }
}

function count(report: SweepReport, { source, state }: FollowedSource, outcome: IngestOutcome): void {
  report.checked += 1;
  if (outcome.kind === 'failed') {
    report.failed += 1;
    report.failures.push({ source: source.id, url: state.movedTo ?? source.url, problem: outcome.problem });
    return;
  }
  // "Changed" means that something a reader sees did: an answer with the same items is no change.
  const changed = outcome.kind === 'changed' && outcome.newItems + outcome.updatedItems > 0;
  report[changed ? 'changed' : 'unchanged'] += 1;
  if (outcome.kind !== 'changed') return;
  report.newItems += outcome.newItems;
  report.updatedItems += outcome.updatedItems;
}
