import type { StoredItem } from '../../src/domain/model/item.ts';
import { mendSentence, problemSentence } from '../problems.ts';
import { Icon } from './icons.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';
import { OUTWARD } from './parts.tsx';
import { HealthMark, ItemList, type SourceLine } from './sourceParts.tsx';

/** One source: how it is, what to do about it, what it said last. */
export function SourcePage({
  page,
  line,
  items,
}: {
  page: PageContext;
  line: SourceLine;
  items: readonly StoredItem[];
}) {
  const { t, moment } = page.speech;
  const { source, state, name } = line;
  const when = (instant: number | undefined) => (instant === undefined ? t('time.never') : moment(instant));
  return (
    <Layout page={page} title={name} current="sources">
      <p class="fine crumb">
        <a href="/sources">{t('sources.title')}</a>
      </p>
      <h1>{name}</h1>
      <p class="row">
        <HealthMark line={line} page={page} />
        <span class="fine">
          {t(`sources.kind.${source.kind}`)} ·{' '}
          <a href={source.url} {...OUTWARD}>
            {source.url}
          </a>
        </span>
      </p>
      {state.problem ? (
        <div class="note bad after">
          <p>
            <b>{problemSentence(state.problem, page.speech)}</b>
          </p>
          <p>{mendSentence(state.problem, page.speech, state.suggestion)}</p>
        </div>
      ) : (
        ''
      )}
      <dl class="ledger">
        <div>
          <dt>{t('sources.lastCheck')}</dt>
          <dd>{when(state.lastCheckedAt)}</dd>
        </div>
        <div>
          <dt>{t('sources.nextCheck')}</dt>
          <dd>{state.paused ? t('health.paused') : when(state.nextCheckAt || page.now)}</dd>
        </div>
        <div>
          <dt>{t('sources.articles')}</dt>
          <dd>{page.speech.number(line.recent)}</dd>
        </div>
        {source.tags.length > 0 ? (
          <div>
            <dt>{t('sources.tags')}</dt>
            <dd>{source.tags.join(', ')}</dd>
          </div>
        ) : (
          ''
        )}
      </dl>
      <form method="post" action={`/sources/${source.id}`} class="row after">
        <Csrf page={page} />
        <button class="btn" name="action" value="check">
          <Icon name="refresh" />
          <span>{t('sources.checkNow')}</span>
        </button>
        <button class="btn" name="action" value={state.paused ? 'resume' : 'pause'}>
          {t(state.paused ? 'sources.resume' : 'sources.pause')}
        </button>
        {source.origin === 'user' ? (
          <button class="btn flat" name="action" value="remove">
            {t('sources.remove')}
          </button>
        ) : (
          <span class="fine">{t('sources.fromFile')}</span>
        )}
      </form>
      <section aria-labelledby="items">
        <div class="sec">
          <h2 id="items">{t('sources.items')}</h2>
        </div>
        {items.length === 0 ? <p class="lede">{t('sources.noItems')}</p> : <ItemList page={page} items={items} />}
      </section>
    </Layout>
  );
}
