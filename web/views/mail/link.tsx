import type { Mail } from '../../../src/domain/model/mail.ts';
import type { Speech } from '../../i18n.ts';
import { Button, MailDocument, Paragraph, Title } from './parts.tsx';

/** A mail with one link in it: an invitation, a way in, a confirmation. */
export function linkMail(
  { t, language }: Speech,
  {
    to,
    kind,
    url,
    ...params
  }: {
    to: string;
    kind: 'signIn' | 'invitation' | 'confirm' | 'address' | 'addressAsked';
    url: string;
    watchTitle?: string;
  },
): Mail {
  const said = (part: string) => t(`mail.${kind}.${part}`, { watch: params.watchTitle ?? '' });
  const html = (
    <MailDocument language={language} title={said('subject')}>
      <Title>{said('title')}</Title>
      <Paragraph>{said('text')}</Paragraph>
      <Button href={url}>{said('button')}</Button>
      <Paragraph small>{said('small')}</Paragraph>
    </MailDocument>
  );
  return {
    to,
    subject: said('subject'),
    html: String(html),
    text: [said('title'), said('text'), url, said('small')].join('\n\n'),
  };
}
