import type { Item } from '../model/item.ts';

/** What an item says an actor did, where it is certain: a watched page whose price moved is a pricing event. */
export const eventOf = ({ change }: Pick<Item, 'change'>): 'pricing' | undefined =>
  change && change.prices.length > 0 ? 'pricing' : undefined;
