import { expect, test } from 'vitest';
import { firstAnswers, readSources } from '../../src/server/setUpForms.ts';

const answers = firstAnswers('fr', 'Europe/Paris', 'Veille');
const lines = (count: number) => Array.from({ length: count }, (_, at) => `https://s${at}.fr/`).join('\n');

test('as many addresses are taken as are typed, or the reader is told that there are too many', () => {
  expect(readSources({ addresses: lines(100) }, answers, []).addresses).toHaveLength(100);
  expect(() => readSources({ addresses: lines(101) }, answers, [])).toThrow('setUp.tooManyAddresses');
});
