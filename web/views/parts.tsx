import type { EventType } from '../../src/domain/model/event.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import type { Speech } from '../i18n.ts';

/** Six colours for actors; the brand's is its own, the others follow the order of feeds.yaml. */
const ACTOR_COLOURS = 5;

export function actorClass(actors: readonly Actor[], id: string): string {
  if (actors.find((actor) => actor.id === id)?.isBrand) return 'sw-brand';
  const rank = actors.filter(({ isBrand }) => !isBrand).findIndex((actor) => actor.id === id);
  return rank < 0 ? '' : `sw-${(rank % ACTOR_COLOURS) + 1}`;
}

export const ActorName = ({ actors, id }: { actors: readonly Actor[]; id: string }) => (
  <a class="actor" href={`/competitors/${encodeURIComponent(id)}`}>
    <i class={`sw ${actorClass(actors, id)}`} />
    {actors.find((actor) => actor.id === id)?.name ?? id}
  </a>
);

/** When an item was published; an undated one says so and gives the time it was first seen. */
export function When({
  publishedAt,
  seenAt,
  speech,
  now,
}: {
  publishedAt?: number | undefined;
  seenAt: number;
  speech: Speech;
  now: number;
}) {
  if (publishedAt === undefined)
    return <span class="muted">{speech.t('time.undated', { when: speech.since(seenAt, now) })}</span>;
  return <time datetime={new Date(publishedAt).toISOString()}>{speech.since(publishedAt, now)}</time>;
}

/** "depuis 3 jours" */
export function sinceWords(from: number, now: number, { t }: Speech): string {
  const minutes = Math.max(1, Math.round((now - from) / 60_000));
  if (minutes < 60) return t('time.ago.minutes', { count: minutes });
  if (minutes < 48 * 60) return t('time.ago.hours', { count: Math.round(minutes / 60) });
  return t('time.ago.days', { count: Math.round(minutes / 1440) });
}

/** Opens elsewhere, tells the other site nothing. */
export const OUTWARD = { rel: 'noopener noreferrer', target: '_blank' } as const;

/** Something happened: not that somebody writes about something. */
export const isAct = (type: EventType | undefined): type is EventType =>
  type !== undefined && type !== 'content' && type !== 'opinion' && type !== 'other';

/** What happened, in a word; types that only say how an article is written are not shown. */
export const EventName = ({ type, speech }: { type: EventType | undefined; speech: Speech }) =>
  isAct(type) ? <span class="type">{speech.t(`event.${type}`)}</span> : null;
