import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PROJECT } from '../config/paths.ts';
import type { App } from './context.ts';

const ASSETS = [
  ['vigie.css', 'dist/static/vigie.css', 'text/css; charset=utf-8'],
  ['digest.js', 'dist/static/digest.js', 'text/javascript; charset=utf-8'],
  ['passkeys.js', 'dist/static/passkeys.js', 'text/javascript; charset=utf-8'],
  ['icon.svg', 'web/static/icon.svg', 'image/svg+xml'],
] as const;

/** The stylesheet, the script and the icon: read once, revalidated by their own hash. */
export function serveAssets(app: App): void {
  for (const [name, file, type] of ASSETS) {
    let asset: { body: string; etag: string } | undefined;
    app.get(`/static/${name}`, (c) => {
      asset ??= readAsset(file);
      if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, { ETag: asset.etag });
      return c.body(asset.body, 200, { 'Content-Type': type, ETag: asset.etag, 'Cache-Control': 'no-cache' });
    });
  }
}

function readAsset(file: string): { body: string; etag: string } {
  const body = readFileSync(new URL(file, PROJECT), 'utf8');
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"` };
}
