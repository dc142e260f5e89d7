// Weights of events learned from the labelled titles: all of them, or all but those that are judged next.
import { learn } from './linear.mjs';
import { developmentTitles } from './titles.mjs';

/** Rare types are heard, if not as loud as the others. Chosen as the settings of linear.mjs. */
const BALANCE = 0.3;

/** How far patterns can be trusted is learned from titles that nobody wrote a pattern for. */
const isOfPattern = ({ value }) => value.kind === 'event' || value.kind === 'not';

/** @returns what `lexicons` make of the labelled titles, to learn from */
export async function eventLearning({ shared, load, lexicons }) {
  const { EVENT_TYPES } = await load('domain/model/event.js');
  const { hitsIn } = await load('domain/enrich/eventLexicon.js');
  const { headlineOf } = await load('domain/enrich/headline.js');
  const { featuresOf } = await load('domain/enrich/learned.js');
  const titles = await developmentTitles({ shared, load });
  const rows = titles.map(({ title, lang, type, worth, madePatterns }) => {
    const language = lang === 'fr' ? 'fr' : 'en';
    const headline = headlineOf(title);
    const hits = hitsIn(headline, lexicons[language].events);
    const told = madePatterns ? hits.filter((hit) => !isOfPattern(hit)) : hits;
    return {
      said: type,
      features: featuresOf(headline, language, told, lexicons.retelling.concepts).map(({ name }) => name),
      worth,
    };
  });
  const weightsFrom = (some) => learn(some, EVENT_TYPES, { balance: BALANCE });
  return {
    titles,
    weights: () => weightsFrom(rows),
    /** Each title with weights that never saw it. */
    *unseen(folds) {
      for (let fold = 0; fold < folds; fold += 1) {
        const weights = weightsFrom(rows.filter((_, at) => at % folds !== fold));
        for (const [at, title] of titles.entries()) if (at % folds === fold) yield { title, weights };
      }
    },
  };
}
