import type { StoredItem } from '../../src/domain/model/item.ts';
import type { NumberedLine, VersionRow } from '../../src/domain/pages/compareVersions.ts';
import { Csrf, type PageContext } from './layout.tsx';

interface Version {
  id: number;
  seenAt: number;
}

/** Two versions of a watched page, and those there are to choose from. */
export interface ComparisonView {
  versions: readonly Version[];
  before?: Version;
  after?: Version;
  rows: readonly VersionRow[];
}

/** `auto`: side by side where there is room for it, one after the other elsewhere. */
export type ChangesLayout = 'side' | 'inline' | 'auto';

interface ChangesProps {
  page: PageContext;
  sourceId: string;
  comparison: ComparisonView;
  layout: ChangesLayout;
  /** The item that told the newest change. */
  told?: StoredItem | undefined;
}

/** What changed between two versions: side by side, or one after the other on a narrow screen. */
export function Changes({ page, sourceId, comparison, layout, told }: ChangesProps) {
  const { t } = page.speech;
  const { versions, before, after, rows } = comparison;
  return (
    <section aria-labelledby="changes">
      <div class="sec">
        <h2 id="changes">{t('page.changes')}</h2>
        <span class="fine">{before ? countWords(rows, page) : ''}</span>
      </div>
      {!before || !after ? (
        <p class="lede">{t(versions.length === 0 ? 'page.noVersion' : 'page.oneVersion')}</p>
      ) : (
        <>
          <Pickers page={page} sourceId={sourceId} comparison={comparison} layout={layout} />
          {layout === 'inline' ? (
            ''
          ) : (
            <div
              class={layout === 'auto' ? 'scroll roomy' : 'scroll'}
              tabindex={0}
              role="group"
              aria-label={t('page.compared')}
            >
              <SideBySide page={page} comparison={comparison} />
            </div>
          )}
          {layout === 'side' ? (
            ''
          ) : (
            <div class={layout === 'auto' ? 'tight' : ''}>
              <Inline page={page} rows={rows} />
            </div>
          )}
          {told ? <ToldChange page={page} sourceId={sourceId} told={told} /> : ''}
        </>
      )}
    </section>
  );
}

function countWords(rows: readonly VersionRow[], { speech }: PageContext): string {
  const count = (kind: VersionRow['kind']) => rows.filter((row) => row.kind === kind).length;
  const parts = (['changed', 'added', 'removed'] as const).flatMap((kind) =>
    count(kind) > 0 ? [speech.t(`page.count.${kind}`, { count: count(kind) })] : [],
  );
  return parts.length === 0 ? speech.t('page.same') : speech.list(parts);
}

function Pickers({ page, sourceId, comparison: { versions, before, after }, layout }: Omit<ChangesProps, 'told'>) {
  const { t, moment } = page.speech;
  const picker = (name: 'before' | 'after', chosen: Version | undefined) => (
    <label class="row">
      {t(`page.${name}`)}{' '}
      <select name={name} class="sm">
        {versions.map(({ id, seenAt }) => (
          <option value={id} selected={id === chosen?.id}>
            {moment(seenAt)}
          </option>
        ))}
      </select>
    </label>
  );
  const current = layout === 'auto' ? 'side' : layout;
  const href = (view: ChangesLayout) =>
    `/sources/${sourceId}?${new URLSearchParams({ view, before: String(before?.id ?? ''), after: String(after?.id ?? '') })}#changes`;
  return (
    <div class="row pickers">
      <form action={`/sources/${sourceId}#changes`} method="get" class="row">
        {picker('before', before)}
        {picker('after', after)}
        {layout === 'auto' ? '' : <input type="hidden" name="view" value={layout} />}
        <button class="btn sm">{t('page.compare')}</button>
      </form>
      <nav class={layout === 'auto' ? 'seg push roomy' : 'seg push'} aria-label={t('page.layout')}>
        {(['side', 'inline'] as const).map((view) => (
          <a href={href(view)} aria-current={view === current ? 'true' : undefined}>
            {t(`page.${view}`)}
          </a>
        ))}
      </nav>
    </div>
  );
}

function SideBySide({ page, comparison: { before, after, rows } }: { page: PageContext; comparison: ComparisonView }) {
  const { t, moment } = page.speech;
  return (
    <table class="diff wide">
      <caption class="vh">{t('page.caption')}</caption>
      <thead>
        <tr>
          <th class="ln">
            <span class="vh">{t('page.lineBefore')}</span>
          </th>
          <th scope="col">{before ? moment(before.seenAt) : ''}</th>
          <th class="ln">
            <span class="vh">{t('page.lineAfter')}</span>
          </th>
          <th scope="col">{after ? moment(after.seenAt) : ''}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) =>
          row.kind === 'gap' ? (
            <Gap page={page} count={row.count} columns={4} />
          ) : (
            <tr>
              <td class="ln">{row.before?.number ?? ''}</td>
              <td class={row.before && row.kind !== 'same' ? 'd' : ''}>
                <Words row={row} side="before" />
              </td>
              <td class="ln">{row.after?.number ?? ''}</td>
              <td class={row.after && row.kind !== 'same' ? 'a' : ''}>
                <Words row={row} side="after" />
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function Inline({ page, rows }: { page: PageContext; rows: readonly VersionRow[] }) {
  return (
    <table class="diff">
      <caption class="vh">{page.speech.t('page.caption')}</caption>
      <colgroup>
        <col class="ln" />
        <col />
      </colgroup>
      <tbody>
        {rows.map((row) =>
          row.kind === 'gap' ? (
            <Gap page={page} count={row.count} columns={2} />
          ) : row.kind === 'same' ? (
            <InlineRow line={row.after} row={row} side="after" css="" />
          ) : (
            <>
              {row.before ? <InlineRow line={row.before} row={row} side="before" css="d" /> : ''}
              {row.after ? <InlineRow line={row.after} row={row} side="after" css="a" /> : ''}
            </>
          ),
        )}
      </tbody>
    </table>
  );
}

const InlineRow = ({
  line,
  row,
  side,
  css,
}: {
  line: NumberedLine | undefined;
  row: LineRow;
  side: Side;
  css: string;
}) => (
  <tr>
    <td class="ln">{line?.number ?? ''}</td>
    <td class={css}>
      <Words row={row} side={side} />
    </td>
  </tr>
);

const Gap = ({ page, count, columns }: { page: PageContext; count: number; columns: number }) => (
  <tr class="gap">
    <td colspan={columns}>{page.speech.t('page.equalLines', { count })}</td>
  </tr>
);

type LineRow = Exclude<VersionRow, { kind: 'gap' }>;
type Side = 'before' | 'after';

/** One side of a row: what only it has is struck or underlined, not merely coloured. */
function Words({ row, side }: { row: LineRow; side: Side }) {
  const text = row[side]?.text;
  if (text === undefined) return null;
  if (row.kind === 'same') return <>{text}</>;
  if (row.kind !== 'changed') return side === 'before' ? <del>{text}</del> : <ins>{text}</ins>;
  return (
    <>
      {(row.runs ?? []).map(({ kind, text: words }) =>
        kind === 'same'
          ? words
          : kind === 'removed'
            ? side === 'before' && <del>{words}</del>
            : side === 'after' && <ins>{words}</ins>,
      )}
    </>
  );
}

/** The change as it was told, and the way not to be told such again. */
function ToldChange({ page, sourceId, told }: { page: PageContext; sourceId: string; told: StoredItem }) {
  const { t, moment } = page.speech;
  const prices = told.change?.prices.length ?? 0;
  return (
    <div class="row after spread">
      <p class="fine">
        {t('page.told', { when: moment(told.seenAt) })} <a href={`/stories/${told.storyId}`}>{told.title}</a>{' '}
        {prices > 0 ? t('page.recognised', { count: prices }) : ''}
      </p>
      <form method="post" action={`/sources/${sourceId}/ignore`}>
        <Csrf page={page} />
        <button class="btn sm flat" name="item" value={told.id}>
          {t('page.neverAgain')}
        </button>
      </form>
    </div>
  );
}
