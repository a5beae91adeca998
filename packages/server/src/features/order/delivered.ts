import type { Money, Quantity } from '@daylight/rules/money.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** One lot of a delivery with the order line it belongs to, as invoices need it; quantities in purchase units. */
export interface DeliveredLine {
  readonly shipmentId: string;
  readonly line: number;
  /** Empty for a maker, who is no side of the delivery. */
  readonly shipmentNumber: string;
  readonly shippedAt: Instant | null;
  readonly orderId: string;
  readonly orderLine: number;
  readonly orderNumber: string;
  readonly institutionId: string;
  readonly distributorId: string;
  /** Of the institution when it ordered. */
  readonly jurisdiction: string;
  readonly itemCode: string;
  readonly manufacturerId: string;
  readonly productName: string;
  readonly specification: string;
  readonly purchaseUnit: string;
  readonly lot: string;
  readonly price: Money;
  readonly quantity: Quantity;
  readonly accepted: Quantity;
  readonly rejected: Quantity;
  readonly returned: Quantity;
  /** Blue invoices less red ones. */
  readonly invoiced: Quantity;
  /** Each acceptance of the lot, oldest first. */
  readonly acceptances: readonly { readonly at: Instant; readonly accepted: Quantity }[];
}

export interface LineKey {
  readonly shipmentId: string;
  readonly line: number;
}

export type WhichLines =
  | { readonly keys: readonly LineKey[]; readonly lock?: boolean }
  | { readonly shipmentIds: readonly string[] }
  | { readonly orderIds: readonly string[] };

function linesOf(tx: Tx, { scope }: Context, which: WhichLines, orderIds: readonly string[]) {
  let query = tx
    .selectFrom('shipmentLine as l')
    .leftJoin('shipment as s', (join) =>
      join.onRef('s.province', '=', 'l.province').onRef('s.id', '=', 'l.shipmentId'),
    )
    .innerJoin('purchaseOrder as o', (join) =>
      join.onRef('o.province', '=', 'l.province').onRef('o.id', '=', 'l.orderId'),
    )
    .innerJoin('orderLine as ol', (join) =>
      join
        .onRef('ol.province', '=', 'l.province')
        .onRef('ol.orderId', '=', 'l.orderId')
        .onRef('ol.line', '=', 'l.orderLine'),
    )
    .select(['l.shipmentId', 'l.line', 's.number as shipmentNumber', 's.shippedAt'])
    .select(['l.orderId', 'l.orderLine', 'o.number as orderNumber', 'o.jurisdiction'])
    .select(['o.institutionId', 'o.distributorId', 'l.itemCode', 'ol.manufacturerId'])
    .select(['ol.productName', 'ol.specification', 'ol.purchaseUnit', 'l.lot', 'ol.price'])
    .select(['l.quantity', 'l.accepted', 'l.rejected', 'l.returned', 'l.invoiced'])
    .where('l.province', '=', scope.province)
    .where('o.id', 'in', orderIds)
    .where('ol.orderId', 'in', orderIds)
    .orderBy('l.shipmentId')
    .orderBy('l.line');
  if ('shipmentIds' in which) return query.where('l.shipmentId', 'in', which.shipmentIds);
  if ('orderIds' in which) return query.where('l.orderId', 'in', which.orderIds);
  query = query.where(
    sql<boolean>`(l.shipment_id, l.line) in (select * from unnest(
      ${which.keys.map((key) => key.shipmentId)}::uuid[], ${which.keys.map((key) => key.line)}::int[]))`,
  );
  return which.lock === true ? query.forUpdate('l') : query;
}

/** Which orders deliveries belong to: told to the query of the lots, they say in which months to look. */
async function ordersOf(
  tx: Tx,
  { scope }: Context,
  which: Exclude<WhichLines, { readonly orderIds: unknown }>,
): Promise<string[]> {
  const shipmentIds = 'keys' in which ? which.keys.map((key) => key.shipmentId) : which.shipmentIds;
  const rows = await tx
    .selectFrom('shipmentLine')
    .select('orderId')
    .distinct()
    .where('province', '=', scope.province)
    .where('shipmentId', 'in', [...new Set(shipmentIds)])
    .execute();
  return rows.map((row) => row.orderId);
}

/** Lots of deliveries with what was accepted, returned and invoiced of them; with `lock` until the commit. */
export async function deliveredLines(
  tx: Tx,
  context: Context,
  which: WhichLines,
): Promise<readonly DeliveredLine[]> {
  const asked = 'keys' in which ? which.keys : 'orderIds' in which ? which.orderIds : which.shipmentIds;
  if (asked.length === 0) return [];
  const orderIds = 'orderIds' in which ? which.orderIds : await ordersOf(tx, context, which);
  if (orderIds.length === 0) return [];
  const rows = await linesOf(tx, context, which, orderIds).execute();
  if (rows.length === 0) return [];
  const found = await tx
    .selectFrom('acceptance')
    .select(['shipmentId', 'shipmentLine', 'at', 'accepted'])
    .where('province', '=', context.scope.province)
    .where('shipmentId', 'in', [...new Set(rows.map((row) => row.shipmentId))])
    .where('accepted', '>', '0' as Quantity)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const byLine = Map.groupBy(found, (each) => `${each.shipmentId}/${each.shipmentLine}`);
  return rows.map((row) => ({
    ...row,
    shipmentNumber: row.shipmentNumber ?? '',
    acceptances: (byLine.get(`${row.shipmentId}/${row.line}`) ?? []).map(({ at, accepted }) => ({
      at,
      accepted,
    })),
  }));
}

/** Notes what invoices took (positive) or gave back (negative) of lots that deliveredLines locked. */
export async function addInvoiced(
  tx: Tx,
  { scope }: Context,
  changes: readonly (LineKey & { readonly quantity: Quantity; readonly takenBack: boolean })[],
): Promise<void> {
  await sql`
    update shipment_line l set invoiced = l.invoiced + c.quantity
    from unnest(${changes.map((each) => each.shipmentId)}::uuid[], ${changes.map((each) => each.line)}::int[],
      ${changes.map((each) => (each.takenBack ? `-${each.quantity}` : each.quantity))}::numeric[])
      as c (shipment_id, line, quantity)
    where l.province = ${scope.province} and l.shipment_id = c.shipment_id and l.line = c.line
      and l.shipment_id = any(${changes.map((each) => each.shipmentId)}::uuid[])`.execute(tx);
}

/** Whose deliveries or orders are looked at: one side's own, or those of institutions in a jurisdiction. */
export interface Seen {
  readonly institutionId?: string | undefined;
  readonly distributorId?: string | undefined;
  /** The beginning of the codes of a jurisdiction: '32' or '3201'. */
  readonly reach?: string | undefined;
}

/** Deliveries with something accepted that no invoice covers, oldest first. */
export async function shipmentsToInvoice(
  tx: Tx,
  { scope }: Context,
  seen: Seen,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from shipment s
    ${
      seen.reach === undefined
        ? sql``
        : sql`join purchase_order o on o.province = s.province and o.id = s.order_id
      and o.jurisdiction like ${`${seen.reach}%`}`
    }
    where s.province = ${scope.province}
      and (${seen.institutionId ?? null}::uuid is null or s.institution_id = ${seen.institutionId ?? null}::uuid)
      and (${seen.distributorId ?? null}::uuid is null or s.distributor_id = ${seen.distributorId ?? null}::uuid)
      and (${page.after ?? null}::uuid is null or s.id > ${page.after ?? null}::uuid)
      and exists (select 1 from shipment_line l where l.province = s.province and l.shipment_id = s.id
        and l.accepted > l.returned + l.invoiced)
    order by s.id
    limit ${page.limit}`.execute(tx);
  return rows.map((row) => row.id);
}

/** Deliveries of which more is invoiced than was kept: a red invoice is owed. */
export async function shipmentsToTakeBack(
  tx: Tx,
  { scope }: Context,
  seen: Pick<Seen, 'institutionId' | 'distributorId'>,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct s.id from shipment_line l
    join shipment s on s.province = l.province and s.id = l.shipment_id
    where l.province = ${scope.province} and l.invoiced > l.accepted - l.returned
      and (${seen.institutionId ?? null}::uuid is null or s.institution_id = ${seen.institutionId ?? null}::uuid)
      and (${seen.distributorId ?? null}::uuid is null or s.distributor_id = ${seen.distributorId ?? null}::uuid)
    order by s.id
    limit 500`.execute(tx);
  return rows.map((row) => row.id);
}

/** An order with the sums of its lines, as the reconciliation of goods, invoices and money needs it (JS-33). */
export interface OrderSums {
  readonly id: string;
  readonly number: string;
  readonly institutionId: string;
  readonly distributorId: string;
  readonly state: string;
  readonly placedAt: Instant;
  readonly lines: readonly {
    readonly line: number;
    readonly itemCode: string;
    readonly productName: string;
    readonly specification: string;
    readonly purchaseUnit: string;
    readonly manufacturerId: string;
    readonly price: Money;
    readonly quantity: Quantity;
    readonly amount: Money;
    readonly closed: Quantity;
  }[];
}

/** Orders one may see, newest first, from a cursor on; or one of them by its id. */
export async function orderSums(
  tx: Tx,
  { scope }: Context,
  seen: Seen & { readonly manufacturerId?: string | undefined; readonly orderId?: string | undefined },
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<readonly OrderSums[]> {
  let query = tx
    .selectFrom('purchaseOrder as o')
    .select(['o.id', 'o.number', 'o.institutionId', 'o.distributorId', 'o.state', 'o.placedAt'])
    .where('o.province', '=', scope.province)
    .orderBy('o.id', 'desc')
    .limit(page.limit);
  if (seen.institutionId !== undefined) query = query.where('o.institutionId', '=', seen.institutionId);
  if (seen.distributorId !== undefined) query = query.where('o.distributorId', '=', seen.distributorId);
  if (seen.reach !== undefined) query = query.where('o.jurisdiction', 'like', `${seen.reach}%`);
  if (seen.orderId !== undefined) query = query.where('o.id', '=', seen.orderId);
  if (page.before !== undefined) query = query.where('o.id', '<', page.before);
  if (seen.manufacturerId !== undefined) {
    query = query.where(
      sql<boolean>`exists (select 1 from order_line l where l.province = o.province and l.order_id = o.id
        and l.manufacturer_id = ${seen.manufacturerId}::uuid)`,
    );
  }
  const orders = await query.execute();
  if (orders.length === 0) return [];
  const lines = await tx
    .selectFrom('orderLine')
    .select(['orderId', 'line', 'itemCode', 'productName', 'specification', 'purchaseUnit', 'manufacturerId'])
    .select(['price', 'quantity', 'amount', 'closed'])
    .where('province', '=', scope.province)
    .where(
      'orderId',
      'in',
      orders.map((order) => order.id),
    )
    .orderBy('orderId')
    .orderBy('line')
    .execute();
  const byOrder = Map.groupBy(lines, (line) => line.orderId);
  return orders.map((order) => ({ ...order, lines: byOrder.get(order.id) ?? [] }));
}
