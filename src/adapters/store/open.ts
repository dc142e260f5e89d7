import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { activityStore } from './activity.ts';
import { adviceStore } from './advice.ts';
import { apiTokenStore } from './apiTokens.ts';
import { auditStore } from './audit.ts';
import { boardStore } from './boards.ts';
import { clickStore } from './clicks.ts';
import { collectedStore } from './collected.ts';
import { commentStore } from './comments.ts';
import { correctionStore } from './corrections.ts';
import { deliveryStore } from './deliveries.ts';
import { digestStore } from './digests.ts';
import { groupCommit } from './groupCommit.ts';
import { hubStore } from './hubs.ts';
import { ideaStore } from './ideas.ts';
import { identityStore } from './identities.ts';
import { itemStore } from './items.ts';
import { leaseStore } from './leases.ts';
import { migrate } from './migrate.ts';
import { newsletterStore } from './newsletters.ts';
import { NodeSqliteDialect, openSqlite } from './nodeSqlite.ts';
import { outboxStore } from './outbox.ts';
import { pageStore } from './pages.ts';
import { passkeyStore } from './passkeys.ts';
import { peopleStore } from './people.ts';
import { readerStore } from './readers.ts';
import { readingStore } from './readings.ts';
import { robotsStore } from './robots.ts';
import type { Tables } from './schema.ts';
import { sessionStore } from './sessions.ts';
import { sourceStore } from './sources.ts';
import { storyStore } from './stories.ts';
import { subscriptionStore } from './subscriptions.ts';
import { tasteStore } from './tastes.ts';
import { understandingStore } from './understanding.ts';

const storeOn = (db: Kysely<Tables>) => ({
  sources: sourceStore(db),
  items: itemStore(db),
  collected: collectedStore(db),
  pages: pageStore(db),
  activity: activityStore(db),
  robots: robotsStore(db),
  hubs: hubStore(db),
  outbox: outboxStore(db),
  stories: storyStore(db),
  tastes: tasteStore(db),
  advice: adviceStore(db),
  understanding: understandingStore(db),
  corrections: correctionStore(db),
  digests: digestStore(db),
  readers: readerStore(db),
  readings: readingStore(db),
  people: peopleStore(db),
  sessions: sessionStore(db),
  apiTokens: apiTokenStore(db),
  passkeys: passkeyStore(db),
  identities: identityStore(db),
  audit: auditStore(db),
  boards: boardStore(db),
  newsletters: newsletterStore(db),
  subscriptions: subscriptionStore(db),
  deliveries: deliveryStore(db),
  clicks: clickStore(db),
  ideas: ideaStore(db),
  comments: commentStore(db),
  leases: leaseStore(db),
});

/** The questions the store answers, by noun. */
export type StoreQueries = ReturnType<typeof storeOn>;

export interface Store extends StoreQueries {
  /**
   * All or nothing. No network inside: SQLite has one connection and everybody else waits. The work may run a second
   * time when the commit it shared with others failed.
   */
  transaction<Result>(work: (store: StoreQueries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Opens (and creates or upgrades) the database.
 * @param file path of the SQLite file, or ':memory:'
 */
export async function openStore(file: string): Promise<Store> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openSqlite(file)) });
  await migrate(db as unknown as Kysely<never>);
  return {
    ...storeOn(db),
    transaction: groupCommit(db, storeOn),
    close: () => db.destroy(),
  };
}
