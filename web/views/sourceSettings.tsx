import type { Source } from '../../src/domain/model/source.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import { Csrf, type PageContext } from './layout.tsx';

/** What may be changed of a source that a person added. Secrets go in and never come out. */
export function SourceSettings({
  page,
  source,
  actors,
}: {
  page: PageContext;
  source: Source;
  actors: readonly Actor[];
}) {
  const { t } = page.speech;
  const { access } = source;
  return (
    <details class="after">
      <summary>{t('settings.title')}</summary>
      <form method="post" action={`/sources/${source.id}`} class="stacked after">
        <Csrf page={page} />
        <div class="row">
          <label class="row">
            {t('sources.name')} <input name="name" maxlength={120} value={source.name ?? ''} />
          </label>
          <label class="row">
            {t('sources.tags')} <input name="tags" maxlength={200} value={source.tags.join(', ')} />
          </label>
          {actors.length > 0 ? (
            <label class="row">
              {t('sources.competitor')}{' '}
              <select name="competitor">
                <option value="">–</option>
                {actors.map(({ id, name }) => (
                  <option value={id} selected={id === source.competitor}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          ) : (
            ''
          )}
        </div>
        <div class="row">
          <label class="row">
            {t('settings.every')}{' '}
            <input
              name="every"
              type="number"
              min={1}
              max={43200}
              value={source.everyMs === undefined ? '' : source.everyMs / 60_000}
              placeholder={t('settings.everyAuto')}
            />
          </label>
          <label class="row">
            {t('settings.weight')}{' '}
            <input name="weight" type="number" min={0} max={10} step={0.1} value={source.weight} />
          </label>
        </div>
        {source.kind === 'page' ? (
          ''
        ) : (
          <p>
            <label class="check">
              <input type="checkbox" name="fullText" checked={source.fullText === true} /> {t('settings.fullText')}
            </label>
          </p>
        )}
        <fieldset class="plain">
          <legend>{t('settings.access')}</legend>
          <p class="fine">{t('settings.accessHelp')}</p>
          <div class="row after">
            <label class="row">
              {t('settings.userAgent')} <input name="userAgent" maxlength={300} value={access?.userAgent ?? ''} />
            </label>
            <label class="row">
              {t('settings.user')}{' '}
              <input name="user" maxlength={200} value={access?.auth?.user ?? ''} autocomplete="off" />
            </label>
            <label class="row">
              {t('settings.password')}{' '}
              <input
                name="password"
                type="password"
                maxlength={500}
                autocomplete="new-password"
                placeholder={access?.auth ? t('settings.kept') : ''}
              />
            </label>
          </div>
          <label class="field after">
            {t('settings.headers')}
            <textarea
              name="headers"
              rows={2}
              class="mono"
              placeholder={
                access?.headers
                  ? t('settings.headersKept', { names: Object.keys(access.headers).join(', ') })
                  : 'X-Name: value'
              }
              spellcheck={false}
            />
          </label>
          {access?.headers ? (
            <label class="check">
              <input type="checkbox" name="forgetHeaders" /> {t('settings.forgetHeaders')}
            </label>
          ) : (
            ''
          )}
        </fieldset>
        <p>
          <button class="btn main" name="action" value="settings">
            {t('settings.save')}
          </button>
        </p>
      </form>
    </details>
  );
}
