import { expect, onTestFinished } from 'vitest';
import type { HttpSettings } from '../../src/adapters/http/politeHttp.ts';
import { findingsOn, type Health, healthOf } from '../../src/domain/cadence/health.ts';
import { intervalOf } from '../../src/domain/cadence/nextCheck.ts';
import type { Problem, ProblemKind, Source, SourceState } from '../../src/domain/model/source.ts';
import type { Instant } from '../../src/domain/model/units.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { speech } from '../../web/i18n.ts';
import { mendSentence, problemSentence } from '../../web/problems.ts';
import { aSource } from './builders.ts';
import { type FixtureServer, fixtureServer } from './fixtureServer.ts';
import { follow, type TestDeps, testDeps } from './testDeps.ts';

/** One source on a server of its own, asked when it is due and at no other time. */
export interface Ward {
  server: FixtureServer;
  deps: TestDeps;
  source: Source;
  state(): Promise<SourceState>;
  health(): Promise<Health>;
  findings(): Promise<Problem[]>;
  kinds(): Promise<ProblemKind[]>;
  titles(): Promise<string[]>;
  /** Moves the clock to the source's next check, and has it made. */
  nextCheck(): Promise<void>;
  /** Check after check until something is found; how many of the source's intervals that took. */
  intervalsUntil(kind: ProblemKind, mostChecks?: number): Promise<number>;
}

interface Given {
  source?: Partial<Source>;
  http?: Partial<HttpSettings>;
  now?: Instant;
}

/** @param given.source its address may be a path on the server */
export async function aWard(given: Given = {}): Promise<Ward> {
  const server = await fixtureServer();
  onTestFinished(() => server.close());
  const deps: TestDeps = await testDeps({
    ...(given.now !== undefined && { now: given.now }),
    http: { totalMs: 1000, maxBytes: 1024 * 1024, clock: () => deps.clock(), ...given.http },
  });
  const { url = '/feed', ...rest } = given.source ?? {};
  const [source] = await follow(deps, aSource({ ...rest, url: new URL(url, server.url).href }));
  if (!source) throw new Error('nothing followed');
  const state = async () => {
    const found = await deps.store.sources.find(source.id);
    if (!found) throw new Error('the source is gone');
    return found.state;
  };
  const findings = async () => findingsOn(await state(), deps.clock());
  const kinds = async () => (await findings()).map(({ kind }) => kind);
  const nextCheck = async () => {
    deps.clock.set(Math.max(deps.clock(), (await state()).nextCheckAt));
    expect((await sweep({}, deps)).checked).toBe(1);
  };
  return {
    server,
    deps,
    source,
    state,
    findings,
    kinds,
    nextCheck,
    health: async () => healthOf(source, await state(), deps.clock(), deps.watch.sweep),
    titles: async () => (await deps.store.items.listOfSource(source.id, 1000)).map(({ title }) => title).sort(),
    async intervalsUntil(kind, mostChecks = 3) {
      const from = deps.clock();
      const every = intervalOf(source, await state(), deps.watch.sweep);
      for (let check = 0; check < mostChecks; check += 1) {
        await nextCheck();
        if ((await kinds()).includes(kind)) return (deps.clock() - from) / every;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}

/** A problem as people read it, its no-break spaces as plain ones: in French what it is and the mend, then in English. */
export const told = (problem: Problem, suggestion?: string): string[] =>
  (['fr', 'en'] as const).flatMap((language) => {
    const words = speech(language, 'Europe/Paris');
    const sentences = [problemSentence(problem, words), mendSentence(problem, words, suggestion)];
    return sentences.map((sentence) => sentence.replace(/[\u00a0\u202f]/g, ' '));
  });
