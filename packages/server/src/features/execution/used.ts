import type { Quantity } from '@daylight/rules/money.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** What was ordered or accepted so far under one agreement, by product; products without an account are not in the map. */
export async function usedVolumes(
  tx: Tx,
  province: number,
  agreementId: string,
): Promise<Map<string, Quantity>> {
  const { rows } = await sql<{ productId: string; used: Quantity }>`
    select product_id, ordered + accepted as used from volume_account
    where province = ${province} and agreement_id = ${agreementId} and failure_id is null`.execute(tx);
  return new Map(rows.map(({ productId, used }) => [productId, used]));
}
