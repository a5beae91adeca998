import type { Money } from '@daylight/rules/money.ts';
import { type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** A confirmed filing as a listing application counts it (JS-8 B, JS-10 B). */
export interface FiledRecord {
  readonly filingId: string;
  readonly number: string;
  readonly institutionId: string;
  readonly institution: string;
  /** Level of the institution on the day it applied. */
  readonly level: 'tertiary' | 'secondary' | 'primary';
  readonly ownership: 'public' | 'military' | 'private' | null;
  readonly jurisdiction: string;
  readonly filedOn: IsoDate;
  /** Yuan per purchase unit of that filing. */
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
}

/**
 * Confirmed filings of an item in the province, the oldest first; of each institution the one that holds. A manufacturer
 * sees those of its own products only (row security).
 */
export async function filedRecords(
  tx: Tx,
  context: Context,
  ask: { readonly itemCode: string },
): Promise<readonly FiledRecord[]> {
  const rows = await tx
    .selectFrom('filing')
    .innerJoin('organisation as o', 'o.id', 'filing.institutionId')
    .where('filing.province', '=', context.scope.province)
    .where('filing.itemCode', '=', ask.itemCode)
    .where('filing.state', '=', 'confirmed')
    .select(['filing.id', 'filing.number', 'filing.institutionId', 'filing.level', 'filing.jurisdiction'])
    .select(['filing.decidedAt', 'filing.price', 'filing.unitsPerPurchaseUnit', 'o.name', 'o.ownership'])
    .orderBy('filing.decidedAt')
    .orderBy('filing.id')
    .limit(500)
    .execute();
  return rows.flatMap((row) => {
    if (row.price === null || row.decidedAt === null) return [];
    return [
      {
        filingId: row.id,
        number: row.number,
        institutionId: row.institutionId,
        institution: row.name,
        level: row.level as FiledRecord['level'],
        ownership: row.ownership as FiledRecord['ownership'],
        jurisdiction: row.jurisdiction,
        filedOn: shanghaiDate(row.decidedAt),
        price: row.price,
        unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
      },
    ];
  });
}
