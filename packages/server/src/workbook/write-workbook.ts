import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import yazl from 'yazl';

/** Cells that a spreadsheet could take for a formula when they travel on as CSV get an apostrophe, as Excel itself marks text. */
export function neutralised(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The text as it was before `neutralised`: our own files come back with corrections. */
export function withoutNeutralising(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

export interface SheetToWrite {
  readonly sheet: string;
  readonly header: readonly string[];
  readonly rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>;
  /** Column widths in characters. */
  readonly widths?: readonly number[];
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CELL_CHARACTERS_MAX = 32_767;
const ROWS_PER_BLOCK = 100;
/** Excel's own limit of rows in one sheet. */
export const SHEET_ROWS_MAX = 1_048_576;

function escaped(text: string): string {
  // XML cannot hold these at all.
  const clean = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)
    ? text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
    : text;
  if (!/[&<>"_]/.test(clean)) return clean;
  return clean
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

function rowXml(number: number, cells: readonly string[], style: string, columns: string[]): string {
  let xml = `<row r="${number}">`;
  for (let index = 0; index < cells.length; index += 1) {
    const text = cells[index] ?? '';
    if (text === '') continue;
    const column = (columns[index] ??= columnName(index));
    const cut = text.length > CELL_CHARACTERS_MAX ? text.slice(0, CELL_CHARACTERS_MAX) : text;
    // Without the attribute a reader may drop white space at the ends.
    const space = cut.trim() === cut && !cut.includes('\n') ? '' : ' xml:space="preserve"';
    xml += `<c r="${column}${number}"${style} t="inlineStr"><is><t${space}>${escaped(neutralised(cut))}</t></is></c>`;
  }
  return `${xml}</row>`;
}

/** Texts of rows put together block by block; between two blocks whatever else waits for this process has its turn. */
async function* inBlocks(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let block = '';
  let count = 0;
  for await (const text of texts) {
    block += text;
    count += 1;
    if (count % ROWS_PER_BLOCK !== 0) continue;
    yield block;
    block = '';
    await nextTurn();
  }
  if (block !== '') yield block;
}

async function* sheetXml({ header, rows, widths = [] }: SheetToWrite): AsyncGenerator<string> {
  const columns: string[] = [];
  const sizes = header.map(
    (_, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${widths[index] ?? 18}" customWidth="1"/>`,
  );
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${sizes.join('')}</cols><sheetData>${rowXml(1, header, ' s="1"', columns)}`;
  async function* lines(): AsyncGenerator<string> {
    let number = 1;
    for await (const row of rows) {
      number += 1;
      if (number > SHEET_ROWS_MAX) throw new Error(`more rows than a sheet holds: ${SHEET_ROWS_MAX}`);
      yield rowXml(number, row, '', columns);
    }
  }
  yield* inBlocks(lines());
  yield '</sheetData></worksheet>';
}

function parts(sheet: string): Readonly<Record<string, string>> {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0" numFmtId="49"/><xf xfId="0" numFmtId="49" fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
  };
}

/** An .xlsx of one sheet as it is made, row by row, at constant memory. Every cell is text, so that codes keep their zeros. */
export function workbookStream(sheet: SheetToWrite): Readable {
  const zip = new yazl.ZipFile();
  // One fixed time stamp: the same rows give the same bytes.
  const options = { mtime: new Date(Date.UTC(2020, 0, 1)), forceDosTimestamp: true, compressionLevel: 3 };
  for (const [name, xml] of Object.entries(parts(sheet.sheet)))
    zip.addBuffer(Buffer.from(xml), name, options);
  const body = Readable.from(sheetXml(sheet), { objectMode: false, highWaterMark: 64 * 1024 });
  const output = zip.outputStream as Readable;
  body.on('error', (error) => output.destroy(error));
  zip.addReadStream(body, 'xl/worksheets/sheet1.xml', options);
  zip.end();
  return output;
}

/** A table as CSV for spreadsheets, as it is made; text that could run as a formula is neutralised. */
export function csvStream(header: readonly string[], rows: AsyncIterable<readonly string[]>): Readable {
  const line = (cells: readonly string[]): string =>
    `"${cells.map((cell) => neutralised(cell).replaceAll('"', '""')).join('","')}"\r\n`;
  async function* lines(): AsyncGenerator<string> {
    // Excel reads a CSV without this mark in the machine's own encoding.
    yield `\ufeff${line(header)}`;
    for await (const cells of rows) yield line(cells);
  }
  return Readable.from(inBlocks(lines()), { objectMode: false, highWaterMark: 64 * 1024 });
}

export async function writeWorkbook(path: string, sheet: SheetToWrite): Promise<void> {
  await pipeline(workbookStream(sheet), createWriteStream(path));
}
