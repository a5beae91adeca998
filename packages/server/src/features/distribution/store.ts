import { deliveryAreasOf } from '@daylight/rules/distribution/area.ts';
import type { Candidate } from '@daylight/rules/distribution/choice.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Tx } from '../../db.ts';

export interface DistributorAsk {
  readonly province: number;
  readonly institutionId: string;
  /** GB/T 2260 of the institution, or of the site that receives. */
  readonly jurisdiction: string;
  readonly on: IsoDate;
}

/** Confirmed relations of the manufacturers that are valid on the day and cover the place, with the institution's choices. */
export async function candidatesFor(
  tx: Tx,
  ask: DistributorAsk,
  manufacturerIds: readonly string[],
): Promise<Candidate[]> {
  if (manufacturerIds.length === 0) return [];
  const rows = await tx
    .selectFrom('deliveryRelation as relation')
    .leftJoin('deliveryChoice as choice', (join) =>
      join
        .onRef('choice.province', '=', 'relation.province')
        .onRef('choice.relationId', '=', 'relation.id')
        .on('choice.institutionId', '=', ask.institutionId),
    )
    .select([
      'relation.id as relationId',
      'relation.manufacturerId',
      'relation.distributorId',
      'relation.listingId',
      'choice.chosenAt',
    ])
    .where('relation.province', '=', ask.province)
    .where('relation.manufacturerId', 'in', manufacturerIds)
    .where('relation.area', 'in', deliveryAreasOf(ask.jurisdiction))
    .where('relation.state', '=', 'confirmed')
    .where('relation.validFrom', '<=', ask.on)
    .where((eb) => eb.or([eb('relation.validUntil', 'is', null), eb('relation.validUntil', '>=', ask.on)]))
    .orderBy('relation.id')
    .execute();
  return rows.map(({ chosenAt, ...row }) => ({ ...row, chosen: chosenAt !== null }));
}
