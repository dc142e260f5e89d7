import { parentPort, workerData } from 'node:worker_threads';
import { trackingParameters } from '../../domain/normalise/url.ts';
import { type ReadSettings, readDocument } from '../../domain/sources/read.ts';
import type { Answers, Task } from './tasks.ts';

/** The thread documents are read in: one that hangs or explodes takes nobody with it. */
export interface WorkerSettings {
  trackingList: string;
  wordsPerMinute: number;
}

const { trackingList, wordsPerMinute } = workerData as WorkerSettings;
const settings: ReadSettings = { isTracking: trackingParameters(trackingList), pace: { wordsPerMinute } };

async function perform(task: Task): Promise<Answers[Task['kind']]> {
  switch (task.kind) {
    case 'read':
      return readDocument(task.document, settings);
    // Asked for seldom, and large: loaded when they are.
    case 'survey':
      return (await import('../../domain/sources/survey.ts')).surveyPage(task.page);
    case 'article':
      return (await import('../../domain/sources/article.ts')).readArticle(task.page);
    case 'compare': {
      const { versionRows } = await import('../../domain/pages/compareVersions.ts');
      return versionRows(task.pair.before, task.pair.after, task.pair.now);
    }
    case 'zone': {
      const { tryZone } = await import('../../domain/pages/trial.ts');
      return tryZone(task.question.pages, task.question.rules, task.question.language);
    }
  }
}

parentPort?.on('message', async (task: Task) => {
  try {
    parentPort?.postMessage({ answer: await perform(task) });
  } catch (error) {
    // A bug on one document: named, and the thread lives on.
    parentPort?.postMessage({ error: String((error as Error).message).slice(0, 200) });
  }
});
