import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as api from '@daylight/api/catalogue.ts';
import type { CodeRelease } from '@daylight/api/catalogue.ts';
import {
  disabledHeader,
  itemFields,
  itemHeader,
  transcodedHeader,
  type ItemField,
} from '@daylight/rules/catalogue/release-layout.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { importFile } from '@daylight/server/features/catalogue/import-file.ts';
import { currentItem, itemsOfIdentifier } from '@daylight/server/features/catalogue/port.ts';
import { openWorkbook } from '@daylight/server/workbook/read-workbook.ts';
import { writeWorkbook } from '@daylight/server/workbook/write-workbook.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let operator: Person;
let buyer: Person;
const folder = mkdtempSync(path.join(tmpdir(), 'daylight-releases-'));

beforeAll(async () => {
  at = await openTestWorld();
  operator = await at.person(await at.organisation({ kind: 'operator' }), ['operations']);
  buyer = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
});
afterAll(() => at.close());

type Cells = Partial<Record<ItemField, string>>;
const product = 'C0901010100000006626';
const codeOf = (serial: number): string => `${product}${String(serial).padStart(7, '0')}`;

function row(serial: number, change: Cells = {}): string[] {
  const cells: Cells = {
    goodsId: String(serial),
    classificationCode: product,
    className1: '体外循环材料',
    className2: '插管',
    className3: '动脉灌注管',
    genericName: '动脉插管',
    certificate: '国械注准20153100011',
    productName: '一次性使用动脉插管',
    manufacturer: '测试医疗器械有限公司',
    registrant: '测试医疗器械有限公司',
    specification: `${serial}F`,
    model: `A-${serial}`,
    itemCode: codeOf(serial),
    changeKind: '保留',
    ...change,
  };
  return itemFields.map((field) => cells[field] ?? '');
}

let files = 0;
async function release(header: readonly string[], rows: readonly string[][]): Promise<string> {
  files += 1;
  const file = path.join(folder, `release-${files}.xlsx`);
  await writeWorkbook(file, { sheet: 'Query1', header, rows });
  return file;
}

async function load(file: string) {
  const result = await importFile(systemContext(at.world, 0, 'test'), { path: file });
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result.value;
}

const problemRows = [
  row(1, { udiDi: '06901234567892' }),
  row(2),
  row(1, { udiDi: '16901234567899' }),
  row(3, { certificate: '国械注进307005' }),
  row(4, { itemCode: codeOf(4).slice(0, 26) }),
  row(5, { udiDi: '06901234567893' }),
  row(6, { productName: '', genericName: '' }),
  row(7, { specification: '-5°' }),
];
let first: string;
let firstFile: string;

test('HN-2 every row of a release is accounted for: duplicates counted, dirty ones flagged and kept, bad ones refused', async () => {
  firstFile = await release(itemHeader, problemRows);
  const imported = await load(firstFile);
  first = imported.releaseId;
  expect(imported.outcome.counts).toEqual({
    read: 8,
    new: 5,
    changed: 0,
    same: 0,
    duplicate: 1,
    flagged: 2,
    refused: 2,
    unknown: 0,
  });
  const { rows } = (await operator.call(api.readRelease, { params: { releaseId: first } })).value;
  expect(rows).toMatchObject({ read: 8, unique: 5, duplicate: 1, refused: 2, flagged: 2 });
  const kept = (await buyer.call(api.readItem, { params: { itemCode: codeOf(3) } })).value;
  expect(kept).toMatchObject({
    certificate: '国械注进307005',
    certificateFlag: 'wrongDigitCount',
    state: 'active',
  });
});

test('HN-8 the rows that were not simply taken are listed with their numbers and reasons', async () => {
  const { items } = (await operator.call(api.listReleaseRows, { params: { releaseId: first } })).value;
  expect(items.map((each) => [each.row, each.outcome, each.problems[0]?.code])).toEqual([
    [4, 'duplicate', 'row.duplicate'],
    [5, 'flagged', 'row.certificateDirty'],
    [6, 'refused', 'row.codeMalformed'],
    [7, 'flagged', 'row.udiWrong'],
    [8, 'refused', 'row.nameMissing'],
  ]);
  const refused = await operator.call(api.listReleaseRows, {
    params: { releaseId: first },
    query: { outcome: 'refused', limit: 1 },
  });
  expect(refused.value.items.map((each) => each.row)).toEqual([6]);
  const next = await operator.call(api.listReleaseRows, {
    params: { releaseId: first },
    query: { outcome: 'refused', limit: 1, cursor: refused.value.next ?? '' },
  });
  expect(next.value.items.map((each) => each.row)).toEqual([8]);
});

async function download(rows: 'problems' | 'all'): Promise<(readonly string[])[]> {
  const answer = await at.app.inject({
    method: 'GET',
    url: `/api/catalogue/releases/${first}/problems.xlsx?rows=${rows}`,
    headers: { cookie: `daylight_session=${operator.token}` },
  });
  expect(answer.statusCode).toBe(200);
  const file = path.join(folder, `copy-${rows}.xlsx`);
  writeFileSync(file, answer.rawPayload);
  const opened = await openWorkbook(file);
  if (!opened.ok) throw new Error(opened.code);
  const found: (readonly string[])[] = [];
  await opened.value.sheets[0]?.eachBatch((batch) => void found.push(...batch.map((each) => each.cells)));
  opened.value.close();
  return found;
}

test('HN-8 the copy of the workbook says row by row what was wrong, and can be corrected and imported', async () => {
  const all = await download('all');
  expect(all).toHaveLength(9);
  expect(all[0]?.slice(21)).toEqual(['行号', '处理结果', '问题']);
  expect(all[2]?.slice(21)).toEqual(['3', '已导入', '']);
  expect(all[5]?.[21]).toBe('6');
  expect(all[5]?.[23]).toContain('27 位码格式错误');
  expect(all[8]?.[13]).toBe("'-5°");
  const problems = await download('problems');
  expect(problems.slice(1).map((cells) => cells[21])).toEqual(['4', '5', '6', '7', '8']);

  const corrected = problems.map((cells) => [...cells]);
  const bad = corrected[3];
  if (bad === undefined) throw new Error('the refused row');
  bad[16] = codeOf(4);
  const again = await load(await release(corrected[0] ?? [], [bad]));
  expect(again.outcome.counts).toMatchObject({ read: 1, new: 1, refused: 0 });
  const whole = await load(
    await release(
      all[0] ?? [],
      all.slice(1).map((cells) => [...cells]),
    ),
  );
  expect(whole.outcome.counts).toMatchObject({ new: 0, changed: 0, same: 5 });
});

test('a second import of the same file changes nothing, not even a version', async () => {
  const before = await at.sql('select * from catalogue_item order by item_code');
  const repeated = await load(firstFile);
  expect(repeated).toMatchObject({ repeated: true, releaseId: first });
  const rewritten = await load(await release(itemHeader, [...problemRows, row(8)].slice(0, 8).toReversed()));
  expect(rewritten.outcome.counts).toMatchObject({ new: 0, same: 4, changed: 1 });
  const after = await at.sql('select item_code from catalogue_item order by item_code');
  expect(after.map((each) => each['item_code'])).toEqual(before.map((each) => each['item_code']));
});

test('HN-8 a changed row is a new version, and the old content stays with the release that ended it', async () => {
  const changed = await load(
    await release(itemHeader, [row(2, { productName: '动脉插管（新）', model: 'A-2x' })]),
  );
  expect(changed.outcome.counts).toMatchObject({ changed: 1, new: 0 });
  const item = (await buyer.call(api.readItem, { params: { itemCode: codeOf(2) } })).value;
  expect(item).toMatchObject({ productName: '动脉插管（新）', release: { id: changed.releaseId } });
  expect(item.versions).toHaveLength(2);
  expect(item.versions[1]).toMatchObject({ release: { id: first }, endedBy: { id: changed.releaseId } });
  expect(item.versions[1]?.differences).toEqual(
    expect.arrayContaining([
      { field: 'productName', before: '一次性使用动脉插管', after: '动脉插管（新）' },
      { field: 'model', before: 'A-2', after: 'A-2x' },
    ]),
  );
  const found = (await buyer.call(api.searchItems, { query: { q: '插管（新）' } })).value;
  expect(found.items.map((each) => each.itemCode)).toEqual([codeOf(2)]);
});

test('a duplicate that differs in its device identifier adds it, and the identifier finds the item', async () => {
  const item = (await buyer.call(api.readItem, { params: { itemCode: codeOf(1) } })).value;
  expect(item.deviceIdentifiers).toEqual(expect.arrayContaining(['06901234567892', '16901234567899']));
  const { db } = at.world.database;
  const { scope } = systemContext(at.world, 0, 'test');
  expect(await reading(db, scope, (tx) => itemsOfIdentifier(tx, '16901234567899'))).toEqual([codeOf(1)]);
  const found = (await buyer.call(api.searchItems, { query: { q: '16901234567899' } })).value;
  expect(found.items.map((each) => each.itemCode)).toEqual([codeOf(1)]);
});

test('HN-8 停用表 puts codes out of force, whether the item is here yet or comes later', async () => {
  const disabled = await load(
    await release(disabledHeader, [
      [codeOf(5), '停用'],
      [codeOf(20), '停用'],
      [codeOf(5), '停用'],
      ['C1', '停用'],
    ]),
  );
  expect(disabled.outcome.counts).toMatchObject({ read: 4, new: 2, duplicate: 1, refused: 1, unknown: 1 });
  await load(await release(itemHeader, [row(20)]));
  for (const serial of [5, 20]) {
    const item = (await buyer.call(api.readItem, { params: { itemCode: codeOf(serial) } })).value;
    expect(item.state).toBe('disabled');
    expect(item.codes).toMatchObject([{ fromCode: codeOf(serial), kind: 'disabled', note: '停用' }]);
  }
  const found = (await buyer.call(api.searchItems, { query: { q: product, limit: 200 } })).value;
  expect(found.items.map((each) => each.itemCode)).not.toContain(codeOf(5));
  const out = (await buyer.call(api.searchItems, { query: { q: product, state: 'disabled' } })).value;
  expect(out.items.map((each) => each.itemCode).toSorted()).toEqual([codeOf(5), codeOf(20)]);
});

test('HN-8 a transcode moves future business to the new code, over several steps, and history keeps the old one', async () => {
  await load(await release(itemHeader, [row(30), row(31), row(32)]));
  await load(
    await release(transcodedHeader, [
      [codeOf(30), codeOf(31), '变更', ''],
      [codeOf(31), codeOf(32), '映射', ''],
      [codeOf(33), codeOf(33), '变更', ''],
    ]),
  );
  const { db } = at.world.database;
  const { scope } = systemContext(at.world, 0, 'test');
  const current = await reading(db, scope, (tx) => currentItem(tx, codeOf(30)));
  expect(current).toMatchObject({
    succession: { current: codeOf(32), passed: [codeOf(30), codeOf(31), codeOf(32)], circular: false },
    item: { itemCode: codeOf(32), state: 'active' },
  });
  const old = (await buyer.call(api.readItem, { params: { itemCode: codeOf(30) } })).value;
  expect(old).toMatchObject({
    state: 'transcoded',
    replacedBy: codeOf(31),
    current: { itemCode: codeOf(32), state: 'active' },
  });
  expect(old.codes).toHaveLength(2);
  const now = (await buyer.call(api.readItem, { params: { itemCode: codeOf(32) } })).value;
  expect(now.codes).toMatchObject([{ fromCode: codeOf(31), toCode: codeOf(32) }]);
});

test('a code may change from disabled to transcoded, and the last table counts', async () => {
  const changed = await load(await release(transcodedHeader, [[codeOf(5), codeOf(7), '变更', '']]));
  expect(changed.outcome.counts).toMatchObject({ changed: 1, new: 0 });
  const item = (await buyer.call(api.readItem, { params: { itemCode: codeOf(5) } })).value;
  expect(item).toMatchObject({ state: 'transcoded', replacedBy: codeOf(7) });
});

async function upload(person: Person, name: string, bytes: Buffer, query = '') {
  const boundary = 'xxxxboundaryxxxx';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const answer = await at.app.inject({
    method: 'POST',
    url: `/api/catalogue/releases${query}`,
    headers: {
      cookie: `daylight_session=${person.token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  return {
    status: answer.statusCode,
    body: answer.json<{
      release: CodeRelease;
      repeated: boolean;
      code: string;
      facts: Record<string, unknown>;
    }>(),
  };
}

async function finished(releaseId: string): Promise<CodeRelease> {
  for (;;) {
    const found = (await operator.call(api.readRelease, { params: { releaseId } })).value;
    if (found.state !== 'running') return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('HN-8 an upload is imported in the background, its progress is seen, and the journal tells who did it', async () => {
  const file = await release(
    itemHeader,
    Array.from({ length: 3000 }, (_, index) => row(1000 + index)),
  );
  const answer = await upload(operator, '国家代码.xlsx', readFileSync(file), '?releasedOn=2026-06-26');
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    repeated: false,
    release: { kind: 'items', releasedOn: '2026-06-26', fileName: '国家代码.xlsx' },
  });
  const done = await finished(answer.body.release.id);
  expect(done).toMatchObject({
    state: 'done',
    phase: 'finished',
    share: 1,
    problem: null,
    rows: { read: 3000, new: 3000 },
  });
  const again = await upload(operator, '国家代码.xlsx', readFileSync(file));
  expect(again.body).toMatchObject({ repeated: true, release: { id: done.id } });
  await expect
    .poll(() => at.sql('select event from journal where subject_id = $1 order by id', [done.id]))
    .toEqual([{ event: 'catalogue.importStarted' }, { event: 'catalogue.imported' }]);
});

test.each([
  ['no workbook', Buffer.from('27位码,规格'), 400, 'workbook.notAWorkbook'],
  ['an empty file', Buffer.alloc(0), 400, 'workbook.empty'],
])('an upload of %s is refused by name and leaves nothing', async (_, bytes, status, code) => {
  const before = await at.sql('select count(*)::int as n from code_release');
  const answer = await upload(operator, 'x.xlsx', bytes);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await at.sql('select count(*)::int as n from code_release')).toEqual(before);
});

test('another sheet is refused with the titles that are missing', async () => {
  const file = await release(['产品', '价格'], [['a', '1']]);
  const answer = await upload(operator, 'x.xlsx', readFileSync(file));
  expect([answer.status, answer.body.code]).toEqual([400, 'release.unknownLayout']);
  expect(String(answer.body.facts['missing'])).toContain('27位码');
});

test('a buyer may look up codes but not import them', async () => {
  const file = await release(itemHeader, [row(1)]);
  const answer = await upload(buyer, 'x.xlsx', readFileSync(file));
  expect(answer.status).toBe(403);
});

test('of two imports at once the second waits its turn, and an import that was killed is taken over', async () => {
  await at.sql(
    `insert into code_release (id, kind, file_name, file_hash, file_bytes, stored_as, imported_at, state, phase, beat_at)
     values (gen_random_uuid(), 'items', 'x', '\\x00', 1, 'x', $1, 'running', 'reading', $1)`,
    [at.now()],
  );
  const file = await release(itemHeader, [row(40)]);
  expect(await upload(operator, 'x.xlsx', readFileSync(file))).toMatchObject({
    status: 409,
    body: { code: 'release.anotherRuns' },
  });
  await at.moveBy(3 * 60_000);
  const taken = await upload(operator, 'x.xlsx', readFileSync(file));
  expect(taken.status).toBe(200);
  expect((await finished(taken.body.release.id)).state).toBe('done');
  const failed = (await operator.call(api.listReleases, { query: { state: 'failed' } })).value;
  expect(failed.items[0]?.problem?.code).toBe('import.interrupted');
});

test('releases are listed newest first, page by page', async () => {
  const all = (await buyer.call(api.listReleases, { query: { limit: 200 } })).value.items;
  const page = (await buyer.call(api.listReleases, { query: { limit: 2 } })).value;
  const next = (await buyer.call(api.listReleases, { query: { limit: 2, cursor: page.next ?? '' } })).value;
  expect([...page.items, ...next.items].map((each) => each.id)).toEqual(
    all.slice(0, 4).map((each) => each.id),
  );
});

test('a code that is not there is said to be unknown, and one that is no code is malformed', async () => {
  expect((await buyer.call(api.readItem, { params: { itemCode: codeOf(9_999_999) } })).problem.code).toBe(
    'catalogue.unknown',
  );
  expect((await buyer.call(api.readItem, { params: { itemCode: 'C1' } })).status).toBe(400);
});
