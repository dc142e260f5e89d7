import type { FoundWay } from '../domain/model/setUp.ts';
import type { Deps } from './deps.ts';
import { findWays } from './find.ts';

/** What the first steps keep between two pages, and what they ask of the next start. */
const DRAFT = 'set_up';
const AFRESH = 'begin_afresh';

/** How a site is followed best: its feed, or else its page as a list or watched; and the page of its prices. */
export async function waysOfSite(site: string, priced: string, deps: Deps): Promise<FoundWay[]> {
  const { ways, pricePage } = await findWays(site, deps);
  const best = (['feed', 'list', 'page'] as const).flatMap((kind) => ways.find((way) => way.kind === kind) ?? [])[0];
  const { kind, url, title } = best ?? { kind: 'page' as const, url: site, title: '' };
  return [
    { kind: kind === 'sitemap' ? 'page' : kind, url, title },
    ...(pricePage === undefined || pricePage === url ? [] : [{ kind: 'page' as const, url: pricePage, title: priced }]),
  ];
}

export const setUpDraft = {
  async read({ store }: Pick<Deps, 'store'>): Promise<object | undefined> {
    const text = await store.outbox.note(DRAFT);
    return text === undefined || text === '' ? undefined : JSON.parse(text);
  },
  write: ({ store }: Pick<Deps, 'store'>, draft: object) => store.outbox.setNote(DRAFT, JSON.stringify(draft)),
};

/** Whether, at the next start with a feeds.yaml, what the example collected is forgotten. */
export const askAfresh = ({ store }: Pick<Deps, 'store'>, isAsked: boolean): Promise<void> =>
  store.outbox.setNote(AFRESH, isAsked ? '1' : '');

/** Forgets what was collected, when that was asked. */
export async function beginAfreshIfAsked({ store }: Pick<Deps, 'store'>): Promise<void> {
  if ((await store.outbox.note(AFRESH)) !== '1') return;
  await store.transaction(async (tx) => {
    await tx.collected.forget();
    await tx.outbox.setNote(AFRESH, '');
  });
}
