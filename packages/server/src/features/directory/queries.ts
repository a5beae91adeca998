import type {
  listClosings,
  listLives,
  listLowDelivery,
  readClosing,
  readDelivery,
  readOpenBusiness,
} from '@daylight/api/directory.ts';
import type { LifeItem } from '@daylight/api/directory-shapes.ts';
import type { listResumptions } from '@daylight/api/directory-resume.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { deliveryRule, isLowThroughout, monthsLookedAt } from '@daylight/rules/directory/delivery.ts';
import type { ListingState } from '@daylight/rules/listing/change.ts';
import type { ListingForm } from '@daylight/rules/listing/visibility.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { deliveryColumns, lowHere, monthsOf, shownMonth } from './delivery.ts';
import { type Open, countsOf, openOf, thingsOf } from './open.ts';
import { closingOf, closingRows, deadlineOf, reachOf, resumptionOf, resumptionRows } from './rows.ts';

type Never<T> = Promise<Result<T, never>>;

function paged<T extends { readonly id: string }>(rows: readonly T[], limit: number) {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Listings beside their time without trade and a closing that runs; narrowed to one's own. */
export function lifeRows(tx: Tx, context: ActorContext) {
  const { scope, actor } = context;
  let rows = tx
    .selectFrom('listingLife as life')
    .innerJoin('listing', (join) =>
      join.onRef('listing.province', '=', 'life.province').onRef('listing.id', '=', 'life.listingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'listing.manufacturerId')
    .leftJoin('directoryClosing as closing', (join) =>
      join
        .onRef('closing.province', '=', 'life.province')
        .onRef('closing.listingId', '=', 'life.listingId')
        .on('closing.state', 'in', ['proposed', 'waiting']),
    )
    .where('life.province', '=', scope.province)
    .select([
      'life.listingId',
      'listing.number',
      'listing.itemCode',
      'item.productName',
      'item.specification',
      'listing.manufacturerId',
      'maker.name as manufacturerName',
      'listing.jurisdiction',
      'listing.stateReason',
      'listing.price',
      'listing.purchaseUnit',
      'listing.listedOn',
      'life.countedFrom',
      'life.lastTradedOn',
      'life.dueAt',
      'life.dueProvisional',
      'life.dueBasis',
      'closing.id as closingId',
    ])
    .select((eb) => [
      eb.ref('listing.state').$castTo<ListingState>().as('state'),
      eb.ref('listing.form').$castTo<ListingForm>().as('form'),
    ]);
  if (actor.kind === 'manufacturer') rows = rows.where('life.manufacturerId', '=', actor.organisationId);
  else if (actor.kind !== 'institution') rows = rows.where('life.jurisdiction', 'like', reachOf(context));
  return rows;
}

export type LifeRow = Awaited<ReturnType<ReturnType<typeof lifeRows>['execute']>>[number];

export function lifeOf(row: LifeRow): LifeItem {
  const { manufacturerId, manufacturerName, dueAt, dueProvisional, dueBasis, ...rest } = row;
  return {
    ...rest,
    manufacturer: { id: manufacturerId, name: manufacturerName },
    suspension: deadlineOf({ dueAt, dueProvisional, dueBasis }),
  };
}

/** What the directory is about to do with listings, by stage. */
export async function listListingLives(
  context: ActorContext,
  { query }: Call<typeof listLives>,
): Never<ReplyOf<typeof listLives>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { stage, cursor, limit } = query;
    let rows = lifeRows(tx, context)
      .orderBy('life.listingId', 'desc')
      .limit(limit + 1);
    if (stage === 'idle') rows = rows.where('life.stage', '=', 'noticed');
    if (stage === 'closing') rows = rows.where('closing.state', '=', 'waiting');
    if (stage === 'suspended') rows = rows.where('listing.state', '=', 'suspended');
    if (query.jurisdiction !== undefined) rows = rows.where('life.jurisdiction', '=', query.jurisdiction);
    if (query.manufacturerId !== undefined)
      rows = rows.where('life.manufacturerId', '=', query.manufacturerId);
    if (cursor !== undefined && isId(cursor)) rows = rows.where('life.listingId', '<', cursor);
    const found = (await rows.execute()).map((row) => ({ ...lifeOf(row), id: row.listingId }));
    const { items, next } = paged(found, limit);
    return ok({ items: items.map(({ id: _id, ...item }) => item), next });
  });
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

async function productOf(tx: Tx, context: ActorContext, listingId: string) {
  const { scope, actor } = context;
  let rows = tx
    .selectFrom('listing')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'listing.manufacturerId')
    .select(['listing.id as listingId', 'listing.number', 'listing.itemCode', 'item.productName'])
    .select(['item.specification', 'listing.jurisdiction', 'listing.version'])
    .select(['maker.id as makerId', 'maker.name as makerName'])
    .where('listing.province', '=', scope.province)
    .where('listing.id', '=', listingId);
  if (actor.kind === 'manufacturer') rows = rows.where('maker.id', '=', actor.organisationId);
  const row = await rows.executeTakeFirst();
  if (row === undefined) return null;
  const { makerId, makerName, ...rest } = row;
  return { ...rest, manufacturer: { id: makerId, name: makerName } };
}

/** What is one's own of it: authorities see all, an institution its own, the enterprise its orders, bargains and invoices. */
function mine(open: readonly Open[], { actor, scope }: ActorContext): readonly Open[] {
  // Read past row security: whoever is not named here is shown nothing.
  if (scope.reach === 'province') return open;
  if (actor.kind === 'institution') return open.filter((each) => each.institutionId === actor.organisationId);
  // A return is between the institution and its distributor.
  return actor.kind === 'manufacturer' ? open.filter((each) => each.kind !== 'return') : [];
}

/** Counted over all sides, which row security hides from each single one; shown is only what is one's own. */
async function openAsSeen(context: ActorContext, listingId: string) {
  const whole = { ...context.scope, reach: 'system' } as const;
  return reading(context.database.db, whole, async (tx) => {
    const open = await openOf(tx, context.scope.province, listingId);
    return { counts: countsOf(open), things: await thingsOf(tx, mine(open, context)) };
  });
}

export async function readOpen(
  context: ActorContext,
  { params }: Call<typeof readOpenBusiness>,
): Promise<Result<ReplyOf<typeof readOpenBusiness>, 'listing.unknown'>> {
  const found = await reading(context.database.db, context.scope, async (tx) => {
    const product = await productOf(tx, context, params.listingId);
    const running = await tx
      .selectFrom('directoryClosing')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('listingId', '=', params.listingId)
      .where('state', 'in', ['proposed', 'waiting'])
      .executeTakeFirst();
    return product === null ? null : { ...product, closingId: running?.id ?? null };
  });
  if (found === null) return refuse('listing.unknown');
  return ok({ ...found, ...(await openAsSeen(context, params.listingId)) });
}

export async function listAllClosings(
  context: ActorContext,
  { query }: Call<typeof listClosings>,
): Never<ReplyOf<typeof listClosings>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = closingRows(tx, context)
      .orderBy('closing.id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== undefined) rows = rows.where('closing.state', '=', query.state);
    if (query.kind !== undefined) rows = rows.where('closing.kind', '=', query.kind);
    if (query.listingId !== undefined) rows = rows.where('closing.listingId', '=', query.listingId);
    if (query.cursor !== undefined && isId(query.cursor)) rows = rows.where('closing.id', '<', query.cursor);
    const found = (await rows.execute()).map((row) => closingOf(row, context));
    return ok(paged(found, query.limit));
  });
}

export async function readOneClosing(
  context: ActorContext,
  { params }: Call<typeof readClosing>,
): Promise<Result<ReplyOf<typeof readClosing>, 'directory.closingUnknown'>> {
  const found = await reading(context.database.db, context.scope, async (tx) => {
    const row = await closingRows(tx, context).where('closing.id', '=', params.closingId).executeTakeFirst();
    if (row === undefined) return null;
    const subject = { kind: 'directory-closing', id: row.id };
    const files = await filesOf(tx, context.scope.province, [subject]);
    return { ...closingOf(row, context), files: [...(files.get(`${subject.kind}:${subject.id}`) ?? [])] };
  });
  if (found === null) return refuse('directory.closingUnknown');
  if (found.state !== 'waiting' && found.state !== 'proposed') return ok({ ...found, things: [] });
  const { counts, things } = await openAsSeen(context, found.listingId);
  return ok({ ...found, openNow: counts, things });
}

export async function listAllResumptions(
  context: ActorContext,
  { query }: Call<typeof listResumptions>,
): Never<ReplyOf<typeof listResumptions>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = resumptionRows(tx, context)
      .orderBy('resumption.id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== undefined) rows = rows.where('resumption.state', '=', query.state);
    if (query.listingId !== undefined) rows = rows.where('resumption.listingId', '=', query.listingId);
    if (query.cursor !== undefined && isId(query.cursor))
      rows = rows.where('resumption.id', '<', query.cursor);
    const found = await rows.execute();
    const subjects = found.map(({ id }) => ({ kind: 'directory-resumption', id }));
    const files = await filesOf(tx, context.scope.province, subjects);
    const items = found.map((row) =>
      resumptionOf(row, context, files.get(`directory-resumption:${row.id}`) ?? []),
    );
    return ok(paged(items, query.limit));
  });
}

const monthsShown = 12;

export async function readOneDelivery(
  context: ActorContext,
  { params }: Call<typeof readDelivery>,
): Promise<Result<ReplyOf<typeof readDelivery>, 'listing.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const product = await productOf(tx, context, params.listingId);
    if (product === null) return refuse('listing.unknown');
    const { version: _version, ...shown } = product;
    const rule = deliveryRule(context.book, product.jurisdiction, context.today);
    const months = await monthsOf(tx, context.scope.province, params.listingId, monthsShown);
    const { over, under, basis } = rule;
    return ok({
      ...shown,
      over,
      under,
      basis,
      windowMonths: rule.months,
      lowThroughout: isLowThroughout(months, context.today, rule),
      months: months.map((each) => shownMonth(each, rule)),
    });
  });
}

/** HN-11b: low in each of the whole months that the rule looks at. */
export async function lowListings(
  tx: Tx,
  context: ActorContext,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<string[]> {
  const { actor, scope } = context;
  const rule = deliveryRule(context.book, actor.jurisdiction, context.today);
  const months = monthsLookedAt(context.today, rule);
  let rows = tx
    .selectFrom('listingDelivery')
    .select('listingId')
    .where('province', '=', scope.province)
    .where('month', 'in', months)
    .where(lowHere(rule))
    .groupBy('listingId')
    .having(sql<boolean>`count(*) = ${months.length}::integer`)
    .orderBy('listingId', 'desc')
    .limit(limit);
  if (actor.kind === 'manufacturer') rows = rows.where('manufacturerId', '=', actor.organisationId);
  else rows = rows.where('jurisdiction', 'like', reachOf(context));
  if (cursor !== undefined && isId(cursor)) rows = rows.where('listingId', '<', cursor);
  return (await rows.execute()).map((row) => row.listingId);
}

export async function listLow(
  context: ActorContext,
  { query }: Call<typeof listLowDelivery>,
): Never<ReplyOf<typeof listLowDelivery>> {
  // How each product was delivered is between the enterprises and the bureau.
  if (context.actor.kind === 'institution') return ok({ items: [], next: null });
  return reading(context.database.db, context.scope, async (tx) => {
    const rule = deliveryRule(context.book, context.actor.jurisdiction, context.today);
    const ids = await lowListings(tx, context, { cursor: query.cursor, limit: query.limit + 1 });
    const shown = ids.slice(0, query.limit);
    if (shown.length === 0) return ok({ items: [], next: null });
    const lives = await lifeRows(tx, context).where('life.listingId', 'in', shown).execute();
    const months = await tx
      .selectFrom('listingDelivery')
      .select(deliveryColumns)
      .where('province', '=', context.scope.province)
      .where('listingId', 'in', shown)
      .where('month', 'in', monthsLookedAt(context.today, rule))
      .orderBy('month', 'desc')
      .execute();
    const byId = new Map(lives.map((row) => [row.listingId, row]));
    const items = shown.flatMap((listingId) => {
      const row = byId.get(listingId);
      if (row === undefined || row.state === 'withdrawn') return [];
      const { number, itemCode, productName, specification, jurisdiction, closingId } = row;
      return {
        listingId,
        number,
        itemCode,
        productName,
        specification,
        jurisdiction,
        closingId,
        manufacturer: { id: row.manufacturerId, name: row.manufacturerName },
        months: months
          .filter((month) => month.listingId === listingId)
          .map((month) => shownMonth(month, rule)),
      };
    });
    return ok({ items, next: ids.length > query.limit ? (shown.at(-1) ?? null) : null });
  });
}
