import type { Instant } from '../model/units.ts';
import type { Advice, SourceWorth } from './worth.ts';

/** A month of a watch: what it brought, and what was worth reading. */
export interface Report {
  /** yyyy-mm */
  month: string;
  clicks: number;
  /** Of the month before. */
  clicksBefore: number;
  /** Clicks on each local day of the month. */
  days: { day: string; count: number }[];
  told: number;
  read: number;
  kept: number;
  editions: number;
  /** Editions of the month that somebody opened, and read to their end; each reader counts. */
  readings: { opened: number; finished: number; medianMinutes?: number };
  /** `isHidden`: of boards that who asks may not see. */
  channels: { channel: string; board?: string; name?: string; isHidden: boolean; clicks: number; sends?: number }[];
  /** Of boards that who asks may see: those that went out in the month or were followed in it. `sends` is not known for ever. */
  newsletters: { board: string; number: number; title: string; sentAt: Instant; sends?: number; clicks: number }[];
  stories: { id: string; title: string; url?: string; source: string; clicks: number }[];
  sources: (SourceWorth & { advice: Advice })[];
}
