import { nameIndex } from '../stories/nameIndex.ts';
import { type RetellingLexicon, retellings, type Telling, tellingOf } from '../stories/retelling.ts';
import type { Priced } from './budget.ts';
import { FRESH_MS, instantOf } from './candidates.ts';

/**
 * How likely a story tells again what a better one told, to be set apart. A doublet costs a card; news taken for one is
 * listed, and the next best, nearly as good, has its place.
 */
export const RETOLD_FROM = 1 / 3;
interface Told {
  story: Priced;
  telling: Telling;
}

/**
 * Sets apart what tells the news of a better story again. Grouping puts together what is surely one story, for good; an
 * edition is stricter, as its minutes are few and nothing is lost: what is set apart is listed.
 * @param stories the better first
 */
export function withoutRetellings(
  stories: readonly Priced[],
  lexicon: RetellingLexicon,
): { kept: Priced[]; retold: Priced[] } {
  const all = stories.map((story): Told => ({ story, telling: tellingOf(story.lead, story.event) }));
  const { count, rarity, namedIn, likelihood } = retellings(lexicon);
  for (const { telling } of all) count(telling);
  const told = nameIndex<Told>(rarity);
  const [kept, retold]: [Priced[], Priced[]] = [[], []];
  for (const each of all) {
    const names = [...namedIn(each.telling)];
    const near = told.nearest(names, ({ story }) => areNear(story, each.story));
    if (near.some(({ telling }) => likelihood(each.telling, telling) >= RETOLD_FROM)) retold.push(each.story);
    else {
      kept.push(each.story);
      told.add(names, each);
    }
  }
  return { kept, retold };
}

/** What is told later in the same words is what came of it: the third night of strikes. */
const areNear = (a: Priced, b: Priced): boolean => Math.abs(instantOf(a.lead) - instantOf(b.lead)) <= FRESH_MS;
