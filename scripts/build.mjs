// Builds dist/: the server and CLI by tsc, the stylesheet and the islands by esbuild.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
const shared = { bundle: true, minify: true, outdir: 'dist/static', logLevel: 'warning' };
await build({
  ...shared,
  entryPoints: ['web/islands/digest.ts', 'web/islands/passkeys.ts'],
  format: 'esm',
  target: 'es2022',
});
await build({ ...shared, entryPoints: ['web/styles/vigie.css'] });
