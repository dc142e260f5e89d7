import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
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
  /** The host is exempt, on whatever port. */
  anyPort(hostname: string): boolean;
}

export function allowedBy(rules: readonly string[]): Allowed {
  const ranges = rules.filter((rule) => rule.includes('/')).map((rule) => ipaddr.parseCIDR(rule));
  const hosts = new Set(rules.filter((rule) => !rule.includes('/')).map((rule) => rule.toLowerCase()));
  const address = (text: string): boolean => {
    if (isIP(text) === 0) return false;
    const ip = unwrapped(text);
    return hosts.has(text) || ranges.some((range) => ip.kind() === range[0].kind() && ip.match(range));
  };
  const ports = [...hosts].filter((host) => /:\d+$/.test(host)).map((host) => host.replace(/:\d+$/, ''));
  return {
    address,
    anyPort: (hostname) => ports.includes(hostname) || hosts.has(hostname) || address(hostname),
    target: (hostname, port) => {
      const written = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
      return hosts.has(hostname) || hosts.has(written) || hosts.has(`${written}:${port}`) || address(hostname);
    },
  };
}

/** ::ffff:127.0.0.1 is 127.0.0.1: ipaddr.js would call it "ipv4Mapped" and hide where it leads. */
const unwrapped = (address: string): ipaddr.IPv4 | ipaddr.IPv6 => ipaddr.process(address.replace(/%.*$/, ''));

/** Whether an address is an ordinary one of the public internet: not loopback, private, link-local, reserved, tunnelled … */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const ip = unwrapped(address);
  return ip.range() === 'unicast' && (ip.kind() === 'ipv4' || ip.match(GLOBAL_UNICAST));
}

/** All of IPv6 that is routed on the internet; ::127.0.0.1 and the like lie outside. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/**
 * Connects to public addresses only. The literal is checked because undici never calls `lookup` for it; every resolved
 * address is checked before a connection is tried; the connected address is checked because a name may resolve anew.
 */
export function guardedConnector(
  allowed: Allowed,
  timeoutMs: number,
  lookup: typeof systemLookup = systemLookup,
): buildConnector.connector {
  const open = buildConnector({ timeout: timeoutMs });
  const guarded = buildConnector({ timeout: timeoutMs, lookup: guardedLookup(allowed, lookup) });
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
  (allowed: Allowed, lookup: typeof systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isPublicAddress(address) && !allowed.address(address));
      if (refused) return callback(refusal(refused.address), []);
      const [first] = addresses;
      if (!first) return callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENODATA' }), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

/**
 * Checks the address of a target that somebody else, a proxy, will connect to.
 * @throws PrivateAddressError, or the resolver's error
 */
export async function resolvesToPublic(
  target: URL,
  allowed: Allowed,
  lookup: typeof systemLookup = systemLookup,
): Promise<void> {
  const hostname = target.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (allowed.target(hostname, target.port || (target.protocol === 'https:' ? '443' : '80'))) return;
  if (isIP(hostname) > 0 && !isPublicAddress(hostname)) throw refusal(hostname);
  await new Promise<void>((resolve, reject) =>
    guardedLookup(allowed, lookup)(hostname, { all: true }, (error) => (error ? reject(error) : resolve())),
  );
}

/**
 * A plain connection to a public address, checked as guardedConnector checks its own.
 * @throws PrivateAddressError, or the system's error
 */
export function guardedSocket(
  allowed: Allowed,
  host: string,
  port: number,
  timeoutMs: number,
  lookup: typeof systemLookup = systemLookup,
): Promise<Socket> {
  const hostname = host.replace(/^\[|\]$/g, '').toLowerCase();
  const isExempt = allowed.target(hostname, String(port));
  if (!isExempt && isIP(hostname) > 0 && !isPublicAddress(hostname)) return Promise.reject(refusal(hostname));
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port,
      timeout: timeoutMs,
      ...(!isExempt && { lookup: guardedLookup(allowed, lookup) }),
    });
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    socket.once('connect', () => {
      const address = socket.remoteAddress ?? '';
      if (isExempt || isPublicAddress(address) || allowed.address(address)) return resolve(socket.setTimeout(0));
      socket.destroy();
      reject(refusal(address));
    });
  });
}
