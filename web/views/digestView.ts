import type { Digest, DigestStory, SectionId } from '../../src/domain/model/digest.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import type { IconName } from './icons.tsx';
import type { PageContext } from './layout.tsx';

export interface Mark {
  read: boolean;
  saved: boolean;
}

/** Where the reader may put stories, and where stories stand already, as far as they may know. */
export interface BoardChoice {
  editable: readonly { id: string; name: string }[];
  /** The one a key puts a story on without asking: the last used, or the only one. */
  usual?: string | undefined;
  holding: ReadonlyMap<string, readonly { id: string; name: string }[]>;
}

export interface DigestView {
  page: PageContext;
  digest: Digest;
  actors: readonly Actor[];
  marks: ReadonlyMap<string, Mark>;
  boards: BoardChoice;
  /** Sources failing right now. */
  failing: number;
  /** Set when this is not today's edition: when the next is due. */
  nextDue?: number | undefined;
  finished?: boolean;
  previous?: string | undefined;
  next?: string | undefined;
}

export const SECTION_ICONS: Record<SectionId, IconName> = {
  competitors: 'competitors',
  brand: 'brand',
  topics: 'topics',
  offtrack: 'offtrack',
};

export const minutesOf = (stories: readonly DigestStory[]): number =>
  stories.reduce((sum, story) => sum + story.minutes, 0);
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
