import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';

/** Words worked out once: titles are written in some ten thousand. */
const MOST_KNOWN = 50_000;
const known = { fr: new Map<string, string>(), en: new Map<string, string>() };

/** The stem of a folded word (Snowball); French for French texts, English for all others. */
export function stemOf(folded: string, language: string): string {
  const code = language === 'fr' ? 'fr' : 'en';
  const found = known[code].get(folded);
  if (found !== undefined) return found;
  const stem = code === 'fr' ? french(folded) : english(folded);
  if (known[code].size >= MOST_KNOWN) known[code].clear();
  known[code].set(folded, stem);
  return stem;
}
