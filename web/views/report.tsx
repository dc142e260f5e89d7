import type { Report } from '../../src/domain/report/report.ts';
import { Block } from './block.tsx';
import { DataTable } from './charts.tsx';
import { capital } from './digestView.ts';
import { Layout, type PageContext } from './layout.tsx';
import { ReportNewsletters } from './reportNewsletters.tsx';
import { ScrollTable } from './scrollTable.tsx';

/** A month: what it brought, what was opened and kept, and which sources earn their place. */
export function ReportPage({
  page,
  report,
  previous,
  next,
}: {
  page: PageContext;
  report: Report;
  previous: string;
  next: string | undefined;
}) {
  const { t, number, month } = page.speech;
  const figures: [string, number, string][] = [
    ['clicks', report.clicks, t('report.before', { count: report.clicksBefore })],
    ['read', report.read, t('report.ofTold', { count: report.told })],
    ['kept', report.kept, ''],
    ['editions', report.editions, ''],
    ['finished', report.readings.finished, finishedWords(report, page)],
  ];
  return (
    <Layout page={page} title={t('nav.report')} current="report">
      <div class="head">
        <div>
          <h1>{t('nav.report')}</h1>
          <p class="lede">{t('report.lede', { month: capital(month(report.month)) })}</p>
        </div>
        <div class="acts">
          <a class="btn" href={`/report?month=${previous}`}>
            {month(previous)}
          </a>
          {next === undefined ? (
            ''
          ) : (
            <a class="btn" href={`/report?month=${next}`}>
              {month(next)}
            </a>
          )}
          <a class="btn" href={`/report.csv?month=${report.month}`} download>
            CSV
          </a>
          <a class="btn" href="/subscriptions?subject=report#subscribe">
            {t('report.byMail')}
          </a>
        </div>
      </div>
      <dl class="stats">
        {figures.map(([name, value, more]) => (
          <div>
            <dt>{t(`report.figures.${name}`)}</dt>
            <dd>
              {number(value)} {more === '' ? '' : <small>{more}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <Days page={page} report={report} />
      <Channels page={page} report={report} />
      <ReportNewsletters page={page} report={report} />
      <Stories page={page} report={report} />
      <Sources page={page} report={report} />
    </Layout>
  );
}

/** "of 12 begun, half of them within 34 min" */
function finishedWords({ readings: { opened, medianMinutes } }: Report, { speech: { t } }: PageContext): string {
  return medianMinutes === undefined
    ? t('report.begun', { count: opened })
    : t('report.within', { count: opened, minutes: medianMinutes });
}

const WIDTH = 620;
const HEIGHT = 90;

function Days({ page, report: { days } }: { page: PageContext; report: Report }) {
  const { t, shortDay } = page.speech;
  if (days.every(({ count }) => count === 0)) return null;
  const most = Math.max(1, ...days.map(({ count }) => count));
  const step = WIDTH / days.length;
  return (
    <Block id="days" title={t('report.days')}>
      <svg class="chart bars-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT + 4}`} role="img" aria-label={t('report.days')}>
        {days.map(({ count }, at) => {
          const height = Math.round((HEIGHT * count) / most);
          return (
            <rect class="bar" x={at * step + 1} y={HEIGHT - height} width={Math.max(1, step - 3)} height={height} />
          );
        })}
        <path class="base" d={`M0 ${HEIGHT}h${WIDTH}`} />
      </svg>
      <DataTable
        speech={page.speech}
        caption={t('report.days')}
        head={[t('report.day'), t('report.figures.clicks')]}
        rows={days.filter(({ count }) => count > 0).map(({ day, count }) => [shortDay(day), String(count)])}
      />
    </Block>
  );
}

function Channels({ page, report: { channels } }: { page: PageContext; report: Report }) {
  const { t, number } = page.speech;
  return (
    <Block id="channels" title={t('report.channels')}>
      {channels.length === 0 ? (
        <p class="after">{t('report.none')}</p>
      ) : (
        <table class="t">
          <caption class="vh">{t('report.channels')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('report.channel')}</th>
              <th scope="col" class="n">
                {t('report.figures.clicks')}
              </th>
              <th scope="col" class="n">
                {t('report.sends')}
              </th>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ channel, name, isHidden, clicks, sends }) => (
              <tr>
                <th scope="row">
                  {t(`report.from.${channel}`)}
                  {name === undefined && !isHidden ? '' : <span class="sub">{name ?? t('subscriptions.hidden')}</span>}
                </th>
                <td class="n">{number(clicks)}</td>
                <td class="n">{sends === undefined ? '' : number(sends)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="fine after">{t('report.how')}</p>
    </Block>
  );
}

function Stories({ page, report: { stories } }: { page: PageContext; report: Report }) {
  const { t } = page.speech;
  if (stories.length === 0) return null;
  return (
    <Block id="most" title={t('report.most')}>
      <ol class="board">
        {stories.map(({ id, title, source, clicks }) => (
          <li class="item">
            <p class="kick">
              <b>{t('report.clicks', { count: clicks })}</b> <span class="src">{source}</span>
            </p>
            <h3 class="title">
              <a href={`/stories/${id}`}>{title}</a>
            </h3>
          </li>
        ))}
      </ol>
    </Block>
  );
}

function Sources({ page, report: { sources } }: { page: PageContext; report: Report }) {
  const { t, number } = page.speech;
  const columns = ['items', 'told', 'clicks', 'kept', 'boards', 'only'] as const;
  return (
    <Block id="worth" title={t('report.worth')}>
      <ScrollTable kind="roomy" caption={t('report.worth')}>
        <thead>
          <tr>
            <th scope="col">{t('report.columns.name')}</th>
            {columns.map((column) => (
              <th scope="col" class="n">
                {t(`report.columns.${column}`)}
              </th>
            ))}
            <th scope="col">{t('report.columns.advice')}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr>
              <th scope="row">
                {page.may('feed') ? <a href={`/sources/${source.id}`}>{source.name}</a> : source.name}
              </th>
              {columns.map((column) => (
                <td class="n">{number(source[column])}</td>
              ))}
              <td class="nowrap">{t(`report.advice.${source.advice}`)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p class="fine after">{t('report.only')}</p>
    </Block>
  );
}
