import type { Basis } from '@daylight/rules/result.ts';
import { assert } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { lockListing } from './facts.ts';
import { addHistory } from './history.ts';

export interface MoveWish {
  readonly listingId: string;
  readonly mergeId: string;
  readonly note: string;
  readonly basis: Basis;
  readonly document: string;
  /** Listings whose origins and prices are kept with this one, itself included. */
  readonly sources: readonly string[];
}

/**
 * A city's listing becomes one of the province (JS-5, HN-1), with where it and those merged into it came from. Its jurisdiction
 * is its platform's from then on, so every institution of the platform may buy it.
 */
export async function moveListing(context: Context, unit: Unit, wish: MoveWish): Promise<number> {
  const { province } = context.scope;
  const listing = await lockListing(unit.tx, province, wish.listingId);
  assert(listing !== null, 'a merge keeps a listing');
  await sql`
    insert into listing_origin (province, listing_id, platform, price, units_per_purchase_unit, listed_on, merge_id,
      from_listing_id)
    select l.province, ${wish.listingId}::uuid, coalesce(j.name, l.jurisdiction), l.price, l.units_per_purchase_unit,
      l.listed_on, ${wish.mergeId}::uuid, l.id
    from listing l left join jurisdiction j on j.code = l.jurisdiction
    where l.province = ${province} and l.id = any(${[...wish.sources]}::uuid[])
    on conflict (province, listing_id, platform) do nothing`.execute(unit.tx);
  await sql`
    insert into listing_origin (province, listing_id, platform, price, units_per_purchase_unit, listed_on, import_id, "row",
      merge_id, from_listing_id)
    select o.province, ${wish.listingId}::uuid, o.platform, o.price, o.units_per_purchase_unit, o.listed_on, o.import_id,
      o."row", ${wish.mergeId}::uuid, o.listing_id
    from listing_origin o
    where o.province = ${province} and o.listing_id = any(${[...wish.sources]}::uuid[])
      and o.listing_id <> ${wish.listingId}::uuid
    on conflict (province, listing_id, platform) do nothing`.execute(unit.tx);
  if (listing.jurisdiction === listing.platform && listing.managedBy === 'province') return listing.version;
  const version = listing.version + 1;
  const moved = { jurisdiction: listing.platform, managedBy: 'province' as const };
  await unit.tx
    .updateTable('listing')
    .set({ ...moved, version })
    .where('province', '=', province)
    .where('id', '=', listing.id)
    .execute();
  await unit.tx
    .updateTable('listingLife')
    .set({ jurisdiction: listing.platform })
    .where('province', '=', province)
    .where('listingId', '=', listing.id)
    .execute();
  const { price, unitsPerPurchaseUnit } = listing;
  await addHistory(unit.tx, context, {
    listing: { ...listing, ...moved },
    kind: 'moved',
    version,
    before: null,
    now: { price, unitsPerPurchaseUnit },
    reason: 'moved',
    note: wish.note,
    basis: wish.basis,
    document: wish.document,
    cause: { kind: 'directory-merge', id: wish.mergeId },
  });
  unit.record({
    event: 'listing.moved',
    subject: { kind: 'listing', id: listing.id },
    basis: [wish.basis],
    before: { jurisdiction: listing.jurisdiction, managedBy: listing.managedBy },
    after: { ...moved, mergeId: wish.mergeId, version },
    readers: [listing.manufacturerId],
  });
  return version;
}
