import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as api from '@daylight/api/catalogue.ts';
import { foldForSearch } from '@daylight/rules/catalogue/search-text.ts';
import { readSearch } from '@daylight/rules/catalogue/search-query.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { writeRelease } from '@daylight/server/features/catalogue/cli.ts';
import { chanceOf } from '@daylight/server/features/catalogue/generator/chance.ts';
import { importFile } from '@daylight/server/features/catalogue/import-file.ts';
import { setPopularity } from '@daylight/server/features/catalogue/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let buyer: Person;

interface Row {
  readonly item_code: string;
  readonly search_text: string;
  readonly product_name: string;
  readonly manufacturer: string;
  readonly certificate: string;
  readonly specification: string;
  readonly state: string;
}
let rows: Row[];

beforeAll(async () => {
  at = await openTestWorld();
  buyer = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
  const folder = mkdtempSync(path.join(tmpdir(), 'daylight-release-'));
  const files = await writeRelease({ rows: 8_000, seed: 'search' }, folder, true);
  for (const file of files) {
    const done = await importFile(systemContext(at.world, 0, 'test'), { path: file });
    if (!done.ok || done.value.outcome.state !== 'done') throw new Error(JSON.stringify(done));
  }
  rows = await at.sql<Row>(
    'select item_code, search_text, product_name, manufacturer, certificate, specification, state from catalogue_item order by rank, item_code',
  );
});
afterAll(() => at.close());

async function everyPage(query: Record<string, string>, limit = 200): Promise<string[]> {
  const codes: string[] = [];
  let cursor: string | undefined;
  do {
    const page = (
      await buyer.call(api.searchItems, {
        query: { ...query, limit, ...(cursor === undefined ? {} : { cursor }) },
      })
    ).value;
    codes.push(...page.items.map((item) => item.itemCode));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return codes;
}

/** What a person would find by reading every item. */
function naive(words: readonly string[], fits: (row: Row) => boolean = () => true): string[] {
  return rows
    .filter(
      (row) => row.state === 'active' && fits(row) && words.every((word) => row.search_text.includes(word)),
    )
    .map((row) => row.item_code);
}

test('HN-2 any part of a name of two characters and more finds exactly what reading every item finds, in the same order', async () => {
  const chance = chanceOf('terms');
  for (let round = 0; round < 20; round += 1) {
    const words = Array.from({ length: 1 + chance.below(2) }, () => {
      const row = chance.pick(rows);
      const text = chance.pick([row.product_name, row.manufacturer, row.specification]);
      const length = 2 + chance.below(4);
      return text.slice(chance.below(Math.max(text.length - length, 1))).slice(0, length);
    });
    const typed = words.join(' ');
    const terms = readSearch(typed);
    if (terms.words.length === 0 || terms.codePrefix !== null || terms.certificateDigits !== null) continue;
    expect({ typed, codes: await everyPage({ q: typed }) }).toEqual({ typed, codes: naive(terms.words) });
  }
});

test('frequent, rare, combined and impossible terms are answered alike', async () => {
  for (const typed of ['一次性', '导管', '有限公司 一次性', '不存在的词', '合成 导管', '揿针']) {
    expect({ typed, codes: await everyPage({ q: typed }, 50) }).toEqual({
      typed,
      codes: naive(typed.split(' ').map(foldForSearch)),
    });
  }
});

test('HN-2 a code prefix of any length finds the codes that begin with it', async () => {
  const code = rows[500]?.item_code ?? '';
  for (const length of [3, 4, 5, 7, 9, 10, 15, 20, 27]) {
    const prefix = code.slice(0, length);
    const wanted = naive([], (row) => row.item_code.startsWith(prefix));
    // Within one kind or product items come by code.
    const ordered = length >= 15 ? wanted.toSorted() : wanted;
    expect(await everyPage({ q: prefix.toLowerCase() }, 20)).toEqual(ordered);
  }
  expect(await everyPage({ q: 'C09' })).toEqual(naive([], (row) => row.item_code.startsWith('C09')));
});

test('a certificate is found by its number, its beginning and its digits alone', async () => {
  const certificate = rows.find((row) => /^国械注准\d{11}$/.test(row.certificate))?.certificate ?? '';
  const same = naive([], (row) => row.certificate === certificate);
  expect(await everyPage({ q: certificate })).toEqual(same);
  expect(await everyPage({ q: `${certificate}号` })).toEqual(same);
  expect(await everyPage({ q: certificate.slice(4) })).toEqual(
    naive([], (row) => row.certificate.includes(certificate.slice(4))),
  );
  const year = certificate.slice(0, 8);
  expect(await everyPage({ q: year })).toEqual(naive([], (row) => row.certificate.startsWith(year)));
});

test('class, manufacturer and state narrow every search', async () => {
  const { manufacturer } = rows[100] ?? { manufacturer: '' };
  expect(await everyPage({ manufacturer })).toEqual(naive([], (row) => row.manufacturer === manufacturer));
  expect(await everyPage({ class: '02', q: '导管' })).toEqual(
    naive(['导管'], (row) => row.item_code.startsWith('C02')),
  );
  expect(await everyPage({ class: '0203', q: '有限 一次性' })).toEqual(
    naive(['有限', '一次性'], (row) => row.item_code.startsWith('C0203')),
  );
  const disabled = rows.filter((row) => row.state === 'disabled').map((row) => row.item_code);
  expect(disabled.length).toBeGreaterThan(5);
  expect(await everyPage({ state: 'disabled' })).toEqual(disabled);
  expect(await everyPage({ state: 'any' })).toEqual(rows.map((row) => row.item_code));
});

test('nothing and a single character browse in ranking order, and the answer says that the character was passed over', async () => {
  const empty = (await buyer.call(api.searchItems, { query: { limit: 20 } })).value;
  const single = (await buyer.call(api.searchItems, { query: { q: '管', limit: 20 } })).value;
  expect(single.items).toEqual(empty.items);
  expect(empty.items.map((item) => item.itemCode)).toEqual(naive([]).slice(0, 20));
  expect(single.understood.ignored).toEqual(['管']);
});

test('wildcards, quotes and backslashes are only text', async () => {
  for (const q of ['%%', '__', "''", '\\\\', '%_', '$1', '{}'])
    expect(await everyPage({ q })).toEqual(naive([foldForSearch(q)]));
});

test('full-width, upper case and stray spaces find the same', async () => {
  const wanted = naive([foldForSearch('mm×')]);
  expect(wanted.length).toBeGreaterThan(0);
  for (const q of ['ＭＭ×', 'mm*', 'MMX']) expect(await everyPage({ q })).toEqual(wanted);
});

test('popular items come first, and a cursor from nowhere begins at the beginning', async () => {
  const last = naive(['导管']).at(-1) ?? '';
  const { db } = at.world.database;
  const { scope } = systemContext(at.world, 0, 'test');
  await db.transaction().execute((tx) => setPopularity(tx, [{ itemCode: last, popularity: 3 }]));
  const found = (await buyer.call(api.searchItems, { query: { q: '导管', limit: 5, cursor: 'bm9uc2Vuc2U' } }))
    .value;
  expect(found.items[0]?.itemCode).toBe(last);
  await db.transaction().execute((tx) => setPopularity(tx, [{ itemCode: last, popularity: 0 }]));
  const order = await reading(db, scope, (tx) =>
    tx.selectFrom('catalogueItem').select('itemCode').orderBy('rank').orderBy('itemCode').execute(),
  );
  expect(order.map((row) => row.itemCode)).toEqual(rows.map((row) => row.item_code));
});
