import type { Span } from '../adapters/store/clicks.ts';
import type { StoryId } from '../domain/model/ids.ts';
import type { Person } from '../domain/model/person.ts';
import { type Instant, MINUTE_MS } from '../domain/model/units.ts';
import type { Report } from '../domain/report/report.ts';
import { adviceFor } from '../domain/report/worth.ts';
import { boardsOf, teller } from './boards.ts';
import { dayStart, localDay } from './days.ts';
import type { Deps } from './deps.ts';
import { TRACE_MS } from './retain.ts';

const MOST_STORIES = 10;

type ReportDeps = Pick<Deps, 'store' | 'watch' | 'clock'>;

/** The month an instant lies in, yyyy-mm, in the watch's own time. */
export const monthOf = (at: Instant, timezone: string): string => localDay(at, timezone).slice(0, 7);

/** Every figure is counted from the log of what happened. */
export async function reportOf(month: string, reader: Pick<Person, 'id' | 'role'>, deps: ReportDeps): Promise<Report> {
  const { store, watch } = deps;
  const span = spanOf(month, watch.timezone);
  const marks = await store.clicks.marks(span);
  const editions = await store.digests.listOfMonth(month);
  const told = new Set<string>();
  for (const { sections } of editions)
    for (const { id } of sections.flatMap(({ stories }) => stories)) told.add(await store.stories.current(id));
  return {
    month,
    clicks: await store.clicks.count(span),
    clicksBefore: await store.clicks.count(spanOf(shifted(month, -1), watch.timezone)),
    days: daysOf(month, await store.clicks.times(span), watch.timezone),
    ...{ told: told.size, read: marks.read, kept: marks.kept, editions: editions.length },
    readings: readingsOf(await store.readings.ofMonth(month)),
    channels: await channelsOf(span, reader, deps),
    newsletters: await newslettersOf(span, reader, deps),
    stories: await storiesOf(span, deps),
    sources: await sourcesOf(month, span, deps),
  };
}

function readingsOf({ opened, took }: { opened: number; took: readonly number[] }): Report['readings'] {
  const middle = took[Math.floor((took.length - 1) / 2)];
  return {
    ...{ opened, finished: took.length },
    ...(middle !== undefined && { medianMinutes: Math.round(middle / MINUTE_MS) }),
  };
}

/** The month so many months away. */
export function shifted(month: string, by: number): string {
  const [year = 0, index = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index - 1 + by, 1)).toISOString().slice(0, 7);
}

const spanOf = (month: string, timezone: string): Span => ({
  from: dayStart(`${month}-01`, timezone),
  to: dayStart(`${shifted(month, 1)}-01`, timezone),
});

function daysOf(month: string, times: readonly Instant[], timezone: string): Report['days'] {
  const counts = new Map<string, number>();
  for (const at of times) {
    const day = localDay(at, timezone);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const [year = 0, index = 1] = month.split('-').map(Number);
  const length = new Date(Date.UTC(year, index, 0)).getUTCDate();
  return Array.from({ length }, (_, at) => {
    const day = `${month}-${String(at + 1).padStart(2, '0')}`;
    return { day, count: counts.get(day) ?? 0 };
  });
}

/** By channel and board; boards that who asks may not see, or that are gone, stand together without a name. */
async function channelsOf(
  span: Span,
  reader: Pick<Person, 'id' | 'role'>,
  { store, clock }: ReportDeps,
): Promise<Report['channels']> {
  const names = new Map((await boardsOf(reader, { store })).map(({ board: { id, name } }) => [id, name]));
  const rows = new Map<string, Report['channels'][number]>();
  for (const { channel, board, count } of await store.clicks.byChannel(span)) {
    const name = board === null ? undefined : names.get(board);
    const isHidden = board !== null && name === undefined;
    const key = `${channel} ${isHidden ? '?' : (board ?? '')}`;
    const row = rows.get(key) ?? {
      ...{ channel, clicks: 0, isHidden },
      ...(board !== null && name !== undefined && { board, name }),
    };
    rows.set(key, { ...row, clicks: row.clicks + count });
  }
  // Traces of messages are kept for a season: of older months nobody knows any more.
  const isKnown = span.from > clock() - TRACE_MS;
  for (const [channel, sends] of isKnown ? await store.clicks.sends(span) : []) {
    const row = rows.get(`${channel} `) ?? { channel, clicks: 0, isHidden: false };
    rows.set(`${channel} `, { ...row, sends });
  }
  return [...rows.values()].sort((a, b) => b.clicks - a.clicks);
}

/** The newest first. */
async function newslettersOf(
  span: Span,
  reader: Pick<Person, 'id' | 'role'>,
  { store, clock }: ReportDeps,
): Promise<Report['newsletters']> {
  const clicks = await store.clicks.byNewsletter(span);
  const found: Report['newsletters'] = [];
  for (const { board } of await boardsOf(reader, { store }))
    for (const { id, number, title, sentAt } of await store.newsletters.headings(board.id)) {
      const isOfMonth = sentAt >= span.from && sentAt < span.to;
      if (!isOfMonth && !clicks.has(id)) continue;
      const sends = sentAt > clock() - TRACE_MS ? { sends: await store.deliveries.countSentOf(id) } : {};
      found.push({ board: board.id, number, title, sentAt, clicks: clicks.get(id) ?? 0, ...sends });
    }
  return found.sort((a, b) => b.sentAt - a.sentAt);
}

async function storiesOf(span: Span, { store, watch }: ReportDeps): Promise<Report['stories']> {
  const told = await teller({ store, watch });
  const stories: Report['stories'] = [];
  for (const { storyId, count } of await store.clicks.byStory(span, MOST_STORIES)) {
    const [story] = told(await store.items.listOfStory(await store.stories.current(storyId as StoryId)));
    if (!story) continue;
    const { title, url, source } = story;
    stories.push({ id: storyId, title, source, clicks: count, ...(url !== undefined && { url }) });
  }
  return stories;
}

/** Of those followed now: the others can be neither kept nor dropped. */
async function sourcesOf(month: string, span: Span, { store }: ReportDeps): Promise<Report['sources']> {
  const rows = await store.clicks.bySource(month, span);
  const names = await store.sources.names();
  const none = { items: 0, told: 0, clicks: 0, kept: 0, boards: 0, only: 0 };
  return (await store.sources.list())
    .map(({ source, addedAt }) => {
      const worth = {
        id: source.id as string,
        name: names.get(source.id) ?? source.url,
        ...(rows.get(source.id) ?? none),
      };
      return { ...worth, advice: adviceFor(worth, addedAt > span.from) };
    })
    .sort((a, b) => b.clicks - a.clicks || b.kept - a.kept || b.told - a.told || (a.name < b.name ? -1 : 1));
}
