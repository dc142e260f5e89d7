// What readers ask: kinds of queries, each with as many different ones as are asked of it.
import { wordAt } from './text.mjs';

/** From rank 40 on words are topical, then rare; the step keeps neighbours apart. */
const word = (at, from = 40, span = 2000) => wordAt(at % 2 === 0 ? 'fr' : 'en', from + ((at * 37) % span));

/** Two words of the same language, the first common enough for both to stand in some item. */
const pair = (at) => [word(at * 2 + (at % 2), 40, 50), word(at * 2 + (at % 2), 90, 400)];

export const searches = [
  { name: 'one word', query: (at) => word(at) },
  { name: 'two words', query: (at) => pair(at).join(' ') },
  { name: 'phrase', query: (at) => `"${wordAt(at % 2 === 0 ? 'fr' : 'en', at % 12)} ${word(at, 40, 50)}"` },
  {
    name: 'filter and word',
    query: (at) => `lang:${at % 2 === 0 ? 'fr' : 'en'} competitor:hootsuite ${word(at, 40, 300)}`,
  },
  { name: 'OR', query: (at) => `${word(at, 300)} OR ${word(at + 2, 300)} OR ${word(at + 4, 300)}` },
  { name: 'prefix', query: (at) => `${word(at, 40, 2000).slice(0, 4)}*` },
];
