import type { correctedReportWorkbook, importReport, reportWorkbook } from '@daylight/api/demand-workbook.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { type NoNeed, type ReportLine, findingsOf } from '@daylight/rules/demand/lines.ts';
import { type ReportCells, type RowSays, readReportRow } from '@daylight/rules/demand/layout.ts';
import { demandPolicyOf, reportBasis } from '@daylight/rules/demand/policy.ts';
import { maySubmit } from '@daylight/rules/demand/report.ts';
import { type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download, Upload } from '../../route.ts';
import { keepDraft, subjectOf } from './commands.ts';
import { productOf, productRows, roundOfReport } from './queries.ts';
import { type ReportKey, factsOf, lockReport, timesOf } from './store.ts';
import {
  type FoundRow,
  type SheetRow,
  correctedReportStream,
  findingText,
  readReportWorkbook,
  reportStream,
} from './workbooks.ts';

const shownMax = 200;

interface ReadRow extends FoundRow {
  readonly row: number;
  readonly says: RowSays | null;
}

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function readRows(rows: readonly SheetRow[]): ReadRow[] {
  return rows.map(({ row, cells }) => {
    const { says, findings } = readReportRow(cells);
    if (says?.kind !== 'line' || uuidForm.test(says.productId)) return { row, cells, says, findings };
    const unknown = { code: 'demand.productUnknown', facts: { product: says.productId } };
    return { row, cells, says: null, findings: [...findings, unknown] };
  });
}

/** What the good rows say together is checked like a report that is handed in; what is found goes to the rows it is about. */
async function checkedRows(
  tx: Tx,
  context: ActorContext,
  key: ReportKey,
  read: readonly ReadRow[],
): Promise<{ rows: readonly ReadRow[]; lines: ReportLine[]; noNeed: NoNeed[] } | null> {
  const round = await roundOfReport(tx, context, key);
  if (round === null) return null;
  const lineRows = read.filter((each) => each.says?.kind === 'line');
  const noneRows = read.filter((each) => each.says?.kind === 'noNeed');
  const lines = lineRows.flatMap(({ says }): ReportLine[] => (says?.kind === 'line' ? [says] : []));
  const noNeed = noneRows.flatMap(({ says }): NoNeed[] => (says?.kind === 'noNeed' ? [says] : []));
  const named = lines.map((line) => line.productId);
  const facts = await factsOf(tx, context.scope.province, key, named);
  const policy = demandPolicyOf(context.book, round.jurisdiction, round.openedOn);
  const found = new Map<number, { code: string; facts: Facts }[]>();
  for (const { code, field, facts: said } of findingsOf({ lines, noNeed }, facts, policy)) {
    const [list, index] = field.split('.');
    const row = index === undefined ? undefined : (list === 'lines' ? lineRows : noneRows)[Number(index)];
    if (row !== undefined) found.set(row.row, [...(found.get(row.row) ?? []), { code, facts: said }]);
  }
  const known = new Set(facts.products.map((product) => product.id));
  const rows = read.map((each) => ({
    ...each,
    findings: [...each.findings, ...(found.get(each.row) ?? [])],
  }));
  return {
    rows,
    // A product that the round does not have cannot stand in a draft; everything else can be corrected there.
    lines: lines.filter((line) => known.has(line.productId)).map(plain),
    noNeed: noNeed.map(({ item, explanation }) => ({ item, explanation })),
  };
}

function plain({ productId, reported, lastYear, explanation }: ReportLine): ReportLine {
  return { productId, reported, lastYear, explanation };
}

type Refusal = RefusalOf<typeof importReport>;

/** Takes a workbook in as the draft of a report: nothing is handed in by it, and a row that is wrong says so. */
export async function importWorkbook(
  context: ActorContext,
  { params, file }: Call<typeof importReport> & { readonly file: Upload },
): Promise<Result<ReplyOf<typeof importReport>, Refusal | RepeatRefusal>> {
  const sheet = await readReportWorkbook(file, context.dataDir);
  if (!sheet.ok) return sheet;
  const { actor, scope } = context;
  const key = { tenderId: params.tenderId, institutionId: actor.organisationId };
  return command<ReplyOf<typeof importReport>, Refusal>(context, async (unit) => {
    const report = await lockReport(unit.tx, scope.province, key);
    if (report === null) return refuse('demand.unknown');
    const may = maySubmit(report, await timesOf(context, unit.tx, report));
    if (!may.ok) return may;
    const read = readRows(sheet.value.rows);
    if (read.every((each) => each.says?.kind === 'nothing'))
      return refuse('demand.noRows', { field: 'file' });
    const checked = await checkedRows(unit.tx, context, key, read);
    if (checked === null) return refuse('demand.unknown');
    const { rows, lines, noNeed } = checked;
    const id = context.newId();
    const problems = rows.filter((each) => each.findings.length > 0);
    await unit.tx
      .insertInto('demandImport')
      .values({
        province: scope.province,
        id,
        ...key,
        fileName: file.fileName.slice(-200),
        rows: JSON.stringify(rows.map(({ row, cells, findings }) => ({ row, cells, findings }))),
        rowCount: rows.length,
        problemCount: problems.length,
        takenAt: context.now,
        takenBy: actor.accountId,
      })
      .execute();
    await keepDraft(unit, context, report, { lines, noNeed });
    unit.record({
      event: 'demand.imported',
      subject: subjectOf(report),
      basis: [reportBasis],
      after: { import: id, rows: rows.length, lines: lines.length, problems: problems.length },
    });
    return ok({
      id,
      rows: rows.length,
      kept: lines.length + noNeed.length,
      problems: problems.slice(0, shownMax).map(({ row, says, findings }) => ({
        row,
        isKept: says !== null,
        findings: findings.map(({ code, facts }) => ({
          code,
          facts: { ...facts },
          text: findingText(code, facts),
        })),
      })),
      problemCount: problems.length,
    });
  });
}

/** Every product with last year's use filled in; what was reported or drafted so far stands in it too. */
export async function reportBook(
  context: Context,
  { params }: Call<typeof reportWorkbook>,
): Promise<Result<Download, 'demand.unknown'>> {
  const { actor, scope, database } = context;
  if (actor === null) return refuse('demand.unknown');
  const key = { tenderId: params.tenderId, institutionId: actor.organisationId };
  return reading(database.db, scope, async (tx) => {
    const round = await roundOfReport(tx, { ...context, actor }, key);
    if (round === null) return refuse('demand.unknown');
    const items = await tx
      .selectFrom('tenderItem')
      .select(['item', 'name', 'unit'])
      .where('province', '=', scope.province)
      .where('tenderId', '=', key.tenderId)
      .orderBy('item')
      .execute();
    const said = await saidOf(tx, scope.province, key);
    const products = await productRows(tx, scope.province, key).orderBy('p.item').orderBy('p.id').execute();
    const rows = items.flatMap(({ item, name, unit }) => {
      const own = products.filter((each) => each.item === item).map(productOf);
      const none = said.noNeed.get(item);
      const head: ReportCells = {
        ...blank,
        item,
        itemName: name,
        unit,
        product: '（整个品种无需求时，在本行“需求量”填 0）',
        reported: none === undefined ? '' : '0',
        explanation: none ?? '',
      };
      return [
        head,
        ...own.map((product): ReportCells => {
          const line = said.lines.get(product.productId);
          return {
            productId: product.productId,
            item,
            itemName: name,
            product: product.name,
            specification: product.specification,
            manufacturer: product.manufacturer,
            unit,
            used: product.used ?? '',
            lastYear: line?.lastYear ?? product.used ?? '',
            reported: line?.reported ?? '',
            explanation: line?.explanation ?? '',
          };
        }),
      ];
    });
    return ok({ fileName: `报量表-${round.number}.xlsx`, type: workbookType, stream: reportStream(rows) });
  });
}

const blank: ReportCells = {
  productId: '',
  item: '',
  itemName: '',
  product: '',
  specification: '',
  manufacturer: '',
  unit: '',
  used: '',
  lastYear: '',
  reported: '',
  explanation: '',
};

interface Said {
  readonly lines: ReadonlyMap<
    string,
    { reported: string | null; lastYear: string | null; explanation: string }
  >;
  readonly noNeed: ReadonlyMap<string, string>;
}

/** The draft where there is one, else what was handed in. */
async function saidOf(tx: Tx, province: number, { tenderId, institutionId }: ReportKey): Promise<Said> {
  const report = await tx
    .selectFrom('demandReport')
    .select(['draft', 'noNeed'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('institutionId', '=', institutionId)
    .executeTakeFirstOrThrow();
  const draft = report.draft as { lines: ReportLine[]; noNeed: NoNeed[] } | null;
  if (draft !== null)
    return {
      lines: new Map(draft.lines.map((line) => [line.productId, line])),
      noNeed: new Map(draft.noNeed.map((each) => [each.item, each.explanation])),
    };
  const lines = await tx
    .selectFrom('demandLine')
    .select(['productId', 'reported', 'lastYear', 'explanation'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('institutionId', '=', institutionId)
    .execute();
  return {
    lines: new Map(lines.map((line) => [line.productId, line])),
    noNeed: new Map(Object.entries(report.noNeed as Record<string, string>)),
  };
}

/** The workbook back with what was found; only its institution gets it. */
export async function correctedWorkbook(
  context: Context,
  { params, query }: Call<typeof correctedReportWorkbook>,
): Promise<Result<Download, 'demand.importUnknown'>> {
  const { actor, scope, database } = context;
  if (actor === null) return refuse('demand.importUnknown');
  const found = await reading(database.db, scope, (tx) =>
    tx
      .selectFrom('demandImport')
      .select(['fileName', 'rows'])
      .where('province', '=', scope.province)
      .where('id', '=', params.importId)
      .where('institutionId', '=', actor.organisationId)
      .executeTakeFirst(),
  );
  if (found === undefined) return refuse('demand.importUnknown');
  const rows = (found.rows as FoundRow[]).filter((row) => query.only === 'all' || row.findings.length > 0);
  const name = found.fileName.replace(/\.xlsx$/i, '');
  return ok({ fileName: `${name}-核对结果.xlsx`, type: workbookType, stream: correctedReportStream(rows) });
}
