import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** `npm run races -- --rounds 2000`: real connections against each other, each race so many times. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1000' } } });
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'test/journeys/races.test.ts',
    'test/journeys/execution-ledger.test.ts',
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, RACE_ROUNDS: values.rounds },
  },
);
process.exitCode = status ?? 1;
