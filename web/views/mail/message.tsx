import type { Mail } from '../../../src/domain/model/mail.ts';
import type { Message, MessageStory } from '../../../src/domain/model/message.ts';
import { type Speech, speech } from '../../i18n.ts';
import { ACCENT, Button, INK, INK_2, MailDocument, Paragraph, SANS, SERIF, Title } from './parts.tsx';

/** Letters of a story's extract: a mail stays far under the 100 kB at which mailboxes cut. */
const EXTRACT = 240;

/** A message as mail: HTML and text say the same; no picture, no counter. */
export function messageMail(message: Message, to: string, messageId: string): Mail {
  const said = speech(message.language, message.timezone);
  const { t } = said;
  const { unsubscribeUrl } = message;
  const lede = ledeOf(message, said);
  const html = (
    <MailDocument language={message.language} title={message.title} preview={lede}>
      <Paragraph small>{message.watch}</Paragraph>
      <Title>{message.title}</Title>
      <Paragraph>{lede}</Paragraph>
      {paragraphsOf(message).map((paragraph) => (
        <Paragraph lines>{paragraph}</Paragraph>
      ))}
      <Button href={message.url}>{t(`mail.${message.kind}.button`)}</Button>
      {sectionsOf(message).map(({ section, stories }) => (
        <Section heading={section === undefined ? undefined : t(`sections.${section}`)} stories={stories} said={said} />
      ))}
      <End message={message} said={said} to={to} />
    </MailDocument>
  );
  return {
    to,
    subject: (message.kind === 'digest' ? t('mail.subject', { title: message.title, lede }) : message.title)
      .replace(/\s+/g, ' ')
      .slice(0, MAX_SUBJECT),
    html: String(html),
    text: textOf(message, said, to),
    messageId,
    ...(unsubscribeUrl !== undefined && {
      // RFC 8058: one press in the mailbox, without a page.
      headers: { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    }),
  };
}

const MAX_SUBJECT = 150;

/** What its writers say first, a blank line between two. */
export const paragraphsOf = ({ intro = '' }: { intro?: string }): string[] =>
  intro.split(/\n\s*\n/).flatMap((paragraph) => paragraph.trim() || []);

export const ledeOf = ({ kind, stories, rest, minutes = 0, figures }: Message, { t }: Speech): string =>
  t(`mail.${kind}.lede`, { count: stories.length + rest, minutes, ...figures });

/** Stories in a row, by section where they have one. */
function sectionsOf({ stories }: Message): { section: string | undefined; stories: MessageStory[] }[] {
  return [...Map.groupBy(stories, ({ section }) => section)].map(([section, own]) => ({ section, stories: own }));
}

function Section({
  heading,
  stories,
  said,
}: {
  heading: string | undefined;
  stories: readonly MessageStory[];
  said: Speech;
}) {
  return (
    <>
      {heading === undefined ? (
        ''
      ) : (
        <h2
          class="ink line"
          style={`font-family:${SANS};font-size:17px;line-height:22px;font-weight:700;color:${INK};margin:24px 0 0;padding-bottom:6px;border-bottom:2px solid ${INK}`}
        >
          {heading}
        </h2>
      )}
      {stories.map((story) => (
        <Story story={story} said={said} />
      ))}
    </>
  );
}

function Story({ story, said: { t, moment } }: { story: MessageStory; said: Speech }) {
  const kick = [
    story.minutes === undefined ? undefined : t('time.minutes', { count: story.minutes }),
    story.event === undefined ? undefined : t(`event.${story.event}`),
    ...story.actors,
    story.source,
    story.section === undefined && story.at !== undefined ? moment(story.at) : undefined,
  ].filter((each) => each !== undefined);
  return (
    <div class="hair" style="padding:14px 0;border-bottom:1px solid #dfe3e1">
      <p class="ink2" style={`font-family:${SANS};font-size:13px;line-height:20px;color:${INK_2};margin:0`}>
        {kick.join(' · ')}
      </p>
      <h3 style={`font-family:${SERIF};font-size:18px;line-height:24px;font-weight:600;margin:1px 0 2px`}>
        <a class="ink" href={story.url} style={`color:${INK};text-decoration:none`}>
          {story.title}
        </a>
      </h3>
      {story.note ? (
        <p
          class="ink"
          style={`font-family:${SANS};font-size:15px;line-height:22px;color:${INK};margin:4px 0;padding-left:10px;border-left:3px solid ${ACCENT}`}
        >
          {story.note}
        </p>
      ) : (
        ''
      )}
      {story.text ? (
        <p class="ink2" style={`font-family:${SANS};font-size:15px;line-height:22px;color:${INK_2};margin:0`}>
          {cut(story.text)}
        </p>
      ) : (
        ''
      )}
    </div>
  );
}

function End({ message, said, to }: { message: Message; said: Speech; to: string }) {
  const { t } = said;
  const link = (href: string, words: string) => (
    <a class="lnk" href={href} style={`color:${ACCENT}`}>
      {words}
    </a>
  );
  return (
    <>
      {message.rest > 0 ? <Paragraph>{link(message.url, t('mail.rest', { count: message.rest }))}</Paragraph> : ''}
      <Paragraph small>
        {sentTo(to, said)} {t('mail.noTracking')}
        <br />
        {message.manageUrl ? link(message.manageUrl, t('mail.manage')) : ''}
        {message.manageUrl && message.unsubscribeUrl ? ' · ' : ''}
        {message.unsubscribeUrl ? link(message.unsubscribeUrl, t('mail.unsubscribe')) : ''}
      </Paragraph>
    </>
  );
}

/** Nobody yet where it is only looked at. */
const sentTo = (to: string, { t }: Speech): string => (to === '' ? '' : t('mail.sentTo', { to }));

function textOf(message: Message, said: Speech, to: string): string {
  const { t } = said;
  const parts = [
    `${message.watch}\n${message.title}\n${ledeOf(message, said)}`,
    ...paragraphsOf(message),
    message.url,
    ...sectionsOf(message).flatMap(({ section, stories }) => [
      ...(section === undefined ? [] : [`— ${t(`sections.${section}`)} —`]),
      ...stories.map(({ title, source, note, text, url }) =>
        [title, source, ...(note ? [`« ${note} »`] : []), ...(text ? [cut(text)] : []), url].join('\n'),
      ),
    ]),
    ...(message.rest > 0 ? [t('mail.rest', { count: message.rest })] : []),
    [
      sentTo(to, said),
      ...(message.manageUrl ? [`${t('mail.manage')}\n${message.manageUrl}`] : []),
      ...(message.unsubscribeUrl ? [`${t('mail.unsubscribe')}\n${message.unsubscribeUrl}`] : []),
    ].join('\n'),
  ];
  return parts.join('\n\n');
}

const cut = (text: string): string =>
  text.length <= EXTRACT ? text : `${text.slice(0, EXTRACT).replace(/\s+\S*$/, '')}…`;
