import { CLICK_CHANNELS, type ClickChannel, type ClickTarget } from '../domain/report/clicks.ts';
import { idIn, signed } from './signed.ts';

/** The counted address of a link: made by us, for this one place to go, so that it can lead nowhere else. */
export const goUrl = (
  baseUrl: string,
  { url, story, channel, board, newsletter }: ClickTarget,
  secret: string,
): string =>
  `${baseUrl}/go/${signed('go', Buffer.from(JSON.stringify([url, story, channel, board ?? '', newsletter ?? ''])).toString('base64url'), secret)}`;

/** Where a counted address leads; undefined when it is none of ours. */
export function targetIn(token: string, secret: string): ClickTarget | undefined {
  const id = idIn(token, 'go', secret);
  if (id === undefined) return undefined;
  const [url, story, channel, board, newsletter] = JSON.parse(Buffer.from(id, 'base64url').toString()) as string[];
  const isOurs = url !== undefined && /^https?:\/\//.test(url) && story !== undefined && isChannel(channel);
  return isOurs ? { url, story, channel, ...(board && { board }), ...(newsletter && { newsletter }) } : undefined;
}

const isChannel = (text: string | undefined): text is ClickChannel =>
  (CLICK_CHANNELS as readonly string[]).includes(text ?? '');
