import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { MINUTE_MS } from '../../domain/model/units.ts';
import { attempts } from '../attempts.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { type OneTime, oneTime } from '../oneTime.ts';
import { ownPagesOnly, startSession } from '../session.ts';
import { nameOf } from './invitation.tsx';

const MOST_KEYS = 10;
const FROM_ONE = 60;

/** Whose keys they are: a name, never a number, says the standard. */
export const domainOf = (c: Ctx): string | undefined => {
  const { hostname } = new URL(`http://${c.req.header('host') ?? ''}`);
  return /^[\d.]+$|:|^\[/.test(hostname) ? undefined : hostname;
};
const originOf = (c: Ctx, { baseUrl }: ServerDeps): string =>
  `${new URL(baseUrl).protocol}//${c.req.header('host') ?? ''}`;

/** What an authenticator is asked to sign, each once and for one purpose. */
type Challenges = OneTime<string>;

/** Open to strangers: somebody shows a key of theirs, and is in. */
export function openPasskeyRoutes(app: App, deps: ServerDeps): Challenges {
  const { store, clock } = deps;
  const asked = oneTime<string>(clock);
  const tries = attempts(FROM_ONE, 15 * MINUTE_MS, clock);
  app.use(
    '/sign-in/passkey',
    ownPagesOnly((c) => c.json({ error: 'origin' }, 403)),
  );
  app.use('/sign-in/passkey', async (c, next) => (tries(c.get('from')) ? next() : c.json({ error: 'tooMany' }, 429)));

  app.post('/sign-in/passkey', async (c) => {
    const rpID = domainOf(c);
    const given = await c.req.json<{ response?: AuthenticationResponseJSON }>().catch(() => undefined);
    if (rpID === undefined || !given) return c.json({ error: 'bad' }, 400);
    // First which challenge to sign, then what was signed.
    if (!given.response)
      return c.json(
        await generateAuthenticationOptions({
          rpID,
          userVerification: 'preferred',
          challenge: bytesOf(asked.keep('enter')),
        }),
      );
    const key = await store.passkeys.find(String(given.response.id));
    const person = key && (await store.people.find(key.person));
    if (!key || !person) return c.json({ error: 'unknown' }, 403);
    const verified = await verifyAuthenticationResponse({
      response: given.response,
      expectedChallenge: (challenge) => asked.take(challenge) === 'enter',
      ...{ expectedOrigin: originOf(c, deps), expectedRPID: rpID, requireUserVerification: false },
      credential: { id: key.id, publicKey: bytesOf(key.publicKey), counter: key.counter },
    }).catch(() => undefined);
    if (!verified?.verified) return c.json({ error: 'wrong' }, 403);
    await store.passkeys.used(key.id, verified.authenticationInfo.newCounter, clock());
    await startSession(c, person.id, deps);
    return c.json({ to: '/' });
  });
  return asked;
}

/** One's own keys. */
export function passkeyRoutes(app: App, deps: ServerDeps, asked: Challenges): void {
  const { store, clock, watch } = deps;

  app.post('/settings/passkeys', async (c) => {
    const [rpID, person] = [domainOf(c), c.get('person')];
    const given = await c.req.json<{ response?: RegistrationResponseJSON; name?: string }>().catch(() => undefined);
    const own = await store.passkeys.listOf(person.id);
    if (rpID === undefined || !given || own.length >= MOST_KEYS) return c.json({ error: 'bad' }, 400);
    const purpose = `add ${person.id}`;
    if (!given.response)
      return c.json(
        await generateRegistrationOptions({
          ...{ rpName: watch.title, rpID, attestationType: 'none', challenge: bytesOf(asked.keep(purpose)) },
          ...{ userName: person.email ?? (person.name || person.id), userID: new TextEncoder().encode(person.id) },
          excludeCredentials: own.map(({ id }) => ({ id })),
          authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
        }),
      );
    const verified = await verifyRegistrationResponse({
      response: given.response,
      expectedChallenge: (challenge) => asked.take(challenge) === purpose,
      ...{ expectedOrigin: originOf(c, deps), expectedRPID: rpID, requireUserVerification: false },
    }).catch(() => undefined);
    const { credential } = verified?.registrationInfo ?? {};
    if (!verified?.verified || !credential || (await store.passkeys.find(credential.id)))
      return c.json({ error: 'wrong' }, 400);
    const name = nameOf(String(given.name ?? '')) || rpID;
    await store.passkeys.add({
      ...{ id: credential.id, person: person.id, name, counter: credential.counter, createdAt: clock() },
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    });
    await store.audit.add({ at: clock(), person: person.id, action: 'addedPasskey', subject: name, detail: {} });
    return c.json({ to: '/settings?saved=1#passkeys' });
  });

  app.post('/settings/passkeys/remove', async (c) => {
    await store.passkeys.remove(String((await c.req.parseBody()).id ?? ''), c.get('person').id);
    return c.redirect('/settings#passkeys', 303);
  });
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));
