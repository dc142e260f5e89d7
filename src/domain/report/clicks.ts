/** Where a link stood that somebody followed. */
export const CLICK_CHANNELS = ['digest', 'page', 'board', 'public', 'mail', 'chat'] as const;
export type ClickChannel = (typeof CLICK_CHANNELS)[number];

/** What a counted link leads to, and what is noted of it: never who, never from where. */
export interface ClickTarget {
  url: string;
  story: string;
  channel: ClickChannel;
  /** Of links on a board, and of messages about one. */
  board?: string;
  /** Of links in one of its newsletters: its id. */
  newsletter?: string;
}

/** Programs that look at links before people do: mail scanners, previews of chats, robots. */
const PROGRAM =
  /bot\b|crawler|spider|slurp|preview|scanner|safelinks|proofpoint|mimecast|barracuda|symantec|facebookexternalhit|whatsapp|telegram|slack|discord|teams|mattermost|curl|wget|python|java\/|go-http|okhttp|node|headless/i;

/**
 * Whether following a link counts: a person did it, and has not asked not to be counted.
 * @param header of the request, by lower-case name
 */
export function isCounted(method: string, header: (name: string) => string | undefined): boolean {
  if (method !== 'GET') return false;
  if (header('sec-gpc') === '1' || header('dnt') === '1') return false;
  if (/prefetch|prerender|preview/i.test(`${header('sec-purpose')} ${header('purpose')} ${header('x-moz')}`))
    return false;
  // A browser that shows a page says so; what fetches for another reason says that.
  const destination = header('sec-fetch-dest');
  if (destination !== undefined && destination !== 'document') return false;
  const agent = header('user-agent') ?? '';
  return agent !== '' && !PROGRAM.test(agent);
}
