import type { Health } from '../../src/domain/cadence/health.ts';
import type { EnrichedItem, StoredItem } from '../../src/domain/model/item.ts';
import type { Problem, Source, SourceState } from '../../src/domain/model/source.ts';
import { mendSentence, problemSentence } from '../problems.ts';
import type { PageContext } from './layout.tsx';
import { OUTWARD, sinceWords, When } from './parts.tsx';

/** A source as the pages show it. */
export interface SourceLine {
  source: Source;
  state: SourceState;
  health: Health;
  name: string;
  findings: readonly Problem[];
  activity: { weeks: number[]; items: number; kept: number; keptMinutes: number; read: number; newestAt?: number };
  everyMs: number;
}

const HEALTH_CLASS: Record<Health, string> = {
  ok: '',
  late: 'late',
  silent: 'late',
  failing: 'down',
  new: 'mute',
  paused: 'mute',
};

export function HealthMark({ line: { health, state }, page }: { line: SourceLine; page: PageContext }) {
  const from =
    health === 'failing' || health === 'late'
      ? state.failingSince
      : health === 'silent'
        ? state.rhythm?.newestAt
        : undefined;
  return (
    <span class={`health ${HEALTH_CLASS[health]}`}>
      <i />
      <span class="word">
        {page.speech.t(`health.${health}`)}
        {from === undefined ? '' : `, ${sinceWords(from, page.now, page.speech)}`}
      </span>
    </span>
  );
}

/** What is wrong or odd about a source, and what to do: a problem stands out, a remark does not. */
export function Findings({ line, page }: { line: SourceLine; page: PageContext }) {
  const { speech } = page;
  return (
    <>
      {line.findings.map((problem) => {
        const isProblem = problem === line.state.problem;
        return (
          <div class={`note after ${isProblem ? 'bad' : 'hint'}`}>
            <p>
              <b>{problemSentence(problem, speech)}</b>
            </p>
            <p>{mendSentence(problem, speech, isProblem ? line.state.suggestion : undefined)}</p>
          </div>
        );
      })}
    </>
  );
}

/** "toutes les 6 h" */
export function everyWords(ms: number, { speech: { t } }: PageContext): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 90) return t('sources.every.minutes', { count: minutes });
  if (minutes < 36 * 60) return t('sources.every.hours', { count: Math.round(minutes / 60) });
  return t('sources.every.days', { count: Math.round(minutes / 1440) });
}

export function ItemList({ page, items }: { page: PageContext; items: readonly (EnrichedItem | StoredItem)[] }) {
  return (
    <ol class="tl thin">
      {items.map((item) => (
        <li>
          <When publishedAt={item.publishedAt} seenAt={item.seenAt} speech={page.speech} now={page.now} />
          <span lang={item.language === 'und' ? undefined : item.language}>
            {item.url ? (
              <a class="quiet" href={item.url} {...OUTWARD}>
                {item.title}
              </a>
            ) : (
              item.title
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
