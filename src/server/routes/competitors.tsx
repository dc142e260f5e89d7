import { type ActorMove, CompetitorPage } from '../../../web/views/competitor.tsx';
import { CompetitorsPage } from '../../../web/views/competitors.tsx';
import { PERIODS, type Period } from '../../../web/views/competitorsView.ts';
import { isEventType } from '../../domain/model/event.ts';
import type { ActorStory } from '../../domain/renown/renown.ts';
import { movesOf, renownUpTo } from '../../pipeline/renown.ts';
import type { App, ServerDeps } from '../context.ts';

/** Moves on the board: what a reader takes in at a glance. */
const RECENT_MOVES = 6;

export function competitorRoutes(app: App, deps: ServerDeps): void {
  const { store, watch, clock } = deps;

  app.get('/competitors', async (c) => {
    const days = periodOf(c.req.query('days'));
    const report = await renownUpTo(clock(), days, deps);
    const recent = report.stories
      .filter(({ event, at }) => isMove(event) && at >= report.now.from)
      .slice(0, RECENT_MOVES);
    const titles = new Map((await movesOf(recent, deps)).map(({ storyId, title }) => [storyId, title]));
    return c.html(
      <CompetitorsPage
        page={c.get('page')}
        actors={watch.actors}
        days={days}
        now={report.now}
        before={report.before}
        changes={report.changes}
        weekly={report.weekly}
        daysKnown={report.daysKnown}
        moves={recent.map((story) => ({ ...story, title: titles.get(story.storyId) ?? '' }))}
      />,
    );
  });

  app.get('/competitors/:id', async (c) => {
    const actor = watch.actors.find(({ id }) => id === c.req.param('id'));
    if (!actor) return c.notFound();
    const days = periodOf(c.req.query('days') ?? '28');
    const event = c.req.query('event') ?? '';
    const report = await renownUpTo(clock(), days, deps);
    const own = report.now.actors.find(({ actorId }) => actorId === actor.id);
    if (!own) return c.notFound();
    const brand = watch.actors.find(({ isBrand }) => isBrand);
    const stories = report.stories.filter(({ actorId }) => actorId === actor.id);
    const moves = await movesOf(
      stories.filter(({ at }) => at >= report.now.from),
      deps,
    );
    const facts = await movesOf(newestOfEach(stories), deps);
    const sources = (await store.sources.list()).filter(({ source }) => source.competitor === actor.id);
    const names = await store.sources.names();
    return c.html(
      <CompetitorPage
        page={c.get('page')}
        actor={actor}
        actors={watch.actors}
        days={days}
        event={isEventType(event) ? event : undefined}
        own={own}
        brand={report.now.actors.find(({ actorId }) => actorId === brand?.id)}
        count={report.now.actors.length}
        moves={moves satisfies ActorMove[]}
        facts={facts}
        sources={sources.map(({ source }) => ({
          id: source.id,
          name: names.get(source.id) ?? source.url,
          kind: source.kind,
        }))}
      />,
    );
  });
}

const periodOf = (text: string | undefined): Period => PERIODS.find((period) => String(period) === text) ?? 7;

const isMove = (event: ActorStory['event']): boolean =>
  event !== undefined && event !== 'content' && event !== 'opinion' && event !== 'other';

/** Facts shown of one actor. */
const MOST_FACTS = 6;

/** The newest story of each type of event: what is known now. */
function newestOfEach(stories: readonly ActorStory[]): ActorStory[] {
  const seen = new Set<string>();
  return stories
    .filter(({ event }) => isMove(event) && !seen.has(event ?? '') && seen.add(event ?? ''))
    .slice(0, MOST_FACTS);
}
