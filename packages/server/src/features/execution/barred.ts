import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface Barred {
  readonly tenderId: string;
  readonly number: string;
  readonly until: IsoDate;
  readonly basis: Basis;
}

/** Which of these listings stand in the term of a round, so that nobody bargains for them a second time (JS-25a). */
export async function barredFromBargain(
  tx: Tx,
  context: Context,
  listingIds: readonly string[],
): Promise<Map<string, Barred>> {
  if (listingIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('roundListing as r')
    .innerJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
    )
    .select(['r.listingId', 'r.tenderId', 't.number', 'r.untilOn as until'])
    .where('r.province', '=', context.scope.province)
    .where('r.listingId', 'in', [...new Set(listingIds)])
    .where('r.fromOn', '<=', context.today)
    .where('r.untilOn', '>=', context.today)
    .where('r.endedOn', 'is', null)
    .orderBy('r.untilOn')
    .execute();
  return new Map(
    rows.map(({ listingId, ...barred }) => [listingId, { ...barred, basis: executionBasis.noSecondBargain }]),
  );
}
