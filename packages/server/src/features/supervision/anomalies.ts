import type { AnomalyItem } from '@daylight/api/supervision-cases.ts';
import type * as api from '@daylight/api/supervision-cases.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import type { LineKey } from '@daylight/rules/supervision/anomaly.ts';
import { type IsoDate, addDays } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { reachOf } from './reach.ts';

/** Anomalies of the jurisdiction that one supervises; `anywhere` for the reader of a case, who sees the case itself. */
export function anomalyRows(tx: Tx, { scope, actor }: ActorContext, anywhere = false) {
  const rows = tx
    .selectFrom('anomaly as a')
    .innerJoin('organisation as o', 'o.id', 'a.institutionId')
    .innerJoin('jurisdiction as j', 'j.code', 'a.jurisdiction')
    .leftJoin('account as h', 'h.id', 'a.handledBy')
    .where('a.province', '=', scope.province)
    .selectAll('a')
    .select(['o.name as institutionName', 'j.name as jurisdictionName', 'h.name as handlerName']);
  return anywhere ? rows : rows.where('a.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`);
}
type Row = Awaited<ReturnType<ReturnType<typeof anomalyRows>['execute']>>[number];

export function anomalyItemOf(row: Row): AnomalyItem {
  return {
    id: row.id,
    kind: row.kind as AnomalyItem['kind'],
    institution: { id: row.institutionId, name: row.institutionName },
    jurisdiction: row.jurisdiction,
    jurisdictionName: row.jurisdictionName,
    foundOn: row.foundOn,
    facts: row.facts as AnomalyItem['facts'],
    amount: row.amount,
    basis: row.basis as Basis,
    state: row.state as AnomalyItem['state'],
    caseId: row.caseId,
    explanation: row.explanation,
    version: row.version,
  };
}

export async function listAnomalies(
  context: ActorContext,
  { query }: Call<typeof api.listAnomalies>,
): Answered<typeof api.listAnomalies> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = anomalyRows(tx, context);
    if (query.kind !== undefined) rows = rows.where('a.kind', '=', query.kind);
    if (query.state !== undefined) rows = rows.where('a.state', '=', query.state);
    if (query.institutionId !== undefined) rows = rows.where('a.institutionId', '=', query.institutionId);
    if (query.jurisdiction !== undefined)
      rows = rows.where('a.jurisdiction', 'like', `${reachOf(query.jurisdiction)}%`);
    if (query.from !== undefined) rows = rows.where('a.foundOn', '>=', query.from);
    if (query.until !== undefined) rows = rows.where('a.foundOn', '<=', query.until);
    const [day, id] = valuesOf(query.cursor, 2) ?? [];
    if (day !== undefined && id !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) && /^[0-9a-f-]{36}$/.test(id))
      rows = rows.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('a.foundOn', 'a.id'), '<', tuple(day as IsoDate, id)),
      );
    const found = await rows
      .orderBy('a.foundOn', 'desc')
      .orderBy('a.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(anomalyItemOf);
    const last = items.at(-1);
    const isMore = found.length > query.limit && last !== undefined;
    return ok({ items, next: isMore ? cursorOf([last.foundOn, last.id]) : null });
  });
}

const recentDays = 30;

export async function summariseAnomalies(context: ActorContext): Answered<typeof api.anomalySummary> {
  const { scope, actor, today } = context;
  type Reply = ReplyOf<typeof api.anomalySummary>;
  return reading(context.database.db, scope, async (tx) => {
    const reach = `${reachOf(actor.jurisdiction)}%`;
    const { rows: days } = await sql<Reply['days'][number]>`
      select found_on as day, kind, count(*) as found from anomaly
      where province = ${scope.province} and jurisdiction like ${reach} and found_on > ${addDays(today, -recentDays)}::date
      group by 1, 2 order by 1, 2`.execute(tx);
    const { rows: cities } = await sql<Reply['cities'][number] & { waiting: number }>`
      select left(a.jurisdiction, 4) || '00' as jurisdiction, j.name, count(*) as waiting from anomaly a
      join jurisdiction j on j.code = left(a.jurisdiction, 4) || '00'
      where a.province = ${scope.province} and a.jurisdiction like ${reach} and a.state = 'new'
      group by 1, 2 order by 1`.execute(tx);
    const mark = await tx
      .selectFrom('supervisionMark')
      .select('untilDay')
      .where('province', '=', scope.province)
      .where('name', '=', 'anomalies')
      .executeTakeFirst();
    return ok({
      waiting: cities.reduce((sum, city) => sum + city.waiting, 0),
      until: mark?.untilDay ?? null,
      days,
      cities: cities.map(({ jurisdiction, name }) => ({ jurisdiction, name })),
    });
  });
}

type LineRow = ReplyOf<typeof api.readAnomaly>['lines'][number];

/** The lines an anomaly names; line 0 means the whole order; one that names none is shown by its dearest recent lines. */
async function linesOf(tx: Tx, province: number, row: Row): Promise<LineRow[]> {
  const keys = row.lines as readonly LineKey[];
  if (keys.length === 0) return [];
  const { rows } = await sql<LineRow>`
    select l.order_id, p.number as order_number, l.line, l.product_name as product, l.specification, l.price, l.listing_price,
      l.quantity, l.amount, l.zone, l.zone_reason, d.name as distributor, p.placed_at
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k ("orderId" uuid, line int)
    join purchase_order p on p.province = ${province} and p.id = k."orderId"
    join order_line l on l.province = ${province} and l.order_id = p.id and (k.line = 0 or l.line = k.line)
    join organisation d on d.id = p.distributor_id
    order by p.placed_at desc, l.order_id, l.line
    limit 500`.execute(tx);
  return rows;
}

export async function readAnomaly(
  context: ActorContext,
  { params }: Call<typeof api.readAnomaly>,
): Answered<typeof api.readAnomaly> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await anomalyRows(tx, context).where('a.id', '=', params.anomalyId).executeTakeFirst();
    if (row === undefined) return refuse('supervision.anomalyUnknown');
    return ok({
      ...anomalyItemOf(row),
      handledBy: row.handlerName,
      handledAt: row.handledAt,
      lines: await linesOf(tx, context.scope.province, row),
    });
  });
}

/** An officer says why nothing follows; said once and kept. */
export async function explainOne(
  context: ActorContext,
  { params, body }: Call<typeof api.explainAnomaly>,
): Answered<typeof api.explainAnomaly> {
  return command<AnomalyItem, RefusalOf<typeof api.explainAnomaly>>(context, async (unit) => {
    const found = await anomalyRows(unit.tx, context)
      .where('a.id', '=', params.anomalyId)
      .forUpdate('a')
      .executeTakeFirst();
    if (found === undefined) return refuse('supervision.anomalyUnknown');
    if (found.state !== 'new') return refuse('supervision.anomalyHandled');
    if (found.version !== body.version) return refuse('request.stale');
    await unit.tx
      .updateTable('anomaly')
      .set({
        state: 'explained',
        explanation: body.explanation,
        handledAt: context.now,
        handledBy: context.actor.accountId,
        version: found.version + 1,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', found.id)
      .execute();
    unit.record({
      event: 'supervision.anomalyExplained',
      subject: { kind: 'anomaly', id: found.id },
      basis: [found.basis as Basis],
      before: { state: 'new' },
      after: { state: 'explained', explanation: body.explanation },
    });
    const row = await anomalyRows(unit.tx, context).where('a.id', '=', found.id).executeTakeFirstOrThrow();
    return ok(anomalyItemOf(row));
  });
}
