/** Who works with a watch, from most to least allowed. A guest has no account: a subscriber only, opened by a token. */
export const ROLES = ['owner', 'editor', 'reader'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** What can be done, and the least role that may. */
const LEAST = {
  /** Editions, stories, competitors, trends, search. */
  read: 'reader',
  /** One's own marks, tastes, settings, sessions and tokens. */
  own: 'reader',
  /** What everybody sees: corrections, stories, followed terms, editions on demand. */
  curate: 'editor',
  /** Sources: what is asked, and how. */
  feed: 'editor',
  /** People and their roles. */
  manage: 'owner',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof LEAST;

export const may = (role: Role, action: Action): boolean => ROLES.indexOf(role) <= ROLES.indexOf(LEAST[action]);

/** Why a change to the team is refused; undefined when it may be done. */
export type TeamRefusal = 'lastOwner' | undefined;

/** A watch without an owner could never be managed again. */
export const refusalOf = (
  { id, role }: { id: string; role: Role },
  next: Role | 'removed',
  owners: readonly string[],
): TeamRefusal =>
  role === 'owner' && next !== 'owner' && owners.every((owner) => owner === id) ? 'lastOwner' : undefined;
