import type { Actor } from '../../src/domain/model/watch.ts';
import { AddSource, type AddSourceView } from './addSource.tsx';
import { Icon } from './icons.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { chosenLines, type SourceFilter, yieldOf } from './sourceFilter.ts';
import type { SourceLine } from './sourceParts.tsx';
import { SourceTable, Tabs } from './sourceTable.tsx';

/** What was just done, said once. */
export interface Done {
  key: string;
  count: number;
}

export function SourcesPage({
  page,
  lines,
  filter,
  adding,
  actors,
  minutesPerDay,
  done,
}: {
  page: PageContext;
  lines: readonly SourceLine[];
  filter: SourceFilter;
  adding?: AddSourceView | undefined;
  actors: readonly Actor[];
  minutesPerDay: number;
  done?: Done | undefined;
}) {
  const { t } = page.speech;
  const shown = chosenLines(lines, filter);
  return (
    <Layout page={page} title={t('sources.title')} current="sources">
      <div class="head">
        <div>
          <h1>{t('sources.title')}</h1>
          <p class="lede">{summary(lines, minutesPerDay, page)}</p>
        </div>
        <div class="acts">
          <a class="btn" href="/sources/import">
            <span>{t('sources.import')}</span>
          </a>
          <a class="btn flat" href="/sources/export.opml">
            <span>{t('sources.export')}</span>
          </a>
        </div>
      </div>
      {done ? (
        <p class="note ok after" role="status">
          {t(`sources.done.${done.key}`, { count: done.count })}
        </p>
      ) : (
        ''
      )}
      <AddSource page={page} view={adding} actors={actors} />
      <section aria-labelledby="list">
        <h2 id="list" class="vh">
          {t('sources.title')}
        </h2>
        {lines.length === 0 ? (
          <p class="lede">{t('sources.empty')}</p>
        ) : (
          <Tabs page={page} lines={lines} filter={filter} />
        )}
        {lines.length > 0 && shown.length === 0 ? <p class="lede">{t('sources.noneHere')}</p> : ''}
        {shown.length > 0 ? <SourceTable page={page} lines={shown} filter={filter} /> : ''}
        {shown.length > 0 ? <p class="fine after">{yieldNote(shown, page)}</p> : ''}
      </section>
    </Layout>
  );
}

/** "64 sources suivies. 58 à jour, 3 en retard, 2 en échec, 1 muette. Elles coûtent 52 minutes par jour." */
function summary(lines: readonly SourceLine[], minutesPerDay: number, { speech }: PageContext): string {
  const { t, list } = speech;
  const count = (health: SourceLine['health']) => lines.filter((line) => line.health === health).length;
  const parts = (['ok', 'late', 'silent', 'failing', 'new', 'paused'] as const).flatMap((health) =>
    count(health) > 0 ? [t(`sources.count.${health}`, { count: count(health) })] : [],
  );
  const cost = Math.round(minutesPerDay);
  return [
    t('sources.lede', { count: lines.length }),
    ...(parts.length > 0 ? [`${list(parts)}.`] : []),
    ...(cost > 0 ? [t('sources.costs', { count: cost })] : []),
  ].join(' ');
}

/** What the column says, and which source brings much and keeps little. */
function yieldNote(lines: readonly SourceLine[], { speech: { t } }: PageContext): string {
  const loud = lines.filter((line) => line.activity.items >= 60 && (yieldOf(line) ?? 1) <= 0.05);
  const [worst] = loud.toSorted((a, b) => b.activity.items - a.activity.items);
  const note = t('sources.yieldNote');
  return worst
    ? `${note} ${t('sources.loud', { name: worst.name, items: worst.activity.items, kept: worst.activity.kept })}`
    : note;
}

/** A subscription list: a file to choose, or what was read of one, line by line. */
export function ImportPage({
  page,
  report,
  error,
}: {
  page: PageContext;
  report?: ImportReport | undefined;
  error?: string | undefined;
}) {
  const { t } = page.speech;
  return (
    <Layout page={page} title={t('sources.import')} current="sources">
      <p class="fine crumb">
        <a href="/sources">{t('sources.title')}</a>
      </p>
      <h1>{t('sources.import')}</h1>
      {error ? (
        <p class="note bad after" role="alert">
          {error}
        </p>
      ) : (
        ''
      )}
      {report ? <ImportAccount page={page} report={report} /> : ''}
      <form method="post" action="/sources/import" enctype="multipart/form-data" class="pane after field">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <label for="file">{t('sources.importFile')}</label>
        <input id="file" type="file" name="file" accept=".opml,.xml,text/x-opml,text/xml" required />
        <p class="fine">{t('sources.importHelp')}</p>
        <p>
          <button class="btn main">
            <Icon name="plus" />
            <span>{t('sources.importDo')}</span>
          </button>
        </p>
      </form>
    </Layout>
  );
}

export interface ImportReport {
  feeds: number;
  added: number;
  known: number;
  /** One line of the file that could not be taken, and why. */
  refused: readonly { line: number; message: string; text: string }[];
}

function ImportAccount({ page, report }: { page: PageContext; report: ImportReport }) {
  const { t, number } = page.speech;
  return (
    <div class="after" role="status">
      <p class="note ok">{t('sources.imported', { count: report.feeds, added: report.added, known: report.known })}</p>
      {report.refused.length > 0 ? (
        <table class="t after">
          <caption>{t('sources.refused', { count: report.refused.length })}</caption>
          <thead>
            <tr>
              <th scope="col" class="n">
                {t('sources.line')}
              </th>
              <th scope="col">{t('sources.why')}</th>
              <th scope="col">{t('sources.text')}</th>
            </tr>
          </thead>
          <tbody>
            {report.refused.map(({ line, message, text }) => (
              <tr>
                <td class="n">{number(line)}</td>
                <td>{message}</td>
                <td>
                  <code>{text}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        ''
      )}
    </div>
  );
}
