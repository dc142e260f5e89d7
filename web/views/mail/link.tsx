import type { Mail } from '../../../src/domain/model/mail.ts';
import type { Speech } from '../../i18n.ts';
import { Button, MailDocument, Paragraph, Title } from './parts.tsx';

const MAX_SUBJECT = 150;

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
    kind: 'signIn' | 'invitation' | 'confirm' | 'address' | 'addressAsked' | 'mention';
    url: string;
    watchTitle?: string;
    /** Who calls somebody, and in which words. */
    by?: string;
    quote?: string;
  },
): Mail {
  const said = (part: string) =>
    t(`mail.${kind}.${part}`, { watch: params.watchTitle ?? '', by: params.by ?? '', quote: params.quote ?? '' });
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
    subject: said('subject').replace(/\s+/g, ' ').slice(0, MAX_SUBJECT),
    html: String(html),
    text: [said('title'), said('text'), url, said('small')].join('\n\n'),
  };
}
