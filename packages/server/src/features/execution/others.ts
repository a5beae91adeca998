import type * as api from '@daylight/api/execution.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { ok } from '@daylight/rules/result.ts';
import { type SqlBool, sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { valuesOf, cursorOf } from '../../cursor.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { reachOf } from '../supervision/port.ts';

type Item = ReplyOf<typeof api.listOthersBought>['items'][number];

/** What was bought although selected products come first, and why (SX-3.1c). */
export async function listOthers(
  context: ActorContext,
  { query }: Call<typeof api.listOthersBought>,
): Answered<typeof api.listOthersBought> {
  const { actor, scope } = context;
  const own =
    actor.kind === 'institution'
      ? sql<SqlBool>`l.institution_id = ${actor.organisationId}`
      : actor.kind === 'manufacturer' || actor.kind === 'distributor'
        ? sql<SqlBool>`false`
        : sql<SqlBool>`o.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}`;
  const at = valuesOf(query.cursor, 2);
  const below =
    at === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(l.order_id, l.line) < (${at[0]}::uuid, ${at[1]}::integer)`;
  return reading(context.database.db, scope, async (tx) => {
    const { rows } = await sql<Item & { line: number }>`
      select l.order_id || ':' || l.line as id, l.order_id, l.line, o.number as order_number, o.placed_at, i.name as institution,
        l.product_name as product, m.name as manufacturer, l.item_code, l.quantity, l.purchase_unit, l.amount,
        l.others_reason as reason, l.state
      from order_line l
      join purchase_order o on o.province = l.province and o.id = l.order_id
      join organisation i on i.id = l.institution_id
      join organisation m on m.id = l.manufacturer_id
      where l.province = ${scope.province} and l.others_reason <> '' and ${own} and ${below}
      order by l.order_id desc, l.line desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const next =
      rows.length > query.limit && last !== undefined ? cursorOf([last.orderId, String(last.line)]) : null;
    return ok({ items: items.map(({ line: _line, ...item }) => item), next });
  });
}
