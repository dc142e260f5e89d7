import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isHttpUrl } from './checks.ts';
import { ConfigError } from './problem.ts';

/** What the environment sets; every variable is optional. */
export interface Env {
  configFile: string;
  /** Nobody has written a feeds.yaml yet. */
  isExample: boolean;
  dataFolder: string;
  host: string;
  port: number;
  /** Public base URL without a final slash, when set. */
  url?: string;
  secret?: string;
  /** Whom a site's owner can write to: named in the User-Agent when there is no public URL. */
  mailFrom?: string;
  /** Where mail goes out: smtp:// or smtps://. */
  smtpUrl?: string;
  /** An OpenID Connect provider: the people of a company enter by it. */
  identity?: { issuer: string; clientId: string; clientSecret?: string; name?: string; domains: string[] };
  /** An OpenAI-compatible service, and the model to ask it for. */
  llm?: { url: string; model: string; key?: string };
  meiliUrl?: string;
  meiliKey?: string;
  /** A Meilisearch binary to run instead of the one npm brought. */
  meiliBin?: string;
  search?: 'meilisearch' | 'embedded';
  /** host, host:port or CIDR, exempt from the private-address guard. */
  allowHosts: string[];
  /** Where programs are looked for. */
  path: string;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

const httpUrl = z
  .string()
  .refine(isHttpUrl, 'expected an http or https address')
  .transform((url) => url.replace(/\/+$/, ''));
const allowed = z.string().transform((list) =>
  list
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean),
);

const schema = z.object({
  VIGIE_CONFIG: z.string().optional(),
  VIGIE_DATA: z.string().default('data'),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'expected a host name or address')
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port from 0 to 65535')
    .default(3000),
  VIGIE_URL: httpUrl.optional(),
  VIGIE_SECRET: z.string().min(16, 'expected at least 16 characters').optional(),
  MAIL_FROM: z.string().regex(/@/, 'expected a mail address').optional(),
  SMTP_URL: z
    .string()
    .refine((url) => URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol), 'expected an smtp or smtps address')
    .optional(),
  OIDC_ISSUER: z
    .string()
    .refine(isHttpUrl, 'expected an http or https address')
    .refine(isSafeIssuer, 'expected an https address: http is for this machine only')
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500, 'expected the id the provider gave').optional(),
  OIDC_CLIENT_SECRET: z.string().max(1000, 'expected the secret the provider gave').optional(),
  OIDC_NAME: z.string().max(60, 'expected a name of 60 characters at most').optional(),
  OIDC_DOMAINS: allowed
    .transform((list) => list.map((domain) => domain.replace(/^@/, '').toLowerCase()))
    .refine((list) => list.every((domain) => /^[\w-]+(\.[\w-]+)+$/.test(domain)), 'expected domains like exemple.fr')
    .default([]),
  VIGIE_LLM_URL: httpUrl.optional(),
  VIGIE_LLM_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'expected a key without spaces')
    .optional(),
  // Servers that run one model take any name.
  VIGIE_LLM_MODEL: z.string().max(200, 'expected the name of a model').default('gpt-4o-mini'),
  MEILI_URL: httpUrl.optional(),
  MEILI_KEY: z.string().optional(),
  VIGIE_MEILI_BIN: z
    .string()
    .refine((path) => existsSync(path), 'expected the path of a Meilisearch binary')
    .optional(),
  VIGIE_SEARCH: z.enum(['meilisearch', 'embedded'], 'expected meilisearch or embedded').optional(),
  DATABASE_URL: z.never('PostgreSQL is not supported yet: leave it unset to use SQLite').optional(),
  VIGIE_ALLOW_HOSTS: allowed
    .refine((list) => list.every(isHostRule), 'expected host, host:port or CIDR, separated by commas')
    .default([]),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'expected trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
});

/** Names and addresses go over it: only this machine's own may be in clear. */
function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

const isHostRule = (rule: string): boolean =>
  rule.includes('/')
    ? ipaddr.isValidCIDR(rule)
    : /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(rule) || ipaddr.isValid(rule);

/**
 * The only place that reads process.env. An empty variable counts as unset.
 * @throws ConfigError naming each malformed variable (never its value: it may be a secret)
 */
export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const read = schema.safeParse(set);
  if (!read.success) {
    throw new ConfigError(
      'environment',
      read.error.issues.map(({ path, message }) => ({ place: String(path[0]), message })),
    );
  }
  const { VIGIE_CONFIG, VIGIE_DATA, HOST, PORT, VIGIE_ALLOW_HOSTS, LOG_LEVEL } = read.data;
  const { VIGIE_LLM_URL, VIGIE_LLM_KEY, VIGIE_LLM_MODEL } = read.data;
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_DOMAINS } = read.data;
  if ((OIDC_ISSUER === undefined) !== (OIDC_CLIENT_ID === undefined))
    throw new ConfigError('environment', [
      {
        place: OIDC_ISSUER === undefined ? 'OIDC_ISSUER' : 'OIDC_CLIENT_ID',
        message: 'expected beside the other: OIDC_ISSUER and OIDC_CLIENT_ID are set together',
      },
    ]);
  const isExample = VIGIE_CONFIG === undefined && !existsSync('feeds.yaml');
  return {
    configFile: resolve(VIGIE_CONFIG ?? (isExample ? 'feeds.example.yaml' : 'feeds.yaml')),
    isExample,
    dataFolder: resolve(VIGIE_DATA),
    host: HOST,
    port: PORT,
    allowHosts: VIGIE_ALLOW_HOSTS,
    logLevel: LOG_LEVEL,
    path: variables.PATH ?? '',
    ...given({
      url: read.data.VIGIE_URL,
      secret: read.data.VIGIE_SECRET,
      mailFrom: read.data.MAIL_FROM,
      smtpUrl: read.data.SMTP_URL,
      search: read.data.VIGIE_SEARCH,
    }),
    ...(OIDC_ISSUER !== undefined &&
      OIDC_CLIENT_ID !== undefined && {
        identity: {
          ...{ issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, domains: OIDC_DOMAINS },
          ...given({ clientSecret: OIDC_CLIENT_SECRET, name: OIDC_NAME }),
        },
      }),
    ...(VIGIE_LLM_URL !== undefined && {
      llm: { url: VIGIE_LLM_URL, model: VIGIE_LLM_MODEL, ...given({ key: VIGIE_LLM_KEY }) },
    }),
    ...given({ meiliUrl: read.data.MEILI_URL, meiliKey: read.data.MEILI_KEY, meiliBin: read.data.VIGIE_MEILI_BIN }),
  };
}

/** Drops what is undefined, so that "absent" has one form. */
function given<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
