import { headlineOf } from '../enrich/headline.ts';
import { withoutRubric } from '../enrich/rubric.ts';
import { stemOf } from '../enrich/stem.ts';
import type { Priced } from './budget.ts';

/**
 * Share of the shorter title's telling words that another title of one morning must have in common to tell the same
 * news; more is asked where no watched actor is named in both. Read on ten mornings of the timeline.
 */
const ALIKE = { sameActor: 0.45, other: 0.6 };
const LEAST_SHARED = 3;
/** Shorter words tie others together, unless they are names. */
const TELLING_LETTERS = 4;

interface Told {
  story: Priced;
  words: Set<string>;
}

/**
 * Sets apart what tells the news of a better story again. Grouping puts together what is surely one story, for good; an
 * edition is stricter, as its minutes are few and nothing is lost: what is set apart is listed.
 * @param stories the better first
 */
export function withoutRetellings(stories: readonly Priced[]): { kept: Priced[]; retold: Priced[] } {
  const kept: Told[] = [];
  const byWord = new Map<string, Told[]>();
  const retold: Priced[] = [];
  for (const story of stories) {
    const told = { story, words: tellingWords(story) };
    if (sharing(told, byWord).some(([other, shared]) => isRetelling(told, other, shared))) retold.push(story);
    else {
      kept.push(told);
      for (const word of told.words) {
        const known = byWord.get(word);
        if (known) known.push(told);
        else byWord.set(word, [told]);
      }
    }
  }
  return { kept: kept.map(({ story }) => story), retold };
}

/** The stories kept that share words with one, and how many. */
function sharing({ words }: Told, byWord: ReadonlyMap<string, Told[]>): [Told, number][] {
  const shared = new Map<Told, number>();
  for (const word of words) for (const other of byWord.get(word) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
  return [...shared].filter(([, count]) => count >= LEAST_SHARED);
}

function isRetelling(a: Told, b: Told, shared: number): boolean {
  if (a.story.lead.language !== b.story.lead.language) return false;
  const sameActor = a.story.actors.some((id) => b.story.actors.includes(id));
  const asked = sameActor ? ALIKE.sameActor : ALIKE.other;
  return shared >= asked * Math.min(a.words.size, b.words.size);
}

const tellingWords = ({ lead: { title, language } }: Priced): Set<string> =>
  new Set(
    headlineOf(withoutRubric(title)).tokens.flatMap(({ kind, text, isName }) =>
      kind !== 'mark' && (kind !== 'word' || isName || text.length >= TELLING_LETTERS) ? stemOf(text, language) : [],
    ),
  );
