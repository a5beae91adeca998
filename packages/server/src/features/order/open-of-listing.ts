import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** An order or a return of a listing that is not finished. */
export interface OpenOfListing {
  readonly kind: 'order' | 'return';
  readonly listingId: string;
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly institutionId: string;
  readonly otherId: string | null;
  readonly since: Instant;
}

/** Orders of these listings with lines that are not wholly checked or closed; the oldest first (JS-14b). */
export async function openOrdersOf(
  tx: Tx,
  province: number,
  listingIds: readonly string[],
): Promise<OpenOfListing[]> {
  const { rows } = await sql<OpenOfListing>`
    select distinct 'order' as kind, l.listing_id, o.id, o.number, o.state, o.institution_id,
      o.distributor_id as other_id, o.placed_at as since
    from order_line l
    join purchase_order o on o.province = ${province} and o.id = l.order_id
      and o.state in ('waiting-approval', 'placed', 'confirmed', 'shipping')
    where l.province = ${province} and l.listing_id = any(${[...listingIds]}::uuid[])
      and l.accepted + l.rejected + l.closed < l.quantity
    order by since, o.id`.execute(tx);
  return rows;
}

/** Returns of these listings that the distributor has not answered. */
export async function openReturnsOf(
  tx: Tx,
  province: number,
  listingIds: readonly string[],
): Promise<OpenOfListing[]> {
  const { rows } = await sql<OpenOfListing>`
    select 'return' as kind, l.listing_id, r.id, r.number, r.state, r.institution_id, r.distributor_id as other_id,
      r.asked_at as since
    from goods_return r
    join shipment_line s on s.province = ${province} and s.shipment_id = r.shipment_id and s.line = r.shipment_line
    join order_line l on l.province = ${province} and l.order_id = s.order_id and l.line = s.order_line
    where r.province = ${province} and r.state = 'asked' and l.listing_id = any(${[...listingIds]}::uuid[])
    order by since, r.id`.execute(tx);
  return rows;
}
