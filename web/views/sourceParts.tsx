import type { Health } from '../../src/domain/cadence/health.ts';
import type { EnrichedItem, StoredItem } from '../../src/domain/model/item.ts';
import type { Source, SourceState } from '../../src/domain/model/source.ts';
import type { PageContext } from './layout.tsx';
import { OUTWARD, sinceWords, When } from './parts.tsx';

export interface SourceLine {
  source: Source;
  state: SourceState;
  health: Health;
  name: string;
  /** Items of the last 30 days, and the newest of all. */
  recent: number;
  newestAt?: number | undefined;
}

export const HEALTH_CLASS: Record<Health, string> = {
  ok: '',
  late: 'late',
  silent: 'mute',
  failing: 'down',
  new: 'mute',
  paused: 'mute',
};

export function HealthMark({ line: { health, state }, page }: { line: SourceLine; page: PageContext }) {
  const since =
    health === 'failing' && state.failingSince !== undefined
      ? `, ${sinceWords(state.failingSince, page.now, page.speech)}`
      : '';
  return (
    <span class={`health ${HEALTH_CLASS[health]}`}>
      <i />
      {page.speech.t(`health.${health}`)}
      {since}
    </span>
  );
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
