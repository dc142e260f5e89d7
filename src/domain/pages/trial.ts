import type { Instant } from '../model/units.ts';
import { type PageBlock, pageBlocks } from './blocks.ts';
import { comparePages } from './compare.ts';
import { withoutIgnored } from './rules.ts';
import { changeSentence, type SentenceLanguage } from './sentence.ts';
import { readZone, type ZoneRules } from './zone.ts';

/** A page as it was at some time. */
export interface PageAt {
  seenAt: Instant;
  html: string;
}

/** What a zone would have seen in one version. */
export interface ZoneReading {
  seenAt: Instant;
  matches: number;
  lines: number;
  letters: number;
  /** What would have been told of it. */
  sentence?: string;
}

export interface ZoneTrial {
  /** The newest first. */
  readings: ZoneReading[];
  /** The parts of the newest page, to choose from. */
  blocks: PageBlock[];
  /** The first lines of the zone in it. */
  excerpt: string[];
}

const EXCERPT_LINES = 12;

/**
 * Tries selectors on versions of a page.
 * @param pages the newest first
 */
export function tryZone(
  pages: readonly PageAt[],
  rules: ZoneRules & { ignoreText: readonly string[] },
  language: SentenceLanguage,
): ZoneTrial {
  const zones = pages.toReversed().map(({ html, seenAt }) => ({ zone: readZone(html, rules), seenAt }));
  const readings = zones.map(({ zone, seenAt }, index): ZoneReading => {
    const before = zones[index - 1]?.zone;
    const whole = before && comparePages(before.lines, zone.lines, seenAt);
    const change = whole && withoutIgnored(whole, rules.ignoreText);
    return {
      seenAt,
      matches: zone.matches,
      lines: zone.lines.length,
      letters: zone.lines.reduce((sum, { text }) => sum + text.length, 0),
      ...(change && { sentence: changeSentence(change, language) }),
    };
  });
  const [newest] = pages;
  return {
    readings: readings.toReversed(),
    blocks: newest ? pageBlocks(newest.html, rules.select) : [],
    excerpt: (zones.at(-1)?.zone.lines ?? []).slice(0, EXCERPT_LINES).map(({ text }) => text),
  };
}
