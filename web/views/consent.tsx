import type { Speech } from '../i18n.ts';
import { BarePage } from './layout.tsx';

/** Yes or no to what one is sent, for whoever holds the link. */
export function ConsentPage({
  speech,
  nonce,
  purpose,
  title,
  isDone,
}: {
  speech: Speech;
  nonce: string;
  purpose: 'unsubscribe' | 'confirm' | 'address';
  /** What it is about; undefined when the link is none of ours. */
  title: string | undefined;
  isDone: boolean;
}) {
  const { t } = speech;
  const said = title === undefined ? 'gone' : isDone ? 'done' : 'ask';
  return (
    <BarePage speech={speech} title={t(`consent.${purpose}.title`)} nonce={nonce} robots="noindex">
      <h1>{t(`consent.${purpose}.title`)}</h1>
      <p class="lede">{t(`consent.${purpose}.${said}`, { title: title ?? '' })}</p>
      {said === 'ask' ? (
        <form method="post" class="after">
          <button class="btn main">{t(`consent.${purpose}.button`)}</button>
        </form>
      ) : (
        ''
      )}
    </BarePage>
  );
}
