import type { StoryId } from './ids.ts';
import type { Instant } from './units.ts';
import type { Board } from './watch.ts';

/** A board as it is kept: what feeds.yaml or somebody says of it. */
export interface KeptBoard extends Board {
  /** One line: why to read it. Empty when nobody said. */
  purpose: string;
  /** Those of feeds.yaml are changed there. */
  origin: 'file' | 'app';
  /** Who made it; the first owner for those of the file. */
  owner: string;
  /** Whether search engines may list its public page. */
  isListed: boolean;
  createdAt: Instant;
}

/** What the team makes of a story on a board, so that nobody does the same work twice. */
export const BOARD_STATES = ['todo', 'kept', 'shared', 'aside'] as const;
export type BoardState = (typeof BOARD_STATES)[number];

/** A story somebody put on a board, or set aside: the query does not bring it back. */
export interface BoardEntry {
  storyId: StoryId;
  isPinned: boolean;
  /** Lower comes first. */
  position: number;
  /** The curator's own sentence; empty when there is none. */
  note: string;
  noteBy?: string;
  state: BoardState;
  /** Who changed it last. */
  by: string;
  addedAt: Instant;
}

/** What somebody may do with a board beyond what their role says. */
export type BoardRole = 'editor' | 'reader';
