import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed address is for: one made for another purpose opens nothing. */
export type SignedFor = 'unsubscribe' | 'confirm' | 'go' | 'address';

/** "id.signature": whoever holds it may do this one thing, without an account. */
export const signed = (purpose: SignedFor, id: string, secret: string): string =>
  `${id}.${createHmac('sha256', secret).update(`${purpose} ${id}`).digest('base64url')}`;

/** The id a signed text was made for; undefined when it was not made by us, or for something else. */
export function idIn(text: string, purpose: SignedFor, secret: string): string | undefined {
  const id = text.slice(0, text.lastIndexOf('.'));
  const [given, expected] = [Buffer.from(text), Buffer.from(signed(purpose, id, secret))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
}
