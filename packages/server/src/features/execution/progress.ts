import type { Volume } from '@daylight/rules/execution/account.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Tx } from '../../db.ts';

/** One account as its progress is asked for; quantities in units of the item. */
export interface AccountProgress extends Volume {
  readonly accountId: string;
  readonly institutionId: string;
  readonly manufacturerId: string;
  readonly productId: string;
  readonly item: string;
  readonly area: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly state: string;
  /** Reminders that went out because it was behind. */
  readonly reminders: number;
  readonly outcome: string | null;
}

/** Every account of a round with its sums; a round of a province has as many as its agreements have lines. */
export async function progressOf(
  tx: Tx,
  province: number,
  tenderId: string,
): Promise<readonly AccountProgress[]> {
  return tx
    .selectFrom('volumeAccount')
    .select([
      'id as accountId',
      'institutionId',
      'manufacturerId',
      'productId',
      'item',
      'area',
      'agreed',
      'ordered',
      'accepted',
      'fromOn as from',
      'untilOn as until',
      'state',
      'reminders',
      'outcome',
    ])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('item')
    .orderBy('productId')
    .orderBy('id')
    .execute();
}
