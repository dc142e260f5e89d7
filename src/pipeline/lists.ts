import type { SourceId } from '../domain/model/ids.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import { decodeText } from '../domain/parse/charset.ts';
import { parseOpml } from '../domain/parse/opml.ts';
import { feedFromList } from '../domain/sources/newFeed.ts';
import type { Deps } from './deps.ts';

/** What a list held when it was last read. */
interface ListNote {
  readAt: Instant;
  ids: SourceId[];
}

/** Reads again the OPML lists on the web that are a day old: their feeds come and go with them. Returns how many were read. */
export async function followLists(deps: Deps): Promise<number> {
  let read = 0;
  for (const list of deps.watch.opml ?? []) {
    const noteKey = `opml ${list.location}`;
    const note = JSON.parse((await deps.store.outbox.note(noteKey)) ?? 'null') as ListNote | null;
    if (note && deps.clock() - note.readAt < DAY_MS) continue;
    if (await followList(list, noteKey, note?.ids ?? [], deps)) read += 1;
  }
  return read;
}

/** A list that cannot be read changes nothing: its feeds are followed as before. */
async function followList(
  list: { location: string; tags: string[] },
  noteKey: string,
  before: SourceId[],
  { http, store, clock, log }: Deps,
): Promise<boolean> {
  const outcome = await http.get({ url: list.location, accept: 'text/x-opml, text/xml, application/xml, */*' });
  const reading = outcome.kind === 'fetched' ? parseOpml(decodeText(outcome.body, outcome.contentType)) : undefined;
  if (!reading) {
    log.warn(
      { list: list.location, outcome: outcome.kind === 'failed' ? outcome.problem.kind : 'no OPML' },
      'A subscription list could not be read; its feeds are kept',
    );
    return false;
  }
  const sources = reading.feeds.map((feed) => feedFromList(feed, list.tags, 'list'));
  const known = new Map((await store.sources.list()).map(({ source }) => [source.id, source.origin]));
  const listed = new Set(sources.map(({ id }) => id));
  await store.transaction(async (tx) => {
    // What the file or a person follows stays theirs.
    for (const source of sources)
      if ((known.get(source.id) ?? 'list') === 'list') await tx.sources.follow(source, clock());
    for (const id of before) if (!listed.has(id) && known.get(id) === 'list') await tx.sources.unfollow(id);
    await tx.outbox.setNote(noteKey, JSON.stringify({ readAt: clock(), ids: [...listed] } satisfies ListNote));
  });
  return true;
}
