import type {
  MergeItem,
  MergeSourceItem,
  listDuplicates,
  listMerges,
} from '@daylight/api/directory-resume.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type MergeSource, mergeListings } from '@daylight/rules/directory/merge.ts';
import type { ListingState } from '@daylight/rules/listing/change.ts';
import { type ListingForm, platformOf } from '@daylight/rules/listing/visibility.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { isId } from './queries.ts';
import { reachOf } from './rows.ts';

type Origin = MergeSourceItem['origins'][number];
export interface Source extends MergeSource {
  readonly place: string;
  readonly version: number;
  readonly origins: readonly Origin[];
}

/** The sunshine listings of codes on a platform, with the former platforms each came from. */
export async function sourcesOf(
  tx: Tx,
  province: number,
  { platform, itemCodes }: { readonly platform: string; readonly itemCodes: readonly string[] },
): Promise<Source[]> {
  if (itemCodes.length === 0) return [];
  const rows = await tx
    .selectFrom('listing')
    .innerJoin('jurisdiction as place', 'place.code', 'listing.jurisdiction')
    .select([
      'listing.id',
      'listing.number',
      'listing.itemCode',
      'listing.jurisdiction',
      'place.name as place',
    ])
    .select(['listing.manufacturerId', 'listing.price', 'listing.unitsPerPurchaseUnit'])
    .select(['listing.purchaseUnit', 'listing.listedOn', 'listing.version'])
    .select((eb) => [
      eb.ref('listing.form').$castTo<ListingForm>().as('form'),
      eb.ref('listing.state').$castTo<ListingState>().as('state'),
    ])
    .where('listing.province', '=', province)
    .where('listing.itemCode', 'in', [...itemCodes])
    .where('listing.platform', '=', platform)
    .where('listing.state', '<>', 'withdrawn')
    .where('listing.form', '=', 'sunshine')
    // What was merged before only waits for its open business.
    .where(sql<boolean>`listing.state_reason is distinct from 'merged'`)
    .orderBy('listing.jurisdiction')
    .execute();
  const ids = rows.map((row) => row.id);
  const origins =
    ids.length === 0
      ? []
      : await tx
          .selectFrom('listingOrigin')
          .select(['listingId', 'platform', 'price', 'unitsPerPurchaseUnit'])
          .where('province', '=', province)
          .where('listingId', 'in', ids)
          .orderBy('platform')
          .execute();
  return rows.map((row) => ({
    ...row,
    origins: origins
      .filter((each) => each.listingId === row.id)
      .map(({ listingId: _id, ...origin }): Origin => origin),
  }));
}

function shownSource({ manufacturerId: _maker, form: _form, itemCode: _code, origins, ...source }: Source) {
  return { ...source, origins: [...origins] };
}

type Duplicates = ReplyOf<typeof listDuplicates>;

async function duplicatesOf(
  tx: Tx,
  { scope }: ActorContext,
  { platform, codes }: { readonly platform: string; readonly codes: readonly string[] },
): Promise<Duplicates['items']> {
  const sources = await sourcesOf(tx, scope.province, { platform, itemCodes: codes });
  const items = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'productName', 'specification'])
    .where('itemCode', 'in', [...codes])
    .execute();
  const makerIds = [...new Set(sources.map((each) => each.manufacturerId))];
  const makers = await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('id', 'in', makerIds)
    .execute();
  const waiting = await tx
    .selectFrom('directoryMerge')
    .select(['id', 'itemCode'])
    .where('province', '=', scope.province)
    .where('itemCode', 'in', [...codes])
    .where('state', '=', 'waiting')
    .execute();
  return codes.flatMap((itemCode): Duplicates['items'] => {
    const own = sources.filter((each) => each.itemCode === itemCode);
    const item = items.find((each) => each.itemCode === itemCode);
    const maker = makers.find((each) => each.id === own[0]?.manufacturerId);
    if (item === undefined || maker === undefined) return [];
    const merge = mergeListings(own, platform);
    return [
      {
        ...item,
        manufacturer: maker,
        keptId: merge.ok ? merge.value.kept.id : null,
        lowestId: merge.ok ? merge.value.lowest.id : null,
        obstacle: merge.ok ? null : merge.code,
        waitingId: waiting.find((each) => each.itemCode === itemCode)?.id ?? null,
        sources: own.map(shownSource),
      },
    ];
  });
}

/** Codes that several places have listed, by code: read along the index of codes, a page at a time (HN-1). */
export async function duplicates(
  context: ActorContext,
  { query }: Call<typeof listDuplicates>,
): Promise<Result<Duplicates, never>> {
  const { actor, book, today, scope, database } = context;
  const platform = platformOf(book, actor.jurisdiction, today);
  const last = valuesOf(query.cursor, 1)?.[0] ?? '';
  const least = query.single === 'true' ? 1 : 2;
  return reading(database.db, scope, async (tx) => {
    const { rows } = await sql<{ itemCode: string }>`
      select item_code from listing
      where province = ${scope.province} and item_code > ${last} and platform = ${platform} and state <> 'withdrawn'
        and form = 'sunshine' and state_reason is distinct from 'merged' and jurisdiction like ${reachOf(context)}
      group by item_code
      having count(*) >= ${least} and bool_or(jurisdiction <> ${platform})
      order by item_code
      limit ${query.limit + 1}`.execute(tx);
    const codes = rows.slice(0, query.limit).map((row) => row.itemCode);
    if (codes.length === 0) return ok({ items: [], next: null });
    const shown = await duplicatesOf(tx, context, { platform, codes });
    const final = codes.at(-1);
    return ok({
      items: shown,
      next: rows.length > query.limit && final !== undefined ? cursorOf([final]) : null,
    });
  });
}

export function mergeRows(tx: Tx, context: ActorContext) {
  const { actor, scope } = context;
  let rows = tx
    .selectFrom('directoryMerge as merge')
    .innerJoin('listing', (join) =>
      join.onRef('listing.province', '=', 'merge.province').onRef('listing.id', '=', 'merge.keptListingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'merge.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'listing.manufacturerId')
    .innerJoin('account as enterer', 'enterer.id', 'merge.enteredBy')
    .leftJoin('account as decider', 'decider.id', 'merge.decidedBy')
    .where('merge.province', '=', scope.province)
    .select(['merge.id', 'merge.number as mergeNumber', 'merge.itemCode', 'item.productName'])
    .select(['item.specification', 'merge.jurisdiction', 'merge.keptListingId', 'merge.note'])
    .select([
      'maker.id as makerId',
      'maker.name as makerName',
      'merge.enteredAt',
      'merge.enteredBy as entererId',
    ])
    .select(['enterer.name as enteredBy', 'merge.decidedAt', 'decider.name as decidedBy'])
    .select(['merge.decisionNote', 'merge.sources'])
    .select((eb) => eb.ref('merge.state').$castTo<MergeItem['state']>().as('state'));
  if (actor.kind === 'manufacturer') rows = rows.where('maker.id', '=', actor.organisationId);
  else if (actor.kind === 'institution') rows = rows.where('merge.state', '=', 'approved');
  else rows = rows.where('merge.jurisdiction', 'like', reachOf(context));
  return rows;
}

type MergeRow = Awaited<ReturnType<ReturnType<typeof mergeRows>['execute']>>[number];

interface Kept extends Omit<Source, 'origins'> {
  readonly price: Money;
}

export function mergeOf(row: MergeRow, { actor }: ActorContext): MergeItem {
  const { makerId, makerName, entererId, sources, ...rest } = row;
  const inside = actor.kind !== 'institution' && actor.kind !== 'manufacturer';
  return {
    ...rest,
    enteredBy: inside ? rest.enteredBy : '',
    decidedBy: inside ? rest.decidedBy : null,
    manufacturer: { id: makerId, name: makerName },
    own: entererId === actor.accountId,
    sources: (sources as unknown as readonly Kept[]).map(
      ({ manufacturerId: _maker, form: _form, itemCode: _code, ...source }) => source,
    ),
  };
}

export async function listAllMerges(
  context: ActorContext,
  { query }: Call<typeof listMerges>,
): Promise<Result<ReplyOf<typeof listMerges>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = mergeRows(tx, context)
      .orderBy('merge.id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== undefined) rows = rows.where('merge.state', '=', query.state);
    if (query.cursor !== undefined && isId(query.cursor)) rows = rows.where('merge.id', '<', query.cursor);
    const found = await rows.execute();
    const items = found.slice(0, query.limit).map((row) => mergeOf(row, context));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}
