import { buffer } from 'node:stream/consumers';
import { correctedReportWorkbook, importReport, reportWorkbook } from '@daylight/api/demand-workbook.ts';
import { readReport } from '@daylight/api/demand.ts';
import { reportColumnKeys, reportColumns } from '@daylight/rules/demand/layout.ts';
import { writeFile } from 'node:fs/promises';
import { openWorkbook } from '@daylight/server/workbook/read-workbook.ts';
import { workbookStream } from '@daylight/server/workbook/write-workbook.ts';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upload } from '../support/directory.ts';
import { type ReportingRound, codeOf, day, openReporting, traded } from '../support/measured.ts';
import type { Person } from '../support/world.ts';

let round: ReportingRound;
let params: { tenderId: string };
let buyer: Person;

beforeAll(async () => {
  round = await openReporting({
    before: (at, { hospitals, makers }) =>
      traded(at, { institution: hospitals[0]!, maker: makers[0]!, code: codeOf(0), packs: 20, daysAgo: 40 }),
  });
  params = { tenderId: round.tenderId };
  buyer = round.hospitals[0]!.buyer;
});
afterAll(() => round.at.close());

type Cells = Partial<Record<(typeof reportColumnKeys)[number], string>>;

function bookOf(rows: readonly Cells[]): Promise<Buffer> {
  const header = reportColumnKeys.map((key) => reportColumns[key].zh);
  const cells = rows.map((row) => reportColumnKeys.map((key) => row[key] ?? ''));
  return buffer(workbookStream({ sheet: '报量表', header, rows: cells }));
}

async function download(person: Person, url: string): Promise<{ status: number; file: Buffer }> {
  const response = await round.at.app.inject({
    method: 'GET',
    url,
    headers: { cookie: `daylight_session=${person.token}` },
  });
  return { status: response.statusCode, file: response.rawPayload };
}

async function rowsIn(file: Buffer): Promise<string[][]> {
  const target = path.join(round.at.world.dataDir, 'read.xlsx');
  await writeFile(target, file);
  const opened = await openWorkbook(target);
  if (!opened.ok) throw new Error(opened.code);
  const rows: string[][] = [];
  try {
    await opened.value.sheets[0]!.eachBatch((batch) => {
      for (const { cells } of batch) rows.push([...cells]);
    });
  } finally {
    opened.value.close();
  }
  return rows;
}
const own = () => ({ params: { ...params, institutionId: buyer.organisationId } });
const urlOf = (endpoint: { path: string }, of: Record<string, string>) =>
  endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => of[name] ?? '');

test('SX-3.1a GY-4.1 the workbook handed out lists every product with last year’s use, and leaves the need empty', async () => {
  const { status, file } = await download(buyer, urlOf(reportWorkbook, params));
  expect(status).toBe(200);
  const [header, ...rows] = await rowsIn(file);
  const at = (name: string) => header!.findIndex((each) => each.startsWith(name));
  // Two items, each with a row of its own, and four products.
  expect(rows).toHaveLength(6);
  const used = rows.find((row) => row[at('产品编号')] === round.products[0]);
  expect(used?.[at('平台上年验收量')]).toBe('100');
  expect(used?.[at('上年使用量')]).toBe('100');
  expect(rows.every((row) => (row[at('需求量')] ?? '') === '')).toBe(true);
  expect((await download(round.outsider, urlOf(reportWorkbook, params))).status).toBe(404);
});

test('SX-3.1a every row says what is wrong with it, good rows become the draft, and nothing is handed in', async () => {
  const file = await bookOf([
    { productId: round.products[0]!, item: 'basket', lastYear: '100', reported: '１，２０' },
    {
      productId: round.products[1]!,
      item: 'basket',
      lastYear: '0',
      reported: '90',
      explanation: '新增术式需要',
    },
    { productId: round.products[2]!, item: 'wire', lastYear: '', reported: '5' },
    { productId: '00000000-0000-7000-8000-000000000000', item: 'wire', lastYear: '0', reported: '5' },
    { productId: '=cmd|calc', item: 'wire', lastYear: '0', reported: '5', explanation: '=1+1 试试' },
    { productId: round.products[3]!, item: 'wire', lastYear: '0', reported: '500' },
    { item: 'wire', itemName: '导丝' },
  ]);
  const done = await upload(round.at, buyer, importReport, { file, params });
  expect(done.status).toBe(201);
  expect(done.value).toMatchObject({ rows: 7, kept: 3, problemCount: 4 });
  const codes = Object.fromEntries(
    done.value.problems.map((each) => [each.row, each.findings.map((found) => found.code)]),
  );
  expect(codes).toEqual({
    4: ['demand.lastYearEmpty'],
    5: ['demand.productUnknown'],
    6: ['demand.productUnknown'],
    7: ['demand.deviationUnexplained'],
  });
  const { value } = await buyer.call(readReport, own());
  expect(value.head.state).toBe('open');
  expect(value.draft?.lines.map((line) => line.reported)).toEqual(['120', '90', '500']);

  const corrected = await download(buyer, urlOf(correctedReportWorkbook, { importId: done.value.id }));
  const [header, ...rows] = await rowsIn(corrected.file);
  expect(header!.at(-1)).toBe('核对结果');
  expect(rows).toHaveLength(7);
  // What a spreadsheet could run comes back as text.
  expect(rows[4]?.[0]).toBe("'=cmd|calc");
  expect(rows[4]?.find((cell) => cell.includes('试试'))).toBe("'=1+1 试试");
  expect(rows[5]?.at(-1)).toContain('偏差超过规定');
  const stranger = await download(
    round.hospitals[1]!.buyer,
    urlOf(correctedReportWorkbook, { importId: done.value.id }),
  );
  expect(stranger.status).toBe(404);
});

test('SX-3.1a a corrected copy comes back in, its notes passed over', async () => {
  const { file } = await download(buyer, urlOf(reportWorkbook, params));
  const again = await upload(round.at, buyer, importReport, { file, params });
  expect(again.value).toMatchObject({ kept: 3 });
});

test.each([
  ['no workbook', async () => Buffer.from('报量'), 'workbook.notAWorkbook'],
  [
    'other columns',
    () => buffer(workbookStream({ sheet: 'x', header: ['甲', '乙'], rows: [['1', '2']] })),
    'demand.columnMissing',
  ],
  [
    'rows nobody filled in',
    () => bookOf([{ productId: 'x', item: 'basket', lastYear: '3' }]),
    'demand.noRows',
  ],
] as const)('a file that is %s is refused', async (_, file, code) => {
  const answer = await upload(round.at, buyer, importReport, { file: await file(), params });
  expect(answer.problem.code).toBe(code);
});

test('SX-3.1a after the lock no workbook is taken in, and those who only confirm take none in at all', async () => {
  const file = await bookOf([
    { productId: round.products[0]!, item: 'basket', lastYear: '100', reported: '100' },
  ]);
  expect((await upload(round.at, round.hospitals[0]!.approver, importReport, { file, params })).status).toBe(
    403,
  );
  await round.at.moveBy(11 * day);
  const late = await upload(round.at, buyer, importReport, { file, params });
  expect(late.problem).toMatchObject({ code: 'demand.locked', basis: { clause: 'SX-3.1a' } });
});
