import type { Money } from '@daylight/rules/money.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

export interface AgreedPrice {
  /** Yuan per purchase unit as the listing has it today, whatever the unit was when the price was agreed. */
  readonly price: Money;
  readonly bargainId: string;
}

interface AgreedRow {
  listingId: string;
  bargainId: string;
  price: Money;
}

/**
 * The agreed prices in force that an institution may order at, by listing (JS-11). A listing price that fell below is
 * not considered here: ask rules/bargain priceFor.
 */
export async function agreedPriceOf(
  tx: Tx,
  province: number,
  institutionId: string,
  listingIds: readonly string[],
): Promise<Map<string, AgreedPrice>> {
  const { rows } = await sql<AgreedRow>`
    select a.listing_id, a.bargain_id,
      case when a.units_per_purchase_unit = l.units_per_purchase_unit then a.price
        else trunc(a.price * l.units_per_purchase_unit / a.units_per_purchase_unit, 6) end as price
    from agreed_price a
    join listing l on l.province = a.province and l.id = a.listing_id
    where a.province = ${province} and a.institution_id = ${institutionId} and a.ended_at is null
      and a.listing_id = any(${listingIds}::uuid[])`.execute(tx);
  return new Map(rows.map(({ listingId, price, bargainId }) => [listingId, { price, bargainId }]));
}

export { recomputeProvisional as recomputeDue } from './due.ts';
export { todosOf as bargainTodos } from './todos.ts';
export { type OpenBargain, moveAgreedPrices, openBargainsOf } from './open-of-listing.ts';
