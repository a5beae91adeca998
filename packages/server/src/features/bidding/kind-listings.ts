import type { OwnListing } from '@daylight/rules/bidding/landing.ts';
import { none } from '@daylight/rules/money.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';
import { boughtOf } from '../order/port.ts';

export interface KindListing extends OwnListing {
  /** The item under whose codes it falls. */
  readonly item: string;
  readonly number: string;
  readonly manufacturerId: string;
  readonly manufacturer: string;
  readonly jurisdiction: string;
}

export interface KindAsk {
  readonly items: readonly { readonly item: string; readonly codePrefixes: readonly string[] }[];
  /** Beginning of the jurisdictions that are meant; the whole province where it is left out. */
  readonly reach?: string;
  /** Days whose purchases count: the first, and the one after the last. */
  readonly from: IsoDate;
  readonly before: IsoDate;
}

/** Sunshine listings under the codes of some items, each with what was bought of it. */
export async function kindListings(
  tx: Tx,
  province: number,
  { items, reach = '', from, before }: KindAsk,
): Promise<KindListing[]> {
  const prefixes = items.flatMap(({ item, codePrefixes }) =>
    codePrefixes.map((prefix) => ({ item, prefix })),
  );
  const { rows } = await sql<Omit<KindListing, 'bought'>>`
    select distinct on (l.id) l.id, i.item, l.number, l.item_code as "itemCode", l.jurisdiction, l.price,
      l.purchase_unit as "purchaseUnit", l.smallest_unit as "smallestUnit",
      l.units_per_purchase_unit as "unitsPerPurchaseUnit", l.manufacturer_id as "manufacturerId", o.name as manufacturer
    from jsonb_to_recordset(${JSON.stringify(prefixes)}::jsonb) as i (item text, prefix text)
    join listing l on l.province = ${province} and l.item_code like i.prefix || '%' and l.state = 'listed'
      and l.form = 'sunshine' and l.jurisdiction like ${`${reach}%`}
    join organisation o on o.id = l.manufacturer_id
    order by l.id, i.item`.execute(tx);
  const bought = await boughtOf(tx, province, { listingIds: rows.map(({ id }) => id), from, before });
  return rows.map((row) => ({ ...row, bought: bought.get(row.id) ?? none }));
}
