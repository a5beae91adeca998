import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** ARCHITECTURE.md as a test: where files live, how long they are, who may import whom. */
const root = path.resolve(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(root, file)));
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Import {
  readonly file: string;
  readonly from: string;
}

const imports: readonly Import[] = sources.flatMap((file) =>
  [
    ...textOf(file).matchAll(
      /(?:^|\n)(?:import|export)\s[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g,
    ),
  ].map((match) => ({
    file,
    from: match[1] ?? match[2] ?? '',
  })),
);

const room = (file: string): string | null => /^packages\/(\w+)\/src\//.exec(file)?.[1] ?? null;
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

const knows: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  api: ['@daylight/rules', 'zod'],
  seal: ['@daylight/rules', 'age-encryption', 'shamir-secret-sharing'],
  server: ['@daylight/rules', '@daylight/api', '@daylight/seal'],
  web: ['@daylight/rules', '@daylight/api', '@daylight/seal'],
};

/** Which feature of the server may ask which other through its port. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  account: ['organisation'],
  organisation: ['account'],
  home: [
    'account',
    'organisation',
    'bargain',
    'distribution',
    'listing',
    'order',
    'settlement',
    'supervision',
    'journal',
    'portal',
    'catalogue',
    'policy',
    'evidence',
    'qualification',
    'publicity',
    'panel',
    'linkage',
    'admission',
    'directory',
    'filing',
    'credit',
    'tender',
    'demand',
    'bidding',
    'agreement',
    'execution',
  ],
  policy: ['bargain', 'order', 'settlement', 'listing', 'linkage', 'supervision'],
  calendar: [
    'bargain',
    'distribution',
    'order',
    'settlement',
    'supervision',
    'qualification',
    'publicity',
    'panel',
    'linkage',
    'admission',
    'directory',
    'filing',
    'credit',
    'tender',
    'demand',
    'bidding',
    'agreement',
    'execution',
  ],
  catalogue: ['listing'],
  // It asks execution and bidding only what to say beside a listing.
  listing: [
    'catalogue',
    'organisation',
    'supervision',
    'bargain',
    'evidence',
    'credit',
    'execution',
    'bidding',
  ],
  distribution: ['organisation', 'listing', 'credit'],
  bargain: ['listing', 'organisation', 'supervision', 'catalogue', 'execution'],
  supervision: ['organisation', 'bargain', 'listing', 'order', 'linkage', 'directory', 'evidence'],
  order: [
    'bargain',
    'catalogue',
    'distribution',
    'listing',
    'organisation',
    'supervision',
    'filing',
    'credit',
    'execution',
  ],
  settlement: ['order', 'organisation', 'supervision'],
  journal: ['organisation', 'account'],
  portal: ['listing', 'bargain', 'organisation', 'catalogue', 'directory', 'linkage', 'filing', 'publicity'],
  evidence: ['organisation'],
  // A round's facts are asked of tender; it asks the others only to stop what a wider round took over.
  tender: [
    'evidence',
    'organisation',
    'catalogue',
    'listing',
    'order',
    'directory',
    'agreement',
    'execution',
    // What is found of a breach becomes a proposed bad record (GY-5.4).
    'credit',
  ],
  demand: ['tender', 'evidence', 'organisation', 'order'],
  bidding: [
    'tender',
    'demand',
    'evidence',
    'organisation',
    'qualification',
    'publicity',
    'listing',
    'linkage',
    'credit',
    'journal',
    'order',
  ],
  agreement: [
    'tender',
    'demand',
    'bidding',
    'execution',
    'account',
    'evidence',
    'organisation',
    'listing',
    'supervision',
    'distribution',
  ],
  execution: ['tender', 'bidding', 'organisation', 'evidence', 'listing', 'supervision', 'credit'],
  qualification: ['evidence', 'organisation', 'catalogue', 'listing', 'publicity'],
  publicity: ['evidence', 'organisation'],
  panel: ['evidence', 'organisation'],
  linkage: [
    'evidence',
    'organisation',
    'catalogue',
    'listing',
    'publicity',
    'order',
    'supervision',
    'directory',
  ],
  admission: [
    'evidence',
    'organisation',
    'catalogue',
    'listing',
    'qualification',
    'linkage',
    'publicity',
    'panel',
    'filing',
    'credit',
  ],
  credit: ['evidence', 'organisation', 'listing', 'directory', 'supervision'],
  directory: [
    'evidence',
    'organisation',
    'catalogue',
    'listing',
    'distribution',
    'bargain',
    'order',
    'settlement',
    'publicity',
    'qualification',
  ],
  filing: [
    'evidence',
    'organisation',
    'catalogue',
    'listing',
    'linkage',
    'publicity',
    'panel',
    'order',
    'supervision',
    'qualification',
  ],
};

test('the rooms know only what the arrows allow', () => {
  const wrong = imports.filter(({ file, from }) => {
    const own = room(file);
    if (own === null || isTest(file)) return false;
    if (own === 'rules') return !from.startsWith('.');
    if (own === 'api' || own === 'seal')
      return (
        !from.startsWith('.') && !knows[own]?.some((name) => from === name || from.startsWith(`${name}/`))
      );
    return from.startsWith('@daylight/') && !knows[own]?.some((name) => from.startsWith(`${name}/`));
  });
  expect(wrong).toEqual([]);
});

test('no file reaches into another package by a relative path', () => {
  const wrong = imports.filter(({ file, from }) => {
    const own = room(file);
    if (own === null || !from.startsWith('.')) return false;
    const target = path.relative(root, path.resolve(root, path.dirname(file), from));
    return !target.startsWith(`packages/${own}/src`) && !isTest(file);
  });
  expect(wrong).toEqual([]);
});

test('a feature of the server asks another only through its port, and only along the arrows', () => {
  const wrong = imports.flatMap(({ file, from }) => {
    const own = /^packages\/server\/src\/features\/(\w+)\//.exec(file)?.[1];
    if (own === undefined || !from.startsWith('.') || isTest(file)) return [];
    const target = path.relative(root, path.resolve(root, path.dirname(file), from));
    const [, other, rest] = /^packages\/server\/src\/features\/(\w+)\/(.+)$/.exec(target) ?? [];
    if (other === undefined || other === own) return [];
    const allowed = rest === 'port.ts' && (arrows[own]?.includes(other) ?? false);
    return allowed ? [] : [`${file} → ${other}/${rest}`];
  });
  expect(wrong).toEqual([]);
});

test('every feature word stands in ARCHITECTURE.md and in the glossary', () => {
  const words = new Set(
    sources.flatMap((file) => /^packages\/(?:server|web)\/src\/features\/(\w+)\//.exec(file)?.[1] ?? []),
  );
  const architecture = textOf('ARCHITECTURE.md');
  const glossary = textOf('GLOSSARY.md');
  const listed = /Feature words: `([^`]+)`/.exec(architecture)?.[1]?.split(' ') ?? [];
  expect([...words].filter((word) => !listed.includes(word))).toEqual([]);
  expect([...words].filter((word) => !glossary.includes(word))).toEqual([]);
});

test('a file has at most 400 lines', () => {
  const long = sources
    .filter((file) => file !== 'packages/server/src/tables.ts')
    .map((file) => ({ file, lines: textOf(file).split('\n').length }))
    .filter(({ lines }) => lines > 401);
  expect(long).toEqual([]);
});

test('file names are in kebab-case and no folder is called utils or helpers', () => {
  expect(sources.filter((file) => !/^[a-z0-9.-]+$/.test(path.basename(file)))).toEqual([]);
  expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc)\//.test(file))).toEqual([]);
});

test('nothing is exported by default except where a tool wants it', () => {
  const wrong = sources.filter(
    (file) => /^export default/m.test(textOf(file)) && !file.endsWith('.config.ts'),
  );
  expect(wrong).toEqual([]);
});

test('rules do not read a clock, chance, the machine or the page', () => {
  const wrong = sources.filter(
    (file) =>
      room(file) === 'rules' &&
      !isTest(file) &&
      /\bnew Date\b|\bDate\.(now|UTC|parse)\b|\bMath\.random\b|\bprocess\.|\bwindow\.|\bcrypto\./.test(
        textOf(file),
      ),
  );
  expect(wrong).toEqual([]);
});

test('only money.ts calculates with amounts: no other rule turns money into a number', () => {
  const wrong = sources.filter(
    (file) =>
      room(file) === 'rules' &&
      !isTest(file) &&
      !file.endsWith('/money.ts') &&
      /\b(parseFloat|Number)\((price|amount|\w*(Price|Amount))\)/.test(textOf(file)),
  );
  expect(wrong).toEqual([]);
});

test('no task is left in a comment', () => {
  const wrong = sources.filter(
    (file) => file !== 'test/tidy.test.ts' && /\b(TODO|FIXME|XXX|HACK)\b/.test(textOf(file)),
  );
  expect(wrong).toEqual([]);
});
