import type { Quantity } from '@daylight/rules/money.ts';
import type { Tx } from '../../db.ts';

/** What an institution chose for its leftover volume, in units of the item. */
export interface LeftoverChoice {
  readonly institutionId: string;
  readonly productId: string;
  readonly quantity: Quantity;
}

/** The choices of a round as they stand; who stayed silent is not among them, the pack's fallback decides for it. */
export async function choicesOf(
  tx: Tx,
  province: number,
  tenderId: string,
): Promise<readonly LeftoverChoice[]> {
  return tx
    .selectFrom('agreementChoice')
    .select(['institutionId', 'productId', 'quantity'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('institutionId')
    .orderBy('productId')
    .execute();
}
