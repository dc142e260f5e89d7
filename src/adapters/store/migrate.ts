import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as sourcesAndItems from './migrations/0001_sources_and_items.ts';
import * as digests from './migrations/0002_digests.ts';
import * as readers from './migrations/0003_readers.ts';
import * as sourceCare from './migrations/0004_source_care.ts';
import * as understanding from './migrations/0005_understanding.ts';
import * as advice from './migrations/0006_advice.ts';
import * as people from './migrations/0007_people.ts';
import * as boards from './migrations/0008_boards.ts';
import * as subscriptions from './migrations/0009_subscriptions.ts';
import * as clicks from './migrations/0010_clicks.ts';
import * as ideas from './migrations/0011_ideas.ts';
import * as comments from './migrations/0012_comments.ts';
import * as passkeys from './migrations/0013_passkeys.ts';
import * as newsletters from './migrations/0014_newsletters.ts';
import * as identities from './migrations/0015_identities.ts';
import * as readings from './migrations/0016_readings.ts';

/** Every change of the schema, in order. One that shipped is never edited: a new one follows it. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001_sources_and_items': sourcesAndItems,
  '0002_digests': digests,
  '0003_readers': readers,
  '0004_source_care': sourceCare,
  '0005_understanding': understanding,
  '0006_advice': advice,
  '0007_people': people,
  '0008_boards': boards,
  '0009_subscriptions': subscriptions,
  '0010_clicks': clicks,
  '0011_ideas': ideas,
  '0012_comments': comments,
  '0013_passkeys': passkeys,
  '0014_newsletters': newsletters,
  '0015_identities': identities,
  '0016_readings': readings,
};

/**
 * Brings the schema to `target` (default: the newest). Each run is one transaction: it happens whole or not at all.
 * @throws the first migration's error; the schema is then as it was
 */
export async function migrate(db: Kysely<never>, target?: string, migrations = MIGRATIONS): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = target ? await migrator.migrateTo(target) : await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map(({ migrationName }) => migrationName);
}
