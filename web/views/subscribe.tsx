import { CHANNELS, RHYTHMS } from '../../src/domain/model/subscription.ts';
import { Block } from './block.tsx';
import { Csrf, type PageContext } from './layout.tsx';
import type { SubscriptionsView } from './subscriptions.tsx';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** Who, what, when: for oneself, and for others where one may. */
export function Subscribe({ view: { page, boards, actors, typed } }: { view: SubscriptionsView }) {
  const { t } = page.speech;
  const forOthers = page.may('curate');
  const chosen = typed.subject ?? 'digest';
  return (
    <Block id="subscribe" title={t(forOthers ? 'subscriptions.subscribeOthers' : 'subscriptions.subscribe')}>
      <form method="post" action="/subscriptions" class="stacked after subscribe">
        <Csrf page={page} />
        <div class="row">
          <div class="field">
            <label for="subject">{t('subscriptions.what')}</label>
            <select id="subject" name="subject">
              <option value="digest">{t('subscriptions.digest')}</option>
              <option value="report" selected={chosen === 'report'}>
                {t('subscriptions.report')}
              </option>
              {boards.length > 0 ? (
                <optgroup label={t('nav.boards')}>
                  {boards.map(({ id, name }) => (
                    <option value={`board:${id}`} selected={chosen === `board:${id}`}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              ) : (
                ''
              )}
              {actors.length > 0 ? (
                <optgroup label={t('nav.competitors')}>
                  {actors.map(({ id, name }) => (
                    <option value={`competitor:${id}`} selected={chosen === `competitor:${id}`}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              ) : (
                ''
              )}
              <option value="query" selected={chosen === 'query'}>
                {t('subscriptions.alert')}
              </option>
            </select>
          </div>
          <div class="field for-query">
            <label for="query">{t('subscriptions.query')}</label>
            <input
              id="query"
              name="query"
              maxlength={500}
              value={typed.query ?? ''}
              autocapitalize="off"
              spellcheck={false}
            />
          </div>
        </div>
        <div class="row after">
          <When page={page} typed={{ rhythm: chosen === 'report' ? 'monthly' : 'daily', ...typed }} />
        </div>
        <div class="row after">
          {forOthers ? <Where page={page} typed={typed} /> : ''}
          <div class="field">
            <label for="language">{t('own.language')}</label>
            <select id="language" name="language">
              <option value="">{t('subscriptions.theirs')}</option>
              <option value="fr" lang="fr" selected={typed.language === 'fr'}>
                Français
              </option>
              <option value="en" lang="en" selected={typed.language === 'en'}>
                English
              </option>
            </select>
          </div>
        </div>
        <p class="fine after">{t(forOthers ? 'subscriptions.optIn' : 'subscriptions.toYou')}</p>
        <p class="after">
          <button class="btn main">{t('subscriptions.save')}</button>
        </p>
      </form>
    </Block>
  );
}

/** A form that was refused comes back as it was filled in. */
type Typed = SubscriptionsView['typed'];

function When({ page, typed }: { page: PageContext; typed: Typed }) {
  const { t } = page.speech;
  return (
    <>
      <div class="field">
        <label for="rhythm">{t('subscriptions.when')}</label>
        <select id="rhythm" name="rhythm">
          {RHYTHMS.map((each) => (
            <option value={each} selected={each === typed.rhythm}>
              {t(`subscriptions.rhythm.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field for-hour">
        <label for="at">{t('subscriptions.at')}</label>
        <input id="at" name="at" type="time" value={typed.at ?? '08:00'} required />
      </div>
      <div class="field for-week">
        <label for="weekday">{t('subscriptions.weekday')}</label>
        <select id="weekday" name="weekday">
          {WEEKDAYS.map((day) => (
            <option value={day} selected={String(day) === typed.weekday}>
              {t(`weekday.${day}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="quietFrom">{t('subscriptions.quietFrom')}</label>
        <input id="quietFrom" name="quietFrom" type="time" value={typed.quietFrom} />
      </div>
      <div class="field">
        <label for="quietTo">{t('subscriptions.quietTo')}</label>
        <input id="quietTo" name="quietTo" type="time" value={typed.quietTo} />
      </div>
      <div class="field for-each">
        <label for="most">{t('subscriptions.most')}</label>
        <input id="most" name="most" type="number" min={1} max={48} value={typed.most ?? 3} />
      </div>
    </>
  );
}

function Where({ page, typed }: { page: PageContext; typed: Typed }) {
  const { t } = page.speech;
  return (
    <>
      <div class="field">
        <label for="channel">{t('subscriptions.where')}</label>
        <select id="channel" name="channel">
          {CHANNELS.map((each) => (
            <option value={each} selected={each === typed.channel}>
              {t(`channel.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="address">{t('subscriptions.address')}</label>
        <input
          id="address"
          name="address"
          maxlength={1000}
          value={typed.address}
          placeholder={page.person.email ?? ''}
          autocomplete="off"
        />
      </div>
    </>
  );
}
