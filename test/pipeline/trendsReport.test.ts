import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../src/domain/model/units.ts';
import { trendsUpTo } from '../../src/pipeline/trends.ts';
import { anItem, aSource, NOW } from '../support/builders.ts';
import { insertItems } from '../support/insertItems.ts';
import { testDeps } from '../support/testDeps.ts';

test('a report stands while nothing new comes, no term is followed and ten minutes have not passed', async () => {
  const deps = await testDeps();
  await deps.store.sources.follow(aSource(), NOW);
  await insertItems(deps.store, [anItem({ title: 'Buffer augmente ses prix' })]);
  const report = await trendsUpTo(NOW, deps);
  expect(report.items).toBe(1);
  expect(await trendsUpTo(NOW + MINUTE_MS, deps)).toBe(report);
  expect(await trendsUpTo(NOW + 20 * MINUTE_MS, deps)).not.toBe(report);
  expect((await trendsUpTo(NOW, deps, 20)).days).toBe(1);
  await insertItems(deps.store, [anItem({ title: 'Une autre nouvelle' })]);
  expect((await trendsUpTo(NOW, deps)).items).toBe(2);
  const known = await trendsUpTo(NOW, deps);
  await deps.store.understanding.followTerm({ id: 'x', name: 'X', query: '"x"', isIgnored: true }, NOW);
  expect(await trendsUpTo(NOW, deps)).not.toBe(known);
});
