import type { TypedRow, TypedWatch } from '../../src/domain/model/watchChange.ts';
import { LanguageField, TimezoneField } from './fields.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';

interface WatchView {
  page: PageContext;
  /** Undefined while feeds.yaml holds a mistake. */
  typed: TypedWatch | undefined;
  /** Which feeds.yaml the form was made from. */
  seen: string;
  isSaved: boolean;
  problem: string | undefined;
  /** What feeds.yaml would be, where it cannot be written. */
  text: string | undefined;
}

/** Rows to add somebody in. */
const SPARE = 3;

/** What the watch is called, when it is read, whom it is about. */
export function WatchPage(view: WatchView) {
  const { page, typed, isSaved, problem, text } = view;
  const { t } = page.speech;
  return (
    <Layout page={page} title={t('watch.title')} current="settings">
      <p class="fine">
        <a href="/settings">{t('own.title')}</a>
      </p>
      <h1>{t('watch.title')}</h1>
      <p class="lede">{t('watch.lede')}</p>
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      {isSaved && !problem ? (
        <p class="note ok after" role="status">
          {t('watch.saved')}
        </p>
      ) : (
        ''
      )}
      {text === undefined ? (
        ''
      ) : (
        <div class="field after">
          <label for="text">feeds.yaml</label>
          <textarea id="text" rows={14} readonly spellcheck={false}>
            {text}
          </textarea>
        </div>
      )}
      {typed ? <WatchForm page={page} typed={typed} seen={view.seen} /> : ''}
    </Layout>
  );
}

function WatchForm({ page, typed, seen }: { page: PageContext; typed: TypedWatch; seen: string }) {
  const { t } = page.speech;
  return (
    <form method="post" action="/settings/watch" class="stacked after">
      <Csrf page={page} />
      <input type="hidden" name="seen" value={seen} />
      <Frame page={page} typed={typed} />
      <section class="block" aria-labelledby="brand">
        <h2 id="brand">{t('welcome.brand.title')}</h2>
        <p class="fine">{t('welcome.brand.lede')}</p>
        <Row page={page} row={typed.brand} at={0} legend={t('welcome.brand.title')} />
      </section>
      <section class="block" aria-labelledby="competitors">
        <h2 id="competitors">{t('nav.competitors')}</h2>
        <p class="fine">{t('watch.competitorsHelp')}</p>
        {[...typed.competitors, ...Array.from({ length: SPARE }, () => EMPTY)].map((row, index) => (
          <Row
            page={page}
            row={row}
            at={index + 1}
            legend={row.name || t('welcome.competitors.row', { number: index + 1 })}
            canGo={row.id !== ''}
          />
        ))}
      </section>
      <p class="after">
        <button class="btn main">{t('watch.save')}</button>
      </p>
    </form>
  );
}

const EMPTY: TypedRow = { id: '', name: '', aliases: '', site: '', isGone: false };

function Frame({ page, typed }: { page: PageContext; typed: TypedWatch }) {
  const { t } = page.speech;
  return (
    <>
      <div class="field">
        <label for="title">{t('welcome.watch.name')}</label>
        <input id="title" name="title" class="wide plain-text" maxlength={120} required value={typed.title} />
      </div>
      <div class="row after">
        <LanguageField label={t('watch.language')} value={typed.language} />
        <TimezoneField page={page} value={typed.timezone} />
        <div class="field">
          <label for="minutes">{t('watch.minutes')}</label>
          <input id="minutes" name="minutes" type="number" min={5} max={240} required value={typed.minutes} />
        </div>
        {typed.at === undefined ? (
          ''
        ) : (
          <div class="field">
            <label for="at">{t('welcome.mornings.at')}</label>
            <input id="at" name="at" type="time" required value={typed.at} />
          </div>
        )}
      </div>
    </>
  );
}

interface RowProps {
  page: PageContext;
  row: TypedRow;
  at: number;
  legend: string;
  canGo?: boolean;
}

function Row({ page, row, at, legend, canGo = false }: RowProps) {
  const { t } = page.speech;
  return (
    <fieldset class="actor-row">
      <legend class="vh">{legend}</legend>
      <input type="hidden" name="id" value={row.id} />
      <div class="field">
        <label for={`name-${at}`}>{t('welcome.competitors.name')}</label>
        <input id={`name-${at}`} name="name" class="plain-text" maxlength={120} value={row.name} />
      </div>
      <div class="field">
        <label for={`aliases-${at}`}>{t('welcome.brand.aliases')}</label>
        <input id={`aliases-${at}`} name="aliases" class="plain-text" maxlength={2000} value={row.aliases} />
      </div>
      <div class="field">
        <label for={`site-${at}`}>{t('welcome.competitors.site')}</label>
        <input
          id={`site-${at}`}
          name="site"
          class="plain-text"
          maxlength={500}
          inputmode="url"
          placeholder="example.com"
          value={row.site}
        />
      </div>
      {canGo ? (
        <label class="pick">
          <input type="checkbox" name="gone" value={row.id} checked={row.isGone} />
          <span>{t('watch.gone')}</span>
        </label>
      ) : (
        ''
      )}
    </fieldset>
  );
}
