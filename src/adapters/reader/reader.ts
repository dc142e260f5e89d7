import { Worker } from 'node:worker_threads';
import type { VersionRow } from '../../domain/pages/compareVersions.ts';
import type { ZoneTrial } from '../../domain/pages/trial.ts';
import type { Article } from '../../domain/sources/article.ts';
import type { Document, Reading } from '../../domain/sources/read.ts';
import type { PageSurvey, WebPage } from '../../domain/sources/survey.ts';
import type { Answers, Task, VersionPair, ZoneQuestion } from './tasks.ts';
import type { WorkerSettings } from './worker.ts';

export interface DocumentReader {
  /** A document of a source → its items. */
  read(document: Document): Promise<Reading>;
  /** Every way a page offers of following it; undefined when it cannot be read. */
  survey(page: WebPage): Promise<PageSurvey | undefined>;
  /** The readable part of an article's page; undefined when there is none. */
  article(page: WebPage): Promise<Article | undefined>;
  /** Two versions of a watched page, line by line; undefined when that takes too long. */
  compare(pair: VersionPair): Promise<VersionRow[] | undefined>;
  /** What selectors would have seen in versions of a page; undefined when that takes too long. */
  tryZone(question: ZoneQuestion): Promise<ZoneTrial | undefined>;
  close(): Promise<void>;
}

/** A 5 MB feed takes about a second; one that takes this long never ends. */
const KILL_AFTER_MS = 15_000;
const MAX_HEAP_MB = 512;
/** Left alone, the thread's nursery grows until nothing but garbage fills 100 MB; a small one costs no more time. */
const MAX_NURSERY_MB = 12;

/** Why there is no answer. */
interface Failure {
  kind: 'internal' | 'too-slow-to-read';
  detail: string;
}

type Result = { answer: Answers[Task['kind']] } | { failure: Failure };

interface Job {
  task: Task;
  settle(result: Result): void;
}

// The thread runs the compiled file in production and the TypeScript itself in tests.
const WORKER_FILE = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * Reads documents one at a time in a thread with a kill timer. Isolation, not speed: a hostile document blocks
 * neither the web server nor the other sources.
 */
export function documentReader(
  settings: WorkerSettings,
  killAfterMs = KILL_AFTER_MS,
  maxHeapMb = MAX_HEAP_MB,
): DocumentReader {
  const waiting: Job[] = [];
  let worker: Worker | undefined;
  let current: Job | undefined;
  let timer: NodeJS.Timeout | undefined;

  const failed = (kind: Failure['kind'], detail = ''): Result => ({ failure: { kind, detail: detail.slice(0, 200) } });

  function start(): Worker {
    const thread = new Worker(WORKER_FILE, {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: MAX_NURSERY_MB },
    });
    thread.unref();
    thread.on('message', (message: { answer: Answers[Task['kind']] } | { error: string }) => {
      // A thread may still answer while it is being killed: the answer is to a document already given up.
      if (thread === worker) finish('error' in message ? failed('internal', message.error) : message);
    });
    thread.on('error', (error: NodeJS.ErrnoException) => {
      if (thread !== worker) return;
      worker = undefined;
      finish(failed(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-slow-to-read' : 'internal', error.message));
    });
    return thread;
  }

  function next(): void {
    if (current) return;
    current = waiting.shift();
    if (!current) {
      worker?.unref();
      return;
    }
    worker ??= start();
    worker.ref();
    timer = setTimeout(kill, killAfterMs);
    worker.postMessage(current.task, transferable(bodyOf(current.task)));
  }

  function finish(result: Result): void {
    clearTimeout(timer);
    const done = current;
    current = undefined;
    done?.settle(result);
    next();
  }

  function kill(): void {
    void worker?.terminate();
    worker = undefined;
    finish(failed('too-slow-to-read'));
  }

  const perform = (task: Task): Promise<Result> =>
    new Promise((settle) => {
      waiting.push({ task, settle });
      next();
    });

  /** What the thread answered; undefined when it failed or was killed. */
  async function answerTo<Kind extends Task['kind']>(task: Task & { kind: Kind }): Promise<Answers[Kind] | undefined> {
    const result = await perform(task);
    return 'answer' in result ? (result.answer as Answers[Kind]) : undefined;
  }

  return {
    async read(document) {
      const result = await perform({ kind: 'read', document });
      if ('answer' in result) return result.answer as Reading;
      const { kind, detail } = result.failure;
      return { kind: 'problem', problem: { kind, params: { detail, seconds: killAfterMs / 1000 } } };
    },
    survey: (page) => answerTo({ kind: 'survey', page }),
    article: (page) => answerTo({ kind: 'article', page }),
    compare: (pair) => answerTo({ kind: 'compare', pair }),
    tryZone: (question) => answerTo({ kind: 'zone', question }),
    async close() {
      const thread = worker;
      worker = undefined;
      clearTimeout(timer);
      for (const { settle } of [...(current ? [current] : []), ...waiting.splice(0)])
        settle(failed('internal', 'The reader was closed'));
      current = undefined;
      await thread?.terminate();
    },
  };
}

/** The bytes a task may hand over; only documents come as bytes. */
function bodyOf(task: Task): Uint8Array | undefined {
  if (task.kind === 'read') return task.document.body;
  return 'page' in task ? task.page.body : undefined;
}

/** A body that owns its memory is handed over instead of copied; small Buffers share a pool and must not be. */
const transferable = (body: Uint8Array | undefined): ArrayBuffer[] =>
  body?.buffer instanceof ArrayBuffer && body.buffer.byteLength === body.byteLength ? [body.buffer] : [];
