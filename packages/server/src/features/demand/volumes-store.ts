import type { Quantity } from '@daylight/rules/money.ts';
import { thousandthsOf } from '@daylight/rules/money.ts';
import type { DemandLines } from '@daylight/rules/award/round.ts';
import { assert } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** What an institution needs of a product in a year and what it used in the last, in units of the item. */
export interface DemandLine {
  readonly institutionId: string;
  readonly productId: string;
  readonly reported: Quantity;
  readonly lastYear: Quantity;
}

function counting(tx: Tx, province: number, tenderId: string) {
  return tx
    .selectFrom('demandLine')
    .innerJoin('demandReport', (join) =>
      join
        .onRef('demandReport.province', '=', 'demandLine.province')
        .onRef('demandReport.tenderId', '=', 'demandLine.tenderId')
        .onRef('demandReport.institutionId', '=', 'demandLine.institutionId'),
    )
    .where('demandLine.province', '=', province)
    .where('demandLine.tenderId', '=', tenderId)
    .where('demandReport.state', '=', 'accepted')
    .where('demandReport.lockedAt', 'is not', null);
}

/** The lines that count (SX-3.1a): handed in before the lock and confirmed on every level. By institution and product. */
export async function demandLines(
  tx: Tx,
  province: number,
  tenderId: string,
  of: { readonly institutionId?: string } = {},
): Promise<readonly DemandLine[]> {
  return counting(tx, province, tenderId)
    .$if(of.institutionId !== undefined, (lines) =>
      lines.where('demandLine.institutionId', '=', of.institutionId ?? ''),
    )
    .select([
      'demandLine.institutionId',
      'demandLine.productId',
      'demandLine.reported',
      'demandLine.lastYear',
    ])
    .orderBy('demandLine.institutionId')
    .orderBy('demandLine.productId')
    .execute();
}

/** A round's institutions and products in the order in which the columns point into them. */
export interface Places {
  readonly institutions: readonly string[];
  readonly products: readonly string[];
}

/** The same as columns for the award engine: a national round has 1.2 million lines. */
export async function demandColumns(
  tx: Tx,
  province: number,
  { tenderId, places }: { readonly tenderId: string; readonly places: Places },
): Promise<DemandLines> {
  const institutions = new Map(places.institutions.map((id, place) => [id, place]));
  const products = new Map(places.products.map((id, place) => [id, place]));
  const lines = await demandLines(tx, province, tenderId);
  const placeOf = (map: ReadonlyMap<string, number>, id: string): number => {
    const place = map.get(id);
    assert(place !== undefined, `${id} reported and is not in the round`);
    return place;
  };
  return {
    institution: Int32Array.from(lines, (line) => placeOf(institutions, line.institutionId)),
    product: Int32Array.from(lines, (line) => placeOf(products, line.productId)),
    reported: Float64Array.from(lines, (line) => thousandthsOf(line.reported)),
    lastYear: Float64Array.from(lines, (line) => thousandthsOf(line.lastYear)),
  };
}

/** SX-3.1b, as published: one row for each number of winning firms that has a ratio of its own, null without bound. */
export interface AgreedVolume {
  readonly item: string;
  readonly institutions: number;
  readonly reported: Quantity;
  readonly lastYear: Quantity;
  readonly base: Quantity;
  readonly winnersMin: number | null;
  readonly winnersMax: number | null;
  readonly ratio: string;
  readonly agreed: Quantity;
}

/** Nothing before the volumes are published. */
export async function agreedVolumes(
  tx: Tx,
  province: number,
  tenderId: string,
): Promise<readonly AgreedVolume[]> {
  return tx
    .selectFrom('demandVolume')
    .select([
      'item',
      'institutions',
      'reported',
      'lastYear',
      'base',
      'winnersMin',
      'winnersMax',
      'ratio',
      'agreed',
    ])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy(sql`item collate "C"`)
    .orderBy('place')
    .execute();
}
