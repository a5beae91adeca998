import type { listAgreedPrices } from '@daylight/api/bargain.ts';
import type { QueryOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { isId, literal } from './rows.ts';

function agreedRows(tx: Tx, province: number) {
  return tx
    .selectFrom('agreedPrice')
    .innerJoin('listing', (join) =>
      join
        .onRef('listing.province', '=', 'agreedPrice.province')
        .onRef('listing.id', '=', 'agreedPrice.listingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'agreedPrice.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'agreedPrice.manufacturerId')
    .innerJoin('organisation as buyer', 'buyer.id', 'agreedPrice.institutionId')
    .where('agreedPrice.province', '=', province)
    .selectAll('agreedPrice')
    .select([
      'listing.number as listingNumber',
      'listing.price as listingPrice',
      'listing.purchaseUnit',
      'listing.smallestUnit',
      'listing.unitsPerPurchaseUnit as unitsNow',
      'item.productName',
      'item.specification',
      'item.model',
      'maker.name as makerName',
      'buyer.name as buyerName',
    ]);
}

type Rows = ReturnType<typeof agreedRows>;

function narrowed(rows: Rows, query: QueryOf<typeof listAgreedPrices>): Rows {
  const { cursor, listingId, itemCode, institutionId, search, ended } = query;
  let wanted = rows;
  if (ended === 'false') wanted = wanted.where('agreedPrice.endedAt', 'is', null);
  if (listingId !== undefined) wanted = wanted.where('agreedPrice.listingId', '=', listingId);
  if (itemCode !== undefined) wanted = wanted.where('agreedPrice.itemCode', '=', itemCode);
  if (institutionId !== undefined) wanted = wanted.where('agreedPrice.institutionId', '=', institutionId);
  if (cursor !== undefined && isId(cursor)) wanted = wanted.where('agreedPrice.id', '<', cursor);
  if (search !== undefined && search !== '') {
    wanted = wanted.where((eb) =>
      eb.or([
        eb('agreedPrice.itemCode', 'like', `${literal(search)}%`),
        eb('item.productName', 'like', `%${literal(search)}%`),
        eb('buyer.name', 'like', `%${literal(search)}%`),
      ]),
    );
  }
  return wanted;
}

/** JS-11 议定价格在省平台公开，供其他医疗机构参考: every institution sees what every other one agreed on. */
export async function listAgreed(
  context: ActorContext,
  { query }: Call<typeof listAgreedPrices>,
): Promise<Result<ReplyOf<typeof listAgreedPrices>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await narrowed(agreedRows(tx, context.scope.province), query)
      .orderBy('agreedPrice.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map((row) => ({
      id: row.id,
      product: {
        listingId: row.listingId,
        listingNumber: row.listingNumber,
        itemCode: row.itemCode,
        productName: row.productName,
        specification: row.specification,
        model: row.model,
        purchaseUnit: row.purchaseUnit,
        smallestUnit: row.smallestUnit,
        unitsPerPurchaseUnit: row.unitsNow,
        listingPrice: row.listingPrice,
      },
      manufacturer: { id: row.manufacturerId, name: row.makerName },
      institution: { id: row.institutionId, name: row.buyerName },
      bargainId: row.bargainId,
      price: row.price,
      unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
      quantity: row.quantity,
      agreedAt: row.agreedAt,
      endedAt: row.endedAt,
    }));
    const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items, next });
  });
}
