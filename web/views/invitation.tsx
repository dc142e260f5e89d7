import type { Role } from '../../src/domain/access/policy.ts';
import type { Speech } from '../i18n.ts';
import { BarePage } from './layout.tsx';

/** Who invites to what, and the two fields that make an account. */
export function InvitationPage({
  speech,
  nonce,
  watchTitle,
  invitation,
  by,
  problem,
  name = '',
}: {
  speech: Speech;
  nonce: string;
  watchTitle: string;
  invitation: { email: string; role: Role } | undefined;
  by?: string | undefined;
  problem?: 'noName' | 'shortPassword' | undefined;
  name?: string;
}) {
  const { t } = speech;
  if (!invitation)
    return (
      <BarePage speech={speech} title={t('invitation.title')} nonce={nonce}>
        <h1>{t('invitation.gone')}</h1>
        <p class="lede">{t('invitation.goneLede')}</p>
      </BarePage>
    );
  return (
    <BarePage speech={speech} title={t('invitation.title')} nonce={nonce}>
      <h1>{t('invitation.heading', { watch: watchTitle })}</h1>
      <p class="lede">
        {t(by === undefined ? 'invitation.lede' : 'invitation.ledeBy', {
          by: by ?? '',
          email: invitation.email,
          role: t(`role.${invitation.role}`),
        })}
      </p>
      {problem ? (
        <p class="note bad after" role="alert">
          {t(`invitation.${problem}`)}
        </p>
      ) : (
        ''
      )}
      <form method="post" class="stacked after">
        <div class="field">
          <label for="name">{t('invitation.name')}</label>
          <input id="name" name="name" required maxlength={80} autocomplete="name" value={name} />
        </div>
        <div class="field after">
          <label for="password">{t('invitation.password')}</label>
          <input
            id="password"
            name="password"
            type="password"
            minlength={12}
            maxlength={200}
            autocomplete="new-password"
            aria-describedby="password-help"
          />
          <span class="fine" id="password-help">
            {t('invitation.passwordHelp')}
          </span>
        </div>
        <p class="after">
          <button class="btn main">{t('invitation.join')}</button>
        </p>
      </form>
    </BarePage>
  );
}
