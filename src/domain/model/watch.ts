/** Who and what is watched: the reader's own list, from feeds.yaml. */
export interface Actor {
  id: string;
  name: string;
  /** Other spellings; `=Word` counts case. */
  aliases: string[];
  /** Phrases in which the name means something else. */
  not: string[];
  /**
   * For a name that is also a common word ("Free", "Threads"): words of which one must stand in the item for the bare
   * name to count. Names of several words, handles and hashtags count by themselves.
   */
  context?: string[];
  site?: string;
  isBrand: boolean;
}

export interface Topic {
  id: string;
  name: string;
  query: string;
}

export const VISIBILITIES = ['private', 'team', 'public'] as const;
export interface Board {
  id: string;
  name: string;
  query: string;
  visibility: (typeof VISIBILITIES)[number];
}
