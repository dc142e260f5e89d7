import type { VersionSummary } from '../adapters/store/pages.ts';
import type { SourceId } from '../domain/model/ids.ts';
import type { Instant } from '../domain/model/units.ts';
import { type PageBlock, pageBlocks } from '../domain/pages/blocks.ts';
import { comparePages } from '../domain/pages/compare.ts';
import { type VersionRow, versionRows } from '../domain/pages/compareVersions.ts';
import { withoutIgnored } from '../domain/pages/rules.ts';
import { changeSentence } from '../domain/pages/sentence.ts';
import { readZone, type ZoneRules } from '../domain/pages/zone.ts';
import type { Deps } from './deps.ts';

/** Two versions of a watched page, compared. */
export interface Comparison {
  versions: VersionSummary[];
  before?: VersionSummary;
  after?: VersionSummary;
  rows: VersionRow[];
}

/** Compares two versions of a page; the last two when none are named. */
export async function compareVersions(
  source: SourceId,
  { before, after }: { before?: number | undefined; after?: number | undefined },
  { store }: Pick<Deps, 'store'>,
): Promise<Comparison> {
  const versions = await store.pages.list(source);
  const newer = versions.find(({ id }) => id === after) ?? versions[0];
  const older = versions.find(({ id }) => id === before) ?? versions.find(({ id }) => newer && id < newer.id);
  if (!newer || !older) return { versions, rows: [], ...(newer && { after: newer }) };
  const [oldLines, newLines] = await Promise.all([older, newer].map(({ id }) => store.pages.lines(source, id)));
  return { versions, before: older, after: newer, rows: versionRows(oldLines ?? [], newLines ?? [], newer.seenAt) };
}

/** What a zone would have seen in one version kept whole. */
export interface ZoneTrial {
  seenAt: Instant;
  matches: number;
  lines: number;
  letters: number;
  /** What would have been told of it. */
  sentence?: string;
}

/** Tries selectors on the versions kept whole, the newest first. */
export async function tryZone(
  source: SourceId,
  rules: ZoneRules & { ignoreText?: readonly string[] },
  { store, watch }: Pick<Deps, 'store' | 'watch'>,
): Promise<{ trials: ZoneTrial[]; blocks: PageBlock[]; excerpt: string[] }> {
  const pages = (await store.pages.pages(source)).toReversed();
  const zones = pages.map(({ html, seenAt }) => ({ zone: readZone(html, rules), seenAt }));
  const trials = zones.map(({ zone, seenAt }, index): ZoneTrial => {
    const before = zones[index - 1]?.zone;
    const whole = before && comparePages(before.lines, zone.lines, seenAt);
    const change = whole && withoutIgnored(whole, rules.ignoreText ?? []);
    return {
      seenAt,
      matches: zone.matches,
      lines: zone.lines.length,
      letters: zone.lines.reduce((sum, { text }) => sum + text.length, 0),
      ...(change && { sentence: changeSentence(change, watch.language) }),
    };
  });
  const newest = pages.at(-1);
  return {
    trials: trials.toReversed(),
    blocks: newest ? pageBlocks(newest.html, rules.select) : [],
    excerpt: (zones.at(-1)?.zone.lines ?? []).slice(0, EXCERPT_LINES).map(({ text }) => text),
  };
}

const EXCERPT_LINES = 12;
