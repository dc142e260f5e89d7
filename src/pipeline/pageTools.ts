import type { VersionSummary } from '../adapters/store/pages.ts';
import type { SourceId } from '../domain/model/ids.ts';
import type { VersionRow } from '../domain/pages/compareVersions.ts';
import type { ZoneTrial } from '../domain/pages/trial.ts';
import type { ZoneRules } from '../domain/pages/zone.ts';
import type { Deps } from './deps.ts';

/** Two versions of a watched page, compared. */
export interface Comparison {
  versions: VersionSummary[];
  before?: VersionSummary;
  after?: VersionSummary;
  rows: VersionRow[];
}

/** Compares two versions of a page; the last two when none are named. Done in the reader's thread: pages may be hostile. */
export async function compareVersions(
  source: SourceId,
  { before, after }: { before?: number | undefined; after?: number | undefined },
  { store, reader }: Pick<Deps, 'store' | 'reader'>,
): Promise<Comparison> {
  const versions = await store.pages.list(source);
  const newer = versions.find(({ id }) => id === after) ?? versions[0];
  const older = versions.find(({ id }) => id === before) ?? versions.find(({ id }) => newer && id < newer.id);
  if (!newer || !older) return { versions, rows: [], ...(newer && { after: newer }) };
  const [oldLines = [], newLines = []] = await Promise.all(
    [older, newer].map(({ id }) => store.pages.lines(source, id)),
  );
  const rows = await reader.compare({ before: oldLines, after: newLines, now: newer.seenAt });
  return { versions, before: older, after: newer, rows: rows ?? [] };
}

/** Tries selectors on the versions kept whole, the newest first. */
export async function tryZoneOn(
  source: SourceId,
  rules: ZoneRules & { ignoreText: readonly string[] },
  { store, reader, watch }: Pick<Deps, 'store' | 'reader' | 'watch'>,
): Promise<ZoneTrial> {
  const pages = await store.pages.pages(source);
  const trial = await reader.tryZone({ pages, rules, language: watch.language });
  return trial ?? { readings: [], blocks: [], excerpt: [] };
}
