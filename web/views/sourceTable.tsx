import type { Problem } from '../../src/domain/model/source.ts';
import { problemSentence } from '../problems.ts';
import { Csrf, type PageContext } from './layout.tsx';
import { ScrollTable } from './scrollTable.tsx';
import { filterHref, isIn, type SourceFilter, type SourceSort, TABS, UNWELL, yieldOf } from './sourceFilter.ts';
import { HealthMark, type SourceLine } from './sourceParts.tsx';
import { Sparkline } from './sparkline.tsx';

export function Tabs({
  page,
  lines,
  filter,
}: {
  page: PageContext;
  lines: readonly SourceLine[];
  filter: SourceFilter;
}) {
  const { t, number } = page.speech;
  return (
    <nav class="tabs" aria-label={t('sources.tabs')}>
      {TABS.map((tab) => (
        <a href={filterHref({ ...filter, tab, tag: undefined })} aria-current={tab === filter.tab ? 'true' : undefined}>
          {t(`sources.tab.${tab}`)} <span class="n">{number(lines.filter(isIn[tab]).length)}</span>
        </a>
      ))}
      {filter.tag === undefined ? (
        ''
      ) : (
        <a href={filterHref({ ...filter, tag: undefined })} aria-current="true">
          {t('sources.tagged', { tag: filter.tag })} ×
        </a>
      )}
    </nav>
  );
}

const COLUMNS: { sort?: SourceSort; key: string; number?: boolean; optional?: boolean }[] = [
  { sort: 'health', key: 'health' },
  { sort: 'name', key: 'source' },
  { key: 'rhythm', optional: true },
  { sort: 'items', key: 'articles', number: true, optional: true },
  { key: 'kept', number: true, optional: true },
  { sort: 'yield', key: 'yield', number: true },
  { key: 'read', number: true, optional: true },
  { key: 'minutes', number: true, optional: true },
  { sort: 'news', key: 'lastNews', optional: true },
];

export function SourceTable({
  page,
  lines,
  filter,
}: {
  page: PageContext;
  lines: readonly SourceLine[];
  filter: SourceFilter;
}) {
  const { t } = page.speech;
  return (
    <form method="post" action="/sources/bulk">
      <Csrf page={page} />
      <ScrollTable kind="sources" caption={t('sources.caption')}>
        <thead>
          <tr>
            <th scope="col">
              <span class="vh">{t('sources.choose')}</span>
            </th>
            {COLUMNS.map(({ sort, key, number, optional }) => (
              <th
                scope="col"
                class={[number ? 'n' : '', optional ? 'opt' : ''].join(' ').trim() || undefined}
                aria-sort={sort === filter.sort ? (sort === 'name' ? 'ascending' : 'descending') : undefined}
              >
                {sort ? <a href={filterHref({ ...filter, sort })}>{t(`sources.${key}`)}</a> : t(`sources.${key}`)}
              </th>
            ))}
            <th scope="col">
              <span class="vh">{t('sources.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <SourceRow page={page} line={line} filter={filter} />
          ))}
        </tbody>
      </ScrollTable>
      <BulkActions page={page} />
    </form>
  );
}

function SourceRow({ page, line, filter }: { page: PageContext; line: SourceLine; filter: SourceFilter }) {
  const { t, number, since } = page.speech;
  const { source, activity, name } = line;
  const share = yieldOf(line);
  return (
    <tr>
      <td>
        <input type="checkbox" name="id" value={source.id} aria-label={t('sources.chooseOne', { name })} />
      </td>
      <td>
        <HealthMark line={line} page={page} />
      </td>
      <th scope="row">
        <a class="quiet strong" href={`/sources/${source.id}`}>
          {name}
        </a>
        {source.tags.map((tag) => (
          <>
            {' '}
            <a class="quiet tag" href={filterHref({ ...filter, tag })}>
              #{tag}
            </a>
          </>
        ))}
        <Subtitle page={page} line={line} />
      </th>
      <td class="opt">
        {activity.newestAt === undefined ? (
          <None page={page} />
        ) : (
          <Sparkline weeks={activity.weeks} speech={page.speech} />
        )}
      </td>
      <td class="n opt">{number(activity.items)}</td>
      <td class="n opt">{number(activity.kept)}</td>
      <td class="n">{share === undefined ? <None page={page} /> : page.speech.percent(share)}</td>
      <td class="n opt">{number(activity.read)}</td>
      <td class="n opt">{number(Math.round((activity.keptMinutes / 30) * 10) / 10)}</td>
      <td class="opt">{activity.newestAt === undefined ? <None page={page} /> : since(activity.newestAt, page.now)}</td>
      <td class={UNWELL.has(line.health) ? 'n' : 'n opt'}>
        <a class="btn sm" href={`/sources/${source.id}`}>
          {t(`sources.do.${repairOf(line)}`)}
        </a>
      </td>
    </tr>
  );
}

const None = ({ page }: { page: PageContext }) => (
  <span class="muted" role="img" aria-label={page.speech.t('sources.none')}>
    –
  </span>
);

/** What is wrong with it; else what it is, when it was asked, and where: the address is cut to one line. */
function Subtitle({ page, line }: { page: PageContext; line: SourceLine }) {
  const [worst] = line.findings;
  const isWorthSaying = worst && (line.health !== 'ok' || !QUIET_REMARKS.has(worst.kind));
  return isWorthSaying ? (
    <span class="sub">{problemSentence(worst, page.speech)}</span>
  ) : (
    <span class="sub oneline">{whereabouts(line, page)}</span>
  );
}

function whereabouts(line: SourceLine, page: PageContext): string {
  const address = line.source.url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
  const checked = line.state.lastCheckedAt;
  return [
    page.speech.t(`sources.kindShort.${line.source.kind}`),
    ...(checked === undefined
      ? []
      : [page.speech.t('sources.checkedAt', { when: page.speech.since(checked, page.now) })]),
    address,
  ].join(', ');
}

/** Said on the source's own page only. */
const QUIET_REMARKS = new Set<Problem['kind']>(['undated', 'future-dates', 'moved', 'no-entries', 'stuck']);

function repairOf({ health, state, source }: SourceLine): 'mend' | 'zone' | 'check' | 'open' | 'see' {
  if (state.problem?.kind === 'selector-not-found') return 'zone';
  if (state.suggestion !== undefined || health === 'failing') return 'mend';
  if (UNWELL.has(health)) return 'check';
  return source.kind === 'page' ? 'see' : 'open';
}

/** What is done with all that are ticked. */
function BulkActions({ page }: { page: PageContext }) {
  const { t } = page.speech;
  return (
    <fieldset class="bulk row">
      <legend>{t('sources.bulk')}</legend>
      {(['check', 'pause', 'resume', 'remove'] as const).map((action) => (
        <button class="btn sm" name="action" value={action}>
          {t(`sources.bulkDo.${action}`)}
        </button>
      ))}
      <label class="row">
        {t('sources.tag')} <input name="tag" maxlength={60} class="sm" />
      </label>
      <button class="btn sm" name="action" value="tag">
        {t('sources.bulkDo.tag')}
      </button>
      <button class="btn sm flat" name="action" value="untag">
        {t('sources.bulkDo.untag')}
      </button>
    </fieldset>
  );
}
