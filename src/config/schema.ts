import { z } from 'zod';
import { CADENCE_DEFAULTS } from '../domain/cadence/nextCheck.ts';
import { isTimezone } from '../domain/model/timezone.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../domain/model/units.ts';
import { VISIBILITIES } from '../domain/model/watch.ts';
import { isCron, isHeaderName, isHeaderValue, isHttpUrl, isRegExp, isSelector, isUtm } from './checks.ts';

const DURATION_UNITS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: 24 * HOUR_MS };
const MIN_EVERY_MS = MINUTE_MS;

const said = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);
/** A text with a rule; the message says what was expected and what was found. */
const textThat = (is: (text: string) => boolean, expected: string) =>
  z
    .string({ error: ({ input }) => `expected ${expected}, got ${said(input)}` })
    .refine(is, { error: ({ input }) => `expected ${expected}, got ${said(input)}` });

const id = textThat(
  (text) => /^[a-z0-9][a-z0-9-]{0,59}$/.test(text),
  'an id of lower-case letters, digits and hyphens',
);
const name = textThat((text) => text.trim().length > 0 && text.length <= 120, 'a name of 1 to 120 characters');
const url = textThat(isHttpUrl, 'an http or https address');
const selector = textThat(isSelector, 'a CSS selector, or an XPath that begins with /');
const cron = textThat(isCron, 'a cron pattern of 5 fields like "30 6 * * *"');
const strings = z.array(z.string().min(1));
const query = z.string().min(1);

/** "30m" → milliseconds. */
const duration = textThat((text) => durationMs(text) >= MIN_EVERY_MS, 'a duration like "30m"').transform(durationMs);

/** "500ms", "1s" → milliseconds, between two requests. */
const pause = textThat((text) => pauseMs(text) <= MAX_PAUSE_MS, 'a pause like "1s", at most 60s').transform(pauseMs);
const MAX_PAUSE_MS = MINUTE_MS;

function pauseMs(text: string): number {
  const [, count, unit] = /^(\d{1,5})\s*(ms|s)$/.exec(text) ?? [];
  return Number(count) * (unit === 's' ? SECOND_MS : 1);
}

export function durationMs(text: string): number {
  const [, count, unit] = /^(\d{1,5})\s*([smhd])$/.exec(text) ?? [];
  return Number(count) * (DURATION_UNITS[unit ?? ''] ?? Number.NaN);
}

const common = {
  name: name.optional(),
  weight: z.number().min(0).max(10).default(1),
  tags: strings.default([]),
  competitor: id.optional(),
  every: duration.optional(),
  headers: z
    .record(
      textThat(isHeaderName, 'the name of a header that Vigie does not set itself'),
      textThat(isHeaderValue, 'one line of text'),
    )
    .optional(),
  userAgent: textThat((text) => isHeaderValue(text) && text.trim() !== '', 'one line of text').optional(),
  proxy: textThat(isProxy, 'an http or https address of a proxy').optional(),
  auth: z.strictObject({ user: z.string().min(1).max(200), password: z.string().max(500) }).optional(),
};

/** Unlike the address of a source, that of a proxy may hold its password. */
function isProxy(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Which changes of a page are told. */
const conditions = z.strictObject({
  price: z.boolean().optional(),
  matches: textThat(isRegExp, 'a pattern').optional(),
  lines: z.number().int().min(1).max(1000).optional(),
});

const sourceForms = {
  feed: z.strictObject({ feed: url, ...common, fullText: z.boolean().optional() }),
  page: z.strictObject({
    page: url,
    ...common,
    select: selector.optional(),
    ignore: z.array(selector).default([]),
    ignoreText: strings.optional(),
    when: conditions.optional(),
    readings: z.number().int().min(1).max(10).optional(),
    render: z.boolean().optional(),
  }),
  list: z.strictObject({
    list: url,
    ...common,
    item: selector.optional(),
    title: selector.optional(),
    link: selector.optional(),
    date: selector.optional(),
    render: z.boolean().optional(),
    fullText: z.boolean().optional(),
  }),
  sitemap: z.strictObject({
    sitemap: url,
    ...common,
    match: textThat(isRegExp, 'a pattern').optional(),
    fullText: z.boolean().optional(),
  }),
  opml: z.strictObject({ opml: z.string().min(1), tags: strings.default([]) }),
};
export type SourceForm = keyof typeof sourceForms;
export const SOURCE_FORMS = Object.keys(sourceForms) as SourceForm[];
export const sourceForm = <Form extends SourceForm>(form: Form): (typeof sourceForms)[Form] => sourceForms[form];
export const shortSource = url;

const actor = {
  name,
  aliases: strings.default([]),
  not: strings.default([]),
  context: strings.optional(),
  site: url.optional(),
};

/** feeds.yaml, as the public contract has it; sources are read one by one in sources.ts, to name their own mistakes. */
export const feedsFile = z.strictObject({
  title: name.default('Vigie'),
  language: z.enum(['fr', 'en'], { error: ({ input }) => `expected fr or en, got ${said(input)}` }).default('fr'),
  timezone: textThat(isTimezone, 'a time zone like "Europe/Paris"').default('Europe/Paris'),
  digest: z
    .strictObject({
      minutes: z
        .number({ error: ({ input }) => `expected minutes from 5 to 240, got ${said(input)}` })
        .int()
        .min(5)
        .max(240)
        .default(60),
      wordsPerMinute: z.number().int().min(80).max(600).default(230),
      cron: cron.default('30 6 * * *'),
    })
    .prefault({}),
  sweep: z
    .strictObject({
      cron: cron.default('*/5 * * * *'),
      minEvery: duration.optional(),
      maxEvery: duration.optional(),
      perHost: z.number().int().min(1).max(8).default(2),
      delay: pause.optional(),
    })
    .prefault({})
    .transform(({ cron: pattern, minEvery, maxEvery, perHost, delay }) => ({
      cron: pattern,
      minEveryMs: minEvery ?? CADENCE_DEFAULTS.minEveryMs,
      maxEveryMs: Math.max(maxEvery ?? CADENCE_DEFAULTS.maxEveryMs, minEvery ?? 0),
      perHost,
      ...(delay !== undefined && { hostDelayMs: delay }),
    })),
  brand: z.strictObject({ id: id.optional(), ...actor }).optional(),
  competitors: z.array(z.strictObject({ id, ...actor })).default([]),
  topics: z.array(z.strictObject({ id, name, query })).default([]),
  sources: z.array(z.unknown()).default([]),
  share: z
    .strictObject({ utm: z.record(textThat(isUtm, 'a name like utm_source'), z.string().min(1).max(100)).default({}) })
    .prefault({}),
  boards: z
    .array(
      z.strictObject({
        id,
        name,
        query,
        visibility: z
          .enum(VISIBILITIES, { error: ({ input }) => `expected private, team or public, got ${said(input)}` })
          .default('team'),
      }),
    )
    .default([]),
});
export type FeedsFile = z.infer<typeof feedsFile>;
