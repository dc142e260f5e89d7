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

/** ISO 639-1 of a text, or 'und' when it cannot be told. Call loadDetector first. */
export function detectLanguage(text: string): string {
  const found = detector?.detect(text.slice(0, SAMPLE_LETTERS)).language;
  return found || 'und';
}
