import type { EventType, Tone } from '../../src/domain/model/event.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import type { Renown } from '../../src/domain/renown/renown.ts';
import { toneWords } from './competitors.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { ActorName, actorClass, EventName, isAct, OUTWARD, When } from './parts.tsx';

/** One story of an actor, as its page lists it. */
export interface ActorMove {
  storyId: string;
  title: string;
  language: string;
  at: number;
  sources: string[];
  event: EventType | undefined;
  /** The words that prove the event. */
  proof: string[];
  tone: Tone | undefined;
}

export interface CompetitorView {
  page: PageContext;
  actor: Actor;
  actors: readonly Actor[];
  days: number;
  event: EventType | undefined;
  own: Renown;
  brand: Renown | undefined;
  count: number;
  /** All of the window, the newest first; `event` keeps those of one type. */
  moves: readonly ActorMove[];
  /** The last thing known of each type, with its proof. */
  facts: readonly ActorMove[];
  sources: readonly { id: string; name: string; kind: string }[];
}

/** Stories on one page; the search has the rest. */
const SHOWN = 100;

/** One competitor: what changed, what is known, where it comes from. */
export function CompetitorPage(view: CompetitorView) {
  const { page, actor, actors, days, event, own, moves, count } = view;
  const { t, number, percent } = page.speech;
  const shown = event === undefined ? moves : moves.filter((move) => move.event === event);
  return (
    <Layout page={page} title={actor.name} current="competitors">
      <p class="fine crumb">
        <a href={`/competitors?days=${days}`}>{t('competitors.title')}</a>
      </p>
      <div class="head">
        <div>
          <h1>
            <i class={`sw ${actorClass(actors, actor.id)}`} /> {actor.name}
          </h1>
          {actor.site ? (
            <p class="lede">
              <a href={actor.site} {...OUTWARD}>
                {new URL(actor.site).host}
              </a>
            </p>
          ) : (
            ''
          )}
        </div>
        <div class="acts">
          <a class="btn" href={`/search?q=${encodeURIComponent(`competitor:${actor.id}`)}`}>
            {t('competitor.search')}
          </a>
        </div>
      </div>
      <dl class="stats">
        <div>
          <dt>{t('competitors.renown')}</dt>
          <dd>
            {own.thermometer} <small>{t('competitor.rank', { rank: own.rank, count })}</small>
          </dd>
        </div>
        <div>
          <dt>{t('competitors.share')}</dt>
          <dd>{percent(own.shareOfVoice)}</dd>
        </div>
        <div>
          <dt>{t('competitors.stories')}</dt>
          <dd>
            {number(own.stories)} <small>{t('competitor.items', { count: own.items })}</small>
          </dd>
        </div>
        <div>
          <dt>{t('competitors.tone')}</dt>
          <dd>{toneWords(own, page)}</dd>
        </div>
      </dl>
      <div class="cols after">
        <section aria-labelledby="changed">
          <div class="sec">
            <h2 id="changed">{t('competitor.changed')}</h2>
            <span class="fine">{t(`competitors.periods.${days}`)}</span>
          </div>
          <EventTabs view={view} />
          {shown.length === 0 ? <p class="lede">{t('competitor.nothing')}</p> : ''}
          <ol class="tl">
            {shown.slice(0, SHOWN).map((move) => (
              <Move move={move} page={page} />
            ))}
          </ol>
        </section>
        <aside class="rail" aria-label={t('digest.rail.aside')}>
          <Facts view={view} />
          <Compared view={view} />
          <Sources view={view} />
        </aside>
      </div>
    </Layout>
  );
}

function EventTabs({ view: { page, actor, days, event, moves } }: { view: CompetitorView }) {
  const { t } = page.speech;
  const counts = new Map<EventType, number>();
  for (const move of moves) if (move.event) counts.set(move.event, (counts.get(move.event) ?? 0) + 1);
  const link = (type?: EventType) => `/competitors/${actor.id}?days=${days}${type ? `&event=${type}` : ''}`;
  return (
    <nav class="tabs" aria-label={t('competitor.types')}>
      <a href={link()} aria-current={event === undefined ? 'true' : undefined}>
        {t('competitor.all')} <span class="n">{moves.length}</span>
      </a>
      {[...counts].map(([type, count]) => (
        <a href={link(type)} aria-current={event === type ? 'true' : undefined}>
          {t(`event.${type}`)} <span class="n">{count}</span>
        </a>
      ))}
    </nav>
  );
}

function Move({ move, page }: { move: ActorMove; page: PageContext }) {
  const { t, language } = page.speech;
  return (
    <li>
      <When publishedAt={move.at} seenAt={move.at} speech={page.speech} now={page.now} />
      <div>
        <p class="kick">
          <EventName type={move.event} speech={page.speech} />
          {move.tone && move.tone !== 'neutral' ? <span>{t(`tone.${move.tone}`)}</span> : ''}
          <span class="src">{move.sources.slice(0, 3).join(', ')}</span>
        </p>
        <a
          class="quiet title"
          href={`/stories/${move.storyId}`}
          lang={move.language === 'und' || move.language === language ? undefined : move.language}
        >
          {move.title}
        </a>
        {isAct(move.event) && move.proof.length > 0 ? (
          <p class="fine">
            {t('competitor.proof')} <mark>{move.proof.join(' · ')}</mark>
          </p>
        ) : (
          ''
        )}
      </div>
    </li>
  );
}

/** What is known now, each with its day and the words that say so. */
function Facts({ view: { page, facts } }: { view: CompetitorView }) {
  const { t } = page.speech;
  if (facts.length === 0) return null;
  return (
    <section>
      <h2>{t('competitor.facts')}</h2>
      <dl class="facts fine">
        {facts.map((fact) => (
          <>
            <dt>
              {t(`event.${fact.event}`)} ·{' '}
              <When publishedAt={fact.at} seenAt={fact.at} speech={page.speech} now={page.now} />
            </dt>
            <dd>
              <a class="quiet" href={`/stories/${fact.storyId}`}>
                {fact.title}
              </a>
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function Compared({ view: { page, actor, actors, own, brand } }: { view: CompetitorView }) {
  const { t, number } = page.speech;
  if (!brand || actor.isBrand) return null;
  const rows: [string, string | number, string | number][] = [
    [t('competitors.rank'), own.rank, brand.rank],
    [t('competitors.renown'), own.thermometer, brand.thermometer],
    [t('competitors.stories'), number(own.stories), number(brand.stories)],
    [t('competitors.tone'), toneWords(own, page), toneWords(brand, page)],
  ];
  return (
    <section>
      <h2>{t('competitor.compare')}</h2>
      <table class="t dense">
        <caption class="vh">{t('competitor.compare')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col" class="n">
              {actor.name}
            </th>
            <th scope="col" class="n">
              <ActorName actors={actors} id={brand.actorId} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, theirs, ours]) => (
            <tr>
              <th scope="row">{label}</th>
              <td class="n">{theirs}</td>
              <td class="n">{ours}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Sources({ view: { page, sources } }: { view: CompetitorView }) {
  const { t } = page.speech;
  return (
    <section>
      <h2>{t('competitor.sources')}</h2>
      {sources.length === 0 ? (
        <p class="fine">{t('competitor.noSources')}</p>
      ) : (
        <ul class="plain">
          {sources.map(({ id, name, kind }) => (
            <li>
              <a href={`/sources/${id}`}>{name}</a> <span class="fine">{t(`sources.kind.${kind}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
