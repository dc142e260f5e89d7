import { expect, test } from 'vitest';
import { mentioned } from '../../src/domain/comments/mentions.ts';
import type { Person } from '../../src/domain/model/person.ts';

const person = (id: string, name: string, email: string): Person => ({ id, name, email, role: 'reader', createdAt: 0 });
const PEOPLE = [
  person('lea', 'Léa Martin', 'lea.martin@exemple.fr'),
  person('paul1', 'Paul Petit', 'pp@exemple.fr'),
  person('paul2', 'Paul Grand', 'pg@exemple.fr'),
];

test.each([
  ['@léa, à toi', ['lea']],
  ['@Lea.', ['lea']],
  ['vu avec @LéaMartin et @pp', ['lea', 'paul1']],
  ['@lea.martin : oui ?', ['lea']],
  ['@paul ?', []],
  ['@paulgrand', ['paul2']],
  ['écris à contact@lea.exemple', []],
  ['@personne', []],
  ['lea', []],
])('%j calls %j', (text, ids) => {
  expect(mentioned(text, PEOPLE).map(({ id }) => id)).toEqual(ids);
});
