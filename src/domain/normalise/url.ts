/** Says whether a query parameter only tracks where the reader came from. */
export type IsTracking = (parameter: string) => boolean;

/** @param list one parameter a line; `utm_*` stands for every name that begins so; # begins a comment */
export function trackingParameters(list: string): IsTracking {
  const names = list
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const exact = new Set(names.filter((name) => !name.endsWith('*')));
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (parameter) => {
    const name = parameter.toLowerCase();
    return exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
  };
}

/** Longest address kept: browsers and servers agree on less. */
export const MAX_URL = 4096;

/**
 * The address as we keep and show it: absolute, http(s), without tracking parameters and fragment.
 * Undefined when there is no such address.
 */
export function cleanUrl(raw: string | undefined, base: string, isTracking: IsTracking): string | undefined {
  const written = raw?.trim();
  if (!written || written.length > MAX_URL || !URL.canParse(written, base)) return undefined;
  const url = new URL(written, base);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  // "#!/path" addresses a page of its own; any other fragment is a place in the same page.
  if (url.hash && !url.hash.startsWith('#!')) url.hash = '';
  url.username = '';
  url.password = '';
  if (url.search) dropTracking(url, isTracking);
  return url.href.length > MAX_URL ? undefined : url.href;
}

function dropTracking(url: URL, isTracking: IsTracking): void {
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair.split('=', 1)[0] ?? ''));
  url.search = kept.join('&');
}

/**
 * What two addresses of the same article share: no scheme, www, m, amp, closing slash or index page.
 * For comparing only: it may not be an address that answers.
 */
export function urlKey(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, pathname, search } = new URL(url);
  const host = hostname.replace(/^(www|m|mobile|amp)\./, '');
  const path = pathname
    .replace(/\/(amp|index\.(html?|php))\/?$/i, '')
    .replace(/\.amp\.html$/i, '.html')
    .replace(/\/+$/, '');
  return `${host}${path}${search.replace(/[?&](amp|outputType=amp)(=1)?$/, '')}`;
}
