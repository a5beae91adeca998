import type { Money } from '@daylight/rules/money.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Tx } from '../../db.ts';

export interface SupplyFigure {
  readonly distributorId: string;
  readonly month: IsoDate;
  readonly lines: number;
  readonly ordered: Money;
  readonly delivered: Money;
}

/** What was ordered from distributors in each month since, and what of it was delivered and accepted (HN-11b). */
export async function supplyFigures(
  tx: Tx,
  province: number,
  ask: { readonly since: IsoDate; readonly distributorId?: string },
): Promise<readonly SupplyFigure[]> {
  return tx
    .selectFrom('supplyMonth')
    .select(['distributorId', 'month', 'lines', 'orderedAmount as ordered', 'deliveredAmount as delivered'])
    .where('province', '=', province)
    .where('month', '>=', ask.since)
    .$if(ask.distributorId !== undefined, (query) =>
      query.where('distributorId', '=', ask.distributorId ?? ''),
    )
    .orderBy('month', 'desc')
    .execute();
}
