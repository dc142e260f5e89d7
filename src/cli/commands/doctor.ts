import { accessSync, constants } from 'node:fs';
import { mendSentence, problemSentence } from '../../../web/problems.ts';
import { findMeiliBinary } from '../../adapters/search/meiliProcess.ts';
import { findingsOn, healthOf } from '../../domain/cadence/health.ts';
import type { SourceState } from '../../domain/model/source.ts';
import { DAY_MS } from '../../domain/model/units.ts';
import { listProblemKeys, listProblems } from '../../pipeline/lists.ts';
import type { Context } from '../main.ts';
import { type App, wire } from '../wire.ts';

interface Finding {
  name: string;
  ok: boolean;
  message: string;
  mend?: string;
}

const MONTH_MS = 30 * DAY_MS;

/** What is wrong and how to mend it. Exit 1 when something is. */
export async function doctor({ env, out }: Context): Promise<boolean> {
  const app = await wire(env);
  try {
    const findings = [
      node(),
      folder(app),
      ...(await searchFindings(app)),
      ...(await modelFinding(app)),
      ...(await sourceFindings(app, out.speech)),
      ...(await listFindings(app, out.speech)),
    ];
    out.result({ ok: findings.every(({ ok }) => ok), findings }, () =>
      findings.map(
        ({ ok, name, message, mend }) =>
          `${ok ? '  ok  ' : 'WRONG '} ${name}: ${message}${mend && !ok ? ` → ${mend}` : ''}`,
      ),
    );
    return findings.every(({ ok }) => ok);
  } finally {
    await app.close();
  }
}

const node = (): Finding => ({ name: 'node', ok: true, message: process.versions.node });

function folder({ files }: App): Finding {
  try {
    accessSync(files.folder, constants.W_OK);
    return { name: 'data', ok: true, message: files.folder };
  } catch {
    return {
      name: 'data',
      ok: false,
      message: `${files.folder} cannot be written`,
      mend: 'give it to the user Vigie runs as, or set VIGIE_DATA',
    };
  }
}

async function searchFindings({ deps, env }: App): Promise<Finding[]> {
  const { store, search, log } = deps;
  const revision = await store.outbox.revision();
  const indexes = search.engines().map(async (engine): Promise<Finding> => {
    const behind = revision - ((await engine.cursor())?.revision ?? 0);
    return {
      name: `search (${engine.name})`,
      ok: behind === 0,
      message: behind === 0 ? 'up to date' : `${behind} changes behind`,
      mend: 'it catches up with the next sweep, or run: npx vigie reindex',
    };
  });
  const binary = await findMeiliBinary(env.meiliBin, env.path, log);
  const server: Finding = {
    name: 'meilisearch',
    ok: true,
    message: env.meiliUrl ?? binary ?? 'no binary for this machine: the embedded index serves',
  };
  return [...(await Promise.all(indexes)), server];
}

/** What the language model cost, where there is one. */
async function modelFinding({ deps: { store, assistant, clock } }: App): Promise<Finding[]> {
  if (!assistant) return [];
  const { questions, tokens } = await store.advice.spentSince(clock() - MONTH_MS);
  return [
    { name: `model (${assistant.model})`, ok: true, message: `${questions} questions, ${tokens} tokens in 30 days` },
  ];
}

async function sourceFindings({ deps }: App, speech: Context['out']['speech']): Promise<Finding[]> {
  const now = Date.now();
  const sources = await deps.store.sources.list();
  const offline = sources.length > 0 && sources.every(({ state }) => state.problem?.kind === 'dns');
  if (offline)
    return [
      { name: 'sources', ok: false, message: `${sources.length} followed, none reached. ${speech.t('offline')}` },
    ];
  const bounds = deps.watch.sweep;
  const findings = sources.flatMap(({ source, state }) => {
    const health = healthOf(source, state, now, bounds);
    const isUnwell = health === 'failing' || health === 'late' || health === 'silent' || isGone(state);
    return findingsOn(state, now).map(
      (problem): Finding => ({
        name: source.name ?? state.feedTitle ?? source.url,
        ok: !isUnwell,
        message: problemSentence(problem, speech),
        mend: mendSentence(problem, speech, problem === state.problem ? state.suggestion : undefined),
      }),
    );
  });
  const unwell = new Set(findings.filter(({ ok }) => !ok).map(({ name }) => name)).size;
  return [
    { name: 'sources', ok: unwell === 0, message: `${sources.length} followed, ${unwell} unwell` },
    ...findings.toSorted((a, b) => Number(a.ok) - Number(b.ok)),
  ];
}

async function listFindings({ deps }: App, speech: Context['out']['speech']): Promise<Finding[]> {
  const problems = await listProblems(deps);
  return problems.map(({ location, problem }) => {
    const { problem: said, mend } = listProblemKeys(problem);
    return { name: location, ok: false, message: speech.t(said, problem.params), mend: speech.t(mend) };
  });
}

/** Paused by Vigie: it has gone for good. */
const isGone = ({ paused, problem }: SourceState): boolean =>
  paused && (problem?.kind === 'gone' || problem?.kind === 'not-found');
