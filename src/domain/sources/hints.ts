import type { ReadingHints } from '../model/source.ts';
import { MINUTE_MS } from '../model/units.ts';
import type { ParsedFeed } from '../parse/outcome.ts';

/** How often a feed asks to be read, and its hub, from the document and the answer's Link header. */
export function hintsOf(feed: ParsedFeed, link: string | undefined, finalUrl: string): ReadingHints {
  const { ttlMinutes, skipHours, skipDays, hubUrl, selfUrl } = feed;
  const hub = webAddress(hubUrl ?? linkOf(link, 'hub'), finalUrl);
  const self = webAddress(selfUrl ?? linkOf(link, 'self'), finalUrl);
  return {
    ...(ttlMinutes !== undefined && { ttlMs: ttlMinutes * MINUTE_MS }),
    ...(skipHours && { skipHours }),
    ...(skipDays && { skipDays }),
    ...(hub !== undefined && { hub }),
    ...(self !== undefined && { self }),
  };
}

/** `<https://hub.example/>; rel="hub", <…>; rel="self"` (RFC 8288) */
function linkOf(header: string | undefined, rel: string): string | undefined {
  return (header ?? '')
    .slice(0, 4000)
    .split(/,(?=\s*<)/)
    .find((part) => new RegExp(`;\\s*rel\\s*=\\s*"?[^";]*\\b${rel}\\b`, 'i').test(part))
    ?.match(/<([^>]{1,2000})>/)?.[1];
}

function webAddress(address: string | undefined, base: string): string | undefined {
  if (address === undefined || !URL.canParse(address, base)) return undefined;
  const url = new URL(address, base);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
