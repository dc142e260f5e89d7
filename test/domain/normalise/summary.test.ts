import { describe, expect, test } from 'vitest';
import { SUMMARY_LETTERS, summaryOf } from '../../../src/domain/normalise/summary.ts';

const LEAD = 'La plateforme a publié hier soir une note de deux pages à l’intention de ses abonnés professionnels.';
const FILLER = 'On y trouve aussi quelques remerciements et des vœux de fin d’année adressés à toutes les équipes.';
const POINT = 'Le tarif des petites équipes passe de 6 à 8 euros par mois à partir du mois de mars prochain.';

describe('a summary', () => {
  test('is the feed’s own words when they are short', () => {
    expect(summaryOf('Deux phrases. Rien de plus.', 'Un titre')).toBe('Deux phrases. Rien de plus.');
  });

  test('of a long text is its lead and the sentence that says most of the title, in their order', () => {
    const text = [LEAD, FILLER, FILLER, FILLER, POINT].join(' ');
    expect(summaryOf(text, 'Tarif : les petites équipes paieront 8 euros par mois')).toBe(`${LEAD} ${POINT}`);
  });

  test('writes nothing that does not stand in the text', () => {
    const text = Array.from({ length: 30 }, (_, at) => `${POINT.slice(0, -1)} de l’année ${at}.`).join(' ');
    const summary = summaryOf(text, 'Le tarif de l’année 12');
    expect(summary.length).toBeLessThanOrEqual(SUMMARY_LETTERS);
    for (const sentence of summary.split(/(?<=\.) /)) expect(text).toContain(sentence);
  });

  test('does not repeat the title many feeds begin the text with', () => {
    expect(summaryOf(`Un titre — ${POINT}`, 'Un titre')).toBe(POINT);
  });

  test('does not end a sentence at “3.5” or “M. Martin”', () => {
    const sentence = 'La version 3.5 a été présentée par M. Martin et par toute son équipe lors du salon de mars.';
    const text = [sentence, FILLER, FILLER, FILLER].join(' ');
    expect(summaryOf(text, 'La version 3.5 présentée par M. Martin')).toContain(sentence);
  });

  test('of one endless sentence is cut at a word', () => {
    const summary = summaryOf('mot '.repeat(500), 'Un titre');
    expect(summary).toMatch(/mot…$/);
    expect(summary.length).toBeLessThanOrEqual(SUMMARY_LETTERS);
  });
});
