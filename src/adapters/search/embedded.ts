import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ItemId } from '../../domain/model/ids.ts';
import {
  FACETS,
  type FacetCounts,
  type IndexBatch,
  type IndexCursor,
  noFacets,
  type SearchDocument,
  type SearchEngine,
} from '../../domain/search/model.ts';
import { condition, rankingMatch, type Sql } from './ftsQuery.ts';

/** Documents written before the event loop gets a turn: about 20 ms of work. */
const DOCUMENTS_PER_TURN = 200;
const FACET_VALUES = 100;
/** Deeper counts tell a reader nothing and cost a scan. */
const FACETED_MATCHES = 20_000;

const SCHEMA = (generation: number) => `
  CREATE TABLE docs_${generation} (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, author TEXT NOT NULL);
  CREATE INDEX docs_${generation}_at ON docs_${generation}(at);
  CREATE TABLE facts_${generation} (field TEXT NOT NULL, value TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (field, value, doc)) WITHOUT ROWID;
  CREATE INDEX facts_${generation}_doc ON facts_${generation}(doc);
  CREATE VIRTUAL TABLE fts_${generation} USING fts5(title, text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');`;

/** The index that is always there: SQLite FTS5 in a file of its own. Losing it loses nothing. */
export function embeddedEngine(file: string): SearchEngine {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(file, { timeout: 10_000 });
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL);`);
  const get = (key: string) =>
    (db.prepare('SELECT value FROM state WHERE key = ?').get(key) as { value: string } | undefined)?.value;
  const set = (key: string, value: string) =>
    db
      .prepare('INSERT INTO state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, value);
  const inTransaction = (work: () => void) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };
  // Another process may rebuild: which generation is live is read each time.
  const live = (): number => Number(get('generation'));
  if (get('generation') === undefined) inTransaction(() => createGeneration(1));

  function createGeneration(generation: number): void {
    db.exec(SCHEMA(generation));
    set('generation', String(generation));
  }

  function saveCursor({ storeId, revision }: IndexCursor): void {
    set('storeId', storeId);
    set('revision', String(revision));
  }

  async function write(generation: number, { documents, deleted, cursor }: IndexBatch, saving: boolean): Promise<void> {
    for (let from = 0; from < Math.max(1, documents.length); from += DOCUMENTS_PER_TURN) {
      const slice = documents.slice(from, from + DOCUMENTS_PER_TURN);
      const last = from + DOCUMENTS_PER_TURN >= documents.length;
      inTransaction(() => {
        const writer = documentWriter(db, generation);
        for (const document of slice) writer.put(document);
        if (last) for (const id of deleted) writer.drop(id);
        if (last && saving) saveCursor(cursor);
      });
      if (!last) await nextTurn();
    }
  }

  const rowsOf = (sql: Sql) => db.prepare(sql.text).all(...(sql.values as SQLInputValue[]));

  return {
    name: 'embedded',
    async cursor() {
      const storeId = get('storeId');
      return storeId === undefined ? undefined : { storeId, revision: Number(get('revision')) };
    },
    async apply(batch) {
      const cursor = await this.cursor();
      // Filled from another store: nothing in it is ours.
      if (cursor && cursor.storeId !== batch.cursor.storeId)
        inTransaction(() => replaceGeneration(db, live(), createGeneration));
      await write(live(), batch, true);
    },
    async rebuild(batches) {
      const [old, fresh] = [live(), live() + 1];
      for (const table of ['docs', 'facts', 'fts']) db.exec(`DROP TABLE IF EXISTS ${table}_${fresh}`);
      db.exec(SCHEMA(fresh));
      let cursor: IndexCursor | undefined;
      for await (const batch of batches) {
        await write(fresh, batch, false);
        cursor = batch.cursor;
      }
      inTransaction(() => {
        set('generation', String(fresh));
        if (cursor) saveCursor(cursor);
        for (const table of ['docs', 'facts', 'fts']) db.exec(`DROP TABLE IF EXISTS ${table}_${old}`);
      });
    },
    async search({ node, sort, offset, limit }) {
      const generation = live();
      const where = condition(node, generation);
      const ranking = sort === 'relevance' && node ? rankingMatch(node) : undefined;
      const order = ranking ? `ORDER BY score, at DESC` : 'ORDER BY at DESC, id';
      const from = ranking
        ? `docs_${generation} d JOIN (SELECT rowid AS ranked, bm25(fts_${generation}, 5.0, 1.0) AS score FROM fts_${generation} WHERE fts_${generation} MATCH ?) ON ranked = d.rowid`
        : `docs_${generation} d`;
      const rows = rowsOf({
        text: `SELECT d.id FROM ${from} WHERE ${where.text} ${order} LIMIT ? OFFSET ?`,
        values: [...(ranking ? [ranking] : []), ...where.values, limit, offset],
      });
      const [count] = rowsOf({
        text: `SELECT count(*) AS total FROM docs_${generation} d WHERE ${where.text}`,
        values: where.values,
      });
      return { ids: rows.map((row) => (row as { id: ItemId }).id), total: Number(count?.total ?? 0) };
    },
    async facets(node) {
      const generation = live();
      const where = condition(node, generation);
      const rows = rowsOf({
        text: `SELECT field, value, count(*) AS count FROM facts_${generation}
          WHERE doc IN (SELECT d.rowid FROM docs_${generation} d WHERE ${where.text} ORDER BY at DESC LIMIT ${FACETED_MATCHES})
            AND field IN (${FACETS.map((facet) => `'${facet}'`).join()}) GROUP BY field, value ORDER BY count DESC`,
        values: where.values,
      });
      return countsOf(rows as unknown as { field: string; value: string; count: number }[]);
    },
    async searchLoosely(words, limit) {
      const nodes = words.map((word) => ({
        type: 'word' as const,
        word: word.length > 5 ? word.slice(0, -1) : word,
        prefix: word.length >= 3,
      }));
      return (
        (await this.search({ node: { type: 'and', nodes }, sort: 'date', offset: 0, limit })) ?? { ids: [], total: 0 }
      );
    },
    async close() {
      db.close();
    },
  };
}

function replaceGeneration(db: DatabaseSync, old: number, create: (generation: number) => void): void {
  for (const table of ['docs', 'facts', 'fts']) db.exec(`DROP TABLE ${table}_${old}`);
  create(old + 1);
}

const FACT_FIELDS = ['source', 'competitor', 'topic', 'event', 'lang', 'tone', 'tag', 'host'] as const;

function documentWriter(db: DatabaseSync, generation: number) {
  const find = db.prepare(`SELECT rowid FROM docs_${generation} WHERE id = ?`);
  const removals = [
    `docs_${generation} WHERE rowid`,
    `facts_${generation} WHERE doc`,
    `fts_${generation} WHERE rowid`,
  ].map((table) => db.prepare(`DELETE FROM ${table} = ?`));
  const addDoc = db.prepare(`INSERT INTO docs_${generation} (id, at, author) VALUES (?, ?, ?)`);
  const addText = db.prepare(`INSERT INTO fts_${generation} (rowid, title, text) VALUES (?, ?, ?)`);
  const addFact = db.prepare(`INSERT OR IGNORE INTO facts_${generation} VALUES (?, ?, ?)`);
  const drop = (id: string) => {
    const row = find.get(id) as { rowid: number } | undefined;
    if (row) for (const removal of removals) removal.run(row.rowid);
  };
  const put = (document: SearchDocument) => {
    const [id = ''] = document.id;
    drop(id);
    const { lastInsertRowid: rowid } = addDoc.run(id, document.at, document.author);
    addText.run(rowid, document.title, document.text);
    addFact.run('month', document.month, rowid);
    for (const field of FACT_FIELDS) for (const value of document[field]) addFact.run(field, value, rowid);
  };
  return { put, drop };
}

function countsOf(rows: readonly { field: string; value: string; count: number }[]): FacetCounts {
  const counts = noFacets();
  for (const { field, value, count } of rows) {
    const values = counts[field as keyof FacetCounts];
    if (Object.keys(values).length < FACET_VALUES) values[value] = count;
  }
  return counts;
}
