import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** Delivery relations for listings that are merged into another go on there (HN-1). Returns how many. */
export async function moveRelations(
  tx: Tx,
  province: number,
  { from, to }: { readonly from: readonly string[]; readonly to: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update delivery_relation r set listing_id = ${to}
    where r.province = ${province} and r.listing_id = any(${[...from]}::uuid[]) and r.state in ('proposed', 'confirmed')
      and not exists (select 1 from delivery_relation own where own.province = ${province} and own.listing_id = ${to}
        and own.manufacturer_id = r.manufacturer_id and own.distributor_id = r.distributor_id and own.area = r.area
        and own.state in ('proposed', 'confirmed'))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
