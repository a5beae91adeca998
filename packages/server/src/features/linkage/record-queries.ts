import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listPriceRecords, readRecordFiles } from '@daylight/api/linkage.ts';
import type { RecordItem } from '@daylight/api/linkage-shapes.ts';
import type { RecordFinding } from '@daylight/rules/linkage/finding.ts';
import { perSmallestUnit } from '@daylight/rules/money.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { findingsReply } from './reply.ts';

type Row = Omit<RecordItem, 'findings' | 'smallestUnitPrice'> & {
  readonly findings: readonly RecordFinding[];
};
const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const everything = sql<boolean>`true`;

/** Records newest first; those of one item by the item, so that a long book costs nothing. */
export async function listRecords(
  context: ActorContext,
  { query }: Call<typeof listPriceRecords>,
): Promise<Result<ReplyOf<typeof listPriceRecords>, never>> {
  const { province } = context.scope;
  const code = query.code?.toUpperCase();
  const conditions: RawBuilder<boolean>[] = [
    query.state === undefined ? everything : sql`r.state = ${query.state}`,
    query.kind === undefined ? everything : sql`r.kind = ${query.kind}`,
    query.jurisdiction === undefined ? everything : sql`r.jurisdiction = ${query.jurisdiction}`,
    code === undefined
      ? everything
      : code.length === 27
        ? sql`r.item_code = ${code}`
        : sql`starts_with(r.item_code, ${code})`,
    query.doubtful === 'true' ? sql`r.findings @> '[{"severity": "confirm"}]'::jsonb` : everything,
    uuidForm.test(query.cursor ?? '') ? sql`r.id < ${query.cursor}::uuid` : everything,
  ];
  return reading(context.database.db, context.scope, async (tx) => {
    const { rows } = await sql<Row>`
      select r.id, r.item_code as "itemCode", coalesce(c.product_name, '') as "productName",
        coalesce(c.specification, '') as specification, coalesce(c.manufacturer, '') as manufacturer,
        r.jurisdiction, r.kind, r.price, r.purchase_unit as "purchaseUnit", r.units_per_purchase_unit as "unitsPerPurchaseUnit",
        r.effective_from as "effectiveFrom", r.effective_to as "effectiveTo", r.state, r.source, r.contract, r.document,
        r.reason, r.findings, r.replaces, s.name as "sourceName", r.entered_at as "enteredAt", e.name as "enteredBy",
        r.verified_at as "verifiedAt", v.name as "verifiedBy", r.note,
        coalesce(r.entered_by = ${context.actor.accountId}::uuid, false) as own
      from price_record r
      left join catalogue_item c on c.item_code = r.item_code
      left join price_source s on s.province = r.province and s.id = r.source_id
      left join account e on e.id = r.entered_by
      left join account v on v.id = r.verified_by
      where r.province = ${province} and ${sql.join(conditions, sql` and `)}
      order by r.id desc limit ${query.limit + 1}`.execute(tx);
    const waiting = await sql<{ count: number }>`
      select count(*) from (select 1 from price_record where province = ${province} and state = 'entered' limit 1000) w`.execute(
      tx,
    );
    const shown = rows.slice(0, query.limit);
    return ok({
      items: shown.map((row) => ({
        ...row,
        findings: findingsReply(row.findings),
        smallestUnitPrice: perSmallestUnit(row.price, row.unitsPerPurchaseUnit),
      })),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
      waiting: waiting.rows[0]?.count ?? 0,
    });
  });
}

export function recordFiles(
  context: ActorContext,
  { params }: Call<typeof readRecordFiles>,
): Promise<Result<ReplyOf<typeof readRecordFiles>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const subject = { kind: 'price-record', id: params.recordId };
    const files = await filesOf(tx, context.scope.province, [subject]);
    return ok({ files: [...(files.get(`price-record:${params.recordId}`) ?? [])] });
  });
}
