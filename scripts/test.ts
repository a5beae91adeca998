import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildWebWhenStale, ROOT } from './web-build.ts';

// npm test: everything a change must pass. npm run check (--fast): the part that takes less than a minute.
// Every step runs even when an earlier one failed, so that one run tells everything; the tests come last, so that
// the output ends with their own summary.

interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

const fast = process.argv.includes('--fast');

function bin(name: string): string {
  return path.join(ROOT, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

function run(name: string, args: readonly string[], show: boolean): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const child = spawn(bin(name), args, {
    cwd: ROOT,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('error', reject);
  child.on('close', (code) => resolve({ passed: code === 0, output }));
  return promise;
}

async function webBuild(): Promise<Outcome> {
  try {
    await buildWebWhenStale();
    return { passed: true, output: '' };
  } catch (error) {
    return { passed: false, output: error instanceof Error ? error.message : String(error) };
  }
}

const quick: readonly Step[] = [
  { name: 'format', run: () => run('oxfmt', ['--check'], false) },
  { name: 'lint', run: () => run('oxlint', ['--type-aware', '--deny-warnings'], false) },
  { name: 'types', run: () => run('tsc', ['-b'], false) },
];

/** Prints one line for the step, and its output only when it failed. Answers whether it passed. */
async function report(step: Step): Promise<boolean> {
  process.stdout.write(`${step.name} … `);
  const begun = performance.now();
  const outcome = await step.run();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${outcome.passed ? 'passed' : 'FAILED'} (${seconds} s)`);
  if (!outcome.passed) console.log(`${outcome.output.trimEnd()}\n`);
  return outcome.passed;
}

const failed: string[] = [];
for (const step of fast ? quick : [...quick, { name: 'web build', run: webBuild }]) {
  if (!(await report(step))) failed.push(step.name);
}
if (failed.length > 0)
  console.log(`Failed before the tests: ${failed.join(', ')}. The tests run all the same.\n`);
const tests = await run('vitest', fast ? ['run', '--project', 'unit'] : ['run'], true);
if (failed.length > 0) console.log(`Failed before the tests: ${failed.join(', ')}.`);
process.exitCode = tests.passed && failed.length === 0 ? 0 : 1;
