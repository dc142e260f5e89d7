import type { EventType } from '../../src/domain/model/event.ts';
import type { RenownBoard } from '../../src/domain/renown/renown.ts';
import { Block } from './block.tsx';
import { DataTable, Stack } from './charts.tsx';
import { type CompetitorsView, nameOf } from './competitorsView.ts';
import { ActorName, actorClass, EventName, When } from './parts.tsx';
import { ScrollTable } from './scrollTable.tsx';

export interface Share {
  actorId: string;
  swatch: string;
  percent: number;
}

export function sharesOf({ actors }: CompetitorsView, board: RenownBoard): Share[] {
  return board.actors
    .filter(({ points }) => points > 0)
    .map(({ actorId, shareOfVoice }) => ({
      actorId,
      swatch: actorClass(actors, actorId),
      percent: Math.round(shareOfVoice * 100),
    }));
}

/** Stories below which shares say nothing. */
const ENOUGH_STORIES = 20;

export function ShareOfVoice({ view, shares, past }: { view: CompetitorsView; shares: Share[]; past: Share[] }) {
  const { page, actors, now, before } = view;
  const { t, percent } = page.speech;
  const total = now.actors.reduce((sum, { stories }) => sum + stories, 0);
  const label = (list: readonly Share[]) =>
    list.map((share) => `${nameOf(actors, share.actorId)} ${percent(share.percent / 100)}`).join(', ');
  const shareIn = (board: RenownBoard, id: string) =>
    percent(board.actors.find(({ actorId }) => actorId === id)?.shareOfVoice ?? 0);
  return (
    <Block id="voice" title={t('competitors.share')} note={t('competitors.shareOf', { count: total })}>
      {total < ENOUGH_STORIES ? <p class="fine">{t('competitors.few', { count: total })}</p> : ''}
      {shares.length > 0 ? (
        <>
          <div class="sov">
            <b>{t('competitors.this')}</b>
            <Stack speech={page.speech} id="now" shares={shares} label={`${t('competitors.this')}. ${label(shares)}`} />
            <span class="muted">{t('competitors.previous')}</span>
            {past.length > 0 ? (
              <Stack
                speech={page.speech}
                id="past"
                shares={past}
                label={`${t('competitors.previous')}. ${label(past)}`}
                past
              />
            ) : (
              <span class="fine">{t('competitors.noPast')}</span>
            )}
          </div>
          <ul class="legend">
            {shares.map(({ actorId }) => (
              <li>
                <ActorName actors={actors} id={actorId} />
              </li>
            ))}
          </ul>
          <DataTable
            speech={page.speech}
            caption={t('competitors.share')}
            head={[t('competitors.actor'), t('competitors.this'), t('competitors.previous')]}
            rows={now.actors.map(({ actorId }) => [
              nameOf(actors, actorId),
              shareIn(now, actorId),
              shareIn(before, actorId),
            ])}
          />
        </>
      ) : (
        ''
      )}
    </Block>
  );
}

/** How an article is written is not what an actor does. */
const NOT_DONE: ReadonlySet<string> = new Set(['content', 'opinion', 'other']);
const heat = (count: number): string => (count >= 10 ? 'h3' : count >= 5 ? 'h2' : 'h1');

export function WhoDoesWhat({ view }: { view: CompetitorsView }) {
  const { page, actors, now, days } = view;
  const { t } = page.speech;
  const types = [...new Set(now.actors.flatMap(({ events }) => Object.keys(events)))].filter(
    (type) => !NOT_DONE.has(type),
  ) as EventType[];
  if (types.length === 0) return null;
  return (
    <Block id="what" title={t('competitors.what')} note={t('competitors.whatOf')}>
      <ScrollTable kind="heat" caption={t('competitors.what')}>
        <thead>
          <tr>
            <th scope="col">{t('competitors.actor')}</th>
            {types.map((type) => (
              <th scope="col">{t(`event.${type}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {now.actors.map(({ actorId, events }) => (
            <tr>
              <th scope="row">
                <ActorName actors={actors} id={actorId} />
              </th>
              {types.map((type) => (
                <td>
                  {events[type] ? (
                    <a class={heat(events[type] ?? 0)} href={`/competitors/${actorId}?days=${days}&event=${type}`}>
                      {events[type]}
                    </a>
                  ) : (
                    <span>0</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Block>
  );
}

export function Moves({ view: { page, actors, moves } }: { view: CompetitorsView }) {
  const { t } = page.speech;
  if (moves.length === 0) return null;
  return (
    <Block id="moves" title={t('competitors.moves')}>
      <ol class="tl">
        {moves.map(({ actorId, storyId, at, event, title }) => (
          <li>
            <When publishedAt={at} seenAt={at} speech={page.speech} now={page.now} />
            <div>
              <p class="kick">
                <ActorName actors={actors} id={actorId} />
                <EventName type={event} speech={page.speech} />
              </p>
              <a class="quiet title" href={`/stories/${storyId}`}>
                {title}
              </a>
            </div>
          </li>
        ))}
      </ol>
    </Block>
  );
}
