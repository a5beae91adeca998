import { itemReader } from '@daylight/rules/catalogue/item-row.ts';
import { itemHeader, readLayout } from '@daylight/rules/catalogue/release-layout.ts';
import { assert } from '@daylight/rules/result.ts';
import { expect, test } from 'vitest';
import { SYNTHETIC_MARK, SYNTHETIC_NOTE } from '../synthetic.ts';
import { allRows, classParts, followUps } from './national-codes.ts';

const options = { rows: 30_000, seed: 'test' };

test('the same seed gives the same release, another seed another one', () => {
  const few = { rows: 500, seed: 'a' };
  expect([...allRows(few)]).toEqual([...allRows(few)]);
  expect([...allRows(few)]).not.toEqual([...allRows({ ...few, seed: 'b' })]);
});

test('a release has all 18 classes, the rows that were asked for, and 21 columns', () => {
  const rows = [...allRows(options)];
  expect(rows).toHaveLength(options.rows);
  expect(rows.every((row) => row.length === 21)).toBe(true);
  expect(classParts(options).map((part) => part.code)).toHaveLength(18);
  expect(new Set(rows.map((row) => row[16]?.slice(0, 3))).size).toBe(18);
});

test('duplicates are about as frequent as in the real release, and a small share is dirty', () => {
  const layout = readLayout(itemHeader);
  assert(layout.ok && layout.value.kind === 'items', 'the header of the release');
  const read = itemReader(layout.value.columns, 2026);
  const rows = [...allRows(options)];
  const contents = rows.map((row) => read(row));
  const codes = contents.flatMap((each) => (each.ok ? [each.value.itemCode] : []));
  const duplicates = codes.length - new Set(codes).size;
  expect(duplicates / rows.length).toBeGreaterThan(0.05);
  expect(duplicates / rows.length).toBeLessThan(0.065);
  const flagged = contents.filter((each) => each.ok && each.value.flags.length > 0).length;
  expect(flagged / rows.length).toBeGreaterThan(0.002);
  expect(flagged / rows.length).toBeLessThan(0.05);
  expect(contents.every((each) => each.ok || each.code === 'row.codeMalformed')).toBe(true);
});

test('nobody can take a generated row for a real one', () => {
  for (const row of allRows({ rows: 300, seed: 'c' })) {
    expect(row[20]).toBe(SYNTHETIC_NOTE);
    expect(row[11]).toContain(SYNTHETIC_MARK);
  }
});

test('停用表 and 转码表 name codes of the release, and transcodes stay within a product', () => {
  const codes = new Set([...allRows(options)].map((row) => row[16]));
  const changes = [...followUps(options)];
  expect(changes.length).toBeGreaterThan(50);
  for (const { kind, row } of changes) {
    expect(codes.has(row[0])).toBe(true);
    if (kind === 'transcoded') expect(row[1]?.slice(0, 20)).toBe(row[0]?.slice(0, 20));
  }
});
