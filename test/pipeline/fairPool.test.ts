import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fairPool } from '../../src/pipeline/fairPool.ts';

const jobsOf = (...groups: string[]) => groups.map((group, number) => ({ group, number }));
type Job = ReturnType<typeof jobsOf>[number];
const groupOf = ({ group }: Job) => group;

/** Works and notes how many were at it, in all and in the busiest group. */
function watched(work: (job: Job) => Promise<unknown>) {
  const active = new Map<string, number>();
  const most = { all: 0, ofOneGroup: 0 };
  const done: number[] = [];
  const run = async (job: Job) => {
    active.set(job.group, (active.get(job.group) ?? 0) + 1);
    most.all = Math.max(
      most.all,
      [...active.values()].reduce((sum, each) => sum + each, 0),
    );
    most.ofOneGroup = Math.max(most.ofOneGroup, active.get(job.group) ?? 0);
    await work(job);
    active.set(job.group, (active.get(job.group) ?? 0) - 1);
    done.push(job.number);
  };
  return { run, most, done };
}

test('every job is done once, within both limits', async () => {
  const jobs = jobsOf(...Array.from({ length: 200 }, (_, n) => `host ${n % 3}`));
  const { run, most, done } = watched(({ number }) => pause(number % 3));
  await fairPool(jobs, groupOf, { concurrency: 5, perGroup: 2 }, run);
  expect(done.sort((a, b) => a - b)).toEqual(jobs.map(({ number }) => number));
  expect(most).toEqual({ all: 5, ofOneGroup: 2 });
});

test('one group alone never takes more than its places', async () => {
  const { run, most, done } = watched(() => pause(1));
  await fairPool(jobsOf(...Array<string>(12).fill('one')), groupOf, { concurrency: 8, perGroup: 2 }, run);
  expect(most.ofOneGroup).toBe(2);
  expect(done).toHaveLength(12);
});

test('a host that hangs holds its own turns and nobody else’s', async () => {
  let release = () => {};
  const hanging = new Promise<void>((resolve) => {
    release = resolve;
  });
  const jobs = jobsOf(...Array<string>(20).fill('slow'), ...Array.from({ length: 20 }, (_, n) => `quick ${n}`));
  const { run, done } = watched(({ group }) => (group === 'slow' ? hanging : pause(1)));
  const all = fairPool(jobs, groupOf, { concurrency: 4, perGroup: 2 }, run);
  await expect.poll(() => done.length).toBe(20);
  expect(done.every((number) => number >= 20)).toBe(true);
  release();
  await all;
  expect(done).toHaveLength(40);
});

test('groups take turns: the first of each before the third of any', async () => {
  const { run, done } = watched(() => pause(1));
  await fairPool(jobsOf('a', 'a', 'a', 'a', 'b', 'c'), groupOf, { concurrency: 1, perGroup: 1 }, run);
  expect(done.indexOf(4)).toBeLessThan(done.indexOf(2));
  expect(done.indexOf(5)).toBeLessThan(done.indexOf(2));
});

test('no job is done at once', async () => {
  await fairPool<Job>([], groupOf, { concurrency: 3, perGroup: 1 }, () => pause(1000));
});
