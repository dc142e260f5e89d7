import type { Speech } from '../i18n.ts';
import { BarePage } from './layout.tsx';

interface PlainProps {
  speech: Speech;
  nonce: string;
}

/** For whoever is not signed in: how to be. */
export function SignInPage({
  speech,
  nonce,
  problem,
  signedOut,
}: PlainProps & { problem?: boolean; signedOut?: boolean }) {
  const { t } = speech;
  return (
    <BarePage speech={speech} title={t('signIn.title')} nonce={nonce}>
      <h1>{t('signIn.title')}</h1>
      {problem ? (
        <p class="note bad" role="alert">
          {t('signIn.bad')}
        </p>
      ) : (
        ''
      )}
      {signedOut ? (
        <p class="note ok" role="status">
          {t('signIn.signedOut')}
        </p>
      ) : (
        ''
      )}
      <p class="lede">{t('signIn.lede')}</p>
      <p class="fine">{t('signIn.again')}</p>
    </BarePage>
  );
}

export function ErrorPage({ speech, nonce, message }: PlainProps & { message: string }) {
  const { t } = speech;
  return (
    <BarePage speech={speech} title={t('error.title')} nonce={nonce}>
      <h1>{t('error.title')}</h1>
      <p class="lede">{message}</p>
      <p>
        <a href="/">{t('error.back')}</a>
      </p>
    </BarePage>
  );
}
