import type { Invitation } from '../adapters/store/people.ts';
import { type Role, refusalOf } from '../domain/access/policy.ts';
import { VigieError } from '../domain/errors.ts';
import type { Person } from '../domain/model/person.ts';
import { DAY_MS } from '../domain/model/units.ts';
import type { Deps } from '../pipeline/deps.ts';
import { newId, newToken, tokenHash } from './tokens.ts';

const INVITATION_MS = 7 * DAY_MS;

/** What changing the team takes. */
export interface TeamDeps extends Pick<Deps, 'store' | 'clock'> {
  secret: string;
  baseUrl: string;
}

/**
 * Invites somebody; an invitation before this one is void.
 * @returns the link, shown once
 * @throws VigieError `team.known` when the address has an account
 */
export async function invite(email: string, role: Role, by: string, deps: TeamDeps): Promise<string> {
  const { store, clock, secret, baseUrl } = deps;
  if (await store.people.findByEmail(email)) throw new VigieError('team.known', { email });
  const [token, now] = [newToken(), clock()];
  await store.people.invite({
    ...{ tokenHash: tokenHash(token, secret), email, role, invitedBy: by },
    ...{ createdAt: now, expiresAt: now + INVITATION_MS },
  });
  await store.audit.add({ at: now, person: by, action: 'invited', subject: email, detail: { role } });
  return `${baseUrl}/invitations/${token}`;
}

/** Makes an account of an invitation, once. Undefined when it was used, withdrawn or has expired. */
export async function accept(
  { tokenHash: hash, email, role }: Invitation,
  name: string,
  { store, clock }: TeamDeps,
): Promise<string | undefined> {
  const now = clock();
  return store.transaction(async (tx) => {
    if (!(await tx.people.useInvitation(hash, now))) return undefined;
    const id = await tx.people.add({ id: newId(), email, name, role, createdAt: now });
    // Rolled back: an invitation that made no account is not used up.
    if (id === undefined) throw new VigieError('team.known', { email });
    await tx.audit.add({ at: now, person: id, action: 'joined', subject: email, detail: { role } });
    return id;
  });
}

/**
 * Gives another role, or removes: every session, link and token of theirs is void at once.
 * @throws VigieError `team.lastOwner`, `team.nobody`
 */
export async function changePerson(
  id: string,
  next: Role | 'removed',
  by: string,
  { store, clock }: TeamDeps,
): Promise<Person> {
  const now = clock();
  return store.transaction(async (tx) => {
    const person = await tx.people.find(id);
    if (!person) throw new VigieError('team.nobody');
    const owners = (await tx.people.list()).filter(({ role }) => role === 'owner').map((owner) => owner.id);
    if (refusalOf(person, next, owners) === 'lastOwner') throw new VigieError('team.lastOwner');
    if (next === 'removed') await tx.people.remove(id, now);
    else await tx.people.setRole(id, next);
    if (next !== 'removed' && person.role === 'owner' && next !== 'owner') await tx.people.closeBackDoors(id);
    if (next === 'removed') await tx.boards.handOver(id, by);
    const subject = person.email ?? person.id;
    await tx.audit.add(
      next === 'removed'
        ? { at: now, person: by, action: 'removed', subject, detail: {} }
        : { at: now, person: by, action: 'changedRole', subject, detail: { role: next } },
    );
    return person;
  });
}
