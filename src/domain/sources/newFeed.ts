import { sourceId } from '../model/ids.ts';
import type { Source } from '../model/source.ts';
import type { OpmlFeed } from '../parse/opml.ts';

/** A feed as a source, added by a person unless said otherwise. */
export const newFeed = (url: string, fields: Partial<Source> = {}): Source => ({
  id: sourceId('feed', url),
  kind: 'feed',
  url,
  weight: 1,
  tags: [],
  ignore: [],
  origin: 'user',
  ...fields,
});

/** A feed of a subscription list; the list's tags are added to its own. */
export const feedFromList = (
  { url, title, tags }: OpmlFeed,
  listTags: readonly string[],
  origin: Source['origin'],
): Source =>
  newFeed(url, { tags: [...new Set([...listTags, ...tags])], origin, ...(title !== undefined && { name: title }) });
