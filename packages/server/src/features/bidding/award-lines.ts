import type { awardLine } from '@daylight/api/bidding-shapes.ts';
import type { z } from 'zod';
import type { Tx } from '../../db.ts';

export type AwardLine = z.output<typeof awardLine>;

/** The lines of a run with names, winners of a unit first. */
export async function awardLines(tx: Tx, province: number, runId: string): Promise<AwardLine[]> {
  const rows = await tx
    .selectFrom('awardResult as r')
    .innerJoin('tenderProduct as p', (join) =>
      join.onRef('p.province', '=', 'r.province').onRef('p.id', '=', 'r.productId'),
    )
    .innerJoin('organisation as o', 'o.id', 'r.manufacturerId')
    .select(['r.productId', 'p.name as product', 'r.item', 'r.unit', 'r.manufacturerId', 'o.name as bidder'])
    .select(['r.bidPrice', 'r.valid', 'r.place', 'r.selected', 'r.selectedBy', 'r.finalPrice', 'r.tier'])
    .select(['r.substituteId', 'r.listingIds', 'r.reasons'])
    .where('r.province', '=', province)
    .where('r.runId', '=', runId)
    .orderBy('r.unit')
    .orderBy('r.selected', 'desc')
    .orderBy('r.place')
    .orderBy('r.productId')
    .execute();
  return rows.map(({ manufacturerId, bidder, reasons, ...row }) => ({
    ...row,
    bidder: { id: manufacturerId, name: bidder },
    reasons: reasons as unknown as AwardLine['reasons'],
  }));
}
