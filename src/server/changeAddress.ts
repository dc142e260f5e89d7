import { speech } from '../../web/i18n.ts';
import { linkMail } from '../../web/views/mail/link.tsx';
import type { Mail, MailOutcome } from '../domain/model/mail.ts';
import type { Person } from '../domain/model/person.ts';
import { DAY_MS } from '../domain/model/units.ts';
import type { Ctx, ServerDeps } from './context.ts';
import { idIn, signed } from './signed.ts';
import { tokenHash } from './tokens.ts';

/** How long somebody has to look at the new mailbox. */
const CLAIM_MS = DAY_MS;

/**
 * Gives somebody another address. Where mail goes out, whoever reads it there must say so first, and the old address is
 * told; without mail an address is a name to sign in by, and nothing is sent to it.
 * @returns what became of the question
 */
export async function changeAddress(
  person: Person,
  email: string,
  c: Ctx,
  deps: ServerDeps,
): Promise<'done' | MailOutcome> {
  const { mailer, clock, secret, baseUrl, watch, log } = deps;
  if (!mailer) {
    await settleAddress(person.id, email, deps, false);
    return 'done';
  }
  const said = person.language === undefined ? c.get('speech') : speech(person.language, watch.timezone);
  const proof = await standing(person.id, deps);
  const claim = Buffer.from(JSON.stringify([person.id, email, clock() + CLAIM_MS, proof])).toString('base64url');
  const url = `${baseUrl}/address/${signed('address', claim, secret)}`;
  const send = async (mail: Mail): Promise<MailOutcome> => {
    const outcome = await mailer.send(mail);
    if (outcome.kind !== 'sent')
      log.warn({ kind: outcome.kind, detail: outcome.detail }, 'A mail about an address did not go out');
    return outcome;
  };
  const asked = await send(linkMail(said, { to: email, kind: 'address', url, watchTitle: watch.title }));
  if (person.email !== undefined)
    await send(
      linkMail(said, { to: person.email, kind: 'addressAsked', url: `${baseUrl}/settings`, watchTitle: email }),
    );
  return asked;
}

/**
 * What a link proves: whose address is to be which. Undefined when it is not ours, too old, or from before their address,
 * their password or their sessions changed: whoever was thrown out keeps no key.
 */
export async function claimIn(token: string, deps: ServerDeps): Promise<{ person: string; email: string } | undefined> {
  const claim = idIn(token, 'address', deps.secret);
  if (claim === undefined) return undefined;
  const [person, email, until, proof] = JSON.parse(Buffer.from(claim, 'base64url').toString()) as [
    string,
    string,
    number,
    string,
  ];
  return until > deps.clock() && proof === (await standing(person, deps)) ? { person, email } : undefined;
}

/** Sums up what a claim stands on. */
const standing = async (person: string, { store, secret }: ServerDeps): Promise<string> =>
  tokenHash(await store.people.standing(person), secret).slice(0, 32);

/** False when it has become somebody else's meanwhile. What they receive by mail goes to the new address from now on. */
export async function settleAddress(
  id: string,
  email: string,
  { store, clock }: ServerDeps,
  isProven: boolean,
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const person = await tx.people.find(id);
    if (!person || !(await tx.people.setProfile(id, { ...person, email }, isProven))) return false;
    await tx.subscriptions.moveTo(id, email);
    await tx.audit.add({ at: clock(), person: id, action: 'changedAddress', subject: email, detail: {} });
    return true;
  });
}

/** Nobody else's, and nobody else was invited by it. */
export const isFreeAddress = async (email: string, { store, clock }: Pick<ServerDeps, 'store' | 'clock'>) =>
  !(await store.people.findByEmail(email)) &&
  !(await store.people.listInvitations(clock())).some((invitation) => invitation.email === email);
