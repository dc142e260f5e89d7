import type { Role } from '../access/policy.ts';
import type { Instant } from './units.ts';

/** Somebody with an account. The first owner has no address until they give one. */
export interface Person {
  id: string;
  email?: string;
  name: string;
  role: Role;
  /** Theirs where it differs from the watch's. */
  language?: 'fr' | 'en';
  timezone?: string;
  createdAt: Instant;
  lastSeenAt?: Instant;
}

/** Whoever was there before there were people: their marks are kept under this name. */
export const FIRST_OWNER = 'owner';

/** Scopes of an API token, from least to most. */
export const TOKEN_SCOPES = ['feeds', 'read', 'write'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
