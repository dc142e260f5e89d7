import type { Actor } from '../../src/domain/model/watch.ts';
import { TREND_KINDS, type Trend, type TrendKind } from '../../src/domain/trends/trends.ts';
import { Block } from './block.tsx';
import { DataTable, DayChart } from './charts.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { ActorName, OUTWARD, When } from './parts.tsx';
import { ScrollTable } from './scrollTable.tsx';
import { Sparkline } from './sparkline.tsx';
import { Follow } from './trendFollow.tsx';

/** A trend and how it is called in addresses. */
export interface TrendLine extends Trend {
  id: string;
  /** Watched actors that its articles name. */
  actors: string[];
  isFollowed: boolean;
}

export interface TrendsView {
  page: PageContext;
  actors: readonly Actor[];
  trends: readonly TrendLine[];
  kind: TrendKind | undefined;
  /** Days with anything collected. */
  days: number;
}

/** Days of past without which everything is new. */
const ENOUGH_DAYS = 14;
const DAY_MS = 86_400_000;

export function TrendsPage({ page, actors, trends, kind, days }: TrendsView) {
  const { t, number } = page.speech;
  const shown =
    kind === undefined
      ? trends.filter((trend) => trend.kind !== 'steady')
      : trends.filter((trend) => trend.kind === kind);
  const count = (of: TrendKind) => trends.filter((trend) => trend.kind === of).length;
  return (
    <Layout page={page} title={t('trends.title')} current="trends">
      <div class="head">
        <div>
          <h1>{t('trends.title')}</h1>
          <p class="lede">{t('trends.lede')}</p>
        </div>
      </div>
      {days < ENOUGH_DAYS ? <p class="note hint after">{t('trends.young', { count: ENOUGH_DAYS - days })}</p> : ''}
      <nav class="tabs" aria-label={t('trends.tabs')}>
        <a href="/trends" aria-current={kind === undefined ? 'true' : undefined}>
          {t('trends.moving')} <span class="n">{trends.length - count('steady')}</span>
        </a>
        {TREND_KINDS.map((each) => (
          <a href={`/trends?kind=${each}`} aria-current={kind === each ? 'true' : undefined}>
            {t(`trends.kinds.${each}`)} <span class="n">{count(each)}</span>
          </a>
        ))}
      </nav>
      {shown.length === 0 ? (
        <p class="lede">{t('trends.none')}</p>
      ) : (
        <ScrollTable caption={t('trends.title')}>
          <thead>
            <tr>
              <th scope="col">{t('trends.term')}</th>
              <th scope="col">{t('trends.series')}</th>
              <th scope="col" class="n">
                {t('trends.mentions')}
              </th>
              <th scope="col" class="n mid">
                {t('trends.expected')}
              </th>
              <th scope="col" class="n mid">
                {t('trends.sources')}
              </th>
              <th scope="col" class="opt">
                {t('trends.who')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((trend) => (
              <tr>
                <th scope="row">
                  <a class="strong" href={`/trends/${trend.id}`}>
                    {trend.term}
                  </a>
                  <span class="sub">
                    <span class={`kind kind-${trend.kind}`}>{t(`trends.kinds.${trend.kind}`)}</span>
                    {trend.isFollowed ? ` · ${t('trends.followed')}` : ''}
                  </span>
                </th>
                <td>
                  <Sparkline weeks={trend.series} speech={page.speech} />
                </td>
                <td class="n">{t('trends.inDays', { mentions: number(trend.count), count: trend.windowDays })}</td>
                <td class="n mid">{number(Math.round(trend.expected * 10) / 10)}</td>
                <td class="n mid">{number(trend.sources)}</td>
                <td class="opt">
                  {trend.actors.slice(0, 3).map((id) => (
                    <>
                      <ActorName actors={actors} id={id} />{' '}
                    </>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </Layout>
  );
}

export interface TrendView {
  page: PageContext;
  actors: readonly Actor[];
  trend: TrendLine;
  /** End of the last day of the series. */
  until: number;
  items: readonly {
    id: string;
    title: string;
    url?: string;
    language: string;
    at: number;
    storyId: string;
    source: string;
  }[];
  firstSource: string;
}

/** One subject: how it rose, where it began, why it is shown. */
export function TrendPage({ page, actors, trend, until, items, firstSource }: TrendView) {
  const { t, number, shortDay, moment, language } = page.speech;
  const dayOf = (index: number) => new Date(until - (trend.series.length - index) * DAY_MS).toISOString().slice(0, 10);
  const daily = trend.expected / trend.windowDays;
  return (
    <Layout page={page} title={trend.term} current="trends">
      <p class="fine crumb">
        <a href="/trends">{t('trends.title')}</a>
      </p>
      <div class="head">
        <div>
          <h1>{trend.term}</h1>
          <p class="lede">
            <span class={`kind kind-${trend.kind}`}>{t(`trends.kinds.${trend.kind}`)}</span> ·{' '}
            {t('trends.measure', { count: trend.count, expected: number(trend.expected), sources: trend.sources })}
          </p>
        </div>
        {page.may('curate') ? <Follow page={page} trend={trend} /> : ''}
      </div>
      <Block id="days" title={t('trends.days')} note={t('trends.dashed')}>
        <DayChart
          series={trend.series}
          expected={daily}
          first={shortDay(dayOf(0))}
          last={shortDay(dayOf(trend.series.length - 1))}
          label={t('trends.chart', { term: trend.term })}
        />
        <DataTable
          speech={page.speech}
          caption={t('trends.chart', { term: trend.term })}
          head={[t('trends.day'), t('trends.sources')]}
          rows={trend.series.map((count, index) => [shortDay(dayOf(index)), number(count)])}
        />
      </Block>
      <Block id="why" title={t('trends.why')}>
        <p>
          {t('trends.reason', {
            count: trend.count,
            days: trend.windowDays,
            expected: number(trend.expected),
            sources: trend.sources,
            odds: number(10 ** Math.min(6, Math.floor(trend.score))),
          })}
        </p>
        <p>{t('trends.first', { when: moment(trend.firstSeenAt), source: firstSource })}</p>
        {trend.actors.length > 0 ? (
          <p>
            {t('trends.there')}{' '}
            {trend.actors.map((id) => (
              <>
                <ActorName actors={actors} id={id} />{' '}
              </>
            ))}
          </p>
        ) : (
          ''
        )}
      </Block>
      <Block id="articles" title={t('trends.articles')}>
        <ol class="tl">
          {items.map((item) => (
            <li>
              <When publishedAt={item.at} seenAt={item.at} speech={page.speech} now={page.now} />
              <div lang={item.language === 'und' || item.language === language ? undefined : item.language}>
                <p class="kick">
                  <span class="src">{item.source}</span>
                </p>
                {item.url ? (
                  <a class="quiet title" href={item.url} {...OUTWARD}>
                    {item.title}
                  </a>
                ) : (
                  <a class="quiet title" href={`/stories/${item.storyId}`}>
                    {item.title}
                  </a>
                )}
              </div>
            </li>
          ))}
        </ol>
      </Block>
    </Layout>
  );
}
