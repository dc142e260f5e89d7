import { createHash } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type SourceId = Branded<'SourceId'>;
export type ItemId = Branded<'ItemId'>;
export type StoryId = Branded<'StoryId'>;

const digestOf = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

/** The same entry of the same source always gets the same id, so that fetching twice stores once. 24 hex digits. */
export const itemId = (source: SourceId, entryKey: string): ItemId => digestOf(`${source}\n${entryKey}`, 24) as ItemId;

/** A story is named after the item that opened it. */
export const storyId = (first: ItemId): StoryId => first as string as StoryId;

/** A source is its kind and address: 12 hex digits, stable across restarts and machines. */
export const sourceId = (kind: string, url: string): SourceId => digestOf(`${kind}\n${url}`, 12) as SourceId;

/** Tells whether two texts are the same without keeping them. 32 hex digits. */
export const contentHash = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 32);
