import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { readOrderLots } from '@daylight/api/order-read.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';

type Lot = ReplyOf<typeof readOrderLots>['lots'][number];

/** Deliveries looked back on: a dispatcher's last days, not its whole history. */
const recentMax = 300;

/** The lot of each item that the distributor sent last, where it has not expired: nothing is typed twice. */
export async function readLots(
  context: ActorContext,
  { params }: Call<typeof readOrderLots>,
): Promise<Result<ReplyOf<typeof readOrderLots>, 'order.unknown'>> {
  const { scope, actor, today } = context;
  return reading(context.database.db, scope, async (tx) => {
    const order = await tx
      .selectFrom('purchaseOrder')
      .select('id')
      .where('province', '=', scope.province)
      .where('id', '=', params.orderId)
      .where('distributorId', '=', actor.organisationId)
      .executeTakeFirst();
    if (order === undefined) return refuse('order.unknown');
    const { rows } = await sql<Lot>`
      select distinct on (l.line) l.line, x.lot, x.produced_on, x.expires_on
      from (select id from shipment where province = ${scope.province} and distributor_id = ${actor.organisationId}
        order by id desc limit ${recentMax}) s
      join shipment_line x on x.province = ${scope.province} and x.shipment_id = s.id
      join order_line l on l.province = ${scope.province} and l.order_id = ${order.id} and l.item_code = x.item_code
      where x.expires_on is null or x.expires_on > ${today}
      order by l.line, s.id desc, x.line`.execute(tx);
    return ok({ lots: rows });
  });
}
