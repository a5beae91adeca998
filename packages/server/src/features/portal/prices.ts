import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  listPublicAgreedPrices,
  searchPublicListings,
  showPublicListing,
} from '@daylight/api/portal.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { provinceOfPlatform } from './notices.ts';

type Agreed = ReplyOf<typeof listPublicAgreedPrices>['items'][number];
type Shown = ReplyOf<typeof showPublicListing>;

function agreedRows(tx: Tx, province: number) {
  return tx
    .selectFrom('agreedPrice as a')
    .innerJoin('listing as l', (join) =>
      join.onRef('l.province', '=', 'a.province').onRef('l.id', '=', 'a.listingId'),
    )
    .innerJoin('catalogueItem as c', 'c.itemCode', 'l.itemCode')
    .innerJoin('organisation as m', 'm.id', 'a.manufacturerId')
    .innerJoin('organisation as i', 'i.id', 'a.institutionId')
    .select([
      'a.id',
      'a.listingId',
      'c.productName',
      'c.specification',
      'm.name as manufacturer',
      'i.name as institution',
    ])
    .select([
      'a.price',
      'l.price as listingPrice',
      'l.purchaseUnit',
      'a.unitsPerPurchaseUnit',
      'a.agreedAt',
      'a.endedAt',
    ])
    .where('a.province', '=', province)
    .orderBy('a.id', 'desc');
}

/** JS-11: agreed prices are public, so that other institutions can refer to them. */
export async function publicAgreedPrices(
  context: Context,
  { query }: Call<typeof listPublicAgreedPrices>,
): Promise<Result<ReplyOf<typeof listPublicAgreedPrices>, never>> {
  const province = provinceOfPlatform(query.jurisdiction);
  const items: Agreed[] = await reading(context.database.db, { ...context.scope, province }, (tx) => {
    let page = agreedRows(tx, province).limit(query.limit + 1);
    if (query.listingId !== undefined) page = page.where('a.listingId', '=', query.listingId);
    if (query.cursor !== undefined) page = page.where('a.id', '<', query.cursor);
    return page.execute();
  });
  const shown = items.slice(0, query.limit);
  return ok({ items: shown, next: items.length > query.limit ? (shown.at(-1)?.id ?? null) : null });
}

export function listingRows(tx: Tx, province: number) {
  return tx
    .selectFrom('listing')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'listing.manufacturerId')
    .select(['listing.id', 'listing.number', 'listing.itemCode', 'item.productName', 'item.specification'])
    .select([
      'maker.name as manufacturer',
      'item.certificate',
      'listing.class',
      'listing.form',
      'listing.managedBy',
    ])
    .select(['listing.jurisdiction', 'listing.price', 'listing.purchaseUnit', 'listing.smallestUnit'])
    .select(['listing.unitsPerPurchaseUnit', 'listing.state', 'listing.listedOn', 'item.synthetic'])
    .where('listing.province', '=', province);
}

type Row = Awaited<ReturnType<ReturnType<typeof listingRows>['execute']>>[number];

export function shownListing(row: Row): ReplyOf<typeof searchPublicListings>['items'][number] {
  return { ...row, state: row.state as Shown['state'] };
}

const historyMax = 200;

export async function publicListing(
  context: Context,
  { params, query }: Call<typeof showPublicListing>,
): Promise<Result<Shown, 'portal.unknownListing'>> {
  const province = provinceOfPlatform(query.jurisdiction);
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const listing = await listingRows(tx, province).where('listing.id', '=', params.id).executeTakeFirst();
    if (listing === undefined) return refuse('portal.unknownListing');
    const prices = await tx
      .selectFrom('listingPrice')
      .select(['fromAt as from', 'price', 'unitsPerPurchaseUnit', 'reason'])
      .where('province', '=', province)
      .where('listingId', '=', params.id)
      .orderBy('fromAt', 'desc')
      .limit(historyMax)
      .execute();
    const agreed = await agreedRows(tx, province)
      .where('a.listingId', '=', params.id)
      .limit(historyMax)
      .execute();
    return ok({ ...shownListing(listing), prices, agreed });
  });
}
