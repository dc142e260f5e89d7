import type { Span } from '../adapters/store/clicks.ts';
import type { StoryId } from '../domain/model/ids.ts';
import type { Instant } from '../domain/model/units.ts';
import type { Report } from '../domain/report/report.ts';
import { adviceFor } from '../domain/report/worth.ts';
import { teller } from './boards.ts';
import { dayStart, localDay } from './days.ts';
import type { Deps } from './deps.ts';

const MOST_STORIES = 10;

type ReportDeps = Pick<Deps, 'store' | 'watch' | 'clock'>;

/** The month an instant lies in, yyyy-mm, in the watch's own time. */
export const monthOf = (at: Instant, timezone: string): string => localDay(at, timezone).slice(0, 7);

/** Every figure is counted from the log of what happened. */
export async function reportOf(month: string, deps: ReportDeps): Promise<Report> {
  const { store, watch } = deps;
  const span = spanOf(month, watch.timezone);
  const marks = await store.clicks.marks(span);
  const editions = (await store.digests.listHeadings(366)).filter(({ date }) => date.startsWith(month));
  const told = new Set<string>();
  for (const { date } of editions)
    for (const { stories } of (await store.digests.findByDate(date))?.sections ?? [])
      for (const { id } of stories) told.add(id);
  return {
    month,
    clicks: await store.clicks.count(span),
    clicksBefore: await store.clicks.count(spanOf(shifted(month, -1), watch.timezone)),
    days: daysOf(month, await store.clicks.times(span), watch.timezone),
    ...{ told: told.size, read: marks.read, kept: marks.kept, editions: editions.length },
    channels: await channelsOf(span, deps),
    stories: await storiesOf(span, deps),
    sources: await sourcesOf(span, deps),
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

async function channelsOf(span: Span, { store }: ReportDeps): Promise<Report['channels']> {
  const boards = new Map((await store.boards.list()).map(({ id, name }) => [id, name]));
  const sends = await store.clicks.sends(span);
  return (await store.clicks.byChannel(span)).map(({ channel, board, count }) => ({
    ...{ channel, clicks: count },
    ...(board !== null && { board, name: boards.get(board) ?? board }),
    ...(channel === 'mail' && board === null && { sends: sends.get('mail') ?? 0 }),
  }));
}

async function storiesOf(span: Span, { store }: ReportDeps): Promise<Report['stories']> {
  const told = await teller({ store });
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
async function sourcesOf(span: Span, { store }: ReportDeps): Promise<Report['sources']> {
  const rows = await store.clicks.bySource(span);
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
