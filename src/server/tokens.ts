import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../adapters/store/open.ts';
import { FIRST_OWNER } from '../domain/model/person.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../domain/model/units.ts';

const LINK_MS = 12 * HOUR_MS;
export const SESSION_MS = 30 * DAY_MS;

/** 256 bits of chance, safe in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Short and safe in an address: ids of what people make. */
export const newId = (): string => randomBytes(9).toString('base64url');

/** What the store knows a token by: reading the database gives nobody a session. */
export const tokenHash = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(token).digest('hex');

/**
 * Makes a one-time link.
 * @param lastsMs 12 hours; a link in a mail that anybody may ask for lasts shorter
 */
export async function signInLink(
  store: Store,
  secret: string,
  baseUrl: string,
  now: Instant,
  { person = FIRST_OWNER, lastsMs = LINK_MS }: { person?: string; lastsMs?: number } = {},
): Promise<string> {
  const token = newToken();
  await store.sessions.addLink(tokenHash(token, secret), person, now + lastsMs);
  return `${baseUrl}/sign-in?token=${token}`;
}
