// The floor: what the same feeds cost with nothing around the libraries. One run in a process of its own:
//   node floor.mjs <get|store|fts> <database> <port> <feeds>
// get: plain undici GET, the body read and dropped. store: + gunzip, rss-parser, insert. fts: + a full-text index.
// A database that exists gives the validators of the last run, so that unchanged feeds answer 304.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import Parser from 'rss-parser';
import { Agent, request } from 'undici';
import { hostOf } from './feeds.mjs';
import { measured } from './measure.mjs';

const [stage, file, port, feeds] = process.argv.slice(2);
const CONCURRENCY = 64;
const FEEDS_PER_TRANSACTION = 50;
const dispatcher = new Agent({ keepAliveTimeout: 4_000 });

/** GET only: validators in a JSON file, nothing else kept. */
function validatorsFile() {
  const known = new Map(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
  return {
    validators: (feed) => known.get(feed),
    async take(feed, { headers, body }) {
      for await (const _chunk of body);
      known.set(feed, { etag: headers.etag, lastModified: headers['last-modified'] });
    },
    flush() {},
    close: () => writeFileSync(file, JSON.stringify([...known])),
  };
}

const SCHEMA = `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS feed (id INTEGER PRIMARY KEY, etag TEXT, lastModified TEXT);
  CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, feed INTEGER, guid TEXT, title TEXT, link TEXT, published TEXT, author TEXT, content TEXT, UNIQUE (feed, guid));
  CREATE INDEX IF NOT EXISTS item_published ON item(published);`;
const INDEX = `CREATE VIRTUAL TABLE IF NOT EXISTS item_text USING fts5(title, text, content='', contentless_delete=1, tokenize='unicode61')`;

/** GET, gunzip, parse, insert; a transaction for every 50 feeds. */
function database(withIndex) {
  const db = new DatabaseSync(file);
  db.exec(SCHEMA);
  if (withIndex) db.exec(INDEX);
  const known = new Map(
    db
      .prepare('SELECT * FROM feed')
      .all()
      .map((row) => [row.id, row]),
  );
  const saveFeed = db.prepare(
    'INSERT INTO feed VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET etag = excluded.etag, lastModified = excluded.lastModified',
  );
  const saveItem = db.prepare(
    'INSERT OR IGNORE INTO item (feed, guid, title, link, published, author, content) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const saveText = withIndex && db.prepare('INSERT INTO item_text (rowid, title, text) VALUES (?, ?, ?)');
  const parser = new Parser();
  let waiting = [];

  function save({ feed, etag, lastModified, items }) {
    saveFeed.run(feed, etag, lastModified);
    for (const item of items) {
      const content = item['content:encoded'] ?? item.content ?? '';
      const { changes, lastInsertRowid } = saveItem.run(
        feed,
        item.guid ?? item.id ?? item.link,
        item.title ?? '',
        item.link ?? '',
        item.isoDate ?? '',
        item.creator ?? item.author ?? '',
        content,
      );
      if (changes > 0 && saveText) saveText.run(lastInsertRowid, item.title ?? '', content.replace(/<[^>]+>/g, ' '));
    }
  }

  function flush() {
    db.exec('BEGIN');
    for (const each of waiting) save(each);
    db.exec('COMMIT');
    waiting = [];
  }

  return {
    validators: (feed) => known.get(feed),
    async take(feed, { headers, body }) {
      const bytes = Buffer.from(await body.arrayBuffer());
      const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
      const { items } = await parser.parseString(text);
      waiting.push({ feed, etag: headers.etag, lastModified: headers['last-modified'], items });
      if (waiting.length >= FEEDS_PER_TRANSACTION) flush();
    },
    flush,
    close: () => db.close(),
  };
}

async function fetchAll(store) {
  let next = 0;
  let changed = 0;
  async function lane() {
    while (next < feeds) {
      const feed = next++;
      const known = store.validators(feed);
      const headers = {
        'accept-encoding': 'gzip',
        ...(known && { 'if-none-match': known.etag, 'if-modified-since': known.lastModified }),
      };
      const response = await request(`http://${hostOf(feed)}:${port}/f/${feed}.xml`, { dispatcher, headers });
      if (response.statusCode === 304) await response.body.dump();
      else {
        changed += 1;
        await store.take(feed, response);
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  store.flush();
  return changed;
}

const store = stage === 'get' ? validatorsFile() : database(stage === 'fts');
const { result: changed, ...cost } = await measured(() => fetchAll(store));
store.close();
await dispatcher.close();
console.log(JSON.stringify({ ...cost, changed }));
