// Vigie itself, as built, on a folder of its own and with the watch list of feeds.example.yaml.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { wire } from '../dist/src/cli/wire.js';
import { readEnv } from '../dist/src/config/env.js';

const EXAMPLE = new URL('../feeds.example.yaml', import.meta.url);

/** Writes a feeds.yaml with these sources and the example's brand, competitors and topics. */
export function writeConfig(folder, sources) {
  const { boards: _boards, ...example } = parse(readFileSync(EXAMPLE, 'utf8'));
  // YAML reads JSON.
  writeFileSync(join(folder, 'feeds.yaml'), JSON.stringify({ ...example, sources }));
}

export function openApp(folder, variables = {}) {
  const env = readEnv({
    VIGIE_CONFIG: join(folder, 'feeds.yaml'),
    VIGIE_DATA: join(folder, 'data'),
    VIGIE_SEARCH: 'embedded',
    VIGIE_ALLOW_HOSTS: '127.0.0.0/8',
    LOG_LEVEL: 'error',
    ...variables,
  });
  return wire(env);
}
