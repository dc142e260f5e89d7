import type { EnrichedItem } from '../../src/domain/model/item.ts';
import type { Problem, SourceKind } from '../../src/domain/model/source.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import { mendSentence, problemSentence } from '../problems.ts';
import { Icon } from './icons.tsx';
import { Csrf, type PageContext } from './layout.tsx';
import { When } from './parts.tsx';

/** One way of following an address, tried. */
export interface WayView {
  kind: SourceKind;
  url: string;
  title: string;
  items: readonly EnrichedItem[];
  selectors: Record<string, string>;
  perMonth: number;
  minutesPerDay: number;
  newestAt?: number | undefined;
  /** Items that other sources brought already. */
  covered: number;
  followed: boolean;
}

export interface AddSourceView {
  typed: string;
  ways: readonly WayView[];
  problem?: Problem | undefined;
  /** Minutes a day the editions take now, and may take. */
  plannedMinutes: number;
  budgetMinutes: number;
}

/** Adding in three steps on one page: an address, a way of following it, where it goes. */
export function AddSource({
  page,
  view,
  actors,
}: {
  page: PageContext;
  view?: AddSourceView | undefined;
  actors: readonly Actor[];
}) {
  const { t } = page.speech;
  return (
    <section class="pane" aria-labelledby="add">
      <h2 id="add">{t('sources.add')}</h2>
      <form action="/sources" method="get" class="field">
        <label for="address">{t('sources.address')}</label>
        <div class="searchbar">
          <input
            id="address"
            name="url"
            required
            value={view?.typed ?? ''}
            aria-describedby="address-help"
            aria-invalid={view?.problem && view.ways.length === 0 ? 'true' : undefined}
            maxlength={2000}
            autocomplete="off"
            spellcheck={false}
          />
          <button class="btn">{t('sources.preview')}</button>
        </div>
        <p class="fine" id="address-help">
          {t('sources.addressHelp')}
        </p>
      </form>
      {view ? <Ways page={page} view={view} actors={actors} /> : ''}
    </section>
  );
}

function Ways({ page, view, actors }: { page: PageContext; view: AddSourceView; actors: readonly Actor[] }) {
  const { t } = page.speech;
  const { ways, problem } = view;
  return (
    <>
      {problem ? (
        <div class={`note after ${ways.length === 0 ? 'bad' : 'hint'}`} role="alert">
          <p>
            <b>{problemSentence(problem, page.speech)}</b>
          </p>
          <p>{ways.length === 0 ? mendSentence(problem, page.speech) : t('sources.noFeedButPage')}</p>
        </div>
      ) : (
        ''
      )}
      {ways.length === 0 ? '' : <Choice page={page} view={view} actors={actors} />}
    </>
  );
}

function Choice({
  page,
  view: { ways, plannedMinutes, budgetMinutes },
  actors,
}: {
  page: PageContext;
  view: AddSourceView;
  actors: readonly Actor[];
}) {
  const { t } = page.speech;
  const chosen = ways.findIndex(({ followed }) => !followed);
  return (
    <form method="post" action="/sources" class="after ways">
      <Csrf page={page} />
      <div class="two">
        <fieldset class="plain">
          <legend>{t('sources.ways', { count: ways.length })}</legend>
          {ways.map((way, index) => (
            <WayBox page={page} way={way} index={index} isChosen={index === chosen} />
          ))}
        </fieldset>
        <div>
          {ways.map((way, index) => (
            <div class={`latest latest-${index}`}>
              <h3>{t(way.kind === 'page' ? 'sources.watchTitle' : 'sources.latest')}</h3>
              {way.kind === 'page' ? (
                <p class="fine">{t('sources.watchHelp')}</p>
              ) : (
                <Latest page={page} items={way.items} />
              )}
            </div>
          ))}
        </div>
      </div>
      <div class="row after">
        <label class="row">
          {t('sources.name')} <input name="name" maxlength={120} placeholder={ways[0]?.title ?? ''} />
        </label>
        <label class="row">
          {t('sources.tags')} <input name="tags" maxlength={200} placeholder={t('sources.tagsHelp')} />
        </label>
        {actors.length > 0 ? (
          <label class="row">
            {t('sources.competitor')}{' '}
            <select name="competitor">
              <option value="">–</option>
              {actors.map(({ id, name }) => (
                <option value={id}>{name}</option>
              ))}
            </select>
          </label>
        ) : (
          ''
        )}
      </div>
      <div class="row after spread">
        <p class="fine">{t('sources.budget', { planned: Math.round(plannedMinutes), budget: budgetMinutes })}</p>
        <button class="btn main" disabled={chosen < 0}>
          <Icon name="plus" />
          <span>{t('sources.follow')}</span>
        </button>
      </div>
    </form>
  );
}

function WayBox({ page, way, index, isChosen }: { page: PageContext; way: WayView; index: number; isChosen: boolean }) {
  const { t, since } = page.speech;
  const volume = [
    volumeOf(way, page),
    ...(way.newestAt === undefined ? [] : [t('sources.newest', { when: since(way.newestAt, page.now) })]),
    ...(way.covered > 0 ? [t('sources.covered', { count: way.covered, of: way.items.length })] : []),
  ];
  return (
    <label class="pickbox">
      <input type="radio" name="way" value={index} checked={isChosen} disabled={way.followed} />
      <span>
        <b>
          {way.title || way.url} <span class="muted">({t(`sources.kindShort.${way.kind}`)})</span>
        </b>
        <small>{[...(way.followed ? [t('sources.already')] : []), ...volume].join(', ')}</small>
        <small class="address">{way.url}</small>
      </span>
      <span class="fine num">{way.kind === 'page' ? '' : t('sources.cost', { minutes: way.minutesPerDay })}</span>
      {Object.entries({ kind: way.kind, url: way.url, ...way.selectors }).map(([name, value]) => (
        <input type="hidden" name={`${name}-${index}`} value={value} />
      ))}
    </label>
  );
}

/** Of a source that published nothing for a month, all there is. */
function volumeOf({ kind, perMonth, items }: WayView, { speech: { t } }: PageContext): string {
  if (kind === 'page') return t('sources.whenChanged');
  return perMonth > 0 ? t('sources.perMonth', { count: perMonth }) : t('sources.total', { count: items.length });
}

function Latest({ page, items }: { page: PageContext; items: readonly EnrichedItem[] }) {
  return (
    <ul class="bare-list">
      {items.slice(0, 3).map((item) => (
        <li>
          <span class="title" lang={item.language === 'und' ? undefined : item.language}>
            {item.title}
          </span>
          <small>
            <When publishedAt={item.publishedAt} seenAt={item.seenAt} speech={page.speech} now={page.now} />,{' '}
            {page.speech.t('sources.minutesEach', { count: item.readingMinutes })}
          </small>
        </li>
      ))}
    </ul>
  );
}
