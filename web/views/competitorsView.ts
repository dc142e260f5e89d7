import type { Actor } from '../../src/domain/model/watch.ts';
import type { ActorStory, RankChange, RenownBoard } from '../../src/domain/renown/renown.ts';
import type { PageContext } from './layout.tsx';

export const PERIODS = [7, 28, 365] as const;
export type Period = (typeof PERIODS)[number];

export interface CompetitorsView {
  page: PageContext;
  actors: readonly Actor[];
  days: Period;
  now: RenownBoard;
  before: RenownBoard;
  changes: readonly RankChange[];
  weekly: ReadonlyMap<string, readonly number[]>;
  /** The newest first, with the title of each story's lead. */
  moves: readonly (ActorStory & { title: string })[];
  daysKnown: number;
}

export const nameOf = (actors: readonly Actor[], id: string): string =>
  actors.find((actor) => actor.id === id)?.name ?? id;
