import { parseArgs } from 'node:util';
import { crash } from './crash.ts';

/** `npm run crash -- --seed 7 --rounds 20 --load-ms 4000`: prints what it did and found; a fault ends it with 1. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(process.pid) },
    rounds: { type: 'string', default: '20' },
    'load-ms': { type: 'string', default: '4000' },
  },
});
const seed = Number(values.seed);
const report = await crash({
  seed,
  rounds: Number(values.rounds),
  loadMsMax: Number(values['load-ms']),
  log: (line) => console.log(line),
});
console.log(JSON.stringify({ seed, ...report }));
if (report.faults.length > 0) {
  console.error(`Faults with --seed ${seed}:\n${report.faults.join('\n')}`);
  process.exitCode = 1;
}
