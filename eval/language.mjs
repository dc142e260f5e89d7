// Is the language of a short text told right? French titles of 2022, English ones of the timeline, and pairs of words.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timeline } from './titles.mjs';

const ENGLISH_PRESS = new Set(['techcrunch', 'cnbc', 'bbc-world', 'the-verge', 'ars-technica']);

export async function evaluateLanguage({ shared, load }) {
  const { detectLanguage, loadDetector } = await load('domain/normalise/language.js');
  await loadDetector();
  const read = (name) => readFileSync(join(shared, 'eval', name), 'utf8');
  const french = JSON.parse(read('titles-fr-2022.json')).map(({ title }) => ({ text: title, gold: 'fr' }));
  const english = [...timeline(shared).values()]
    .filter(({ lang, source }) => lang === 'en' && ENGLISH_PRESS.has(source))
    .slice(0, 1000)
    .map(({ title }) => ({ text: title, gold: 'en' }));
  const pairs = read('language-wordpairs-fr-en.tsv')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([gold, text]) => ({ text, gold }));
  const isShort = ({ text }) => text.split(/\s+/).length <= 6;
  const sets = {
    'French titles': french,
    'English titles': english,
    'titles of 6 words or fewer': [...french, ...english].filter(isShort),
    'pairs of words': pairs,
  };
  const words =
    /(?<![\p{L}])(?:le|la|les|des|du|et|une|un|pour|dans|sur|est|qui|que|au|aux|ses|son|sa)(?![\p{L}])|[éèêàçùœ]/iu;
  return {
    rows: Object.entries(sets).map(([set, texts]) => {
      const right = (tell) => texts.filter(({ text, gold }) => tell(text) === gold).length;
      return {
        set,
        n: texts.length,
        Vigie: `${((100 * right(detectLanguage)) / texts.length).toFixed(1)} %`,
        'stop words and accents': `${((100 * right((text) => (words.test(text) ? 'fr' : 'en'))) / texts.length).toFixed(1)} %`,
      };
    }),
  };
}
