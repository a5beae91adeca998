import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isShort } from './size.ts';

/** One measured figure with what it is measured against in the same run: the ratio travels between machines, the figure does not. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** The raw-database counterpart of the same run. */
  readonly baseline?: { readonly what: string; readonly value: number };
  readonly target?: string;
  readonly note?: string;
}

const results = path.join(import.meta.dirname, 'results');

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'cpu'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.platform()}`;

const short = (value: number): number => Number(value.toPrecision(4));

/** Prints a figure as one JSON line and keeps it under bench/results/, unless it is of a short run. */
export function report(figure: Figure): void {
  const { baseline, value } = figure;
  const line = JSON.stringify({
    ...figure,
    value: short(value),
    ...(baseline === undefined
      ? {}
      : { baseline: { ...baseline, value: short(baseline.value) }, ratio: short(value / baseline.value) }),
    machine,
    node: process.version,
    commit: commit(),
  });
  process.stdout.write(`${line}\n`);
  if (isShort) return;
  mkdirSync(results, { recursive: true });
  appendFileSync(path.join(results, 'results.jsonl'), `${line}\n`);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Runs `work` from `clients` sides at once for `ms`, and answers how often it finished and how long each took. */
export async function drive(
  clients: number,
  ms: number,
  work: (client: number) => Promise<void>,
): Promise<{ readonly perSecond: number; readonly latencies: readonly number[] }> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + ms;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end) {
        const before = performance.now();
        await work(client);
        latencies.push(performance.now() - before);
      }
    }),
  );
  return { perSecond: latencies.length / ((performance.now() - start) / 1000), latencies };
}
