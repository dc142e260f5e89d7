import type { eld as Detector } from 'eld/extrasmall';

/** Languages told apart where a feed declares none; elsewhere its declaration counts. */
const CANDIDATES = ['fr', 'en', 'de', 'es', 'it', 'nl', 'pt'];
/** A title tells the language 99 times in 100; cost grows with the letters. */
const SAMPLE_LETTERS = 200;

let detector: typeof Detector | undefined;

/** Loads the detector's tables (about 40 MB) when the first undeclared text needs them, and not before. */
export async function loadDetector(): Promise<void> {
  if (detector) return;
  const { eld } = await import('eld/extrasmall');
  eld.setLanguageSubset(CANDIDATES);
  detector = eld;
}

/** "fr-FR" → fr; undefined for what is not a language tag. */
export const primaryLanguage = (tag: string | undefined): string | undefined => {
  const code = /^([a-z]{2})(?:[-_].*)?$/i.exec(tag?.trim() ?? '')?.[1]?.toLowerCase();
  return code === undefined || code === 'un' ? undefined : code;
};

/** A third language must be so much likelier than French and English: short titles look like several. */
const MARGIN = 0.1;
/** What French accents speak for French. */
const ACCENTS = /[éèêëàâçùûîïôœæ]/i;
const ACCENTS_BONUS = 0.1;

/** ISO 639-1 of a text, or 'und' when it cannot be told. Call loadDetector first. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE_LETTERS);
  const { fr = 0, en = 0, ...others } = detector?.detect(sample).getScores() ?? {};
  const french = fr + (ACCENTS.test(sample) ? ACCENTS_BONUS : 0);
  const [other = 'und', likely = 0] = Object.entries(others).sort(([, a], [, b]) => b - a)[0] ?? [];
  const best = Math.max(french, en);
  if (best === 0 || likely > best + MARGIN) return other;
  return french > en ? 'fr' : 'en';
}
