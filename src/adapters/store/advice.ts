import type { Kysely } from 'kysely';
import type { Advice } from '../../domain/advice/advice.ts';
import type { ItemId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import { chunks } from './rows.ts';
import type { Tables } from './schema.ts';

export interface GivenAdvice {
  contentHash: string;
  model: string;
  /** Undefined when the model had nothing to say that could be shown. */
  advice: Advice | undefined;
  tokens: number;
  at: Instant;
}

/** What a language model said of articles. */
export const adviceStore = (db: Kysely<Tables>) => ({
  async save(id: ItemId, { contentHash, model, advice, tokens, at }: GivenAdvice): Promise<void> {
    const values = { content_hash: contentHash, model, advice: advice ? JSON.stringify(advice) : null, tokens, at };
    await db
      .insertInto('advice')
      .values({ item_id: id, ...values })
      .onConflict((conflict) => conflict.column('item_id').doUpdateSet(values))
      .execute();
  },

  async listOf(ids: readonly string[]): Promise<Map<string, GivenAdvice>> {
    const found = new Map<string, GivenAdvice>();
    for (const chunk of chunks(ids, 500)) {
      const rows = await db.selectFrom('advice').selectAll().where('item_id', 'in', chunk).execute();
      for (const { item_id, content_hash, model, advice, tokens, at } of rows)
        found.set(item_id, {
          ...{ contentHash: content_hash, model, tokens, at },
          advice: advice === null ? undefined : (JSON.parse(advice) as Advice),
        });
    }
    return found;
  },

  /** Questions asked since, and the tokens they cost. */
  async spentSince(since: Instant): Promise<{ questions: number; tokens: number }> {
    const row = await db
      .selectFrom('advice')
      .select(({ fn }) => [fn.countAll<number>().as('questions'), fn.sum<number | null>('tokens').as('tokens')])
      .where('at', '>=', since)
      .executeTakeFirstOrThrow();
    return { questions: Number(row.questions), tokens: Number(row.tokens ?? 0) };
  },
});
