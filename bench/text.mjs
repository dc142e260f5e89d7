// Invented text, the same in every run: French and English words in a Zipf-like distribution.

/** A seeded source of numbers from 0 to 1. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const COMMON = {
  fr: 'le la les des une dans pour que qui sur par avec est plus au se pas son cette aux ont été comme mais nous leur sans entre après avant depuis chez',
  en: 'the of and to in a is that for it as was with be by on not this are or his from at which but have an they were there',
};
const TOPICAL = {
  fr: 'marque agence campagne publicité réseau audience portée visibilité contenu créateur influenceur modération abonnés plateforme lancement tarif offre croissance équipe données enquête étude marché client prix énergie règlement amende réseaux sociaux vidéo communauté Hootsuite Agorapulse Swello Metricool LinkedIn Instagram TikTok',
  en: 'brand agency campaign advertising network audience reach visibility content creator influencer moderation followers platform launch pricing offer growth team data survey report market customer price energy regulation fine social video community Hootsuite Buffer Metricool LinkedIn Instagram TikTok YouTube',
};
const SYLLABLES = {
  fr: 'ba ché di fon gu ra lé mi nou pa rei sa té vo zu bra cler dri fro gla pré sta tri vel mon tan ser lin dor quin eau eur ment'.split(
    ' ',
  ),
  en: 'ba ce dim fo gu kay le min no pu ra sey ti vo zu bra cle dri fro gla pre sta tri vel mon tan ser lin dor quin ing ness'.split(
    ' ',
  ),
};
const RARE_WORDS = 6000;

/** Words, the most frequent first, and how likely a word is to be among the first n. */
function vocabulary(language) {
  const random = seeded(language === 'fr' ? 7 : 11);
  const rare = new Set();
  while (rare.size < RARE_WORDS) {
    const syllables = Array.from(
      { length: 2 + Math.floor(random() * 3) },
      () => SYLLABLES[language][Math.floor(random() * SYLLABLES[language].length)],
    );
    rare.add(syllables.join(''));
  }
  const words = [...COMMON[language].split(' '), ...TOPICAL[language].split(' '), ...rare];
  const upTo = new Float64Array(words.length);
  let sum = 0;
  for (const at of words.keys()) upTo[at] = sum += 1 / (at + 6);
  return { words, upTo, sum };
}

const VOCABULARIES = { fr: vocabulary('fr'), en: vocabulary('en') };

/** The word that stands at a rank of frequency, 0 the commonest. */
export const wordAt = (language, rank) => VOCABULARIES[language].words[rank];

function word(random, language) {
  const { words, upTo, sum } = VOCABULARIES[language];
  const wanted = random() * sum;
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return words[low];
}

export const phrase = (random, language, count) =>
  Array.from({ length: count }, () => word(random, language)).join(' ');

export const title = (random, language) => capital(phrase(random, language, 5 + Math.floor(random() * 8)));

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const elided = (language, random) => (language === 'fr' && random() < 0.4 ? "L'" : '');

/** Paragraphs of HTML with links and now and then a picture. */
export function article(random, language, words, base) {
  const paragraphs = [];
  for (let left = words; left > 0; ) {
    const size = Math.min(left, 30 + Math.floor(random() * 40));
    left -= size;
    const sentences = [];
    for (let rest = size; rest > 0; rest -= 12)
      sentences.push(`${elided(language, random)}${capital(phrase(random, language, Math.min(rest, 12)))}.`);
    if (random() < 0.3)
      sentences.push(
        `<a href="${base}ref/${Math.floor(random() * 1e9)}?utm_source=feed&amp;utm_medium=rss">${phrase(random, language, 3)}</a>`,
      );
    if (random() < 0.15)
      sentences.push(
        `<img src="${base}img/${Math.floor(random() * 1e9)}.jpg" alt="${phrase(random, language, 2)}" width="640" height="360">`,
      );
    paragraphs.push(`<p>${sentences.join(' ')}</p>`);
  }
  return paragraphs.join('\n');
}
