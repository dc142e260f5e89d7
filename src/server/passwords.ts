import { hash, verify } from '@node-rs/argon2';

/** OWASP's least for argon2id: 19 MiB, two passes. */
const SETTINGS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** NIST SP 800-63B: length is what counts. */
export const MIN_PASSWORD = 12;
/** Longer ones only cost time. */
export const MAX_PASSWORD = 200;

export const hashOf = (password: string): Promise<string> => hash(password, SETTINGS);

/** Hash of nothing anybody knows: an unknown address takes as long as a wrong password. */
const NOBODY = hashOf(crypto.randomUUID());

/** Whether a password is the one of this hash; without a hash it never is, and takes as long. */
export async function isPassword(password: string, known: string | undefined): Promise<boolean> {
  const right = await verify(known ?? (await NOBODY), password.slice(0, MAX_PASSWORD));
  return right && known !== undefined;
}
