import { TOKEN_SCOPES, type TokenScope } from '../../src/domain/model/person.ts';
import { Block } from './block.tsx';
import { Csrf, type PageContext } from './layout.tsx';

export interface DoorsView {
  page: PageContext;
  /** Undefined where the address is a number: passkeys belong to a name. */
  passkeys: readonly { id: string; name: string; createdAt: number; lastUsedAt?: number }[] | undefined;
  sessions: readonly { tokenHash: string; agent: string; createdAt: number }[];
  /** Which of them this is. */
  current: string;
  /** Who one is at one's company. */
  identities: readonly { issuer: string; at: number }[];
  tokens: readonly { id: string; name: string; scope: TokenScope; createdAt: number; lastUsedAt?: number }[];
}

/** Keys of one's own devices. */
export function Passkeys({ page, passkeys }: DoorsView) {
  const { t, moment } = page.speech;
  return (
    <Block id="passkeys" title={t('own.passkeys')}>
      {passkeys === undefined ? (
        <p class="fine after">{t('own.passkeysNeedName')}</p>
      ) : (
        <>
          <p class="fine">{t('own.passkeysHelp')}</p>
          <ul class="plain">
            {passkeys.map(({ id, name, createdAt }) => (
              <li>
                <form method="post" action="/settings/passkeys/remove" class="row">
                  <Csrf page={page} />
                  <input type="hidden" name="id" value={id} />
                  <span>
                    <b>{name}</b>, {t('own.since', { when: moment(createdAt) })}
                  </span>
                  <button class="btn flat sm">{t('own.revoke')}</button>
                </form>
              </li>
            ))}
          </ul>
          <div class="row ends after">
            <div class="field">
              <label for="passkey-name">{t('own.passkeyName')}</label>
              <input id="passkey-name" maxlength={80} />
            </div>
            <button class="btn" type="button" id="add-key" hidden>
              {t('own.addPasskey')}
            </button>
          </div>
          <p class="note bad after" role="alert" id="key-said" hidden>
            {t('signIn.passkeyFailed')}
          </p>
        </>
      )}
    </Block>
  );
}

/** The company's door, where one came in by it. */
export function Identities({ page, identities }: DoorsView) {
  const { t, moment } = page.speech;
  if (identities.length === 0) return null;
  return (
    <Block id="identities" title={t('own.identities')}>
      <p class="fine">{t('own.identitiesHelp')}</p>
      <ul class="plain">
        {identities.map(({ issuer, at }) => (
          <li>
            <b>{new URL(issuer).host}</b>, {t('own.since', { when: moment(at) })}
          </li>
        ))}
      </ul>
    </Block>
  );
}

/** Where one is signed in, and the way out of each. */
export function Sessions({ page, sessions, current }: DoorsView) {
  const { t, moment } = page.speech;
  return (
    <Block id="sessions" title={t('own.sessions')}>
      <form method="post" action="/settings/sessions">
        <Csrf page={page} />
        <ul class="plain">
          {sessions.map(({ tokenHash, agent, createdAt }) => (
            <li class="row">
              <span>
                {browserOf(agent) || t('own.unknownBrowser')} · {t('own.since', { when: moment(createdAt) })}
              </span>
              {tokenHash === current ? (
                <b>{t('own.thisOne')}</b>
              ) : (
                <button class="btn flat sm" name="session" value={tokenHash}>
                  {t('own.endSession')}
                </button>
              )}
            </li>
          ))}
        </ul>
        {sessions.length > 1 ? (
          <p class="after">
            <button class="btn" name="session" value="others">
              {t('own.endOthers')}
            </button>
          </p>
        ) : (
          ''
        )}
      </form>
    </Block>
  );
}

const BROWSERS = ['Firefox', 'Edg', 'OPR', 'Chrome', 'Safari'];

/** "Firefox, Linux": enough to tell one's own devices apart. */
function browserOf(agent: string): string {
  const browser = BROWSERS.find((name) => agent.includes(`${name}/`));
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0];
  return [browser?.replace('Edg', 'Edge').replace('OPR', 'Opera'), system].filter(Boolean).join(', ');
}

/** What programs and feed readers come in by. */
export function Tokens({ page, tokens }: DoorsView) {
  const { t, moment, since } = page.speech;
  return (
    <Block id="tokens" title={t('own.tokens')}>
      <p class="fine">{t('own.tokensHelp')}</p>
      <ul class="plain">
        {tokens.map(({ id, name, scope, createdAt, lastUsedAt }) => (
          <li>
            <form method="post" action={`/settings/tokens/${id}/revoke`} class="row">
              <Csrf page={page} />
              <span>
                <b>{name}</b>, {t(`scope.${scope}`)}, {t('own.since', { when: moment(createdAt) })},{' '}
                {lastUsedAt === undefined ? t('own.neverUsed') : t('own.used', { when: since(lastUsedAt, page.now) })}
              </span>
              <button class="btn flat sm">{t('own.revoke')}</button>
            </form>
          </li>
        ))}
      </ul>
      <form method="post" action="/settings/tokens" class="row ends after">
        <Csrf page={page} />
        <div class="field">
          <label for="token-name">{t('own.tokenName')}</label>
          <input id="token-name" name="name" required maxlength={80} />
        </div>
        <div class="field">
          <label for="scope">{t('own.scope')}</label>
          <select id="scope" name="scope">
            {TOKEN_SCOPES.map((scope) => (
              <option value={scope}>{t(`scope.${scope}`)}</option>
            ))}
          </select>
        </div>
        <button class="btn">{t('own.makeToken')}</button>
      </form>
    </Block>
  );
}
