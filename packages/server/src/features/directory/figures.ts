import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

export interface DeliveryFigure {
  readonly manufacturerId: string;
  readonly month: IsoDate;
  readonly lines: number;
  readonly lateLines: number;
}

/** How many lines of a manufacturer's products were due in each month since, and how many of them came late or not (HN-11b). */
export async function deliveryFigures(
  tx: Tx,
  province: number,
  ask: { readonly since: IsoDate; readonly manufacturerId?: string },
): Promise<readonly DeliveryFigure[]> {
  return tx
    .selectFrom('listingDelivery')
    .select(['manufacturerId', 'month'])
    .select([
      sql<number>`sum(lines)::integer`.as('lines'),
      sql<number>`sum(late_lines)::integer`.as('lateLines'),
    ])
    .where('province', '=', province)
    .where('month', '>=', ask.since)
    .$if(ask.manufacturerId !== undefined, (query) =>
      query.where('manufacturerId', '=', ask.manufacturerId ?? ''),
    )
    .groupBy(['manufacturerId', 'month'])
    .orderBy('month', 'desc')
    .execute();
}
