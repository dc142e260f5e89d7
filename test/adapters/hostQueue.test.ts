import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hostQueue } from '../../src/adapters/http/hostQueue.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = async () => {
  for (let each = 0; each < 5; each += 1) await turn();
};
async function advance(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

/** Work that ends when it is told to, and what has started so far. */
function workshop(atOnce: number, delayMs: number) {
  const inTurn = hostQueue(() => ({ atOnce, delayMs }));
  const started: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const work = (name: string, host = 'x.example') =>
    inTurn(host, async () => {
      started.push(name);
      await new Promise<void>((resolve, reject) => ends.set(name, (error) => (error ? reject(error) : resolve())));
      return name;
    });
  const end = async (name: string, error?: Error) => {
    ends.get(name)?.(error);
    await settle();
  };
  return { started, work, end };
}

describe('work for one host', () => {
  test('is done so many at once, the others in their order', async () => {
    const { started, work, end } = workshop(2, 0);
    const all = ['a', 'b', 'c', 'd'].map((name) => work(name));
    await settle();
    expect(started).toEqual(['a', 'b']);
    await end('b');
    expect(started).toEqual(['a', 'b', 'c']);
    await end('a');
    await end('c');
    await end('d');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('starts no sooner than the delay after the one before, though there is room', async () => {
    const { started, work } = workshop(3, 1000);
    for (const name of ['a', 'b', 'c']) void work(name);
    await settle();
    expect(started).toEqual(['a']);
    await advance(999);
    expect(started).toEqual(['a']);
    await advance(1);
    expect(started).toEqual(['a', 'b']);
    await advance(1000);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  test('counts the delay from start to start: long work needs no pause after it', async () => {
    const { started, work, end } = workshop(1, 1000);
    void work('a');
    void work('b');
    await advance(5000);
    expect(started).toEqual(['a']);
    await end('a');
    expect(started).toEqual(['a', 'b']);
  });

  test('remembers the delay when nothing is left to do', async () => {
    const { started, work, end } = workshop(2, 1000);
    void work('a');
    await end('a');
    await advance(400);
    void work('b');
    await advance(599);
    expect(started).toEqual(['a']);
    await advance(1);
    expect(started).toEqual(['a', 'b']);
  });

  test('gives its place back when it fails', async () => {
    const { started, work, end } = workshop(1, 0);
    const first = work('a').catch((error: Error) => error.message);
    const second = work('b');
    await settle();
    await end('a', new Error('no'));
    await end('b');
    expect([await first, await second, started]).toEqual(['no', 'b', ['a', 'b']]);
  });
});

test('one host never waits for another, even after thousands of them', async () => {
  const { started, work, end } = workshop(1, 60_000);
  void work('slow', 'slow.example');
  for (let n = 0; n < 6000; n += 1) {
    void work(`${n}`, `${n}.example`);
    await Promise.resolve();
  }
  await settle();
  expect(started).toHaveLength(6001);
  void work('again', 'slow.example');
  await advance(0);
  await end('slow');
  expect(started).not.toContain('again');
});
