import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('package-lock.json names the packages of every platform, so that npm ci accepts it on each', () => {
  const said = execFileSync(process.execPath, ['scripts/complete-lock.mjs', '--verify'], {
    encoding: 'utf8',
  });
  expect(said).toContain('0 platform packages are not in package-lock.json');
});
