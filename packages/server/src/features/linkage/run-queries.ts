import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  LinkageRun,
  LinkageRunLine,
  linkageRunWorkbook,
  listLinkageRunLines,
  listLinkageRuns,
  readLinkageRun,
} from '@daylight/api/linkage-run.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import type { Money } from '@daylight/rules/money.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { workbookStream } from '../../workbook/write-workbook.ts';
import { publicityOf } from '../publicity/port.ts';
import { reachOf } from '../supervision/port.ts';
import { linkageBasis } from './basis.ts';
import type { RunReport, RunRule } from './run-store.ts';

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A bureau sees the runs of its jurisdiction, the others those that were made public. */
function readable({ actor }: ActorContext): RawBuilder<boolean> {
  const isStaff = actor.kind === 'bureau' || actor.kind === 'operator' || actor.kind === 'health';
  if (isStaff) return sql`r.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}`;
  return sql`r.state in ('published', 'settled', 'executing', 'executed')`;
}

interface RunRow extends Omit<LinkageRun, 'publicity' | 'basis'> {
  readonly rule: RunRule;
}

async function runRows(
  tx: Tx,
  context: ActorContext,
  condition: RawBuilder<boolean>,
  limit: number,
): Promise<readonly LinkageRun[]> {
  const { province } = context.scope;
  const { rows } = await sql<RunRow>`
    select r.id, r.number, r.jurisdiction, r.year, r.state, r.price_day as "priceDay", r.execute_on as "executeOn", r.done,
      r.total, r.report, r.rule, r.entered_at as "enteredAt", e.name as "enteredBy",
      r.entered_by = ${context.actor.accountId}::uuid as own, r.decided_at as "decidedAt", d.name as "decidedBy", r.note,
      r.executed_at as "executedAt", r.version
    from linkage_run r
    join account e on e.id = r.entered_by
    left join account d on d.id = r.decided_by
    where r.province = ${province} and ${readable(context)} and ${condition}
    order by r.id desc limit ${limit}`.execute(tx);
  const shown = await publicityOf(
    tx,
    province,
    rows.map((row) => ({ kind: 'linkage-run', id: row.id })),
  );
  return rows.map(({ rule, ...row }) => {
    const publicity = shown.get(`linkage-run:${row.id}`);
    const basis: Basis[] = [
      linkageBasis.yearly,
      basisOf(rule.plain.reference),
      basisOf(rule.plain.lowest),
      basisOf(rule.ratios),
    ];
    return {
      ...row,
      basis,
      report: row.report as RunReport,
      publicity:
        publicity === undefined
          ? null
          : {
              id: publicity.id,
              number: publicity.number,
              endsAt: publicity.endsAt,
              provisional: publicity.provisional,
            },
    };
  });
}

export function listRuns(
  context: ActorContext,
  { query }: Call<typeof listLinkageRuns>,
): Promise<Result<ReplyOf<typeof listLinkageRuns>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const after = uuidForm.test(query.cursor ?? '')
      ? sql<boolean>`r.id < ${query.cursor}::uuid`
      : sql<boolean>`true`;
    const rows = await runRows(tx, context, after, query.limit + 1);
    const items = rows.slice(0, query.limit);
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

const manufacturersShown = 15;

export function readRun(
  context: ActorContext,
  { params }: Call<typeof readLinkageRun>,
): Promise<Result<ReplyOf<typeof readLinkageRun>, 'linkage.runUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const [run] = await runRows(tx, context, sql`r.id = ${params.runId}::uuid`, 1);
    if (run === undefined) return refuse('linkage.runUnknown');
    const { rows } = await sql<{ name: string; products: number; effect: Money }>`
      select m.name, count(*) as products, sum(n.effect) as effect
      from linkage_run_line n join organisation m on m.id = n.manufacturer_id
      where n.province = ${context.scope.province} and n.run_id = ${run.id}::uuid and n.price_to is not null
        and ${ownLines(context)}
      group by m.id, m.name order by 3 desc, 1 limit ${manufacturersShown}`.execute(tx);
    return ok({ ...run, byManufacturer: rows });
  });
}

/** A firm sees its own products; the others are in the publicity, with prices but without what was bought. */
function ownLines({ actor }: ActorContext): RawBuilder<boolean> {
  if (actor.kind === 'manufacturer') return sql`n.manufacturer_id = ${actor.organisationId} and n.published`;
  return actor.kind === 'institution' ? sql`false` : sql`true`;
}

async function lineRows(
  tx: Tx,
  context: ActorContext,
  runId: string,
  { condition, limit }: { readonly condition: RawBuilder<boolean>; readonly limit: number },
): Promise<readonly LinkageRunLine[]> {
  const { rows } = await sql<LinkageRunLine>`
    select n.listing_id as "listingId", l.number, n.item_code as "itemCode", c.product_name as "productName", c.specification,
      m.name as manufacturer, l.purchase_unit as "purchaseUnit", n.units_per_purchase_unit as "unitsPerPurchaseUnit",
      n.price_from as "priceFrom", n.price_to as "priceTo", n.quantity as bought, n.effect, n.lowest, n.warnings, n.state
    from linkage_run_line n
    join listing l on l.province = n.province and l.id = n.listing_id
    join catalogue_item c on c.item_code = n.item_code
    join organisation m on m.id = n.manufacturer_id
    where n.province = ${context.scope.province} and n.run_id = ${runId}::uuid and ${ownLines(context)} and ${condition}
    order by n.effect desc, n.listing_id desc limit ${limit}`.execute(tx);
  return rows;
}

function afterLine(cursor: string | undefined): RawBuilder<boolean> {
  const [effect, id] = valuesOf(cursor, 2) ?? [];
  const isPlace = /^-?\d{1,16}(\.\d{1,2})?$/.test(effect ?? '') && uuidForm.test(id ?? '');
  return isPlace ? sql`(n.effect, n.listing_id) < (${effect}::numeric, ${id}::uuid)` : sql`true`;
}

export function listRunLines(
  context: ActorContext,
  { params, query }: Call<typeof listLinkageRunLines>,
): Promise<Result<ReplyOf<typeof listLinkageRunLines>, 'linkage.runUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const [run] = await runRows(tx, context, sql`r.id = ${params.runId}::uuid`, 1);
    if (run === undefined) return refuse('linkage.runUnknown');
    const state = query.state === undefined ? sql<boolean>`true` : sql<boolean>`n.state = ${query.state}`;
    const condition = sql<boolean>`${afterLine(query.cursor)} and ${state}`;
    const rows = await lineRows(tx, context, run.id, { condition, limit: query.limit + 1 });
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const next =
      rows.length > query.limit && last !== undefined ? cursorOf([last.effect, last.listingId]) : null;
    return ok({ items, next });
  });
}

const states: Readonly<Record<LinkageRunLine['state'], string>> = {
  proposed: '拟调整',
  free: '待执行',
  kept: '异议成立，不调整',
  executed: '已调整',
  overtaken: '执行前已变更',
  warning: '仅提示',
};
const compared = { packs: '大小包装', specifications: '不同规格', selected: '非中选与中选' } as const;
const header = [
  '挂网编号',
  '医保27位代码',
  '产品名称',
  '规格',
  '生产企业',
  '采购单位',
  '转换比',
  '原挂网价（元）',
  '联动价（元）',
  '上年度采购量',
  '影响金额（元）',
  '最低价依据',
  '比价提示',
  '状态',
];
const linesPerRead = 2000;

function sheetRow(line: LinkageRunLine): readonly string[] {
  const evidence = (line.lowest?.records ?? []).map(
    (each) =>
      `${each.jurisdiction} ${each.price}元/${each.unitsPerPurchaseUnit} ${each.effectiveFrom} ${each.document}`,
  );
  const warnings = line.warnings.map((each) => `${compared[each.compares]}：不宜高于 ${each.limit} 元`);
  return [
    line.number,
    line.itemCode,
    line.productName,
    line.specification,
    line.manufacturer,
    line.purchaseUnit,
    String(line.unitsPerPurchaseUnit),
    line.priceFrom,
    line.priceTo ?? '',
    line.bought,
    line.effect,
    evidence.join('；'),
    warnings.join('；'),
    states[line.state],
  ];
}

/** The report as a workbook, the largest effect first. */
export async function runWorkbook(
  context: Context,
  { params }: Call<typeof linkageRunWorkbook>,
): Promise<Result<Download, 'linkage.runUnknown'>> {
  const { actor, scope, database } = context;
  if (actor === null) return refuse('linkage.runUnknown');
  const asked: ActorContext = { ...context, actor };
  const [run] = await reading(database.db, scope, (tx) =>
    runRows(tx, asked, sql`r.id = ${params.runId}::uuid`, 1),
  );
  if (run === undefined) return refuse('linkage.runUnknown');
  async function* rows(): AsyncGenerator<readonly string[]> {
    for (let cursor: string | undefined; ;) {
      const page = { condition: afterLine(cursor), limit: linesPerRead };
      const part = await reading(database.db, scope, (tx) => lineRows(tx, asked, params.runId, page));
      for (const line of part) yield sheetRow(line);
      const last = part.at(-1);
      if (part.length < linesPerRead || last === undefined) return;
      cursor = cursorOf([last.effect, last.listingId]);
    }
  }
  return ok({
    fileName: `${run.year}年度价格联动-${run.number}.xlsx`,
    type: workbookType,
    stream: workbookStream({ sheet: '价格联动', header, rows: rows() }),
  });
}
