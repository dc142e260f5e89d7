// Serves synthetic feeds on loopback, one address each, with gzip, ETag and Last-Modified. Run as a child process:
//   node feedServer.mjs <feeds> <items>      prints {"port": …} when every address listens
// GET http://127.0.0.1:<port>/advance?percent=10 gives that share of the feeds one new item each; the oldest leaves.
// GET http://127.0.0.1:<port>/counts answers what was sent since the last time it was asked.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { documentOf, entryOf, hostOf, publishedAt } from './feeds.mjs';

const [count, items] = process.argv.slice(2).map(Number);
const start = Date.now();
const feeds = [];
let port = 0;
let turn = 0;
let counts = { full: 0, notModified: 0, bytes: 0 };

function makeFeeds() {
  for (let feed = 0; feed < count; feed += 1) {
    const entries = Array.from({ length: items }, (_, index) =>
      entryOf(feed, items - index, publishedAt(items - index, items, start), port),
    );
    feeds.push(served(feed, { serial: items, changedAt: start, entries }));
  }
}

/** A feed with what is sent for it: compressed once, as a cache in front of a site would. */
function served(feed, { serial, changedAt, entries }) {
  const { text, type } = documentOf(feed, entries, port);
  const plain = Buffer.from(text);
  return {
    serial,
    entries,
    type,
    plain,
    gzip: gzipSync(plain),
    etag: `"${feed.toString(16)}-${serial}"`,
    lastModified: new Date(changedAt).toUTCString(),
  };
}

/** A tenth spread evenly, another one each time. */
function advance(percent) {
  const step = 100 / percent;
  const now = Date.now();
  let advanced = 0;
  for (let at = turn % step; at < count; at += step, advanced += 1) {
    const feed = Math.floor(at);
    const serial = feeds[feed].serial + 1;
    const entries = [entryOf(feed, serial, now, port), ...feeds[feed].entries.slice(0, -1)];
    feeds[feed] = served(feed, { serial, changedAt: now, entries });
  }
  turn += 1;
  return advanced;
}

function answerFeed({ headers }, response, { etag, lastModified, type, plain, gzip }) {
  const validators = { ETag: etag, 'Last-Modified': lastModified, Vary: 'Accept-Encoding' };
  if (headers['if-none-match'] === etag) {
    counts.notModified += 1;
    response.writeHead(304, validators).end();
    return;
  }
  const compresses = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
  const body = compresses ? gzip : plain;
  counts.full += 1;
  counts.bytes += body.length;
  response
    .writeHead(200, {
      ...validators,
      'Content-Type': type,
      'Content-Length': body.length,
      ...(compresses && { 'Content-Encoding': 'gzip' }),
    })
    .end(body);
}

function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://bench');
  const feed = /^\/f\/(\d+)\.xml$/.exec(pathname)?.[1];
  if (feed !== undefined && feeds[feed]) return answerFeed(request, response, feeds[feed]);
  if (pathname === '/advance')
    return response.end(JSON.stringify({ advanced: advance(Number(searchParams.get('percent'))) }));
  if (pathname === '/counts') {
    response.end(JSON.stringify(counts));
    counts = { full: 0, notModified: 0, bytes: 0 };
    return;
  }
  response.writeHead(404).end();
}

const listen = (host, wanted) =>
  new Promise((resolve, reject) => {
    const server = createServer({ keepAliveTimeout: 30_000 }, answer);
    server.once('error', reject).listen(wanted, host, 1024, () => resolve(server.address().port));
  });

port = await listen('127.0.0.1', 0);
for (let feed = 0; feed < count; feed += 1) await listen(hostOf(feed), port);
makeFeeds();
const averageBytes = Math.round(feeds.reduce((sum, { plain }) => sum + plain.length, 0) / count);
console.log(JSON.stringify({ port, averageBytes }));
// Ends with its parent, however that ends.
process.stdin.resume().on('end', () => process.exit());
