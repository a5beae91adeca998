import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listNationalPrices, readNationalPrices } from '@daylight/api/linkage.ts';
import { targetOf } from '@daylight/rules/linkage/duty.ts';
import { type LowestPrice, lowestOfEachProvince } from '@daylight/rules/linkage/lowest.ts';
import { type PriceRecord, byPrice, provinceOf } from '@daylight/rules/linkage/record.ts';
import {
  type Money,
  compareOnSmallestUnit,
  isPositive,
  percentBeyond,
  perSmallestUnit,
} from '@daylight/rules/money.ts';
import type { ListingForm } from '@daylight/rules/listing/visibility.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { listingPage, matching } from '../listing/port.ts';
import { reachOf } from '../supervision/port.ts';
import { type LowestQuestion, contractOf, lowestPolicy, lowestPrices, recordsOf } from './records.ts';
import { evidenceOf, lowestReply } from './reply.ts';

/** What of a listing is compared with the country. */
export interface ComparedListing {
  readonly id: string;
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly form: ListingForm;
}

/** The question of a listing: its own price is not asked about itself, a selected one follows its contract. */
export function questionOf(listing: ComparedListing, records: readonly PriceRecord[]): LowestQuestion {
  const selected = listing.form === 'alliance';
  return {
    itemCode: listing.itemCode,
    jurisdiction: listing.jurisdiction,
    class: listing.class,
    use: 'linkage',
    selected,
    contract: selected ? contractOf(records, listing.jurisdiction) : null,
    exceptListing: listing.id,
  };
}

/** Percent by which a price lies above a lowest one, on the smallest unit; null without one, 0 where it is not above. */
export function aboveOf(
  price: Money,
  units: number,
  lowest: { readonly price: Money | null; readonly unitsPerPurchaseUnit: number },
): number | null {
  if (lowest.price === null) return null;
  if (compareOnSmallestUnit(price, units, lowest.price, lowest.unitsPerPurchaseUnit) <= 0) return 0;
  const reference = perSmallestUnit(lowest.price, lowest.unitsPerPurchaseUnit);
  return isPositive(reference) ? percentBeyond(perSmallestUnit(price, units), reference) : null;
}

/** Whose listings an actor sees: its own as manufacturer, those of its jurisdiction as bureau, all as buyer. */
export function listingReach({ actor }: ActorContext): RawBuilder<boolean> {
  if (actor.kind === 'manufacturer') return sql`listing.manufacturer_id = ${actor.organisationId}`;
  if (actor.kind === 'institution') return sql`listing.form <> 'filing'`;
  return sql`listing.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}`;
}

function listingRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('listing')
    .select(['listing.id', 'listing.number', 'listing.itemCode', 'listing.jurisdiction', 'listing.state'])
    .select(['listing.price', 'listing.purchaseUnit', 'listing.smallestUnit', 'listing.unitsPerPurchaseUnit'])
    .select((eb) => [
      eb.ref('listing.class').$castTo<ConsumableClass>().as('class'),
      eb.ref('listing.form').$castTo<ListingForm>().as('form'),
    ])
    .where('listing.province', '=', context.scope.province)
    .where('listing.state', '<>', 'withdrawn')
    .where(listingReach(context));
}

/** Every price of the country for an item, beside what is charged here (HN-3b). */
export function comparePrices(
  context: ActorContext,
  { params }: Call<typeof readNationalPrices>,
): Promise<Result<ReplyOf<typeof readNationalPrices>, 'linkage.itemUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { itemCode } = params;
    const product = await tx
      .selectFrom('catalogueItem')
      .select(['itemCode', 'productName', 'specification', 'model', 'manufacturer'])
      .where('itemCode', '=', itemCode)
      .executeTakeFirst();
    if (product === undefined) return refuse('linkage.itemUnknown');
    const records = await recordsOf(tx, context, { itemCode, on: context.today });
    const counted = records.filter((each) => each.state === 'verified');
    const listings = await listingRows(tx, context).where('listing.itemCode', '=', itemCode).execute();
    const lowest = await lowestPrices(
      tx,
      context,
      listings.map((each) => questionOf(each, records)),
    );
    const duties = await openDutyIds(
      tx,
      context,
      listings.map((each) => each.id),
    );
    const perProvince = Map.groupBy(counted, (each) => provinceOf(each.jurisdiction));
    return ok({
      product,
      records: records.toSorted(byPrice).map(evidenceOf),
      byProvince: lowestOfEachProvince(counted).map((each) => ({
        province: provinceOf(each.jurisdiction),
        lowest: perSmallestUnit(each.price, each.unitsPerPurchaseUnit),
        kind: each.kind,
        count: perProvince.get(provinceOf(each.jurisdiction))?.length ?? 0,
      })),
      listings: listings.map((listing, at) =>
        comparedListing(context, listing, { records, lowest: lowest[at], dutyId: duties.get(listing.id) }),
      ),
    });
  });
}

type ListingRow = Awaited<ReturnType<ReturnType<typeof listingRows>['execute']>>[number];

interface Compared {
  readonly records: readonly PriceRecord[];
  readonly lowest: LowestPrice | undefined;
  readonly dutyId: string | undefined;
}

/** A listing beside the lowest price of the country, and to what it would go. */
function comparedListing(
  context: ActorContext,
  listing: ListingRow,
  { records, lowest, dutyId }: Compared,
): ReplyOf<typeof readNationalPrices>['listings'][number] {
  assert(lowest !== undefined, 'every listing has an answer');
  const policy = lowestPolicy(context.book, { ...questionOf(listing, records), on: context.today });
  const { id, number, jurisdiction, state, price, purchaseUnit, smallestUnit, unitsPerPurchaseUnit } =
    listing;
  return {
    id,
    number,
    jurisdiction,
    class: listing.class,
    state,
    price,
    purchaseUnit,
    smallestUnit,
    unitsPerPurchaseUnit,
    smallestUnitPrice: perSmallestUnit(price, unitsPerPurchaseUnit),
    lowest: lowestReply(lowest),
    target: targetOf(listing, lowest, policy.lowest.value),
    above: aboveOf(price, unitsPerPurchaseUnit, lowest),
    dutyId: dutyId ?? null,
  };
}

async function openDutyIds(
  tx: Tx,
  { scope }: ActorContext,
  listingIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (listingIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('priceDuty')
    .select(['id', 'listingId'])
    .where('province', '=', scope.province)
    .where('listingId', 'in', [...listingIds])
    .where('state', 'not in', ['fulfilled', 'dismissed'])
    .execute();
  return new Map(rows.map((row) => [row.listingId, row.id]));
}

/** Whether another place has a verified price in force below that of the listing. */
function isAboveOthers(context: ActorContext): RawBuilder<boolean> {
  return sql`exists (select 1 from price_record r
      where r.province = listing.province and r.item_code = listing.item_code and r.state = 'verified'
        and coalesce(r.effective_to, 'infinity'::date) >= ${context.today}::date and r.effective_from <= ${context.today}::date
        and r.kind in ('provincialListing', 'cityListing') and r.smallest_unit_price < listing.smallest_unit_price)`;
}

/** Listings with the lowest price of the country beside each, a page at a time. */
export async function nationalPrices(
  context: ActorContext,
  { query }: Call<typeof listNationalPrices>,
): Promise<Result<ReplyOf<typeof listNationalPrices>, 'linkage.searchShort'>> {
  const words = query.search === undefined || query.search === '' ? [] : matching(query.search);
  if (words === null) return refuse('linkage.searchShort', { field: 'search' });
  const conditions = [sql<boolean>`listing.state = 'listed'`, listingReach(context)];
  if (query.above === 'true') conditions.push(isAboveOthers(context));
  return reading(context.database.db, context.scope, async (tx) => {
    const { province } = context.scope;
    const { limit, cursor } = query;
    const { ids, next } = await listingPage(tx, {
      province,
      conditions,
      words,
      sort: 'newest',
      cursor,
      limit,
    });
    const rows =
      ids.length === 0
        ? []
        : await listingRows(tx, context)
            .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
            .select(['item.productName', 'item.specification', 'item.manufacturer'])
            .where('listing.id', 'in', ids)
            .execute();
    const lowest = await lowestPrices(
      tx,
      context,
      rows.map((each) => questionOf(each, [])),
    );
    const items = new Map(
      rows.map((row, at) => {
        const found = lowest[at];
        return [
          row.id,
          {
            id: row.id,
            number: row.number,
            itemCode: row.itemCode,
            productName: row.productName,
            specification: row.specification,
            manufacturer: row.manufacturer,
            jurisdiction: row.jurisdiction,
            price: row.price,
            purchaseUnit: row.purchaseUnit,
            smallestUnit: row.smallestUnit,
            unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
            lowest: found?.smallestUnitPrice ?? null,
            provinces: found?.provinces ?? 0,
            above: found === undefined ? null : aboveOf(row.price, row.unitsPerPurchaseUnit, found),
          },
        ];
      }),
    );
    return ok({ items: ids.flatMap((id) => items.get(id) ?? []), next });
  });
}
