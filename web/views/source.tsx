import type { StoredItem } from '../../src/domain/model/item.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import { Changes, type ChangesLayout, type ComparisonView } from './changes.tsx';
import { Icon } from './icons.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';
import { ActorName, OUTWARD } from './parts.tsx';
import { yieldOf } from './sourceFilter.ts';
import { everyWords, Findings, HealthMark, ItemList, type SourceLine } from './sourceParts.tsx';
import { SourceSettings } from './sourceSettings.tsx';
import { Sparkline } from './sparkline.tsx';
import { ZoneForm, type ZoneView } from './zone.tsx';

interface SourcePageProps {
  page: PageContext;
  line: SourceLine;
  items: readonly StoredItem[];
  actors: readonly Actor[];
  /** Of a watched page only. */
  comparison?: ComparisonView | undefined;
  view: ChangesLayout;
  zone?: ZoneView | undefined;
}

/** One source: how it is, what to do about it, what changed, what it said last. */
export function SourcePage({ page, line, items, actors, comparison, view, zone }: SourcePageProps) {
  const { t } = page.speech;
  const { source, name } = line;
  const told = items.find(({ change }) => change !== undefined);
  return (
    <Layout page={page} title={name} current="sources">
      <p class="fine crumb">
        <a href="/sources">{t('sources.title')}</a>
        {source.kind === 'page' ? <> · {t('sources.tab.pages')}</> : ''}
      </p>
      <div class="head">
        <div>
          <h1>{name}</h1>
          <p class="lede row">
            <HealthMark line={line} page={page} />
            <span>{everyWords(line.everyMs, page)}</span>
            <a href={source.url} {...OUTWARD}>
              {source.url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
            </a>
            {source.competitor === undefined ? '' : <ActorName actors={actors} id={source.competitor} />}
          </p>
        </div>
        <SourceActions page={page} line={line} />
      </div>
      <Findings line={line} page={page} />
      {comparison ? <Changes page={page} sourceId={source.id} comparison={comparison} layout={view} told={told} /> : ''}
      {zone ? <ZoneForm page={page} source={source} zone={zone} /> : ''}
      <Facts page={page} line={line} />
      {source.origin === 'user' ? (
        <SourceSettings page={page} source={source} actors={actors} />
      ) : (
        <p class="fine after">{t('sources.fromFile')}</p>
      )}
      <section aria-labelledby="items">
        <div class="sec">
          <h2 id="items">{t('sources.items')}</h2>
        </div>
        {items.length === 0 ? <p class="lede">{t('sources.noItems')}</p> : <ItemList page={page} items={items} />}
      </section>
    </Layout>
  );
}

function SourceActions({ page, line: { source, state } }: { page: PageContext; line: SourceLine }) {
  const { t } = page.speech;
  const isOurs = source.origin === 'user';
  return (
    <form method="post" action={`/sources/${source.id}`} class="acts">
      <Csrf page={page} />
      {isOurs && state.suggestion !== undefined ? (
        <button class="btn main" name="action" value="adopt">
          {t('sources.adopt')}
        </button>
      ) : (
        ''
      )}
      <button class="btn" name="action" value="check">
        <Icon name="refresh" />
        <span>{t('sources.checkNow')}</span>
      </button>
      <button class="btn flat" name="action" value={state.paused ? 'resume' : 'pause'}>
        {t(state.paused ? 'sources.resume' : 'sources.pause')}
      </button>
      {isOurs ? (
        <button class="btn flat" name="action" value="remove">
          {t('sources.remove')}
        </button>
      ) : (
        ''
      )}
    </form>
  );
}

function Facts({ page, line }: { page: PageContext; line: SourceLine }) {
  const { t, number, percent, moment } = page.speech;
  const { source, state, activity } = line;
  const when = (instant: number | undefined) => (instant === undefined ? t('time.never') : moment(instant));
  const share = yieldOf(line);
  const facts: [string, string][] = [
    ['sources.lastCheck', when(state.lastCheckedAt)],
    ['sources.nextCheck', state.paused ? t('health.paused') : when(state.nextCheckAt || page.now)],
    ['sources.lastNews', when(activity.newestAt)],
    ['sources.articles', number(activity.items)],
    ['sources.kept', `${number(activity.kept)}${share === undefined ? '' : ` (${percent(share)})`}`],
    ['sources.read', number(activity.read)],
    ...(source.tags.length > 0 ? ([['sources.tags', source.tags.join(', ')]] as [string, string][]) : []),
  ];
  return (
    <dl class="ledger">
      <div>
        <dt>{t('sources.type')}</dt>
        <dd>{t(`sources.kind.${source.kind}`)}</dd>
      </div>
      {facts.map(([key, value]) => (
        <div>
          <dt>{t(key)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {activity.newestAt === undefined ? (
        ''
      ) : (
        <div>
          <dt>{t('sources.rhythm')}</dt>
          <dd>
            <Sparkline weeks={activity.weeks} speech={page.speech} />
          </dd>
        </div>
      )}
    </dl>
  );
}
