import { type Document, isAlias, isMap, isSeq, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { VigieError } from '../domain/errors.ts';
import type { ChangedActor, WatchChange } from '../domain/model/watchChange.ts';
import { asWritten } from './asWritten.ts';
import type { Config } from './load.ts';
import { withIds } from './newConfig.ts';

/** "30 6 * * *": once a day, at a minute and an hour. */
const DAILY = /^(\d{1,2}) (\d{1,2}) \* \* \*$/;

/** The minute of the day at which a pattern is due; undefined for one that says more than that. */
function dailyMinute(cron: string): number | undefined {
  const [, minute, hour] = DAILY.exec(cron) ?? [];
  return minute === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

const dailyCron = (at: number): string => `${at % 60} ${Math.floor(at / 60)} * * *`;

/** What a page may change of it, as it stands. */
export function changeable({ title, language, timezone, digest, actors }: Config): WatchChange {
  const at = dailyMinute(digest.cron);
  const brand = actors.find(({ isBrand }) => isBrand);
  return {
    ...{ title, language, timezone, minutes: digest.minutes },
    ...(at !== undefined && { at }),
    ...(brand && { brand }),
    competitors: actors.filter(({ isBrand }) => !isBrand),
  };
}

/**
 * A feeds.yaml with some of it changed: comments, order and everything the change does not name stay as they were written.
 * @param known what `text` says
 * @throws VigieError `watch.byHand` for a file that says a thing once and points at it elsewhere: a change would reach both
 */
export function changedConfig(text: string, known: Config, change: WatchChange): string {
  const document = parseDocument(text);
  refusePointers(document);
  const before = printed(document, text);
  const { title, language, timezone, minutes, at } = change;
  const set = (path: string[], before: unknown, after: unknown) => {
    if (after !== before) document.setIn(path, after);
  };
  set(['title'], known.title, title);
  set(['language'], known.language, language);
  set(['timezone'], known.timezone, timezone);
  set(['digest', 'minutes'], known.digest.minutes, minutes);
  if (at !== undefined) set(['digest', 'cron'], known.digest.cron, dailyCron(at));
  const gone = changeCompetitors(document, known, change.competitors);
  changeBrand(document, change.brand);
  const us = known.actors.find(({ isBrand }) => isBrand);
  forgetIn(document.get('sources'), new Set([...gone, ...(us && !change.brand ? [us.id] : [])]));
  const after = printed(document, text);
  return after === before ? text : asWritten({ text, before, changed: after });
}

function refusePointers(document: Document): void {
  visit(document, (_key, node) => {
    if (isAlias(node)) throw new VigieError('watch.byHand');
  });
}

const printed = (document: Document, text: string): string =>
  document.toString({ lineWidth: 0, indent: indentOf(text), indentSeq: !/^\w+:\n- /m.test(text) });

/** Spaces a level is moved in by: the fewest that begin a line. */
function indentOf(text: string): number {
  const widths = [...text.matchAll(/^( +)\S/gm)].map(([, spaces = '']) => spaces.length);
  return widths.reduce((least, width) => Math.min(least, width), widths[0] ?? 2);
}

function changeBrand(document: Document, brand: ChangedActor | undefined): void {
  const written = document.get('brand');
  if (!brand) document.delete('brand');
  else if (isMap(written)) changeActor(document, written, brand);
  else document.set('brand', document.createNode(entryOf(brand)));
}

/** @returns ids of those who are none any more */
function changeCompetitors(document: Document, known: Config, competitors: readonly ChangedActor[]): Set<string> {
  const gone = new Set<string>();
  const list = document.get('competitors');
  if (!isSeq(list)) {
    if (competitors.length > 0) document.set('competitors', document.createNode(entriesOf(competitors, known)));
    return gone;
  }
  const byId = new Map(competitors.flatMap((each) => (each.id === undefined ? [] : [[each.id, each] as const])));
  list.items = list.items.filter((item) => {
    if (!isMap(item)) return true;
    const id = String(item.get('id'));
    const change = byId.get(id);
    if (change) changeActor(document, item, change);
    else gone.add(id);
    return change !== undefined;
  });
  for (const entry of entriesOf(
    competitors.filter(({ id }) => id === undefined),
    known,
  ))
    append(document, list, entry);
  return gone;
}

/** A source of who is not watched any more is followed all the same. */
function forgetIn(sources: unknown, gone: ReadonlySet<string>): void {
  if (!isSeq(sources)) return;
  for (const source of sources.items)
    if (isMap(source) && gone.has(String(source.get('competitor')))) source.delete('competitor');
}

/** Written as its neighbours are: on one line, or on several. */
function append(document: Document, list: YAMLSeq, entry: object): void {
  const node = document.createNode(entry) as YAMLMap;
  const last = list.items.at(-1);
  node.flow = isMap(last) && last.flow === true;
  list.add(node);
}

function changeActor(document: Document, written: YAMLMap, { name, aliases, site }: ChangedActor): void {
  const before = written.toJSON() as { name?: string; aliases?: string[]; site?: string };
  if (before.name !== name) written.set('name', name);
  if ((before.aliases ?? []).join('\n') !== aliases.join('\n')) {
    if (aliases.length === 0) written.delete('aliases');
    else written.set('aliases', document.createNode(aliases, { flow: true }));
  }
  if (site === undefined) written.delete('site');
  // "https://buffer.com" is the same with a stroke at its end.
  else if (before.site === undefined || new URL(before.site).href !== site) written.set('site', site);
}

const entryOf = ({ name, aliases, site }: ChangedActor) => ({
  name,
  ...(aliases.length > 0 && { aliases }),
  ...(site !== undefined && { site }),
});

const entriesOf = (actors: readonly ChangedActor[], { actors: known }: Config): object[] =>
  withIds(
    actors,
    known.map(({ id }) => id),
  ).map(({ id, actor }) => ({ id, ...entryOf(actor) }));
