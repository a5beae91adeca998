import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readXlsx, writeXlsxStream } from 'hucre/xlsx';
import { afterAll, expect, test } from 'vitest';
import yazl from 'yazl';
import { openWorkbook } from './read-workbook.ts';
import { type WorkbookLimits, workbookLimits } from './refusals.ts';
import { RowScanner, type SheetRow } from './row-scanner.ts';
import { columnName, writeWorkbook } from './write-workbook.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'daylight-workbook-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
function place(): string {
  files += 1;
  return path.join(folder, `${files}.xlsx`);
}

async function rowsOf(file: string, limits: WorkbookLimits = workbookLimits): Promise<SheetRow[] | string> {
  const opened = await openWorkbook(file, limits);
  if (!opened.ok) return opened.code;
  const rows: SheetRow[] = [];
  try {
    const read = await opened.value.sheets[0]?.eachBatch((batch) => void rows.push(...batch));
    return read?.ok === false ? read.code : rows;
  } finally {
    opened.value.close();
  }
}

async function cellsOf(file: string): Promise<(readonly string[])[] | string> {
  const rows = await rowsOf(file);
  return typeof rows === 'string' ? rows : rows.map((row) => row.cells);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const parts = {
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': `<Relationships><Relationship Id="a" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook><sheets><sheet name="表&amp;一" sheetId="1" r:id="s"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="s" Type="${RELATIONS}/worksheet" Target="/xl/s.xml"/><Relationship Id="t" Type="${RELATIONS}/sharedStrings" Target="strings.xml"/><Relationship Id="u" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  'xl/strings.xml': `<sst xmlns="${MAIN}"><si><t>甲&amp;乙</t></si><si><r><t>富</t></r><r><rPr/><t xml:space="preserve"> 文本</t></r><rPh sb="0" eb="1"><t>フ</t></rPh></si><si/></sst>`,
  'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
};

/** A workbook of hand-made parts, as other programs write them. */
async function handMade(
  sheet: string,
  more: Readonly<Record<string, string | Buffer>> = {},
): Promise<string> {
  const file = place();
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries({ ...parts, 'xl/s.xml': sheet, ...more }))
    zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const blocks: Buffer[] = [];
  for await (const block of zip.outputStream) blocks.push(block as Buffer);
  writeFileSync(file, Buffer.concat(blocks));
  return file;
}

const sheetOf = (rows: string): string =>
  `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;

test('texts, shared and rich texts, numbers, dates, booleans, errors and formulas are read as people see them', async () => {
  const file = await handMade(
    sheetOf(
      `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="E2" t="inlineStr"><is><t>a&lt;b&#x4e2d;_x000D_</t></is></c></row>` +
        `<row r="4" spans="1:3"><c r="A4"><v>12.300000000000001</v></c><c r="B4" s="1"><v>46347</v></c><c r="C4" s="2"><v>46347.5</v></c><c r="D4" t="b"><v>1</v></c><c r="E4" t="e"><v>#N/A</v></c><c r="F4" t="str"><f>A1&amp;"x"</f><v>结果</v></c><c r="G4" s="1"/></row>` +
        `<row/><row><c><v>6.901234567892E12</v></c><c><v>46347</v></c></row>`,
    ),
  );
  expect(await rowsOf(file)).toEqual([
    { number: 2, cells: ['甲&乙', '富 文本', '', '', 'a<b中\r'] },
    { number: 4, cells: ['12.3', '2026-11-21', '2026-11-21 12:00:00', 'TRUE', '#N/A', '结果'] },
    { number: 5, cells: ['', '', '', '', '', ''] },
    { number: 6, cells: ['6901234567892', '46347', '', '', '', ''] },
  ]);
});

test('a namespace prefix, single quotes and missing references are understood', async () => {
  const file = await handMade(
    `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row r='1'><x:c t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c><x:c r='C1'><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
  );
  expect(await cellsOf(file)).toEqual([['甲', '', '7']]);
});

test('the same bytes in cells of different types are different values', async () => {
  const file = await handMade(
    sheetOf(
      '<row><c r="A1" t="s"><v>0</v></c></row><row><c r="A2"><v>0</v></c></row><row><c r="A3" t="s"><v>0</v></c></row>',
    ),
  );
  expect(await cellsOf(file)).toEqual([['甲&乙'], ['0'], ['甲&乙']]);
});

test('however the file is cut into blocks, the rows are the same', () => {
  const xml = Buffer.from(
    sheetOf(
      Array.from(
        { length: 8 },
        (_, row) =>
          `<row r="${row + 1}"><c r="A${row + 1}" t="inlineStr"><is><t>行${row % 3}</t></is></c><c r="B${row + 1}"><v>${row}</v></c></row>`,
      ).join(''),
    ),
  );
  const scan = (cuts: readonly number[]): SheetRow[] => {
    const settings = {
      strings: null,
      dateStyles: new Set<number>(),
      from1904: false,
      columnsMax: 256,
      rowBytesMax: 100_000,
    };
    const scanner = new RowScanner(settings);
    const rows: SheetRow[] = [];
    let from = 0;
    for (const cut of [...cuts.map((each) => each % xml.length).toSorted((a, b) => a - b), xml.length]) {
      scanner.push(xml.subarray(from, cut), (row) => void rows.push(row));
      from = cut;
    }
    scanner.end();
    return rows;
  };
  const whole = scan([]);
  expect(whole).toHaveLength(8);
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
      expect(scan(cuts)).toEqual(whole);
    }),
  );
});

const cellText = fc
  .string({ unit: fc.constantFrom(...'甲乙 a1=+-@<>&"_x0041\n　é'), maxLength: 20 })
  .filter(
    (text) => !/^'|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) && !/\r/.test(text),
  );

test('what is written is read back, and another program reads it too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cellText, { minLength: 3, maxLength: 3 }), { maxLength: 5 }),
      async (rows) => {
        const file = place();
        await writeWorkbook(file, { sheet: 'Query1', header: ['甲', '乙', '丙'], rows });
        const safe = rows.map((row) => row.map((text) => (/^[=+\-@\t]/.test(text) ? `'${text}` : text)));
        const read = await cellsOf(file);
        expect(read).toEqual([['甲', '乙', '丙'], ...safe]);
      },
    ),
    { numRuns: 25 },
  );
  const file = place();
  await writeWorkbook(file, {
    sheet: 'Query1',
    header: ['码'],
    rows: [['C09010101000000066260000001'], ['007 <&>"_x0041_']],
  });
  const other = await readXlsx(readFileSync(file));
  expect(other.sheets[0]?.name).toBe('Query1');
  expect(other.sheets[0]?.rows.map((row) => row[0])).toEqual([
    '码',
    'C09010101000000066260000001',
    '007 <&>"_x0041_',
  ]);
});

test('a workbook of another program with shared texts is read', async () => {
  const file = place();
  const rows = Array.from({ length: 3000 }, (_, index) => [`码${index}`, '相同', index]);
  const stream = writeXlsxStream(rows, {
    name: 'S',
    columns: [{ header: 'a' }, { header: 'b' }, { header: 'c' }],
    inlineStrings: false,
  });
  writeFileSync(file, Buffer.from(await new Response(stream).arrayBuffer()));
  const read = await cellsOf(file);
  expect(read).toHaveLength(3001);
  expect(read[2500]).toEqual(['码2499', '相同', '2499']);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+86', "'+86"],
  ['-5°', "'-5°"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['1-0', '1-0'],
])('a cell that a spreadsheet could run is written as text: %s', async (text, written) => {
  const file = place();
  await writeWorkbook(file, { sheet: 'S', header: ['a'], rows: [[text]] });
  expect(await cellsOf(file)).toEqual([['a'], [written]]);
});

test('column names follow Excel', () => {
  expect([0, 25, 26, 51, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'ZZ', 'AAA']);
});

async function written(bytes: Buffer): Promise<string> {
  const file = place();
  writeFileSync(file, bytes);
  return file;
}

async function good(): Promise<Buffer> {
  return readFileSync(await handMade(sheetOf('<row><c r="A1"><v>1</v></c></row>'.repeat(300))));
}

const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

test.each<[string, () => Promise<string>, string]>([
  ['an empty file', () => written(Buffer.alloc(0)), 'workbook.empty'],
  ['a text file', () => written(Buffer.from('27位码,规格')), 'workbook.notAWorkbook'],
  [
    'a zip that is no workbook',
    () => handMade('', { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<html/>' }),
    'workbook.notAWorkbook',
  ],
  ['an .xls of old', () => written(Buffer.concat([ole, Buffer.alloc(600)])), 'workbook.oldFormat'],
  [
    'a file with a password',
    () => written(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')])),
    'workbook.encrypted',
  ],
  ['macros', () => handMade(sheetOf(''), { 'xl/vbaProject.bin': 'x' }), 'workbook.macros'],
  [
    'a macro type',
    () =>
      handMade(sheetOf(''), {
        '[Content_Types].xml':
          '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
      }),
    'workbook.macros',
  ],
  ['a cut file', async () => written((await good()).subarray(0, 500)), 'workbook.broken'],
  [
    'a sheet that stops',
    () => handMade('<worksheet><sheetData><row><c><v>1</v></c></row>'),
    'workbook.broken',
  ],
  [
    'a text that is not there',
    () => handMade(sheetOf('<row><c t="s"><v>99</v></c></row>')),
    'workbook.broken',
  ],
  ['a document type', () => handMade(`<!DOCTYPE x [<!ENTITY a "b">]>${sheetOf('')}`), 'workbook.broken'],
  [
    'a thousand columns',
    () => handMade(sheetOf('<row><c r="ALL1"><v>1</v></c></row>')),
    'workbook.tooManyColumns',
  ],
  [
    'a bomb',
    () => handMade(sheetOf(`<row><c t="inlineStr"><is><t>${' '.repeat(17_000_000)}</t></is></c></row>`)),
    'workbook.expandsTooMuch',
  ],
  [
    'no sheet',
    () => handMade('', { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }),
    'workbook.sheetMissing',
  ],
])('%s is refused by its own name', async (_, make, code) => {
  expect(await rowsOf(await make())).toBe(code);
});

test('a row larger than any real one is refused before it fills the memory', async () => {
  const file = await handMade(
    sheetOf(`<row><c t="inlineStr"><is><t>${'甲'.repeat(400_000)}</t></is></c></row>`),
  );
  expect(await rowsOf(file, { ...workbookLimits, rowBytesMax: 600_000 })).toBe('workbook.expandsTooMuch');
  expect(await rowsOf(file, { ...workbookLimits, fileBytesMax: 100 })).toBe('workbook.tooLarge');
});

test('wherever a byte of the file is changed, the answer is rows or a refusal, never a crash', async () => {
  const bytes = await good();
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
      const changed = Buffer.from(bytes);
      changed[at] = value;
      const answer = await rowsOf(await written(changed));
      expect(Array.isArray(answer) || answer.startsWith('workbook.')).toBe(true);
    }),
    { numRuns: 60 },
  );
});
