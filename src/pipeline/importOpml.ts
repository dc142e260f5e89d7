import { parseOpml } from '../domain/parse/opml.ts';
import type { OpmlLine } from '../domain/parse/opmlAccount.ts';
import type { OpmlFeed } from '../domain/parse/opmlFeed.ts';
import { feedForList, feedFromList, withListed } from '../domain/sources/newFeed.ts';
import type { Deps } from './deps.ts';

/** What became of a list that a person brought. */
export interface OpmlImport {
  /** Of the list. */
  title?: string;
  /** Feeds in the list, each counted once. */
  feeds: number;
  /** Followed from now on. */
  added: number;
  /** Followed already. */
  known: number;
  /** What was not taken, by line. */
  account: OpmlLine[];
}

/**
 * Follows the feeds of a list as if a person had added each; undefined when there is no OPML in it. Of feeds followed
 * already, those that a person added get the list's tags too: what feeds.yaml or a list on the web says stays theirs.
 */
export async function importOpml(
  xml: string,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<OpmlImport | undefined> {
  const reading = parseOpml(xml);
  if (!reading) return undefined;
  const { title, feeds, account } = reading;
  const followed = new Map((await store.sources.list()).map(({ source }) => [source.id, source]));
  let added = 0;
  await store.transaction(async (tx) => {
    for (const listed of feeds.map((feed) => feedFromList(feed, [], 'user'))) {
      const known = followed.get(listed.id);
      if (!known) added += 1;
      const next = known ? withListed(known, listed) : listed;
      if (next !== known && next.origin === 'user') await tx.sources.follow(next, clock());
    }
  });
  return { ...(title !== undefined && { title }), feeds: feeds.length, added, known: feeds.length - added, account };
}

/** The feeds followed, as a list names them. */
export async function listedFeeds({ store }: Pick<Deps, 'store'>): Promise<OpmlFeed[]> {
  const followed = await store.sources.list();
  return followed.flatMap(({ source, state }) =>
    source.kind === 'feed' ? [feedForList(source, state.feedTitle)] : [],
  );
}
