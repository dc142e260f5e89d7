#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=30
// The two flags keep a sweep of a thousand feeds under 350 MB: by default V8 lets its young space and its heap grow at ease.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `Vigie needs Node 22.19 or later and this is Node ${process.versions.node}: run it with "npm start" or "npx vigie", which bring their own.\n`,
  );
  process.exit(1);
}
await import('../dist/src/main.js');
