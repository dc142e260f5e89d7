import type { Person } from '../../src/domain/model/person.ts';
import { Block } from './block.tsx';
import { LanguageField } from './fields.tsx';
import { Csrf, Layout } from './layout.tsx';
import { type DoorsView, Identities, Passkeys, Sessions, Tokens } from './settingsDoors.tsx';

export type SettingsSaid =
  | 'saved'
  | 'badEmail'
  | 'takenEmail'
  | 'tooMany'
  | 'checkAddress'
  | 'badTimezone'
  | 'noEmail'
  | 'wrongPassword'
  | 'shortPassword'
  | 'passwordSet'
  | 'badToken'
  | 'manyTokens'
  | 'tokenMade';

const IS_GOOD: ReadonlySet<SettingsSaid> = new Set(['saved', 'checkAddress', 'passwordSet', 'tokenMade'] as const);

interface SettingsView extends DoorsView {
  person: Person;
  hasPassword: boolean;
  /** The watch's own. */
  timezone: string;
  said: SettingsSaid | undefined;
  /** Just made: shown once. */
  token?: string | undefined;
}

/** What is one's own. */
export function SettingsPage(view: SettingsView) {
  const { page, said, token } = view;
  const { t } = page.speech;
  return (
    <Layout page={page} title={t('own.title')} current="settings" script={view.passkeys ? 'passkeys' : false}>
      <h1>{t('own.title')}</h1>
      <p class="lede">{t('own.lede', { role: t(`role.${view.person.role}`) })}</p>
      {page.may('manage') ? (
        <p class="after">
          <a href="/settings/watch">{t('watch.link')}</a>
        </p>
      ) : (
        ''
      )}
      {said ? (
        <div
          class={IS_GOOD.has(said) ? 'note ok after' : 'note bad after'}
          role={IS_GOOD.has(said) ? 'status' : 'alert'}
        >
          <p>{t(`own.${said}`)}</p>
          {token === undefined ? (
            ''
          ) : (
            <p>
              <input class="wide" readonly value={token} aria-label={t('own.token')} />
            </p>
          )}
        </div>
      ) : (
        ''
      )}
      <Profile view={view} />
      <Password view={view} />
      <Passkeys {...view} />
      <Identities {...view} />
      <Sessions {...view} />
      <Tokens {...view} />
    </Layout>
  );
}

function Profile({ view: { page, person, timezone } }: { view: SettingsView }) {
  const { t } = page.speech;
  return (
    <Block id="profile" title={t('own.profile')}>
      <form method="post" action="/settings" class="stacked after">
        <Csrf page={page} />
        <div class="row">
          <div class="field">
            <label for="name">{t('own.name')}</label>
            <input id="name" name="name" maxlength={80} autocomplete="name" value={person.name} />
          </div>
          <div class="field">
            <label for="email">{t('own.email')}</label>
            <input
              id="email"
              name="email"
              type="email"
              maxlength={254}
              autocomplete="email"
              value={person.email ?? ''}
              required={person.email !== undefined}
            />
          </div>
        </div>
        <div class="row after">
          <LanguageField label={t('own.language')} value={person.language ?? page.speech.language} />
          <div class="field">
            <label for="timezone">{t('own.timezone')}</label>
            <input
              id="timezone"
              name="timezone"
              maxlength={60}
              list="zones"
              value={person.timezone ?? ''}
              placeholder={timezone}
            />
            <datalist id="zones">
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option value={zone} />
              ))}
            </datalist>
          </div>
        </div>
        <p class="after">
          <button class="btn main">{t('own.save')}</button>
        </p>
      </form>
    </Block>
  );
}

function Password({ view: { page, person, hasPassword } }: { view: SettingsView }) {
  const { t } = page.speech;
  return (
    <Block id="password" title={t('own.password')}>
      <form method="post" action="/settings/password" class="stacked after">
        <Csrf page={page} />
        <input type="hidden" name="username" autocomplete="username" value={person.email ?? ''} />
        <div class="row">
          {hasPassword ? (
            <div class="field">
              <label for="current">{t('own.currentPassword')}</label>
              <input id="current" name="current" type="password" required autocomplete="current-password" />
            </div>
          ) : (
            ''
          )}
          <div class="field">
            <label for="next">{t('own.newPassword')}</label>
            <input
              id="next"
              name="next"
              type="password"
              required
              minlength={12}
              maxlength={200}
              autocomplete="new-password"
            />
          </div>
        </div>
        <p class="fine after">{t('own.passwordHelp')}</p>
        <p class="after">
          <button class="btn">{t('own.setPassword')}</button>
        </p>
      </form>
    </Block>
  );
}
