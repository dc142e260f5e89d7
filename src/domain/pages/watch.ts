import { contentHash } from '../model/ids.ts';
import type { RawItem } from '../model/item.ts';
import type { Problem, Source } from '../model/source.ts';
import type { Instant } from '../model/units.ts';
import { changeHtml, changeSummary } from './changeHtml.ts';
import { comparePages, type PageChange } from './compare.ts';
import { lineKey } from './keys.ts';
import type { PageLine } from './lines.ts';
import { isEmptied, isRebuilt } from './rebuilt.ts';
import { meets, withoutIgnored } from './rules.ts';
import { changeSentence, type SentenceLanguage } from './sentence.ts';
import type { Zone } from './zone.ts';

/** A watched page as it was told last: what the next reading is compared with. */
export interface PageMemory {
  lines: PageLine[];
  structure: string[];
  hash: string;
  /** When these lines were read. */
  readAt?: Instant;
  /** A reading that differs and waits to be confirmed. */
  pending?: { hash: string; readings: number };
  /** Hashes of what was told before, the newest last. */
  earlier: string[];
}

/** One reading of a page that differs from the last one kept. */
export interface PageVersion {
  hash: string;
  lines: PageLine[];
}

export interface Watched {
  entries: RawItem[];
  page: PageMemory;
  /** To be kept, when it says something new. */
  version?: PageVersion;
  /** The page must be read again though its bytes be the same: a change waits to be confirmed. */
  unsettled: boolean;
  remarks: Problem[];
}

/** What one reading needs to know besides the zone. */
export interface Reading {
  source: Pick<Source, 'ignoreText' | 'when' | 'readings'>;
  url: string;
  now: Instant;
  language: SentenceLanguage;
}

const EARLIER = 6;
/** Equal readings asked of a page that says what it said before, or next to nothing: it flickers, or it is broken. */
const DOUBTFUL_READINGS = 3;

/** One step of watching: what was known and what is read now → what is told and what is known next. */
export function watchPage(memory: PageMemory | undefined, zone: Zone, reading: Reading): Watched {
  const hash = hashOf(zone.lines, reading.now);
  const current = { lines: zone.lines, structure: zone.structure, hash, readAt: reading.now };
  const version: PageVersion = { hash, lines: zone.lines };
  if (!memory) return { entries: [], page: { ...current, earlier: [] }, version, unsettled: false, remarks: [] };
  const { pending: _pending, ...known } = memory;
  const quiet = (page: PageMemory, more: Partial<Watched> = {}): Watched => ({
    entries: [],
    page,
    unsettled: false,
    remarks: [],
    ...more,
  });
  const { source, now, url, language } = reading;
  const whole = hash === memory.hash ? undefined : comparePages(memory.lines, zone.lines, now, memory.readAt);
  const change = whole && withoutIgnored(whole, source.ignoreText ?? []);
  if (!change) return quiet({ ...known, ...current });
  const cameBack = memory.earlier.includes(hash);
  const readings = memory.pending?.hash === hash ? memory.pending.readings + 1 : 1;
  if (readings < neededReadings(source.readings, cameBack || isEmptied(memory.lines, zone.lines)))
    return quiet({ ...known, pending: { hash, readings } }, { unsettled: true, remarks: cameBack ? [FLICKERS] : [] });
  const earlier = [...memory.earlier, memory.hash].slice(-EARLIER);
  if (isRebuilt(memory, zone)) return quiet({ ...current, earlier }, { version, remarks: [REBUILT] });
  // What is not worth telling yet adds up: the reference stays what was told last.
  if (!meets(change, source.when ?? {})) return quiet(known, { version });
  const entry = changeEntry(change, { from: memory.hash, to: hash, url, now, language });
  return quiet({ ...current, earlier }, { entries: [entry], version });
}

const REBUILT: Problem = { kind: 'page-rebuilt', params: {} };
const FLICKERS: Problem = { kind: 'flickering', params: {} };

const neededReadings = (asked = 1, doubtful: boolean): number =>
  doubtful ? Math.max(asked, DOUBTFUL_READINGS) : asked;

/** Of what counts only: two readings that differ in noise have one hash. Order does not count either. */
const hashOf = (lines: readonly PageLine[], now: Instant): string =>
  contentHash(
    lines
      .map(({ text }) => lineKey(text, now))
      .sort()
      .join('\n'),
  );

/** Lines kept with the item: beyond, the versions themselves tell. */
const MAX_KEPT = 200;

interface Told {
  from: string;
  to: string;
  url: string;
  now: Instant;
  language: SentenceLanguage;
}

function changeEntry(change: PageChange, { from, to, url, now, language }: Told): RawItem {
  return {
    // A page that goes back and forth has changed each time.
    guid: `${from} ${to} ${now}`,
    title: changeSentence(change, language),
    url,
    base: url,
    // The report is Vigie's own: it is published when the change is seen.
    publishedAt: now,
    summaryHtml: changeSummary(change.lines),
    contentHtml: changeHtml(change.lines.slice(0, MAX_KEPT)),
    language,
    categories: [],
    enclosures: [],
    change: { ...change, lines: change.lines.slice(0, MAX_KEPT), from, to },
  };
}
