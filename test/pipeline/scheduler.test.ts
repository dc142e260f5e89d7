import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MINUTE_MS } from '../../src/domain/model/units.ts';
import { scheduler } from '../../src/scheduler/scheduler.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
/** A heart with one job, due at every beat. */
const heart = (run: () => Promise<void>) =>
  scheduler([{ name: 'digest', isDue: () => true, run }], () => Date.now(), silent);

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-28T06:29:30Z') }));
afterEach(() => void vi.useRealTimers());

test('the heart does not beat before it is told to: the first sweep is finished first', async () => {
  const run = vi.fn(async () => {});
  const own = heart(run);
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  expect(run).not.toHaveBeenCalled();
  await own.start();
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
  expect(run).toHaveBeenCalledTimes(4);
  await own.stop();
  await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
  expect(run).toHaveBeenCalledTimes(4);
});

test('stopped before it began, it never does', async () => {
  const run = vi.fn(async () => {});
  const own = heart(run);
  await own.stop();
  await own.start();
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
  expect(run).not.toHaveBeenCalled();
});

test('a job that fails is tried at the next beat', async () => {
  const run = vi.fn(() => Promise.reject(new Error('no')));
  const own = heart(run);
  await own.start();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(run).toHaveBeenCalledTimes(2);
  await own.stop();
});

test('a job never overlaps itself', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = vi.fn(() => promise);
  const own = heart(run);
  const first = own.start();
  await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
  expect(run).toHaveBeenCalledTimes(1);
  resolve();
  await first;
  await own.stop();
});
