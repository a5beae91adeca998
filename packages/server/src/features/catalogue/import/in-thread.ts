import { Worker } from 'node:worker_threads';
import type { ImportOrder, ImportOutcome } from './run-import.ts';

/** Runs an import in a thread of its own; fails when the thread does. */
export function runInThread(order: ImportOrder): Promise<ImportOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('import-worker.ts', import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: 320 },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the import thread ended with ${code}`)));
  });
}
