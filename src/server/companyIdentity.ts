import { VigieError } from '../domain/errors.ts';
import type { Identity } from '../domain/ports.ts';
import { emailOf } from './email.ts';
import { nameOf } from './routes/invitation.tsx';
import { accept, type TeamDeps } from './team.ts';
import { newId } from './tokens.ts';

/**
 * Whose account somebody enters whom a company vouches for: the one they entered before; else, by their verified address,
 * the account of it, the invitation to it, or a reader's where their domain may join by itself.
 * @throws VigieError `identity.noAddress`, `identity.stranger`, `identity.taken`
 */
export async function personFor(identity: Identity, domains: readonly string[], deps: TeamDeps): Promise<string> {
  const { store, clock } = deps;
  const known = await store.identities.personOf(identity);
  if (known !== undefined) return known;
  const email = identity.email === undefined ? undefined : emailOf(identity.email);
  if (email === undefined) throw new VigieError('identity.noAddress');
  const id = (await store.people.findByEmail(email))?.id ?? (await joined(email, identity, domains, deps));
  // Another of the company's people under the same address: an account is not handed on.
  if (!(await store.identities.link(identity, id, clock()))) throw new VigieError('identity.taken', { email });
  await store.audit.add({ at: clock(), person: id, action: 'linkedIdentity', subject: email, detail: {} });
  return id;
}

async function joined(
  email: string,
  { name = '' }: Identity,
  domains: readonly string[],
  deps: TeamDeps,
): Promise<string> {
  const { store, clock } = deps;
  const called = nameOf(name) || email.slice(0, email.indexOf('@'));
  const invitation = (await store.people.listInvitations(clock())).find((each) => each.email === email);
  const invited = invitation && (await accept(invitation, called, deps));
  if (invited !== undefined) return invited;
  if (!domains.includes(email.slice(email.lastIndexOf('@') + 1))) throw new VigieError('identity.stranger', { email });
  const id = await store.people.add({ id: newId(), email, name: called, role: 'reader', createdAt: clock() });
  if (id === undefined) throw new VigieError('identity.stranger', { email });
  await store.audit.add({ at: clock(), person: id, action: 'joined', subject: email, detail: { role: 'reader' } });
  return id;
}
