import type * as api from '@daylight/api/execution-failure.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { type SqlBool, sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';
import type { Call } from '../../route.ts';
import { failureDetails, failureOf, failureRows } from './failure-rows.ts';
import { accountSides, isId, mine } from './sight.ts';

export async function listFailures(
  context: ActorContext,
  { query }: Call<typeof api.listSupplyFailures>,
): Answered<typeof api.listSupplyFailures> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = failureRows(tx, context);
    if (query.state !== undefined) rows = rows.where('f.state', '=', query.state);
    if (query.tenderId !== undefined) rows = rows.where('f.tenderId', '=', query.tenderId);
    if (isId(query.cursor)) rows = rows.where('f.id', '<', query.cursor);
    const found = await rows
      .orderBy('f.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(failureOf);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readFailure(
  context: ActorContext,
  { params }: Call<typeof api.readSupplyFailure>,
): Answered<typeof api.readSupplyFailure> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await failureRows(tx, context).where('f.id', '=', params.failureId).executeTakeFirst();
    return row === undefined
      ? refuse('execution.failureUnknown')
      : ok(await failureDetails(tx, context, row));
  });
}

/** Days of orders that are looked at for signs of a failure. */
const lookBack = 90;

interface Sign {
  tenderId: string;
  number: string;
  title: string;
  productId: string;
  product: string;
  manufacturerId: string;
  manufacturer: string;
  institutions: number;
  lines: number;
  lateLines: number;
  refusedLines: number;
  failureId: string | null;
}

/** Selected products whose recent orders are late or were refused, those with most of them first (SX-5.3c). */
export async function listSigns(
  context: ActorContext,
  { query }: Call<typeof api.listSupplySigns>,
): Answered<typeof api.listSupplySigns> {
  const { province } = context.scope;
  const since = uuidFloor(shanghaiMoment(addDays(context.today, -lookBack), '00:00'));
  const round =
    query.tenderId === undefined ? sql<SqlBool>`true` : sql<SqlBool>`a.tender_id = ${query.tenderId}::uuid`;
  return reading(context.database.db, context.scope, async (tx) => {
    const { rows } = await sql<Sign>`
      select a.tender_id, t.number, t.title, a.product_id, max(a.product_name) as product, a.manufacturer_id,
        max(m.name) as manufacturer, count(distinct a.institution_id) as institutions, count(*) as lines,
        count(*) filter (where o.late_at is not null) as late_lines,
        count(*) filter (where l.ending = 'refused') as refused_lines,
        (select f.id from supply_failure f where f.province = ${province} and f.tender_id = a.tender_id
          and f.product_id = a.product_id and f.state not in ('dismissed', 'ended') order by f.id desc limit 1) as failure_id
      from volume_account a
      join order_line l on l.province = a.province and l.volume_account_id = a.id and l.order_id >= ${since}::uuid
      join purchase_order o on o.province = l.province and o.id = l.order_id and o.id >= ${since}::uuid
      join tender t on t.province = a.province and t.id = a.tender_id
      join organisation m on m.id = a.manufacturer_id
      where a.province = ${province} and a.state = 'open' and ${mine(context, accountSides)} and ${round}
        and (o.late_at is not null or l.ending = 'refused')
      group by a.tender_id, t.number, t.title, a.product_id, a.manufacturer_id
      order by count(*) desc, a.product_id limit 100`.execute(tx);
    const items: ReplyOf<typeof api.listSupplySigns>['items'] = rows.map(
      ({ tenderId, number, title, manufacturerId, manufacturer, ...row }) => ({
        ...row,
        tender: { id: tenderId, number, title },
        manufacturer: { id: manufacturerId, name: manufacturer },
      }),
    );
    return ok({ items });
  });
}
