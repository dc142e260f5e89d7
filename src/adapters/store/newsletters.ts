import type { Kysely } from 'kysely';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Newsletter, NewsletterDraft, NewsletterHeading } from '../../domain/model/newsletter.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** The newsletters of boards: those that went out, for ever as they were, and the next one of each while it is written. */
export const newsletterStore = (db: Kysely<Tables>) => ({
  async draftOf(board: string): Promise<NewsletterDraft | undefined> {
    const row = await db
      .selectFrom('newsletter_drafts')
      .select('document')
      .where('board', '=', board)
      .executeTakeFirst();
    return row && (JSON.parse(row.document) as NewsletterDraft);
  },

  async saveDraft(board: string, draft: NewsletterDraft): Promise<void> {
    const row = { document: JSON.stringify(draft), changed_at: draft.changedAt };
    await db
      .insertInto('newsletter_drafts')
      .values({ board, ...row })
      .onConflict((conflict) => conflict.column('board').doUpdateSet(row))
      .execute();
  },

  /**
   * Drops a draft.
   * @param changedAt only the one last changed then
   * @returns whether it was there
   */
  async dropDraft(board: string, changedAt: Instant): Promise<boolean> {
    const result = await db
      .deleteFrom('newsletter_drafts')
      .where('board', '=', board)
      .where('changed_at', '=', changedAt)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  },

  async add(newsletter: Newsletter): Promise<void> {
    const { id, board, number, sentAt, title, isPublic } = newsletter;
    await db
      .insertInto('newsletters')
      .values({
        ...{ id, board, number, title, sent_at: sentAt, public: Number(isPublic) },
        document: JSON.stringify(newsletter),
      })
      .execute();
  },

  /** Of a board, the newest first. */
  async headings(board: string): Promise<NewsletterHeading[]> {
    const rows = await db
      .selectFrom('newsletters')
      .select(['id', 'number', 'title', 'sent_at', 'public'])
      .where('board', '=', board)
      .orderBy('number', 'desc')
      .execute();
    return rows.map(({ sent_at, public: isPublic, ...row }) => ({ ...row, sentAt: sent_at, isPublic: isPublic === 1 }));
  },

  /** Of a board, whole, the newest first. */
  async list(board: string): Promise<Newsletter[]> {
    const rows = await db
      .selectFrom('newsletters')
      .select('document')
      .where('board', '=', board)
      .orderBy('number', 'desc')
      .execute();
    return rows.map(({ document }) => JSON.parse(document) as Newsletter);
  },

  async find(board: string, number: number): Promise<Newsletter | undefined> {
    const row = await db
      .selectFrom('newsletters')
      .select('document')
      .where('board', '=', board)
      .where('number', '=', number)
      .executeTakeFirst();
    return row && (JSON.parse(row.document) as Newsletter);
  },

  /** Stories that a newsletter of a board has told, with its number. */
  async told(board: string): Promise<Map<StoryId, number>> {
    const newest = await this.list(board);
    return new Map(newest.reverse().flatMap(({ number, stories }) => stories.map(({ id }) => [id, number] as const)));
  },
});
