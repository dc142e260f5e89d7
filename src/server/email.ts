import { z } from 'zod';

const MAX_ADDRESS = 254;

/** A mail address as we keep it, in lower case; undefined when it is none. */
export const emailOf = (text: string): string | undefined => {
  const read = z.email().max(MAX_ADDRESS).safeParse(text.trim().toLowerCase());
  return read.success ? read.data : undefined;
};
