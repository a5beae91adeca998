import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  filingIssueWorkbook,
  listFilingIssueLines,
  listFilingIssues,
} from '@daylight/api/filing-issue.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { type Period, duePeriods } from '@daylight/rules/filing/issue.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call, Download } from '../../route.ts';
import type { Sweep } from '../../sweep.ts';
import { workbookStream } from '../../workbook/write-workbook.ts';

/** JS-15 备案采购信息两个月公示公布一次: the list of a period is made and published by itself. */
export const issueSweep: Sweep = {
  name: 'filing-issue',
  run: async (context) => {
    const jurisdiction = `${context.scope.province}0000`;
    const every = resolve(context.book, 'filing.publishEvery', jurisdiction, context.today);
    const given = await reading(context.database.db, context.scope, (tx) => edges(tx, context, jurisdiction));
    const [period] = duePeriods(given, every.value, context);
    if (period === undefined) return 0;
    return (await publishIssue(context, { jurisdiction, period, basis: basisOf(every) })) ? 1 : 0;
  },
};

/** Where the last list ended, and when the first filing was confirmed. */
async function edges(tx: Tx, context: Context, jurisdiction: string) {
  const { province } = context.scope;
  const last = await tx
    .selectFrom('filingIssue')
    .select('untilDate')
    .where('province', '=', province)
    .where('jurisdiction', '=', jurisdiction)
    .orderBy('untilDate', 'desc')
    .limit(1)
    .executeTakeFirst();
  const first = await tx
    .selectFrom('filing')
    .select('decidedAt')
    .where('province', '=', province)
    .where('state', '=', 'confirmed')
    .orderBy('decidedAt')
    .limit(1)
    .executeTakeFirst();
  return {
    lastUntil: last?.untilDate ?? null,
    firstFiledOn: first === undefined || first.decidedAt === null ? null : shanghaiDate(first.decidedAt),
  };
}

interface Issuing {
  readonly jurisdiction: string;
  readonly period: Period;
  readonly basis: Basis;
}

/** False where another server was first. */
async function publishIssue(context: Context, { jurisdiction, period, basis }: Issuing): Promise<boolean> {
  const number = await nextNumber(context, 'BG');
  const id = context.newId();
  const { province } = context.scope;
  try {
    const issued = await command(context, async (unit) => {
      await unit.tx
        .insertInto('filingIssue')
        .values({
          province,
          id,
          number,
          jurisdiction,
          fromDate: period.from,
          untilDate: period.until,
          lineCount: 0,
          basis: JSON.stringify(basis),
          publishedAt: context.now,
        })
        .execute();
      const lines = await insertLines(unit.tx, context, id, period);
      await unit.tx
        .updateTable('filingIssue')
        .set({ lineCount: lines })
        .where('province', '=', province)
        .where('id', '=', id)
        .execute();
      unit.record({
        event: 'filing.issued',
        subject: { kind: 'filing-issue', id },
        basis: [basis],
        after: { number, ...period, lines },
      });
      return ok(id);
    });
    return issued.ok;
  } catch (error) {
    if (brokenConstraint(error) === 'filing_issue_once_per_period') return false;
    throw error;
  }
}

async function insertLines(tx: Tx, context: Context, issueId: string, period: Period): Promise<number> {
  const { province } = context.scope;
  const { numAffectedRows } = await sql`
    insert into filing_issue_line (province, issue_id, line, filing_id, filing_number, institution, manufacturer, item_code,
      product_name, specification, model, certificate, class, purchase_unit, smallest_unit, units_per_purchase_unit, price,
      quantity, confirmed_on, bureau)
    select f.province, ${issueId}::uuid, row_number() over (order by f.decided_at, f.id), f.id, f.number, h.name, m.name,
      f.item_code, i.product_name, i.specification, i.model, i.certificate, f.class, f.purchase_unit, f.smallest_unit,
      f.units_per_purchase_unit, f.price, f.quantity, (f.decided_at at time zone 'Asia/Shanghai')::date, f.bureau
    from filing f
    join organisation h on h.id = f.institution_id
    join organisation m on m.id = f.manufacturer_id
    join catalogue_item i on i.item_code = f.item_code
    where f.province = ${province} and f.state = 'confirmed'
      and f.decided_at >= ${shanghaiMoment(period.from, '00:00')}::timestamptz
      and f.decided_at < ${shanghaiMoment(period.until, '24:00')}::timestamptz`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

type Issue = ReplyOf<typeof listFilingIssues>['items'][number];

function issueRows(tx: Tx, province: number) {
  return tx
    .selectFrom('filingIssue')
    .select(['id', 'number', 'fromDate', 'untilDate', 'lineCount', 'publishedAt', 'basis'])
    .where('province', '=', province);
}
type IssueRow = Awaited<ReturnType<ReturnType<typeof issueRows>['execute']>>[number];

function shownIssue({ fromDate, untilDate, lineCount, basis, ...row }: IssueRow): Issue {
  return { ...row, from: fromDate, until: untilDate, lines: lineCount, basis: basis as Basis };
}

const provinceOf = (jurisdiction: string): number => Number(jurisdiction.slice(0, 2));

export async function publicIssues(
  context: Context,
  { query }: Call<typeof listFilingIssues>,
): Promise<Result<ReplyOf<typeof listFilingIssues>, never>> {
  const province = provinceOf(query.jurisdiction);
  const rows = await reading(context.database.db, { ...context.scope, province }, (tx) => {
    let page = issueRows(tx, province)
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (isUuid(query.cursor)) page = page.where('id', '<', query.cursor);
    return page.execute();
  });
  const items = rows.slice(0, query.limit).map(shownIssue);
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

function isUuid(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

const lineColumns = [
  'line',
  'filingNumber',
  'institution',
  'manufacturer',
  'itemCode',
  'productName',
  'specification',
  'model',
  'certificate',
  'class',
  'purchaseUnit',
  'smallestUnit',
  'unitsPerPurchaseUnit',
  'price',
  'quantity',
  'confirmedOn',
  'bureau',
] as const;

function lineRows(tx: Tx, province: number, issueId: string, after: number) {
  return tx
    .selectFrom('filingIssueLine')
    .select(lineColumns)
    .where('province', '=', province)
    .where('issueId', '=', issueId)
    .where('line', '>', after)
    .orderBy('line');
}

export async function publicIssueLines(
  context: Context,
  { params, query }: Call<typeof listFilingIssueLines>,
): Promise<Result<ReplyOf<typeof listFilingIssueLines>, 'filing.issueUnknown'>> {
  const province = provinceOf(query.jurisdiction);
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const issue = await issueRows(tx, province).where('id', '=', params.issueId).executeTakeFirst();
    if (issue === undefined) return refuse('filing.issueUnknown');
    const after = /^\d{1,9}$/.test(query.cursor ?? '') ? Number(query.cursor) : 0;
    const rows = await lineRows(tx, province, params.issueId, after)
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit);
    const next = rows.length > query.limit ? String(items.at(-1)?.line ?? '') : null;
    return ok({ issue: shownIssue(issue), items, next });
  });
}

const headings = [
  '序号',
  '备案编号',
  '备案医疗机构',
  '企业',
  '医保耗材代码',
  '产品名称',
  '规格',
  '型号',
  '注册证号',
  '采购单位',
  '最小单位',
  '转换比',
  '备案价（元）',
  '采购量',
  '确认日期',
];
const ROWS_PER_READ = 1000;

export async function issueWorkbook(
  context: Context,
  { params, query }: Call<typeof filingIssueWorkbook>,
): Promise<Result<Download, 'filing.issueUnknown'>> {
  const province = provinceOf(query.jurisdiction);
  const scope = { ...context.scope, province };
  const issue = await reading(context.database.db, scope, (tx) =>
    issueRows(tx, province).where('id', '=', params.issueId).executeTakeFirst(),
  );
  if (issue === undefined) return refuse('filing.issueUnknown');
  async function* rows(): AsyncGenerator<readonly string[]> {
    for (let after = 0; ;) {
      const from = after;
      const part = await reading(context.database.db, scope, (tx) =>
        lineRows(tx, province, params.issueId, from).limit(ROWS_PER_READ).execute(),
      );
      for (const row of part) {
        yield [
          String(row.line),
          row.filingNumber,
          row.institution,
          row.manufacturer,
          row.itemCode,
          row.productName,
          row.specification,
          row.model,
          row.certificate,
          row.purchaseUnit,
          row.smallestUnit,
          String(row.unitsPerPurchaseUnit),
          row.price,
          row.quantity,
          row.confirmedOn,
        ];
      }
      after = part.at(-1)?.line ?? after;
      if (part.length < ROWS_PER_READ) return;
    }
  }
  const stream = workbookStream({ sheet: '备案采购信息', header: headings, rows: rows() });
  return ok({
    fileName: `备案采购信息-${issue.fromDate}-${issue.untilDate}.xlsx`,
    type: workbookType,
    stream,
  });
}
