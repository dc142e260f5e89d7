import type { Message, MessageStory } from '../../src/domain/model/message.ts';
import { type Speech, speech } from '../i18n.ts';
import { ledeOf, paragraphsOf } from '../views/mail/message.tsx';

// What each chat takes, as its own documents say; every text of a feed is escaped in the form of the chat it goes to.

const EXTRACT = 200;
/** A room is not a mailbox: what has no room is a link away. */
const SHOWN = 10;

const shown = ({ stories }: Message): MessageStory[] => stories.slice(0, SHOWN);
const more = ({ stories, rest }: Message): number => rest + Math.max(0, stories.length - SHOWN);
const cut = (text: string, most = EXTRACT): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
const said = ({ language, timezone }: Message): Speech => speech(language, timezone);
const about = (story: MessageStory): string => [...story.actors, story.source].join(' · ');
/** What its writers say first, as far as a room reads. */
const introOf = (message: Message): string => cut(paragraphsOf(message).join('\n\n'), 1000);
const textOf = ({ note, text }: MessageStory): string => [note, cut(text)].filter(Boolean).join('\n');

/** Incoming webhook with Block Kit: 50 blocks, 3,000 letters each. https://docs.slack.dev/messaging/formatting-message-text */
export function slackBody(message: Message): object {
  const { t } = said(message);
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  // In a link the bar ends the address.
  const link = (url: string, title: string) =>
    `<${url.replace(/[<>|]/g, encodeURIComponent)}|${escaped(title).replace(/\|/g, '¦')}>`;
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text: cut(text, 3000) } });
  const lede = ledeOf(message, said(message));
  return {
    text: cut(escaped(t('mail.subject', { title: message.title, lede })), 3000),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(message.title, 150) } },
      section(link(message.url, lede)),
      ...(message.intro ? [section(escaped(introOf(message)))] : []),
      ...shown(message).map((story) =>
        section(`*${link(story.url, story.title)}*\n${escaped(about(story))}\n${escaped(textOf(story))}`),
      ),
      ...(more(message) > 0 ? [section(link(message.url, t('mail.rest', { count: more(message) })))] : []),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** What Markdown would read as a mark, or as a call to a whole room. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&').replace(/@/g, '@\u200b');

/** Incoming webhook, Markdown of 16,383 letters. https://developers.mattermost.com/integrate/webhooks/incoming/ */
export function mattermostBody(message: Message): object {
  const { t } = said(message);
  const lines = shown(message).map(
    (story) => `- [${plain(story.title)}](${safeUrl(story.url)}) — ${plain(about(story))}\n  ${plain(textOf(story))}`,
  );
  const rest = more(message) > 0 ? [`[${t('mail.rest', { count: more(message) })}](${safeUrl(message.url)})`] : [];
  const head = `#### [${plain(message.title)}](${safeUrl(message.url)})\n${ledeOf(message, said(message))}`;
  return {
    text: cut([head, ...paragraphsOf(message).map(plain), ...lines, ...rest].join('\n'), 16_000),
    username: 'Vigie',
  };
}

const safeUrl = (url: string): string =>
  url.replace(/[()\s<>]/g, encodeURIComponent).replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29'));

/** Webhook: 10 embeds, 6,000 letters over all of them; nobody is called. https://discord.com/developers/docs/resources/webhook */
export function discordBody(message: Message): object {
  return {
    content: cut(
      [`**${plain(message.title)}** ${ledeOf(message, said(message))}`, cut(plain(introOf(message)), 1000), message.url]
        .filter(Boolean)
        .join('\n'),
      2000,
    ),
    embeds: shown(message).map((story) => ({
      title: cut(plain(story.title), 256),
      url: story.url,
      description: cut(plain(textOf(story)), 220),
      footer: { text: cut(about(story), 100) },
      ...(story.at !== undefined && { timestamp: new Date(story.at).toISOString() }),
    })),
    allowed_mentions: { parse: [] },
  };
}

/** Workflows webhook: an Adaptive Card 1.4 in a message, 28 kB. https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
export function teamsBody(message: Message): object {
  const { t } = said(message);
  const block = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(plain(message.title), { size: 'Large', weight: 'Bolder' }),
            block(ledeOf(message, said(message)), { isSubtle: true }),
            ...(message.intro ? [block(plain(introOf(message)))] : []),
            ...shown(message).flatMap((story) => [
              block(`[${plain(story.title)}](${safeUrl(story.url)})`, { weight: 'Bolder', spacing: 'Medium' }),
              block(plain(cut([about(story), textOf(story)].join(' — '), 300)), { isSubtle: true, spacing: 'None' }),
            ]),
          ],
          actions: [{ type: 'Action.OpenUrl', title: t(`mail.${message.kind}.button`), url: message.url }],
        },
      },
    ],
  };
}

/** What a program is sent: the message itself, dated. */
export const webhookBody = (message: Message, at: number): object => ({
  type: `vigie.${message.kind}`,
  timestamp: new Date(at).toISOString(),
  data: {
    ...{ watch: message.watch, title: message.title, url: message.url, rest: message.rest },
    stories: message.stories.map(({ at: told, ...story }) => ({
      ...story,
      ...(told !== undefined && { at: new Date(told).toISOString() }),
    })),
    ...(message.intro && { intro: message.intro }),
    ...(message.figures && { figures: message.figures }),
  },
});
