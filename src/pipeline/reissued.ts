import type { ItemIdentity } from '../adapters/store/items.ts';
import type { Item } from '../domain/model/item.ts';

/** Articles that are known, come back under another id. */
export interface Reissued {
  /** The document's items, those that were known under the ids they have in the store. */
  items: Item[];
  count: number;
}

/** Entries of a source looked through: more than any feed holds. */
export const IDENTITIES = 500;

/**
 * A site that was rebuilt gives its old articles new ids: they are told from new ones by all they say, by their address
 * and title, or by their title alone where the addresses changed too, and keep the ids they had.
 */
export function withKnownIds(
  items: readonly Item[],
  stored: readonly ItemIdentity[],
  isKnown: (id: string) => boolean,
): Reissued {
  const addressed = withOwnAddress(stored);
  const byContent = uniqueBy(stored, ({ contentHash }) => contentHash);
  const byUrlAndTitle = uniqueBy(addressed, ({ url, title }) => `${url}\n${title}`);
  const byTitle = uniqueBy(addressed, ({ title }) => title);
  const current = new Set<string>(items.map(({ id }) => id));
  let count = 0;
  const mapped = items.map((item) => {
    if (isKnown(item.id)) return item;
    const same =
      byContent.get(item.contentHash) ??
      byUrlAndTitle.get(`${item.url}\n${item.title}`) ??
      (isOnePath(item, byTitle.get(item.title)) ? byTitle.get(item.title) : undefined);
    // Two entries of one document are two, whatever they say.
    if (!same || current.has(same.id)) return item;
    count += 1;
    current.add(same.id);
    return { ...item, id: same.id };
  });
  return { items: mapped, count };
}

/** Those that share what they are told by with another are told by nothing: "Journal de 8 h" is another every day. */
function uniqueBy(stored: readonly ItemIdentity[], keyOf: (item: ItemIdentity) => string): Map<string, ItemIdentity> {
  const groups = Map.groupBy(stored, keyOf);
  return new Map([...groups].flatMap(([key, [item, other]]) => (item && !other ? [[key, item] as const] : [])));
}

/** Entries that all lead to the home page, or nowhere, have no address of their own. */
function withOwnAddress(stored: readonly ItemIdentity[]): ItemIdentity[] {
  const titles = new Map<string | undefined, string>();
  const shared = new Set<string | undefined>();
  for (const { url, title } of stored) {
    if ((titles.get(url) ?? title) !== title) shared.add(url);
    titles.set(url, title);
  }
  return stored.filter(({ url = '' }) => !shared.has(url) && !IS_HOME.test(url));
}

const IS_HOME = /^https?:\/\/[^/]*\/?$|^$/;

/** One article at two addresses of a site that moved: its last step is the same. */
function isOnePath(item: Item, other: ItemIdentity | undefined): boolean {
  const [a, b] = [lastStep(item.url), lastStep(other?.url)];
  return a !== '' && a === b;
}

const lastStep = (url = ''): string =>
  url
    .replace(/[?#].*$/, '')
    .replace(/\.\w{2,5}$/, '')
    .split('/')
    .filter(Boolean)
    .slice(2)
    .at(-1) ?? '';
