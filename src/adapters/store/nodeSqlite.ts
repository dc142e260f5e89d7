import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';

/** Waiting for another process's write before giving up, in ms: a sweep's transaction is far shorter. */
const BUSY_TIMEOUT_MS = 10_000;
/** Prepared statements kept; the store asks fewer distinct questions than this. */
const MAX_STATEMENTS = 200;
/** Pages the log gathers before they are copied into the database: 16 MB, a few hundred sources of a first sweep. */
const CHECKPOINT_PAGES = 4000;

/** Opens a SQLite file the way the store needs it: busy timeout first, then WAL and foreign keys. */
export function openSqlite(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY',
  );
  database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  return database;
}

/** Kysely's SQLite dialect on node:sqlite. */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(database: DatabaseSync) {
    super({ database: kyselyDatabase(database) });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdl();
  }
}

/** SQLite rolls DDL back, whatever Kysely's adapter says: without this a failed migration leaves half of itself behind. */
class TransactionalDdl extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function kyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      // A deferred transaction that reads before it writes fails at once when another process wrote in between.
      const statement = kyselyStatement(database.prepare(sql === 'begin' ? 'begin immediate' : sql));
      statements.set(sql, statement);
      return statement;
    },
  };
}

function kyselyStatement(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)) as IterableIterator<unknown>,
    run: (parameters) => statement.run(...values(parameters)),
  };
}
