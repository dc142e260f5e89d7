import { Worker } from 'node:worker_threads';
import type { Document, Reading } from '../../domain/sources/read.ts';
import type { WorkerSettings } from './worker.ts';

export interface DocumentReader {
  read(document: Document): Promise<Reading>;
  close(): Promise<void>;
}

/** A 5 MB feed takes about a second; one that takes this long never ends. */
const KILL_AFTER_MS = 15_000;
const MAX_HEAP_MB = 512;
/** Left alone, the thread's nursery grows until nothing but garbage fills 100 MB; a small one costs no more time. */
const MAX_NURSERY_MB = 12;

interface Job {
  document: Document;
  settle(reading: Reading): void;
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

  const failed = (kind: 'internal' | 'too-slow-to-read', detail = ''): Reading => ({
    kind: 'problem',
    problem: { kind, params: { detail: detail.slice(0, 200), seconds: killAfterMs / 1000 } },
  });

  function start(): Worker {
    const thread = new Worker(WORKER_FILE, {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: MAX_NURSERY_MB },
    });
    thread.unref();
    thread.on('message', ({ reading, error }: { reading?: Reading; error?: string }) => {
      // A thread may still answer while it is being killed: the answer is to a document already given up.
      if (thread === worker) finish(reading ?? failed('internal', error));
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
    worker.postMessage(current.document, transferable(current.document.body));
  }

  function finish(reading: Reading): void {
    clearTimeout(timer);
    const done = current;
    current = undefined;
    done?.settle(reading);
    next();
  }

  function kill(): void {
    void worker?.terminate();
    worker = undefined;
    finish(failed('too-slow-to-read'));
  }

  return {
    read: (document) =>
      new Promise((settle) => {
        waiting.push({ document, settle });
        next();
      }),
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

/** A body that owns its memory is handed over instead of copied; small Buffers share a pool and must not be. */
const transferable = ({ buffer, byteLength }: Uint8Array): ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
