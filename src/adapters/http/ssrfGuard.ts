import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** The address a feed or a redirect pointed us to is not on the public internet. */
export class PrivateAddressError extends Error {
  readonly code = 'PRIVATE_ADDRESS';
}

/** Who is exempt from the guard: `host`, `host:port` or CIDR, from VIGIE_ALLOW_HOSTS. */
export interface Allowed {
  target(hostname: string, port: string): boolean;
  address(address: string): boolean;
}

export function allowedBy(rules: readonly string[]): Allowed {
  const ranges = rules.filter((rule) => rule.includes('/')).map((rule) => ipaddr.parseCIDR(rule));
  const hosts = new Set(rules.filter((rule) => !rule.includes('/')).map((rule) => rule.toLowerCase()));
  const address = (text: string): boolean => {
    const ip = unwrapped(text);
    return hosts.has(text) || ranges.some((range) => ip.kind() === range[0].kind() && ip.match(range));
  };
  return {
    address,
    target: (hostname, port) =>
      hosts.has(hostname) || hosts.has(`${hostname}:${port}`) || (isIP(hostname) > 0 && address(hostname)),
  };
}

/** ::ffff:127.0.0.1 is 127.0.0.1: ipaddr.js would call it "ipv4Mapped" and hide where it leads. */
const unwrapped = (address: string): ipaddr.IPv4 | ipaddr.IPv6 => ipaddr.process(address.replace(/%.*$/, ''));

/** Whether an address is an ordinary one of the public internet: not loopback, private, link-local, reserved, tunnelled … */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address.replace(/%.*$/, '')) && unwrapped(address).range() === 'unicast';

/**
 * Connects to public addresses only. The literal is checked because undici never calls `lookup` for it; every resolved
 * address is checked before a connection is tried; the connected address is checked because a name may resolve anew.
 */
export function guardedConnector(allowed: Allowed, timeoutMs: number): buildConnector.connector {
  const open = buildConnector({ timeout: timeoutMs });
  const guarded = buildConnector({ timeout: timeoutMs, lookup: guardedLookup(allowed) });
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    const port = options.port || (options.protocol === 'https:' ? '443' : '80');
    if (allowed.target(hostname, port)) return open(options, callback);
    if (isIP(hostname) > 0 && !isPublicAddress(hostname)) return callback(refusal(hostname), null);
    guarded(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      const address = socket.remoteAddress ?? '';
      if (isPublicAddress(address) || allowed.address(address)) return callback(null, socket);
      socket.destroy();
      callback(refusal(address), null);
    });
  };
}

const refusal = (address: string): PrivateAddressError => new PrivateAddressError(`${address} is not a public address`);

const guardedLookup =
  (allowed: Allowed): LookupFunction =>
  (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isPublicAddress(address) && !allowed.address(address));
      if (refused) return callback(refusal(refused.address), []);
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
