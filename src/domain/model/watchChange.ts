/** An actor as its owner writes it; what else feeds.yaml says of it stays. */
export interface ChangedActor {
  /** Absent for one that is new. */
  id?: string;
  name: string;
  /** Other spellings. */
  aliases: string[];
  site?: string;
}

/** What of feeds.yaml is changed from a page. */
export interface WatchChange {
  title: string;
  language: 'fr' | 'en';
  timezone: string;
  /** Budget of the digest. */
  minutes: number;
  /** Minute of the day at which it is made; absent where the file has a pattern of its own. */
  at?: number;
  brand?: ChangedActor;
  /** In this order; who is not here is no competitor any more. */
  competitors: ChangedActor[];
}

/** What somebody typed of the watch, right or wrong. */
export interface TypedWatch {
  title: string;
  language: string;
  timezone: string;
  minutes: string;
  /** "06:30"; absent where feeds.yaml has a pattern of its own. */
  at: string | undefined;
  brand: TypedRow;
  competitors: TypedRow[];
}

export interface TypedRow {
  /** Empty for one that is new. */
  id: string;
  name: string;
  aliases: string;
  site: string;
  /** Taken off the list. */
  isGone: boolean;
}
