import { sourceId } from '../model/ids.ts';
import type { Source } from '../model/source.ts';
import type { OpmlFeed } from '../parse/opmlFeed.ts';

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
export function feedFromList(feed: OpmlFeed, listTags: readonly string[], origin: Source['origin']): Source {
  const { url, title, tags, extra, ...described } = feed;
  const opml: Record<string, string> = { ...extra, ...described };
  return newFeed(url, {
    tags: [...new Set([...listTags, ...tags])],
    origin,
    ...(title !== undefined && { name: title }),
    ...(Object.keys(opml).length > 0 && { opml }),
  });
}

/** The inverse: a source as a list names it. */
export function feedForList({ url, name, tags, opml = {} }: Source, feedTitle?: string): OpmlFeed {
  const { htmlUrl, description, language, ...extra } = opml;
  const title = name ?? feedTitle;
  return {
    url,
    ...(title !== undefined && { title }),
    tags,
    ...(htmlUrl !== undefined && { htmlUrl }),
    ...(description !== undefined && { description }),
    ...(language !== undefined && { language }),
    extra,
  };
}

/** A followed feed with what a list adds to it: tags, and attributes it had not. The same object when that is nothing. */
export function withListed(source: Source, listed: Source): Source {
  const tags = [...new Set([...source.tags, ...listed.tags])];
  const opml = { ...listed.opml, ...source.opml };
  const isMore = tags.length > source.tags.length || Object.keys(opml).length > Object.keys(source.opml ?? {}).length;
  return isMore ? { ...source, tags, ...(Object.keys(opml).length > 0 && { opml }) } : source;
}
