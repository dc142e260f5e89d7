import type { Speech } from '../i18n.ts';
import { BarePage } from './layout.tsx';

interface PlainProps {
  speech: Speech;
  nonce: string;
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
