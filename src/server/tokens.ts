import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../adapters/store/open.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../domain/model/units.ts';

const LINK_MS = 12 * HOUR_MS;
export const SESSION_MS = 30 * DAY_MS;

/** 256 bits of chance, safe in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What the store knows a token by: reading the database gives nobody a session. */
export const tokenHash = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(token).digest('hex');

/** Makes a one-time link. */
export async function signInLink(store: Store, secret: string, baseUrl: string, now: Instant): Promise<string> {
  const token = newToken();
  await store.sessions.addLink(tokenHash(token, secret), now + LINK_MS);
  return `${baseUrl}/sign-in?token=${token}`;
}
