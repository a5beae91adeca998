import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@daylight/rules/result.ts';
import { type ImportOrder, runImport } from './run-import.ts';

// The server goes on answering while this thread reads a million rows.
assert(parentPort !== null, 'runs as a thread');
parentPort.postMessage(await runImport(workerData as ImportOrder));
