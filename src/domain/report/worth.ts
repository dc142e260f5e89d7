/** What a source brought in a month, and what became of it. Stories count once for each source that told them. */
export interface SourceWorth {
  id: string;
  name: string;
  items: number;
  /** Stories an edition told. */
  told: number;
  /** Followed links to its articles. */
  clicks: number;
  /** Stories somebody kept. */
  kept: number;
  /** Stories somebody put on a board. */
  boards: number;
  /** Stories opened, kept or put on a board that no other source told: what would have been missed without it. */
  only: number;
}

export type Advice = 'keep' | 'filter' | 'drop' | 'young';

/** Fewer articles in a month say nothing. */
const ENOUGH_ITEMS = 10;
const LOUD = 100;
/** Share of a loud source's articles that must be told. */
const LEAST_TOLD = 0.05;

/**
 * What one would do about a source: drop what nobody ever opened, filter what is loud for what it brings.
 * @param isYoung it was not followed for the whole month
 */
export function adviceFor({ items, told, clicks, kept, boards, only }: SourceWorth, isYoung: boolean): Advice {
  if (only > 0) return 'keep';
  if (isYoung || items < ENOUGH_ITEMS) return clicks + kept + boards > 0 ? 'keep' : 'young';
  if (clicks + kept + boards === 0) return 'drop';
  return items >= LOUD && told < items * LEAST_TOLD ? 'filter' : 'keep';
}
