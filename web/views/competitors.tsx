import type { Renown } from '../../src/domain/renown/renown.ts';
import { Block } from './block.tsx';
import { Delta, stackStyles, Thermometer } from './charts.tsx';
import { Moves, ShareOfVoice, sharesOf, WhoDoesWhat } from './competitorsBoard.tsx';
import { type CompetitorsView, nameOf, PERIODS } from './competitorsView.ts';
import { Layout, type PageContext } from './layout.tsx';
import { ActorName, actorClass } from './parts.tsx';
import { ScrollTable } from './scrollTable.tsx';
import { Sparkline } from './sparkline.tsx';

/** Days of articles without which a rank is chance. */
const RELIABLE_DAYS = 14;

/** Who rises, who falls, where we stand. */
export function CompetitorsPage(view: CompetitorsView) {
  const { page, actors, days, now } = view;
  const { t } = page.speech;
  const shares = sharesOf(view, now);
  const past = sharesOf(view, view.before);
  return (
    <Layout
      page={page}
      title={t('competitors.title')}
      current="competitors"
      styles={stackStyles('now', shares) + stackStyles('past', past)}
    >
      <div class="head">
        <div>
          <h1>{t('competitors.title')}</h1>
          <p class="lede">{ledeOf(view)}</p>
        </div>
        <div class="acts">
          <nav class="seg" aria-label={t('competitors.period')}>
            {PERIODS.map((period) => (
              <a href={`/competitors?days=${period}`} aria-current={period === days ? 'true' : undefined}>
                {t(`competitors.periods.${period}`)}
              </a>
            ))}
          </nav>
        </div>
      </div>
      {actors.length === 0 ? (
        <p class="note">{t('competitors.none')}</p>
      ) : (
        <>
          {view.daysKnown < RELIABLE_DAYS ? (
            <p class="note hint after">{t('competitors.young', { count: RELIABLE_DAYS - view.daysKnown })}</p>
          ) : (
            ''
          )}
          <Thermometers view={view} />
          <ShareOfVoice view={view} shares={shares} past={past} />
          <WhoDoesWhat view={view} />
          <Moves view={view} />
        </>
      )}
    </Layout>
  );
}

/** Where we stand, in a sentence; a change of rank is said only when it is more than chance. */
function ledeOf({ page, actors, now, changes }: CompetitorsView): string {
  const { t, list } = page.speech;
  const brand = actors.find(({ isBrand }) => isBrand);
  const own = now.actors.find(({ actorId }) => actorId === brand?.id);
  if (!brand || !own) return t('competitors.lede', { count: now.actors.length });
  const change = changes.find(({ actorId }) => actorId === brand.id);
  return [
    t('competitors.ledeRank', { rank: own.rank, count: now.actors.length }),
    change
      ? t('competitors.ledePassed', { names: list(change.passed.map((id) => nameOf(actors, id))) })
      : t('competitors.ledeSteady'),
  ].join(' ');
}

function Thermometers({ view }: { view: CompetitorsView }) {
  const { page, actors, now, before, weekly, days } = view;
  /** Where nothing was collected then, all of it would look new. */
  const hasPast = before.actors.some(({ stories }) => stories > 0);
  const { t, number } = page.speech;
  return (
    <Block id="thermometer" title={t('competitors.thermometer')} note={t('competitors.notch')}>
      <ScrollTable caption={t('competitors.caption')}>
        <thead>
          <tr>
            <th scope="col" class="n">
              {t('competitors.rank')}
            </th>
            <th scope="col">{t('competitors.actor')}</th>
            <th scope="col" colspan={2} aria-sort="descending">
              {t('competitors.renown')}
            </th>
            <th scope="col" class="n">
              {t('competitors.change')}
            </th>
            <th scope="col" class="mid">
              {t('competitors.weeks')}
            </th>
            <th scope="col" class="n">
              {t('competitors.stories')}
            </th>
            <th scope="col" class="n mid">
              {t('competitors.tone')}
            </th>
          </tr>
        </thead>
        <tbody>
          {now.actors.map((actor) => {
            const was = before.actors.find(({ actorId }) => actorId === actor.actorId);
            const isOurs = actors.some(({ id, isBrand }) => id === actor.actorId && isBrand);
            return (
              <tr class={isOurs ? 'us' : undefined}>
                <td class="n rank">
                  <b>{actor.rank}</b>
                </td>
                <th scope="row">
                  <ActorName actors={actors} id={actor.actorId} />
                </th>
                <td>
                  <Thermometer
                    value={actor.thermometer}
                    before={hasPast ? (was?.thermometer ?? 0) : undefined}
                    swatch={actorClass(actors, actor.actorId)}
                  />
                </td>
                <td class="n">
                  <b>{actor.thermometer}</b>
                </td>
                <td class="n">
                  {hasPast ? (
                    <Delta
                      value={actor.thermometer - (was?.thermometer ?? 0)}
                      words={{ up: t('competitors.up'), down: t('competitors.down'), same: t('competitors.same') }}
                      isOurs={isOurs}
                    />
                  ) : (
                    '–'
                  )}
                </td>
                <td class="mid">
                  <Sparkline weeks={weekly.get(actor.actorId) ?? []} speech={page.speech} />
                </td>
                <td class="n">
                  <a href={`/competitors/${actor.actorId}?days=${days}`}>{number(actor.stories)}</a>
                </td>
                <td class="n mid">{toneWords(actor, page)}</td>
              </tr>
            );
          })}
        </tbody>
      </ScrollTable>
      <details class="data more-info">
        <summary>{t('competitors.how')}</summary>
        <p class="fine">{t('competitors.formula')}</p>
      </details>
    </Block>
  );
}

/** "3 + / 1 −": of how many stories the tone is known. */
export const toneWords = ({ positive, negative, tone }: Renown, { speech: { t } }: PageContext): string =>
  tone === undefined ? '–' : t('competitors.toneCounts', { positive, negative });
