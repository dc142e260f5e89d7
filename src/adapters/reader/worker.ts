import { parentPort, workerData } from 'node:worker_threads';
import { trackingParameters } from '../../domain/normalise/url.ts';
import { type Document, type ReadSettings, readDocument } from '../../domain/sources/read.ts';

/** The thread documents are read in: one that hangs or explodes takes nobody with it. */
export interface WorkerSettings {
  trackingList: string;
  wordsPerMinute: number;
}

const { trackingList, wordsPerMinute } = workerData as WorkerSettings;
const settings: ReadSettings = { isTracking: trackingParameters(trackingList), pace: { wordsPerMinute } };

parentPort?.on('message', async (document: Document) => {
  try {
    parentPort?.postMessage({ reading: await readDocument(document, settings) });
  } catch (error) {
    // A bug on one document: named, and the thread lives on.
    parentPort?.postMessage({ error: String((error as Error).message).slice(0, 200) });
  }
});
