import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { PolicyBook } from '@daylight/rules/policy/book.ts';
import type { Claim, Clause } from '@daylight/rules/policy/document.ts';
import { isoDate } from '@daylight/rules/time.ts';
import { loadPolicy } from '../packages/server/src/policy/load.ts';
import { readSources, repositoryDir } from '../packages/server/src/policy/sources.ts';
import { overclaims, traceOf } from '../packages/server/src/policy/trace.ts';

const { book, clauses, claims } = await loadPolicy();
const trace = traceOf({ book, clauses, claims, sources: await readSources() });

test('no clause claims more than the product has', () => {
  expect(overclaims(trace)).toEqual([]);
});

test('no file names a clause that the requirements do not have', () => {
  expect(trace.unknown).toEqual([]);
});

test('docs/trace.md shows every clause in the state it claims (npm run trace)', async () => {
  const page = await readFile(`${repositoryDir}docs/trace.md`, 'utf8');
  const shown = [...page.matchAll(/^\| (\S+) \| ([RFD]) \| ([a-z ]+) \|/gm)].map(
    ([, id, , state]) => `${id} ${state}`,
  );
  expect(shown).toEqual(trace.rows.map(({ clause, claim }) => `${clause.id} ${claim.state}`));
});

// The ids of the examples are put together here, or this very file would count as evidence.
const rule = ['JS', '11A'].join('-');
const duty = ['GY', '5.1'].join('-');

function clause(id: string, kind: Clause['kind']): Clause {
  return { id, kind, document: 'example', article: '一', zh: '例', en: 'example' };
}
function traced(state: Claim['state'], files: Readonly<Record<string, string>>, note: Claim['note'] = null) {
  return traceOf({
    clauses: [clause(rule, 'R'), clause(duty, 'D')],
    claims: [
      { clause: rule, state, note },
      { clause: duty, state: 'not yet', note: null },
    ],
    book: { provisions: {} },
    sources: Object.entries(files).map(([path, text]) => ({ path, text })),
  });
}
const whole = {
  'packages/rules/src/bargain/bargain.ts': `/** Confirms at once (${rule}). */`,
  'packages/api/src/bargain.ts': `endpoint({ id: 'bargain.open', clauses: ['${rule}'] })`,
  'packages/web/src/features/bargain/Open.tsx': `// screen: ${rule}\n`,
  'packages/rules/src/bargain/bargain.test.ts': `test('${rule}: confirmed at once', () => {});`,
};

test('a rule with rule, endpoint, screen and test may be called done', () => {
  const [row] = traced('done', whole).rows;
  expect(overclaims(traced('done', whole))).toEqual([]);
  expect(row?.endpoint).toEqual(['bargain.open']);
});

test('a rule that lacks any one of the four may not be called done', () => {
  for (const path of Object.keys(whole)) {
    const { [path as keyof typeof whole]: _, ...rest } = whole;
    expect(overclaims(traced('done', rest)), path).toHaveLength(1);
  }
});

test('a clause named in the body of a test, or in a comment of a screen, is no evidence', () => {
  const files = {
    'packages/rules/src/bargain/bargain.test.ts': `test('confirmed', () => { expect('${rule}'); });`,
    'packages/web/src/features/bargain/Open.tsx': `export const a = 1; // see ${rule}\n`,
  };
  const [row] = traced('not yet', files).rows;
  expect([row?.test, row?.screen]).toEqual([[], []]);
});

test('a row of a table of tests counts by the clause at the start of its name', () => {
  const path = 'packages/rules/src/bargain/bargain.test.ts';
  const testOf = (text: string) => traced('not yet', { [path]: text }).rows[0]?.test;
  expect(testOf(`test.each([['${rule} at once', 1]])('%s', () => {});`)).toEqual([path]);
  expect(testOf(`test.each([['at once', '${rule}']])('%s', () => {});`)).toEqual([]);
});

test('a test of the pack, or an example beside the features, is no evidence', () => {
  const files = {
    'packages/server/src/policy/load.test.ts': `test('${rule}: five days', () => {});`,
    'packages/rules/src/result.ts': `/** Clause id, e.g. '${rule}'. */`,
  };
  const [row] = traced('not yet', files).rows;
  expect([row?.test, row?.rule]).toEqual([[], []]);
});

test('a parameter counts for its clause where a rule or a command asks for it', () => {
  const key = 'bargain.listedPriceConfirm';
  const book: PolicyBook = {
    provisions: {
      [key]: [
        {
          value: 'automatic',
          from: isoDate('2020-05-01'),
          until: null,
          jurisdiction: '320000',
          document: 'example',
          article: '一',
          clause: rule,
          origin: 'published',
          note: null,
        },
      ],
    },
  };
  const path = 'packages/server/src/features/bargain/commands.ts';
  const ruleOf = (text: string) =>
    traceOf({ clauses: [clause(rule, 'R')], claims: [], book, sources: [{ path, text }] }).rows[0]?.rule;
  expect(ruleOf(`resolve(book, '${key}', place, day)`)).toEqual([path]);
  expect(ruleOf(`resolve(book, '${key}Again', place, day)`)).toEqual([]);
});

test('a longer id is not evidence for the shorter one', () => {
  const longer = `${rule}1`;
  const [row] = traced('not yet', { 'packages/rules/src/a.ts': `/** ${longer} */` }).rows;
  expect(row?.rule).toEqual([]);
});

test('"part" with nothing there, or without a note, claims too much', () => {
  const note = { zh: '缺界面', en: 'No screen yet.' };
  expect(overclaims(traced('part', {}, note))[0]).toContain('nothing there');
  expect(overclaims(traced('part', whole))[0]).toContain('note');
  expect(overclaims(traced('part', whole, note))).toEqual([]);
});

test('an id that no document has is found wherever it stands', () => {
  const strange = ['JS', '99'].join('-');
  expect(traced('not yet', { 'test/journeys/a.test.ts': `// ${strange}` }).unknown).toEqual([
    { clause: strange, path: 'test/journeys/a.test.ts' },
  ]);
});
