import type { Health } from '../../src/domain/cadence/health.ts';
import type { EnrichedItem, StoredItem } from '../../src/domain/model/item.ts';
import type { Problem, Source, SourceState } from '../../src/domain/model/source.ts';
import type { Speech } from '../i18n.ts';
import { Icon } from './icons.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';
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

const HEALTH_CLASS: Record<Health, string> = { ok: '', late: 'late', failing: 'down', new: 'mute', paused: 'mute' };
const WORST_FIRST: Health[] = ['failing', 'late', 'new', 'ok', 'paused'];

export function SourcesPage({ page, sources, preview, added }: { page: PageContext; sources: readonly SourceLine[]; preview?: PreviewView | undefined; added?: boolean }) {
  const { t } = page.speech;
  const ordered = [...sources].sort((a, b) => WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health) || a.name.localeCompare(b.name));
  return (
    <Layout page={page} title={t('sources.title')} current="sources">
      <div class="head"><div>
        <h1>{t('sources.title')}</h1>
        <p class="lede">{t('sources.lede', { count: sources.length, ok: sources.filter(({ health }) => health === 'ok').length })}</p>
      </div></div>
      {added ? <p class="note ok" role="status">{t('sources.added')}</p> : ''}
      <section class="pane" aria-labelledby="add">
        <h2 id="add">{t('sources.add')}</h2>
        <form action="/sources" method="get" class="field">
          <label for="address">{t('sources.address')}</label>
          <div class="searchbar">
            <input id="address" name="url" type="url" required value={preview?.address ?? ''} aria-describedby="address-help" maxlength={2000} />
            <button class="btn">{t('sources.preview')}</button>
          </div>
          <p class="fine" id="address-help">{t('sources.addressHelp')}</p>
        </form>
        {preview ? <Preview page={page} preview={preview} /> : ''}
      </section>
      <section aria-labelledby="list">
        <h2 id="list" class="vh">{t('sources.title')}</h2>
        {ordered.length === 0 ? <p class="lede">{t('sources.empty')}</p> : <SourceTable page={page} sources={ordered} />}
      </section>
    </Layout>
  );
}

function SourceTable({ page, sources }: { page: PageContext; sources: readonly SourceLine[] }) {
  const { t, number } = page.speech;
  return (
    <div class="scroll" tabindex={0} role="group" aria-labelledby="list">
      <table class="t">
        <caption class="vh">{t('sources.title')}</caption>
        <thead><tr>
          <th scope="col">{t('sources.health')}</th>
          <th scope="col">{t('sources.source')}</th>
          <th scope="col" class="n opt">{t('sources.articles')}</th>
          <th scope="col" class="opt">{t('sources.lastNews')}</th>
        </tr></thead>
        <tbody>
          {sources.map((line) => (
            <tr>
              <td><HealthMark line={line} page={page} /></td>
              <th scope="row">
                <a class="quiet strong" href={`/sources/${line.source.id}`}>{line.name}</a>
                <span class="sub">{line.state.problem ? problemSentence(line.state.problem, page.speech) : `${line.source.url.replace(/^https?:\/\/(www\.)?/, '')}`}</span>
              </th>
              <td class="n opt">{number(line.recent)}</td>
              <td class="opt">{line.newestAt === undefined ? '–' : page.speech.since(line.newestAt, page.now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HealthMark({ line: { health, state }, page }: { line: SourceLine; page: PageContext }) {
  const since = health === 'failing' && state.failingSince !== undefined ? `, ${sinceWords(state.failingSince, page.now, page.speech)}` : '';
  return <span class={`health ${HEALTH_CLASS[health]}`}><i />{page.speech.t(`health.${health}`)}{since}</span>;
}

const problemSentence = ({ kind, params }: Problem, { t }: Speech): string => t(`problem.${kind}`, params);

function Preview({ page, preview }: { page: PageContext; preview: PreviewView }) {
  const { t } = page.speech;
  const { problem, feedUrl, title, items, minutesPerDay, others, followed } = preview;
  if (problem) return <div class="note bad after" role="alert"><p><b>{problemSentence(problem, page.speech)}</b></p><p>{t(`mend.${problem.kind}`)}</p></div>;
  return (
    <div class="after">
      <h3>{title ?? t('sources.previewTitle')}</h3>
      <p class="fine">{t('sources.found', { url: feedUrl ?? '' })} · {t('sources.itemsFound', { count: items.length, minutes: minutesPerDay })}</p>
      <ItemList page={page} items={items.slice(0, 3)} />
      {followed ? <p class="note after">{t('sources.already')}</p> : (
        <form method="post" action="/sources" class="row after">
          <Csrf page={page} />
          <input type="hidden" name="url" value={feedUrl} />
          <label class="row">{t('sources.name')} <input name="name" value={title ?? ''} maxlength={120} /></label>
          <button class="btn main"><Icon name="plus" /><span>{t('sources.follow')}</span></button>
        </form>
      )}
      {others.length > 0 ? <p class="fine after">{t('sources.others')} {others.slice(0, 5).map((other, index) => <>{index > 0 ? ', ' : ''}<a href={`/sources?url=${encodeURIComponent(other.url)}`}>{other.title || other.url}</a></>)}</p> : ''}
    </div>
  );
}

function ItemList({ page, items }: { page: PageContext; items: readonly (EnrichedItem | StoredItem)[] }) {
  return (
    <ol class="tl thin">
      {items.map((item) => (
        <li>
          <When publishedAt={item.publishedAt} seenAt={item.seenAt} speech={page.speech} now={page.now} />
          <span lang={item.language === 'und' ? undefined : item.language}>{item.url ? <a class="quiet" href={item.url} {...OUTWARD}>{item.title}</a> : item.title}</span>
        </li>
      ))}
    </ol>
  );
}

/** One source: how it is, what to do about it, what it said last. */
export function SourcePage({ page, line, items }: { page: PageContext; line: SourceLine; items: readonly StoredItem[] }) {
  const { t, moment } = page.speech;
  const { source, state, name } = line;
  const when = (instant: number | undefined) => (instant === undefined ? t('time.never') : moment(instant));
  return (
    <Layout page={page} title={name} current="sources">
      <p class="fine"><a href="/sources">{t('sources.title')}</a></p>
      <h1>{name}</h1>
      <p class="row"><HealthMark line={line} page={page} /><span class="fine">{t(`sources.kind.${source.kind}`)} · <a href={source.url} {...OUTWARD}>{source.url}</a></span></p>
      {state.problem ? <div class="note bad after"><p><b>{problemSentence(state.problem, page.speech)}</b></p><p>{t(`mend.${state.problem.kind}`)}</p></div> : ''}
      <dl class="ledger">
        <div><dt>{t('sources.lastCheck')}</dt><dd>{when(state.lastCheckedAt)}</dd></div>
        <div><dt>{t('sources.nextCheck')}</dt><dd>{state.paused ? t('health.paused') : when(state.nextCheckAt || page.now)}</dd></div>
        <div><dt>{t('sources.articles')}</dt><dd>{page.speech.number(line.recent)}</dd></div>
        {source.tags.length > 0 ? <div><dt>{t('sources.tags')}</dt><dd>{source.tags.join(', ')}</dd></div> : ''}
      </dl>
      <form method="post" action={`/sources/${source.id}`} class="row after">
        <Csrf page={page} />
        <button class="btn" name="action" value="check"><Icon name="refresh" /><span>{t('sources.checkNow')}</span></button>
        <button class="btn" name="action" value={state.paused ? 'resume' : 'pause'}>{t(state.paused ? 'sources.resume' : 'sources.pause')}</button>
        {source.origin === 'user' ? <button class="btn flat" name="action" value="remove">{t('sources.remove')}</button> : <span class="fine">{t('sources.fromFile')}</span>}
      </form>
      <section aria-labelledby="items">
        <div class="sec"><h2 id="items">{t('sources.items')}</h2></div>
        {items.length === 0 ? <p class="lede">{t('sources.noItems')}</p> : <ItemList page={page} items={items} />}
      </section>
    </Layout>
  );
}
