import { type SourceId, sourceId } from '../domain/model/ids.ts';
import { SOURCE_KINDS, type Source, type SourceKind } from '../domain/model/source.ts';
import { isReadableSelector } from '../domain/pages/selector.ts';
import { newFeed } from '../domain/sources/newFeed.ts';
import type { ServerDeps } from './context.ts';
import { type Form, field, tagsOf } from './forms.ts';

const MAX_NAME = 120;

/** What is done with sources, one or several at once. */
export const SOURCE_ACTIONS = new Set(['check', 'pause', 'resume', 'remove', 'tag', 'untag']);

/** Whether it was done: what belongs to feeds.yaml is not removed or tagged here. */
export async function actOnSource(
  id: SourceId,
  action: string,
  tag: string | undefined,
  deps: ServerDeps,
): Promise<boolean> {
  const { store, clock } = deps;
  const followed = await store.sources.find(id);
  if (!followed) return false;
  const { source } = followed;
  const isOurs = source.origin === 'user';
  switch (action) {
    case 'check':
      deps.requestSweep(id);
      return true;
    case 'pause':
    case 'resume':
      return store.sources.pause(id, action === 'pause', clock());
    case 'remove':
      return isOurs && store.sources.unfollow(id);
    case 'tag':
    case 'untag': {
      if (!isOurs || tag === undefined) return false;
      const others = source.tags.filter((each) => each !== tag);
      await store.sources.setTags(id, action === 'tag' ? [...others, tag] : others);
      return true;
    }
    default:
      return false;
  }
}

/** Follows a source, and asks it at once. What feeds.yaml or a list says of one stays theirs. */
export async function follow(source: Source, { store, clock, requestSweep }: ServerDeps): Promise<void> {
  if (!(await store.sources.find(source.id))) await store.sources.follow(source, clock());
  requestSweep(source.id);
}

/** The way that was ticked, as a source; undefined when the form says nothing usable. */
export function chosenSource(form: Form, actors: readonly string[]): Source | undefined {
  const way = field(form, 'way') || '0';
  const of = (name: string) => field(form, `${name}-${way}`) || (way === '0' ? field(form, name) : '');
  const url = of('url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
  const kind = SOURCE_KINDS.find((each): each is SourceKind => each === of('kind')) ?? 'feed';
  const { href } = new URL(url);
  const selectors = Object.fromEntries(
    (['item', 'title', 'link', 'date'] as const).flatMap((name) =>
      isReadableSelector(of(name)) ? [[name, of(name)]] : [],
    ),
  );
  const name = field(form, 'name').slice(0, MAX_NAME);
  const competitor = actors.find((id) => id === field(form, 'competitor'));
  return {
    ...newFeed(href),
    kind,
    id: sourceId(kind, href),
    tags: tagsOf(field(form, 'tags')),
    ...(kind === 'list' && selectors),
    ...(name && { name }),
    ...(competitor !== undefined && { competitor }),
  };
}
