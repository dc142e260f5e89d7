// Events and tone of titles labelled by two people after the patterns were frozen, beside the v0 patterns, a plain
// lexicon and the commonest class.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventLearning } from './learnEvents.mjs';
import { accuracy, byClass, interval, macroF1 } from './measures.mjs';
import { heldOutTitles, laterTitles, thirdTitles } from './titles.mjs';

const TONES = ['negative', 'neutral', 'positive'];
/** Titles labelled by one person are judged with weights learned from the other folds. */
const FOLDS = 5;

export async function evaluateEvents({ shared, load }) {
  const { EVENT_TYPES, ACTION_TYPES, ALERT_TYPES, ALERT_CONFIDENCE } = await load('domain/model/event.js');
  const { readLexicons } = await load('config/lexicons.js');
  const { classify } = await load('domain/enrich/classify.js');
  const { lexiconFor } = await load('domain/enrich/judge.js');
  const lexicons = readLexicons();
  const v0 = firstPatterns(shared);
  const sayers = {
    'commonest class': () => ({ said: 'other' }),
    'second labeller': ({ second }) => ({ said: second.type }),
    'v0 patterns': ({ title, lang }) => ({ said: v0(title, lang) }),
    Vigie: ({ title, lang, weights }) => {
      const lexicon = lexiconFor(lang, lexicons);
      const [first] = classify(title, lang, weights ? { ...lexicon, weights } : lexicon);
      return { said: first?.type ?? 'other', confidence: first?.confidence ?? 0, proof: first?.proof };
    },
  };
  const learning = await eventLearning({ shared, load, lexicons });
  const held = heldOutTitles(shared);
  const later = laterTitles(shared);
  const third = thirdTitles(shared);
  const sets = {
    'held out': held,
    'held out, French': held.filter(({ lang }) => lang === 'fr'),
    'held out, English': held.filter(({ lang }) => lang === 'en'),
    'held out, both agree': held.filter(({ type, second }) => type === second.type),
    'held out later': later,
    'held out third': third,
    'all held out': [...held, ...later, ...third],
    'labelled last, each unseen': [...learning.unseen(FOLDS)].flatMap(({ title, weights }) =>
      title.isLast ? { ...title, weights } : [],
    ),
    'made on (not a measure)': learning.titles,
  };
  const action = (type) => (ACTION_TYPES.has(type) ? type : 'rest');
  const rows = [];
  for (const [set, titles] of Object.entries(sets))
    for (const [by, say] of Object.entries(sayers)) {
      if (by === 'second labeller' && titles.some(({ second }) => second === undefined)) continue;
      const judged = titles.map((title) => ({ gold: title.type, ...say(title) }));
      const acted = judged.map(({ gold, said }) => ({ gold: action(gold), said: action(said) }));
      const alerts = judged.filter(
        ({ said, confidence = 1 }) => ALERT_TYPES.has(said) && confidence >= ALERT_CONFIDENCE,
      );
      const right = alerts.filter(({ gold, said }) => gold === said).length;
      rows.push({
        set,
        n: titles.length,
        by,
        accuracy: accuracy(judged).toFixed(3),
        macroF1: macroF1(judged, EVENT_TYPES).toFixed(3),
        '95 %': interval(judged, (some) => macroF1(some, EVENT_TYPES), 200),
        action: macroF1(acted, [...ACTION_TYPES, 'rest']).toFixed(3),
        alertP: alerts.length ? (right / alerts.length).toFixed(2) : '-',
        alertR: (right / judged.filter(({ gold }) => ALERT_TYPES.has(gold)).length).toFixed(2),
        proven:
          by === 'Vigie'
            ? `${judged.filter(({ said, proof }) => said === 'other' || proof).length}/${judged.length}`
            : '-',
      });
    }
  const judged = [...held, ...later, ...third].map((title) => ({ gold: title.type, ...sayers.Vigie(title) }));
  const classes = Object.entries(byClass(judged, EVENT_TYPES)).map(([type, { n, precision, recall, f1 }]) => ({
    type,
    n,
    precision: precision.toFixed(2),
    recall: recall.toFixed(2),
    f1: f1.toFixed(2),
  }));
  const agreed = held.filter(({ type, second }) => type === second.type).length;
  return {
    rows,
    classes,
    totals: { agreement: `${((100 * agreed) / held.length).toFixed(1)} % of ${held.length} titles` },
  };
}

export async function evaluateTone({ shared, load }) {
  const { readLexicons } = await load('config/lexicons.js');
  const { classify } = await load('domain/enrich/classify.js');
  const { lexiconFor } = await load('domain/enrich/judge.js');
  const { toneOf } = await load('domain/enrich/tone.js');
  const { titleTone } = await load('domain/enrich/titleTone.js');
  const lexicons = readLexicons();
  const sayers = {
    'commonest class': () => 'neutral',
    'lexicon only': ({ title, lang }) => toneOf(title, undefined, lexiconFor(lang, lexicons).tone).tone,
    Vigie: ({ title, lang }) => {
      const lexicon = lexiconFor(lang, lexicons);
      return titleTone(title, lang, classify(title, lang, lexicon)[0], lexicon).tone;
    },
  };
  const held = heldOutTitles(shared).filter(({ tone }) => tone !== undefined);
  const [later, third] = [laterTitles(shared), thirdTitles(shared)].map((lot) =>
    lot.filter(({ tone }) => tone !== undefined),
  );
  const sets = {
    'held out': held,
    'held out, French': held.filter(({ lang }) => lang === 'fr'),
    'held out, English': held.filter(({ lang }) => lang === 'en'),
    'held out later': later,
    'held out third': third,
    'all held out': [...held, ...later, ...third],
  };
  const rows = [];
  for (const [set, titles] of Object.entries(sets))
    for (const [by, say] of Object.entries(sayers)) {
      const judged = titles.map((title) => ({ gold: title.tone, said: say(title) }));
      const each = byClass(judged, TONES);
      rows.push({
        set,
        n: titles.length,
        by,
        macroF1: macroF1(judged, TONES).toFixed(3),
        '95 %': interval(judged, (some) => macroF1(some, TONES)),
        ...Object.fromEntries(TONES.map((tone) => [tone, each[tone]?.f1.toFixed(2) ?? '-'])),
      });
    }
  const agreed = heldOutTitles(shared).filter(({ tone, second }) => tone === second.tone).length;
  return { rows, totals: { agreement: `${((100 * agreed) / heldOutTitles(shared).length).toFixed(1)} %` } };
}

/** The patterns the project began with, as their file says they are applied. */
function firstPatterns(shared) {
  const { macros, types } = JSON.parse(readFileSync(join(shared, 'domain/event-patterns.json'), 'utf8'));
  const pattern = (source) => {
    let filled = source;
    for (const [name, body] of Object.entries(macros)) filled = filled.replaceAll(`{${name}}`, body);
    return new RegExp(`(?<![a-z0-9])(?:${filled})(?![a-z0-9])`);
  };
  const compiled = Object.entries(types).map(([type, { prio, fr = [], en = [], not = [] }]) => ({
    type,
    prio,
    fr: fr.map(pattern),
    en: en.map(pattern),
    not: not.map(pattern),
  }));
  return (title, lang) => {
    const text = title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[’']/g, ' ')
      .replace(/\s+/g, ' ');
    const scored = compiled
      .filter(({ not }) => !not.some((each) => each.test(text)))
      .map(({ type, prio, ...words }) => ({
        type,
        prio,
        score: words[lang === 'fr' ? 'fr' : 'en'].filter((each) => each.test(text)).length,
      }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.prio - b.prio);
    return scored[0]?.type ?? 'other';
  };
}
