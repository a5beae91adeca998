import type { Money, Quantity } from '@daylight/rules/money.ts';
import { quantity } from '@daylight/rules/money.ts';
import type { Tx } from '../../db.ts';

/** A product of the result; prices in yuan per unit of the item. */
export interface AwardedProduct {
  readonly productId: string;
  readonly item: string;
  readonly unit: string;
  readonly manufacturerId: string;
  readonly price: Money;
  readonly place: number | null;
  /** Share of its own demand ('0.8', '2/3'); null where the allocation has no tiers. */
  readonly tier: string | null;
  /** Id of the rule of the pack that selected it. */
  readonly selectedBy: string | null;
  /** Who stands in when it cannot supply. */
  readonly substitute: string | null;
  /** Empty until the result is final and listed. */
  readonly listingIds: readonly string[];
}
export interface Award {
  readonly runId: string;
  readonly purpose: 'selection' | 'allocation';
  readonly engine: string;
  readonly hash: string;
  readonly products: readonly AwardedProduct[];
}

/** The valid run of a round with its selected products: the final one where there is one. Null before the first run. */
export async function awardOf(tx: Tx, province: number, tenderId: string): Promise<Award | null> {
  const run = await tx
    .selectFrom('awardRun')
    .select(['id', 'purpose', 'engine', 'hash'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('state', '=', 'valid')
    .orderBy('purpose')
    .limit(1)
    .executeTakeFirst();
  if (run === undefined) return null;
  const rows = await tx
    .selectFrom('awardResult')
    .select(['productId', 'item', 'unit', 'manufacturerId', 'finalPrice', 'place', 'tier'])
    .select(['selectedBy', 'substituteId', 'listingIds'])
    .where('province', '=', province)
    .where('runId', '=', run.id)
    .where('selected', '=', true)
    .orderBy('unit')
    .orderBy('place')
    .orderBy('productId')
    .execute();
  return {
    runId: run.id,
    purpose: run.purpose === 'allocation' ? 'allocation' : 'selection',
    engine: run.engine,
    hash: run.hash,
    products: rows.flatMap(({ finalPrice, substituteId, ...row }) =>
      finalPrice === null ? [] : [{ ...row, price: finalPrice, substitute: substituteId }],
    ),
  };
}

/** What one institution still has to choose in one scope (a competition unit or a lot, as the pack has it). */
export interface PermittedScope {
  readonly scope: string;
  /** Leftover volume in units of the item. */
  readonly leftover: Quantity;
  /** Products it may choose from, cheapest first. */
  readonly products: readonly string[];
}

/** Leftover and permitted set of an institution after the first run; scopes without leftover are not in it. */
export async function permittedOf(
  tx: Tx,
  province: number,
  tenderId: string,
  institutionId: string,
): Promise<readonly PermittedScope[]> {
  const rows = await tx
    .selectFrom('awardLeftover as l')
    .innerJoin('awardRun as r', (join) =>
      join.onRef('r.province', '=', 'l.province').onRef('r.id', '=', 'l.runId'),
    )
    .select(['l.scope', 'l.quantity', 'l.productIds'])
    .where('l.province', '=', province)
    .where('l.tenderId', '=', tenderId)
    .where('l.institutionId', '=', institutionId)
    .where('r.state', '=', 'valid')
    .where('r.purpose', '=', 'selection')
    .orderBy('l.scope')
    .execute();
  return rows.map((row) => ({ scope: row.scope, leftover: row.quantity, products: row.productIds }));
}

export interface AllocatedLine {
  readonly institutionId: string;
  readonly productId: string;
  readonly manufacturerId: string;
  /** Out of the demand for the product itself. */
  readonly own: Quantity;
  /** Out of leftover volume. */
  readonly more: Quantity;
}

/** What the final run gives each institution of each winner; empty before it. */
export async function allocationOf(
  tx: Tx,
  province: number,
  tenderId: string,
  of: { readonly institutionId?: string } = {},
): Promise<readonly AllocatedLine[]> {
  let rows = tx
    .selectFrom('awardAllocation as a')
    .innerJoin('awardRun as r', (join) =>
      join.onRef('r.province', '=', 'a.province').onRef('r.id', '=', 'a.runId'),
    )
    .select(['a.institutionId', 'a.productId', 'a.manufacturerId', 'a.own', 'a.more'])
    .where('a.province', '=', province)
    .where('r.province', '=', province)
    .where('r.tenderId', '=', tenderId)
    .where('r.state', '=', 'valid')
    .where('r.purpose', '=', 'allocation')
    .orderBy('a.institutionId')
    .orderBy('a.productId');
  if (of.institutionId !== undefined) rows = rows.where('a.institutionId', '=', of.institutionId);
  return (await rows.execute()).map((row) => ({
    ...row,
    own: quantity(row.own),
    more: quantity(row.more),
  }));
}
