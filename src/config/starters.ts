import { parse } from 'yaml';
import { z } from 'zod';
import type { Starter } from '../domain/model/setUp.ts';
import { readProjectFile } from './paths.ts';

const both = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
const starters = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z]+$/),
    name: both,
    topics: z.array(z.strictObject({ id: z.string(), name: both, query: z.string() })),
    sources: z.array(
      z.strictObject({
        ...{ feed: z.url(), name: z.string(), lang: z.enum(['fr', 'en']) },
        ...{ weight: z.number().optional(), tags: z.array(z.string()) },
      }),
    ),
  }),
);

/** What the first steps propose: ours, so that a mistake in it is a defect. */
export const readStarters = (): Starter[] => starters.parse(parse(readProjectFile('config/starters.yaml')));
