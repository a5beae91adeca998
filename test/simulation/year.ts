import { mkdirSync, appendFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

/**
 * `npm run sim:year`: a year of 2,000 institutions and ten million order lines. `--part 0.01` lives a hundredth of the lines
 * (fewer institutions and smaller orders), and says so in its report.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    part: { type: 'string', default: '1' },
    days: { type: 'string', default: '365' },
    'check-every': { type: 'string', default: '30' },
  },
});
const part = Number(values.part);
const days = Number(values.days);
const institutions = Math.max(39, Math.round(2000 * Math.sqrt(part)));
const linesOfYear = 10_000_000 * part;
const workdays = 250;

interface Mark {
  readonly lines: number;
  readonly at: number;
  readonly bytes: number;
}

const begun = performance.now();
let last: Mark = { lines: 0, at: begun, bytes: 0 };
const steps: object[] = [];
const whole = part === 1 && days === 365;
console.log(
  whole
    ? 'the whole year: 2,000 institutions, 10 million order lines'
    : `a PART of the year: ${days} of 365 days, ${institutions} of 2,000 institutions, at a rate of ${linesOfYear} lines a year`,
);
const report = await simulate(
  {
    seed: Number(values.seed),
    days,
    institutions,
    ordersPerDay: 0,
    linesMax: 39,
    linesPerDay: linesOfYear / workdays,
    bargainsPerDay: Math.max(4, Math.round(200 * part)),
    items: Math.max(3000, Math.round(20_000 * Math.sqrt(part))),
    provinceListings: Math.max(150, Math.round(900 * Math.sqrt(part))),
    cityListings: Math.max(60, Math.round(200 * Math.sqrt(part))),
    checkEvery: Number(values['check-every']),
  },
  {
    log: (line) => console.log(line),
    shrink: false,
    onStep: (day, lines, bytes) => {
      const at = performance.now();
      const step = {
        day,
        lines,
        linesPerSecond: Math.round(((lines - last.lines) / (at - last.at)) * 1000),
        msPerLine: Number(((at - last.at) / Math.max(1, lines - last.lines)).toFixed(2)),
        databaseMB: Math.round(bytes / 1e6),
        bytesPerLine: Math.round((bytes - last.bytes) / Math.max(1, lines - last.lines)),
        memoryMB: Math.round(process.memoryUsage().rss / 1e6),
      };
      last = { lines, at, bytes };
      steps.push(step);
      console.log(JSON.stringify(step));
    },
  },
);
const result = {
  what: 'sim:year',
  whole,
  part,
  days,
  institutions,
  linesWanted: Math.round((linesOfYear * days) / 365),
  orderLines: report.orderLines,
  minutes: Number(((performance.now() - begun) / 60_000).toFixed(1)),
  failure: report.failure,
  journal: report.journal,
  steps,
  machine: { cpus: cpus().length, model: cpus()[0]?.model ?? '', memoryGB: Math.round(totalmem() / 1e9) },
};
const folder = path.join(import.meta.dirname, '../../bench/results');
mkdirSync(folder, { recursive: true });
appendFileSync(path.join(folder, 'sim-year.jsonl'), `${JSON.stringify(result)}\n`);
console.log(JSON.stringify({ ...result, steps: undefined }));
if (report.failure !== null) process.exitCode = 1;
