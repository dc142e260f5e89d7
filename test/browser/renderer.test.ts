import { execFileSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { HTTP_DEFAULTS } from '../../src/adapters/http/politeHttp.ts';
import {
  type ChromiumRenderer,
  chromiumRenderer,
  findChromium,
  type RendererSettings,
} from '../../src/adapters/http/renderer.ts';
import { Stopped } from '../../src/domain/errors.ts';
import { HOUR_MS } from '../../src/domain/model/units.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { aSource } from '../support/builders.ts';
import { body, type FixtureServer, fixtureServer } from '../support/fixtureServer.ts';
import { follow, testDeps, testHttp } from '../support/testDeps.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const TOTAL_MS = 7_000;
const HOST = { userAgent: 'Vigie/test', acceptLanguage: 'fr' };

let site: FixtureServer;
/** Nobody may reach it: what it would say is a secret of the machine. */
let secret: FixtureServer;
let http: ReturnType<typeof testHttp>;
let renderer: ChromiumRenderer;

const aRenderer = (
  executable = findChromium(process.env.PATH) ?? '/usr/bin/chromium',
  given: Partial<RendererSettings> = {},
) =>
  chromiumRenderer(
    {
      ...{ ...HTTP_DEFAULTS, ...HOST, executable, totalMs: TOTAL_MS, maxBytes: 3_000_000 },
      ...{ allowHosts: [`127.0.0.1:${site.port}`], ...given },
    },
    http,
  );

beforeAll(async () => {
  [site, secret] = [await fixtureServer(), await fixtureServer()];
  http = testHttp({ allowHosts: [`127.0.0.1:${site.port}`], hostDelayMs: 0 });
  renderer = aRenderer();
});
afterAll(async () => {
  await renderer.close();
  await http.close();
  await site.close();
  await secret.close();
});

/** A page of one script, as text after it ran; what was wrong otherwise. */
async function read(script: string, using = renderer): Promise<string> {
  const path = `/${crypto.randomUUID()}`;
  site.on(
    path,
    body(
      `<!doctype html><title>Page</title><main id="here"><p>avant</p></main><script>
const put = (text) => { const p = document.createElement('p'); p.textContent = text; here.append(p); };
${script}</script>`,
      HTML,
    ),
  );
  const outcome = await using.render({ url: site.url + path });
  return outcome.kind === 'fetched'
    ? new TextDecoder().decode(outcome.body)
    : outcome.kind === 'failed'
      ? `problem: ${outcome.problem.kind}`
      : outcome.kind;
}

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

test('a page that its script writes is watched, and its change is told', async () => {
  const page = (price: string) =>
    body(
      `<!doctype html><html lang="fr"><title>Tarifs</title><div id="app"></div><script>
document.getElementById('app').innerHTML = '<main><h1>Nos tarifs</h1><p>L’abonnement mensuel coûte ${price} € par personne.</p><p>Sans engagement, résiliable en ligne à tout moment.</p></main>';
</script></html>`,
      HTML,
    );
  site.on('/tarifs', page('12'));
  const deps = await testDeps({ http: { allowHosts: [`127.0.0.1:${site.port}`], hostDelayMs: 0 } });
  const [source] = await follow(deps, aSource({ kind: 'page', url: `${site.url}/tarifs`, render: true }));
  const rendering = { ...deps, renderer };
  expect((await sweep({ force: true }, rendering)).failures).toEqual([]);
  site.on('/tarifs', page('15'));
  deps.clock.advance(2 * HOUR_MS);
  expect((await sweep({ force: true }, rendering)).newItems).toBe(1);
  const [told] = await deps.store.items.listOfSource(source?.id as never, 5);
  expect(told?.change?.prices[0]).toMatchObject({ before: expect.anything(), after: expect.anything() });
  expect(`${told?.title} ${told?.text}`).toMatch(/12.*15/s);
});

test('a page’s own script and data are let in', async () => {
  site.on('/data.json', body('{"text":"venu des données"}', { 'content-type': 'application/json' }));
  site.on('/app.js', body('put("venu du fichier")', { 'content-type': 'text/javascript' }));
  const html = await read(`const s = document.createElement('script'); s.src = '/app.js'; document.head.append(s);
fetch('/data.json').then((answer) => answer.json()).then(({ text }) => put(text));`);
  expect(html).toContain('venu du fichier');
  expect(html).toContain('venu des données');
});

/** Every address under which the secret server could be asked for, and others that only a machine inside can reach. */
const secrets = () => [
  `http://127.0.0.1:${secret.port}/`,
  `http://localhost:${secret.port}/`,
  `http://[::1]:${secret.port}/`,
  `http://[::ffff:127.0.0.1]:${secret.port}/`,
  `http://0.0.0.0:${secret.port}/`,
  `http://2130706433:${secret.port}/`,
  `http://127.1:${secret.port}/`,
  `http://anything.localhost:${secret.port}/`,
  `https://127.0.0.1:${secret.port}/`,
  'http://169.254.169.254/latest/meta-data/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'file:///etc/passwd',
];

test('what a script asks of this machine or its network is refused, however it asks', async () => {
  // Two hundred questions: what becomes of them is asked here, not how long a busy machine takes.
  const patient = aRenderer(undefined, { totalMs: 60_000 });
  onTestFinished(() => patient.close());
  const html = await read(
    `
const urls = ${JSON.stringify(secrets())};
for (const url of urls) {
  fetch(url, { mode: 'no-cors' }).then((answer) => put('reached ' + url), () => put('refused ' + url));
  for (const [name, key] of [['img', 'src'], ['iframe', 'src'], ['script', 'src'], ['link', 'href'], ['object', 'data'], ['video', 'src'], ['embed', 'src']]) {
    const each = document.createElement(name);
    if (name === 'link') each.rel = 'stylesheet';
    each[key] = url;
    document.body.append(each);
  }
  for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload']) {
    const hint = document.createElement('link');
    Object.assign(hint, { rel, href: url, as: 'fetch' });
    document.head.append(hint);
  }
  try { navigator.sendBeacon(url, 'x'); } catch {}
  try { new EventSource(url); } catch {}
  try { new WebSocket(url.replace(/^http/, 'ws')); } catch {}
  try { const form = document.createElement('form'); form.action = url; form.method = 'post'; form.target = '_blank'; document.body.append(form); form.submit(); } catch {}
  try { new Worker(URL.createObjectURL(new Blob(['fetch("' + url + '",{mode:"no-cors"})']))); } catch {}
}`,
    patient,
  );
  expect(html.match(/<p>refused /g)).toHaveLength(secrets().length);
  expect(html).not.toContain('<p>reached ');
  expect(html).not.toContain('root:');
  expect(secret.connections()).toBe(0);
});

test('a redirect from the page’s own host leads no script to this machine', async () => {
  site.on('/away', (_request, response) => response.writeHead(302, { location: `${secret.url}/` }).end());
  const html = await read(`fetch('/away', { mode: 'no-cors' }).then(() => put('reached'), () => put('refused'))`);
  expect(html).toContain('refused');
  expect(secret.connections()).toBe(0);
});

test('WebRTC sends nothing past the proxy, by UDP or by TCP', async () => {
  const heard = await listening();
  await read(`
const ask = async () => {
  const peer = new RTCPeerConnection({ iceServers: [
    { urls: 'stun:127.0.0.1:${heard.port}' },
    { urls: 'turn:127.0.0.1:${heard.port}', username: 'a', credential: 'b' },
    { urls: 'turn:127.0.0.1:${secret.port}?transport=tcp', username: 'a', credential: 'b' },
    { urls: 'turns:127.0.0.1:${secret.port}?transport=tcp', username: 'a', credential: 'b' },
  ] });
  peer.createDataChannel('x');
  await peer.setLocalDescription(await peer.createOffer());
  await peer.addIceCandidate({ candidate: 'candidate:1 1 udp 2113937151 127.0.0.1 ${heard.port} typ host', sdpMid: '0' }).catch(() => {});
};
ask().catch(() => put('none'));
try { new WebTransport('https://127.0.0.1:${heard.port}/'); } catch {}
setTimeout(() => put('done'), 3000);
setInterval(() => fetch('/data.json'), 300);`);
  expect(heard.packets()).toBe(0);
  expect(secret.connections()).toBe(0);
});

async function listening(): Promise<{ port: number; packets(): number }> {
  const socket: Socket = createSocket('udp4');
  let packets = 0;
  socket.on('message', () => {
    packets += 1;
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return { port: (socket.address() as AddressInfo).port, packets: () => packets };
}

test.each([
  ['sends the browser elsewhere', () => `put('ici'); location.href = '${secret.url}/';`],
  [
    'sends it elsewhere for ever',
    () => `put('ici'); setInterval(() => { location.href = '/x' + Math.random(); }, 20);`,
  ],
  ['reloads itself', () => `put('ici'); setTimeout(() => location.reload(), 50);`],
  ['opens windows', () => `put('ici'); for (let n = 0; n < 20; n += 1) window.open('${secret.url}/');`],
  ['asks questions', () => `for (let n = 0; n < 50; n += 1) { alert(n); confirm(n); prompt(n); } put('ici');`],
  ['keeps its reader from leaving', () => `put('ici'); onbeforeunload = () => 'stay'; location.href = '/x';`],
  ['never stops asking', () => `put('ici'); setInterval(() => fetch('/data.json?' + Math.random()), 50);`],
  [
    'downloads',
    () =>
      `put('ici'); const a = document.createElement('a'); a.href = 'data:application/octet-stream,x'; a.download = 'x.exe'; document.body.append(a); a.click();`,
  ],
  [
    'registers a service worker',
    () =>
      `navigator.serviceWorker?.register('/app.js').then((worker) => worker && put('registered'), () => {}); put('ici');`,
  ],
])('a page that %s is read all the same, in its time', async (_what, script) => {
  let html = '';
  expect(await took(async () => (html = await read(script())))).toBeLessThan(TOTAL_MS + 4_000);
  expect(html).toContain('<p>ici</p>');
  expect(html).not.toContain('<p>registered');
  expect(secret.connections()).toBe(0);
});

test.each([
  ['computes for ever at once', 'for (;;);'],
  ['computes for ever a little later', "put('ici'); setTimeout(() => { for (;;); }, 300);"],
  ['computes for ever once it is quiet', "put('ici'); setTimeout(() => { for (;;); }, 800);"],
  ['asks questions for ever', 'for (;;) alert(1);'],
  ['fills the memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()));'],
])('a page that %s is given up in time, and the next is read', async (_what, script) => {
  const elapsed = await took(async () => expect(await read(script)).toMatch(/^problem: |<p>ici|avant/));
  expect(elapsed).toBeLessThan(TOTAL_MS + 8_000);
  expect(await read("put('la suivante')")).toContain('la suivante');
});

test('a hundred megabytes of page are cut', async () => {
  const html = await read(`const line = 'x'.repeat(1000); const all = [];
for (let n = 0; n < 100; n += 1) { const d = document.createElement('div'); d.textContent = line.repeat(1000); here.append(d); }`);
  expect(html.length).toBeLessThanOrEqual(3_000_000);
});

test('robots.txt is obeyed', async () => {
  const closed = await fixtureServer();
  onTestFinished(() => closed.close());
  closed.on('/robots.txt', body('User-agent: *\nDisallow: /prive', { 'content-type': 'text/plain' }));
  closed.on('/prive', body('<p>privé</p>', HTML));
  const door = testHttp({ allowHosts: [`127.0.0.1:${closed.port}`] });
  onTestFinished(() => door.close());
  const settings = { ...HTTP_DEFAULTS, ...HOST, executable: '/usr/bin/chromium', allowHosts: [] };
  const outcome = await chromiumRenderer(settings, door).render({ url: `${closed.url}/prive`, obeysRobots: true });
  expect(outcome).toMatchObject({ kind: 'failed', problem: { kind: 'robots' } });
  expect(closed.seen.map(({ path }) => path)).toEqual(['/robots.txt']);
});

test('without a browser, or with one that does not start, the source says so', async () => {
  const deps = await testDeps({ http: { allowHosts: [`127.0.0.1:${site.port}`] } });
  site.on('/vide', body('<p>rien</p>', HTML));
  await follow(deps, aSource({ kind: 'page', url: `${site.url}/vide`, render: true }));
  expect((await sweep({ force: true }, deps)).failures[0]?.problem.kind).toBe('no-browser');
  const broken = aRenderer('/bin/false');
  expect(await read('', broken)).toBe('problem: no-browser');
  await broken.close();
});

test('an unchanged page is not read again', async () => {
  site.on('/meme', body('<main><p>la même</p></main>', HTML));
  const first = await renderer.render({ url: `${site.url}/meme` });
  if (first.kind !== 'fetched') throw new Error(first.kind);
  const again = await renderer.render({ url: `${site.url}/meme`, bodyHash: first.bodyHash, etag: '"x"' });
  expect(again.kind).toBe('unchanged');
});

test('a page whose script runs for ever is given up with its browser when Vigie ends', async () => {
  const ending = new AbortController();
  const ended = aRenderer(undefined, { stop: ending.signal, totalMs: 300_000 });
  onTestFinished(() => ended.close());
  const { promise: runs, resolve } = Promise.withResolvers<void>();
  site.on('/runs', (_request, response) => {
    response.end();
    resolve();
  });
  const reading = read("fetch('/runs').finally(() => { for (;;); });", ended);
  const given = expect(reading).rejects.toThrow(Stopped);
  await runs;
  ending.abort(new Stopped());
  await given;
});

test('no browser is left behind', async () => {
  const mine = aRenderer();
  await read("put('ici')", mine);
  const before = chromiums();
  expect(before).toBeGreaterThan(0);
  await mine.close();
  await renderer.close();
  await expect.poll(chromiums, { timeout: 5_000 }).toBe(0);
});

/** Browsers that descend from this process. */
function chromiums(): number {
  const rows = execFileSync('ps', ['-eo', 'pid,ppid,comm'], { encoding: 'utf8' })
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  const mine = new Set([String(process.pid)]);
  for (const [pid = '', parent = ''] of rows.toSorted((a, b) => Number(a[0]) - Number(b[0])))
    if (mine.has(parent)) mine.add(pid);
  return rows.filter(([pid = '', , name = '']) => mine.has(pid) && /chrom/.test(name)).length;
}
