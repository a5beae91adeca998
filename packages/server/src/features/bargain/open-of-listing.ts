import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** A bargain on a listing that still runs. */
export interface OpenBargain {
  readonly listingId: string;
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly institutionId: string;
  readonly otherId: string;
  readonly since: Instant;
}

/** Bargains on these listings that still run; the oldest first (JS-14b). */
export async function openBargainsOf(
  tx: Tx,
  province: number,
  listingIds: readonly string[],
): Promise<OpenBargain[]> {
  if (listingIds.length === 0) return [];
  return tx
    .selectFrom('bargain')
    .select(['listingId', 'id', 'number', 'state', 'institutionId', 'manufacturerId as otherId'])
    .select('openedAt as since')
    .where('province', '=', province)
    .where('listingId', 'in', [...listingIds])
    .where('closedAt', 'is', null)
    .orderBy('id')
    .execute();
}

/**
 * Agreed prices of listings that are merged into another go on there, where they do not exceed its price and the institution
 * has none of its own (HN-1). Returns how many.
 */
export async function moveAgreedPrices(
  tx: Tx,
  province: number,
  { from, to }: { readonly from: readonly string[]; readonly to: string },
): Promise<number> {
  if (from.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update agreed_price a set listing_id = ${to}
    from (
      select distinct on (p.institution_id) p.id
      from agreed_price p
      join listing l on l.province = ${province} and l.id = ${to}
      where p.province = ${province} and p.listing_id = any(${[...from]}::uuid[]) and p.ended_at is null
        and p.price * l.units_per_purchase_unit <= l.price * p.units_per_purchase_unit
        and not exists (select 1 from agreed_price own where own.province = ${province} and own.listing_id = ${to}
          and own.institution_id = p.institution_id and own.ended_at is null)
      order by p.institution_id, p.price / p.units_per_purchase_unit
    ) pick
    where a.province = ${province} and a.id = pick.id`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
