import type { Speech } from '../i18n.ts';
import { BarePage } from './layout.tsx';

/** What came of the last try. */
export type SignInSaid = 'bad' | 'wrong' | 'badEmail' | 'tooMany' | 'sent' | 'signedOut';

const IS_GOOD: ReadonlySet<SignInSaid> = new Set(['sent', 'signedOut'] as const);

/** For whoever is not signed in: a link by mail, a password, or the terminal. */
export function SignInPage({
  speech,
  nonce,
  said,
  token,
  hasMail,
  hasKeys,
  company,
  problem,
}: {
  speech: Speech;
  nonce: string;
  said?: SignInSaid | undefined;
  /** Of a link that came by mail: it waits for the button. */
  token?: string | undefined;
  hasMail: boolean;
  /** Whether passkeys can be shown under this address. */
  hasKeys: boolean;
  /** Whose people may enter by it. */
  company?: string | undefined;
  /** Why they did not, in words. */
  problem?: string;
}) {
  const { t } = speech;
  return (
    <BarePage speech={speech} title={t('signIn.title')} nonce={nonce} script={hasKeys ? 'passkeys' : false}>
      <h1>{t('signIn.title')}</h1>
      {said ? (
        <p class={IS_GOOD.has(said) ? 'note ok after' : 'note bad after'} role={IS_GOOD.has(said) ? 'status' : 'alert'}>
          {t(`signIn.${said}`)}
        </p>
      ) : (
        ''
      )}
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      {company !== undefined && token === undefined ? (
        <p class="after">
          <a class="btn main" href="/sign-in/company">
            {t('signIn.company', { company })}
          </a>
        </p>
      ) : (
        ''
      )}
      {token === undefined ? (
        <form method="post" action="/sign-in" class="stacked after">
          <div class="field">
            <label for="email">{t('signIn.email')}</label>
            <input id="email" name="email" type="email" required maxlength={254} autocomplete="username" />
          </div>
          {hasMail ? (
            <p>
              <button class="btn main" name="how" value="link">
                {t('signIn.sendLink')}
              </button>
            </p>
          ) : (
            ''
          )}
          <div class="field after">
            <label for="password">{t('signIn.password')}</label>
            <input id="password" name="password" type="password" maxlength={200} autocomplete="current-password" />
          </div>
          <p>
            <button class={hasMail ? 'btn' : 'btn main'} name="how" value="password">
              {t('signIn.withPassword')}
            </button>
          </p>
        </form>
      ) : (
        <form method="post" action="/sign-in" class="after">
          <input type="hidden" name="token" value={token} />
          <p class="lede">{t('signIn.ready')}</p>
          <p>
            <button class="btn main">{t('signIn.enter')}</button>
          </p>
        </form>
      )}
      {hasKeys && token === undefined ? <EnterByKey speech={speech} /> : ''}
      <p class="fine after">{t(hasMail ? 'signIn.again' : 'signIn.lede')}</p>
    </BarePage>
  );
}

/** Shown by its script, where the browser knows passkeys. */
export const EnterByKey = ({ speech: { t } }: { speech: Speech }) => (
  <div class="after">
    <button class="btn" type="button" id="enter-by-key" hidden>
      {t('signIn.passkey')}
    </button>
    <p class="note bad" role="alert" id="key-said" hidden>
      {t('signIn.passkeyFailed')}
    </p>
  </div>
);
