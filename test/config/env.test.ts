import { describe, expect, test } from 'vitest';
import { readEnv } from '../../src/config/env.ts';
import { ConfigError } from '../../src/config/problem.ts';

function problemsWith(variables: Record<string, string>): ConfigError {
  try {
    readEnv(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`accepted ${Object.keys(variables)}`);
}

describe('a malformed variable stops the start with one clear line', () => {
  test.each([
    ['PORT', 'eighty', 'expected a port from 0 to 65535'],
    ['PORT', '65536', 'expected a port from 0 to 65535'],
    ['PORT', '-1', 'expected a port from 0 to 65535'],
    ['PORT', '3000.5', 'expected a port from 0 to 65535'],
    ['HOST', 'my machine', 'expected a host name or address'],
    ['VIGIE_URL', 'vigie.example', 'expected an http or https address'],
    ['VIGIE_URL', 'ftp://vigie.example', 'expected an http or https address'],
    ['MEILI_URL', 'localhost:7700', 'expected an http or https address'],
    ['VIGIE_LLM_URL', 'llm.example', 'expected an http or https address'],
    ['VIGIE_LLM_KEY', 'two words', 'expected a key without spaces'],
    ['VIGIE_SECRET', 'tooshort', 'expected at least 16 characters'],
    ['MAIL_FROM', 'nobody', 'expected a mail address'],
    ['VIGIE_SEARCH', 'elastic', 'expected meilisearch or embedded'],
    ['VIGIE_MEILI_BIN', '/nowhere/to/be/found', 'expected the path of a Meilisearch binary'],
    ['VIGIE_ALLOW_HOSTS', '10.0.0.0/8, a b', 'expected host, host:port or CIDR, separated by commas'],
    ['VIGIE_ALLOW_HOSTS', '10.0.0.0/99', 'expected host, host:port or CIDR, separated by commas'],
    ['LOG_LEVEL', 'loud', 'expected trace, debug, info, warn, error, fatal or silent'],
    ['DATABASE_URL', 'postgres://u:hunter2@db/x', 'PostgreSQL is not supported yet: leave it unset to use SQLite'],
  ])('%s=%s', (name, value, message) => {
    const error = problemsWith({ [name]: value });
    expect(error.problems).toEqual([{ place: name, message }]);
    expect(error.message).not.toContain(value);
  });

  test('several are named at once, no value among them', () => {
    const error = problemsWith({ PORT: 'secret1', VIGIE_SECRET: 'secret2', LOG_LEVEL: 'secret3' });
    expect(error.problems.map(({ place }) => place).sort()).toEqual(['LOG_LEVEL', 'PORT', 'VIGIE_SECRET']);
    expect(JSON.stringify(error.problems) + error.message).not.toMatch(/secret\d/);
  });
});

describe('what is set is kept', () => {
  test('nothing set: loopback, port 3000, ./data', () => {
    const env = readEnv({});
    expect(env).toMatchObject({ host: '127.0.0.1', port: 3000, logLevel: 'info', allowHosts: [] });
    expect(env.dataFolder).toMatch(/\/data$/);
    for (const absent of ['url', 'secret', 'search', 'meiliUrl', 'meiliKey', 'meiliBin', 'mailFrom'])
      expect(env).not.toHaveProperty(absent);
  });

  test('an empty variable counts as unset, an unknown one is none of our business', () => {
    expect(readEnv({ PORT: '', VIGIE_URL: '', HOME: 'anything' })).toMatchObject({ port: 3000 });
  });

  test('a language model: none unless its address is set', () => {
    expect(readEnv({ VIGIE_LLM_KEY: 'k', VIGIE_LLM_MODEL: 'm' })).not.toHaveProperty('llm');
    expect(readEnv({ VIGIE_LLM_URL: 'http://127.0.0.1:8080/v1/' }).llm).toEqual({
      url: 'http://127.0.0.1:8080/v1',
      model: 'gpt-4o-mini',
    });
    const set = { VIGIE_LLM_URL: 'https://llm.example/v1', VIGIE_LLM_KEY: 'k', VIGIE_LLM_MODEL: 'm' };
    expect(readEnv(set).llm).toEqual({ url: 'https://llm.example/v1', key: 'k', model: 'm' });
  });

  test('each variable lands in its place', () => {
    expect(
      readEnv({
        PORT: '0',
        HOST: '::1',
        VIGIE_URL: 'https://veille.example/',
        VIGIE_SECRET: 'sixteen letters!',
        MAIL_FROM: 'veille@agence.example',
        MEILI_URL: 'http://127.0.0.1:7700',
        MEILI_KEY: 'k',
        VIGIE_SEARCH: 'embedded',
        VIGIE_ALLOW_HOSTS: 'intranet.example, 10.0.0.0/8,[::1]:8080 ,localhost:3001',
        LOG_LEVEL: 'debug',
      }),
    ).toMatchObject({
      port: 0,
      host: '::1',
      url: 'https://veille.example',
      secret: 'sixteen letters!',
      mailFrom: 'veille@agence.example',
      meiliUrl: 'http://127.0.0.1:7700',
      meiliKey: 'k',
      search: 'embedded',
      allowHosts: ['intranet.example', '10.0.0.0/8', '[::1]:8080', 'localhost:3001'],
      logLevel: 'debug',
    });
  });
});
