import { VigieError } from '../domain/errors.ts';
import type { Identity } from '../domain/ports.ts';
import { emailOf } from './email.ts';
import { nameOf } from './routes/invitation.tsx';
import { accept, type TeamDeps } from './team.ts';
import { newId } from './tokens.ts';

/**
 * Whose account somebody enters whom a company vouches for: the one they entered before; else, by their verified address,
 * the account whose owner proved that it is theirs, the invitation to it, or a reader's where their domain may join by
 * itself. Who was removed from the team comes back by an invitation only.
 * @throws VigieError `identity.noAddress`, `identity.stranger`, `identity.taken`, `identity.removed`, `identity.unproven`
 */
export async function personFor(identity: Identity, domains: readonly string[], deps: TeamDeps): Promise<string> {
  const { store, clock } = deps;
  const known = await store.identities.personOf(identity);
  if (known !== undefined && (await store.people.find(known))) return known;
  const email = identity.email === undefined ? undefined : emailOf(identity.email);
  if (email === undefined) throw new VigieError('identity.noAddress');
  if (known !== undefined) {
    const id = await invited(email, identity, deps);
    if (id === undefined) throw new VigieError('identity.removed', { email });
    await store.identities.relink(identity, id, clock());
    return id;
  }
  const id = (await ownerOf(email, deps)) ?? (await joined(email, identity, domains, deps));
  // Another of the company's people under the same address: an account is not handed on.
  if (!(await store.identities.link(identity, id, clock())) && (await store.identities.personOf(identity)) !== id)
    throw new VigieError('identity.taken', { email });
  await store.audit.add({ at: clock(), person: id, action: 'linkedIdentity', subject: email, detail: {} });
  return id;
}

/** Whose account has this address. One that somebody only typed may have been typed to be entered by another. */
async function ownerOf(email: string, { store }: TeamDeps): Promise<string | undefined> {
  const id = (await store.people.findByEmail(email))?.id;
  if (id !== undefined && !(await store.people.hasProvenEmail(id)))
    throw new VigieError('identity.unproven', { email });
  return id;
}

const calledBy = ({ name = '' }: Identity, email: string): string => nameOf(name) || email.slice(0, email.indexOf('@'));

async function invited(email: string, identity: Identity, deps: TeamDeps): Promise<string | undefined> {
  const { store, clock } = deps;
  const invitation = (await store.people.listInvitations(clock())).find((each) => each.email === email);
  return invitation && accept(invitation, calledBy(identity, email), deps);
}

async function joined(email: string, identity: Identity, domains: readonly string[], deps: TeamDeps): Promise<string> {
  const { store, clock } = deps;
  const byInvitation = await invited(email, identity, deps);
  if (byInvitation !== undefined) return byInvitation;
  if (!domains.includes(email.slice(email.lastIndexOf('@') + 1))) throw new VigieError('identity.stranger', { email });
  const name = calledBy(identity, email);
  const id = await store.people.add({ id: newId(), email, name, role: 'reader', createdAt: clock() });
  // They pressed twice: the other press was faster.
  if (id === undefined) return (await ownerOf(email, deps)) ?? joined(email, identity, domains, deps);
  await store.audit.add({ at: clock(), person: id, action: 'joined', subject: email, detail: { role: 'reader' } });
  return id;
}
