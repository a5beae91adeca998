import { buyerOf, visibilityOf } from '@daylight/rules/listing/visibility.ts';
import type { LowestRecord } from '@daylight/rules/filing/filing.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type LowestPrice, lowestPrices } from '../linkage/port.ts';
import { visibleListings } from '../listing/port.ts';

export interface Product {
  readonly itemCode: string;
  readonly productName: string;
  readonly specification: string;
  readonly model: string;
  readonly certificate: string;
  readonly manufacturer: string;
  readonly releaseId: string;
  readonly state: 'active' | 'disabled' | 'transcoded';
}

const columns = [
  'itemCode',
  'productName',
  'specification',
  'model',
  'certificate',
  'manufacturer',
  'releaseId',
] as const;

export async function productsOf(tx: Tx, codes: readonly string[]): Promise<Map<string, Product>> {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('catalogueItem')
    .select(columns)
    .select((eb) => eb.ref('state').$castTo<Product['state']>().as('state'))
    .where('itemCode', 'in', [...new Set(codes)])
    .execute();
  return new Map(rows.map((row) => [row.itemCode, row]));
}

/** Of the codes those that the acting institution finds in its directory, suspended ones too, with the listing's number. */
export async function listedForMe(
  tx: Tx,
  context: ActorContext,
  codes: readonly string[],
): Promise<Map<string, string>> {
  const { actor, book, today: on, scope } = context;
  const wanted = codes.filter((code) => code !== '');
  if (wanted.length === 0) return new Map();
  const buyer = buyerOf({ institutionId: actor.organisationId, jurisdiction: actor.jurisdiction, book, on });
  const rows = await tx
    .selectFrom('listing')
    .select(['itemCode', 'number'])
    .where('province', '=', scope.province)
    .where('itemCode', 'in', wanted)
    .where('state', '<>', 'withdrawn')
    .where(visibleListings(buyer, visibilityOf(book, buyer.platform, on)))
    .execute();
  return new Map(rows.map((row) => [row.itemCode, row.number]));
}

/** A listing of the same product (20 digits) under another item code: the asked one is then a variant of it (GD-1c). */
export async function variantListed(tx: Tx, context: ActorContext, itemCode: string) {
  const { actor, book, today: on, scope } = context;
  const buyer = buyerOf({ institutionId: actor.organisationId, jurisdiction: actor.jurisdiction, book, on });
  const row = await tx
    .selectFrom('listing')
    .select(['itemCode', 'number'])
    .where('province', '=', scope.province)
    .where('platform', '=', buyer.platform)
    .where((eb) => eb.fn<string>('left', ['itemCode', eb.lit(20)]), '=', itemCode.slice(0, 20))
    .where('itemCode', '<>', itemCode)
    .where('form', '<>', 'filing')
    .where('state', '<>', 'withdrawn')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export interface LowestQuestion {
  readonly itemCode: string;
  readonly class: ConsumableClass;
  readonly jurisdiction: string;
  readonly on?: IsoDate;
}

/** The lowest listing price that counts for a filing (JS-16, JS-17). */
export async function lowestFor(tx: Tx, context: Context, ask: LowestQuestion): Promise<LowestPrice> {
  const [found] = await lowestPrices(tx, context, [{ ...ask, use: 'filing' }]);
  if (found === undefined) throw new Error('no answer to a question about a price');
  return found;
}

/** What of it the rules compare with; null where no record counts. */
export function lowestRecordOf(lowest: LowestPrice): LowestRecord | null {
  const [record] = lowest.records;
  const [basis] = lowest.basis;
  if (lowest.price === null || record === undefined || basis === undefined) return null;
  return {
    price: lowest.price,
    unitsPerPurchaseUnit: lowest.unitsPerPurchaseUnit,
    jurisdiction: record.jurisdiction,
    kind: record.kind,
    basis,
  };
}
