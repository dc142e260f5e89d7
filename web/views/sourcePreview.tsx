import type { EnrichedItem } from '../../src/domain/model/item.ts';
import type { Problem } from '../../src/domain/model/source.ts';
import { mendSentence, problemSentence } from '../problems.ts';
import { Icon } from './icons.tsx';
import { Csrf, type PageContext } from './layout.tsx';
import { ItemList } from './sourceParts.tsx';

/** What a trial of an address found. */
export interface PreviewView {
  address: string;
  feedUrl?: string | undefined;
  title?: string | undefined;
  items: readonly EnrichedItem[];
  minutesPerDay: number;
  others: readonly { url: string; title: string }[];
  problem?: Problem | undefined;
  followed: boolean;
}

export function Preview({ page, preview }: { page: PageContext; preview: PreviewView }) {
  const { t } = page.speech;
  const { problem, feedUrl, title, items, minutesPerDay, others, followed } = preview;
  if (problem)
    return (
      <div class="note bad after" role="alert">
        <p>
          <b>{problemSentence(problem, page.speech)}</b>
        </p>
        <p>{mendSentence(problem, page.speech)}</p>
      </div>
    );
  return (
    <div class="after">
      <h3>{title ?? t('sources.previewTitle')}</h3>
      <p class="fine">
        {t('sources.found', { url: feedUrl ?? '' })} ·{' '}
        {t('sources.itemsFound', { count: items.length, minutes: minutesPerDay })}
      </p>
      <ItemList page={page} items={items.slice(0, 3)} />
      {followed ? (
        <p class="note after">{t('sources.already')}</p>
      ) : (
        <form method="post" action="/sources" class="row after">
          <Csrf page={page} />
          <input type="hidden" name="url" value={feedUrl} />
          <label class="row">
            {t('sources.name')} <input name="name" value={title ?? ''} maxlength={120} />
          </label>
          <button class="btn main">
            <Icon name="plus" />
            <span>{t('sources.follow')}</span>
          </button>
        </form>
      )}
      {others.length > 0 ? (
        <p class="fine after">
          {t('sources.others')}{' '}
          {others.slice(0, 5).map((other, index) => (
            <>
              {index > 0 ? ', ' : ''}
              <a href={`/sources?url=${encodeURIComponent(other.url)}`}>{other.title || other.url}</a>
            </>
          ))}
        </p>
      ) : (
        ''
      )}
    </div>
  );
}
