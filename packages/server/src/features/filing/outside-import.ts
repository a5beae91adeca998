import { buffer } from 'node:stream/consumers';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { fillIn } from '@daylight/api/fill.ts';
import type { OutsideOutcome, importOutside } from '@daylight/api/filing-outside.ts';
import { outsidePolicyOf, selfPurchaseArticle } from '@daylight/rules/filing/outside.ts';
import {
  type BadCell,
  type WorkbookPurchase,
  outsideColumnKeys,
  outsideColumns,
  readOutsideRows,
} from '@daylight/rules/filing/workbook.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { filingRefusals } from '@daylight/api/filing-refusals.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import type { Download, Upload } from '../../route.ts';
import type { Sheet } from '../../workbook/read-workbook.ts';
import type { WorkbookRefusalCode } from '../../workbook/refusals.ts';
import { numberedRows, readUpload } from '../../workbook/uploaded.ts';
import { workbookStream } from '../../workbook/write-workbook.ts';
import { requestWithin } from './outside.ts';

export const outsideBytesMax = 10 * 1024 * 1024;
const rowsMax = 2000;
/** Unknown to the reader, so that the copy can come back as it is. */
const problemColumn = '须更正的问题';

type Refusal = RefusalOf<typeof importOutside>;
type Reply = ReplyOf<typeof importOutside>;

/** What was bought, uploaded as a workbook: every row is sound and within the quota together, or nothing is entered (GD-3). */
export async function importWorkbook(
  context: ActorContext,
  { file }: { readonly file: Upload },
): Promise<Result<Reply, Refusal | RepeatRefusal>> {
  const limits = { dataDir: context.dataDir, bytesMax: outsideBytesMax };
  const uploaded = await readUpload(file, limits, rowsOf);
  if (!uploaded.ok) return uploaded;
  const sheet = uploaded.value.rows;
  const { book, actor, today } = context;
  const policy = outsidePolicyOf(book, actor.jurisdiction, today);
  if (policy.self === null) return refuse('filing.selfPurchaseUnknown', { basis: selfPurchaseArticle });
  const read = readOutsideRows(sheet, policy.self.reasons.value);
  if (!read.ok) return read;
  const { rows, purchases, bad } = read.value;
  if (bad.length > 0) return ok(await withCopy(rows, sheet, bad));
  const numbers: string[] = [];
  for (let count = 0; count < purchases.length; count += 1) numbers.push(await nextNumber(context, 'ZC'));
  const wrong: BadCell[] = [];
  const made = await command<OutsideOutcome[], Refusal>(context, (unit) =>
    makeAll(unit, context, { purchases, numbers, wrong }),
  );
  if (made.ok) return ok({ rows, made: made.value, bad: [], copy: null });
  return wrong.length === 0 ? made : ok(await withCopy(rows, sheet, wrong));
}

/** What is wrong, as a list and in a copy of the workbook; text that could run as a formula is neutralised there. */
async function withCopy(
  rows: number,
  sheet: readonly (readonly string[])[],
  bad: readonly BadCell[],
): Promise<Reply> {
  const said = Map.groupBy(bad, (each) => each.row);
  const width = Math.max(...sheet.map((cells) => cells.length));
  const headingAt = sheet.findIndex((cells) => cells.filter((cell) => cell.trim() !== '').length > 1);
  const lines = sheet.map((cells, at) => {
    const found = (said.get(at + 1) ?? []).map(({ column, problem }) =>
      column === '' ? problem.zh : `${column}：${problem.zh}`,
    );
    const beside = at === headingAt ? problemColumn : found.join('；');
    return [...cells, ...Array.from({ length: width - cells.length }, () => ''), beside];
  });
  const [header = [], ...rest] = lines;
  const copy = await buffer(workbookStream({ sheet: '自主采购', header, rows: rest }));
  return {
    rows,
    made: [],
    bad: bad.map((each) => ({ ...each, problem: { ...each.problem } })),
    copy: copy.toString('base64'),
  };
}

interface Making {
  readonly purchases: readonly WorkbookPurchase[];
  readonly numbers: readonly string[];
  /** Filled with the rows of a purchase that is refused. */
  readonly wrong: BadCell[];
}

async function makeAll(
  unit: Unit,
  context: ActorContext,
  { purchases, numbers, wrong }: Making,
): Promise<Result<OutsideOutcome[], Refusal>> {
  const made: OutsideOutcome[] = [];
  for (const [at, purchase] of purchases.entries()) {
    const { reason, reasonNote, supplierName, supplierCreditCode, lines, rows, ...delivered } = purchase;
    const wish = {
      kind: 'self' as const,
      reason,
      reasonNote,
      supplierName,
      supplierCreditCode,
      consentBy: '',
      lines: [...lines],
      delivered: { ...delivered, deliveryNote: '' },
      evidenceIds: [],
    };
    const done = await requestWithin(unit, context, { wish, number: numbers[at] ?? '', source: 'workbook' });
    if (!done.ok) {
      // The quota is a matter of the whole workbook and told with its numbers; anything else of the row.
      if (done.code === 'filing.quotaExceeded') return done as Result<never, Refusal>;
      const text = filingRefusals[done.code as keyof typeof filingRefusals];
      const row = rows[Number(/^lines\.(\d+)/.exec(done.field ?? '')?.[1] ?? 0)] ?? rows[0] ?? 0;
      const problem = { zh: fillIn(text.zh, done.facts), en: fillIn(text.en, done.facts) };
      wrong.push({ row, column: '', problem });
      return done as Result<never, Refusal>;
    }
    made.push(done.value);
  }
  return ok(made);
}

async function rowsOf(sheet: Sheet): Promise<Result<string[][], WorkbookRefusalCode | 'filing.tooManyRows'>> {
  const read = await numberedRows(sheet, rowsMax + 1);
  if (!read.ok) return read;
  const { rows, hasMore } = read.value;
  return hasMore ? refuse('filing.tooManyRows', { field: 'file', facts: { max: rowsMax } }) : ok(rows);
}

export async function template(): Promise<Result<Download, never>> {
  const header = outsideColumnKeys.map(
    (key) => `${outsideColumns[key].zh}${outsideColumns[key].required ? '*' : ''}`,
  );
  const example = outsideColumnKeys.map((key) => outsideColumns[key].example);
  return ok({
    fileName: '自主采购上传模板.xlsx',
    type: workbookType,
    stream: workbookStream({
      sheet: '自主采购',
      header,
      rows: [example],
      widths: header.map(() => 18),
    }),
  });
}
