import {
  type ChangeKind,
  type ListReason,
  type ReasonOf,
  changeReason,
  mayChange,
  newPrice,
  stateAfter,
} from '@daylight/rules/listing/change.ts';
import { type ListingForm, platformOf } from '@daylight/rules/listing/visibility.ts';
import { type Money, isPositive } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import { endSuspension } from './closing.ts';
import { type ListingFacts, lockListing } from './facts.ts';
import { type DirectoryKind, addHistory } from './history.ts';
import { countFrom } from './life.ts';
import { listingRows } from './store.ts';

/**
 * The only ways in which one listing changes, whoever decided it: each writes the listing, its prices, the public history of
 * the directory, the journal and the manufacturer's inbox in the caller's transaction. The caller reaches the whole province
 * (a bureau or the clock); who may decide is the caller's matter.
 */
export interface Because {
  readonly basis: Basis;
  /** What a person reads beside the reason; published. */
  readonly note?: string;
  readonly evidence?: string;
  readonly evidenceIds?: readonly string[];
  /** Number or title of the document by which it is made known. */
  readonly document?: string;
  /** What brought it about: an application, a linkage run, a closing. */
  readonly cause?: { readonly kind: string; readonly id: string };
  /** Clauses beside the basis that the decision rests on. */
  readonly alsoBasis?: readonly Basis[];
}

export interface ListWish extends Because {
  readonly itemCode: string;
  /** A platform's jurisdiction where the class is managed by the province, otherwise a city (JS-5). */
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly form: ListingForm;
  readonly manufacturerId: string;
  /** Yuan per purchase unit. */
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly audienceInstitutions?: readonly string[];
  readonly audienceAreas?: readonly string[];
  readonly termUntil?: IsoDate | null;
  readonly reason: ListReason;
  readonly source: string;
}

export type ListRefusal =
  | 'listing.codeNotInForce'
  | 'listing.manufacturerNotActive'
  | 'listing.alreadyListed'
  | 'listing.priceNotPositive';

/** Puts a product into the directory of a jurisdiction (JS-3, JS-4). */
export async function listProduct(
  context: Context,
  unit: Unit,
  wish: ListWish,
): Promise<Result<{ id: string; number: string }, ListRefusal>> {
  const { tx } = unit;
  const { province } = context.scope;
  if (!isPositive(wish.price)) return refuse('listing.priceNotPositive', { field: 'price' });
  const item = await tx
    .selectFrom('catalogueItem')
    .select(['releaseId'])
    .where('itemCode', '=', wish.itemCode)
    .where('state', '=', 'active')
    .executeTakeFirst();
  const facts = { code: wish.itemCode };
  if (item === undefined) return refuse('listing.codeNotInForce', { basis: wish.basis, facts });
  const maker = await tx
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', wish.manufacturerId)
    .where('kind', '=', 'manufacturer')
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (maker === undefined) return refuse('listing.manufacturerNotActive', { basis: wish.basis });
  const id = context.newId();
  const number = await nextNumber(context, 'GW');
  const inserted = await insertListing(context, unit, { id, number, codeRelease: item.releaseId, wish });
  if (!inserted) return refuse('listing.alreadyListed', { basis: wish.basis, facts });
  const row = await listingRows(tx, province).where('listing.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'a listing that was just inserted');
  const listing = { ...row, initiatorId: null };
  const { price, unitsPerPurchaseUnit } = wish;
  const now = { price, unitsPerPurchaseUnit };
  await addPrice(context, unit, { listing, version: 1, now, reason: 'listed', because: wish });
  await countFrom(tx, context, listing, 'listed');
  await told(context, unit, { listing, kind: 'listed', version: 1, before: null, now, wish });
  return ok({ id, number });
}

interface Inserting {
  readonly id: string;
  readonly number: string;
  readonly codeRelease: string;
  readonly wish: ListWish;
}

/**
 * False when the jurisdiction has the code listed already, also by somebody else at the same moment. Filed listings stand
 * beside, one for each institution that filed (JS-18).
 */
async function insertListing(context: Context, unit: Unit, inserting: Inserting): Promise<boolean> {
  const { id, number, codeRelease, wish } = inserting;
  const { book, today: on, scope } = context;
  const { numAffectedRows } = await sql`
    insert into listing (province, id, number, item_code, code_release, jurisdiction, platform, managed_by, class, form,
      manufacturer_id, price, purchase_unit, smallest_unit, units_per_purchase_unit, audience_institutions, audience_areas,
      term_until, state, listed_on, source, search_text, search_tokens)
    select ${scope.province}::smallint, ${id}::uuid, ${number}, c.item_code, ${codeRelease}::uuid, ${wish.jurisdiction},
      ${platformOf(book, wish.jurisdiction, on)},
      ${resolve(book, 'listing.managedBy', wish.jurisdiction, on).value[wish.class]}, ${wish.class}, ${wish.form},
      ${wish.manufacturerId}::uuid, ${wish.price}::numeric, ${wish.purchaseUnit}, ${wish.smallestUnit},
      ${wish.unitsPerPurchaseUnit}::integer, ${[...(wish.audienceInstitutions ?? [])]}::uuid[],
      ${[...(wish.audienceAreas ?? [])]}::text[], ${wish.termUntil ?? null}::date, 'listed', ${on}::date, ${wish.source},
      c.search_text, c.tokens
    from catalogue_item c where c.item_code = ${wish.itemCode}
    on conflict do nothing`.execute(unit.tx);
  return numAffectedRows === 1n;
}

export interface RepriceWish extends Because {
  readonly listingId: string;
  /** Where the product is sold in another pack from now on. */
  readonly purchaseUnit?: string;
  /** Yuan per purchase unit. */
  readonly price: Money;
  /** Where the purchase unit changes too; as it is when left out. */
  readonly unitsPerPurchaseUnit?: number;
  readonly reason: ReasonOf<'price'>;
}

export interface Done {
  readonly listing: ListingFacts;
  readonly version: number;
}

export type RepriceRefusal =
  | 'listing.unknown'
  | 'listing.wrongState'
  | 'listing.priceNotPositive'
  | 'listing.priceSame'
  | 'listing.priceNotLower';

/** A new listing price. By linkage and declaration it never rises (JS-7, JS-13a, JS-13b). */
export async function repriceListing(
  context: Context,
  unit: Unit,
  wish: RepriceWish,
): Promise<Result<Done, RepriceRefusal>> {
  const { province } = context.scope;
  const listing = await lockListing(unit.tx, province, wish.listingId);
  if (listing === null) return refuse('listing.unknown');
  const open = mayChange('price', listing.state, wish.basis);
  if (!open.ok) return open;
  const unitsPerPurchaseUnit = wish.unitsPerPurchaseUnit ?? listing.unitsPerPurchaseUnit;
  const now = { price: wish.price, unitsPerPurchaseUnit };
  const onlyLower =
    changeReason('price', wish.reason)?.onlyLower === true ? ({ onlyLower: true } as const) : {};
  const fits = newPrice(listing, now, { basis: wish.basis, ...onlyLower });
  if (!fits.ok) return fits;
  const version = listing.version + 1;
  await unit.tx
    .updateTable('listing')
    .set({ ...now, version, purchaseUnit: wish.purchaseUnit ?? listing.purchaseUnit })
    .where('province', '=', province)
    .where('id', '=', listing.id)
    .execute();
  await addPrice(context, unit, { listing, version, now, reason: wish.reason, because: wish });
  await told(context, unit, { listing, kind: 'repriced', version, before: listing, now, wish });
  return ok({ listing, version });
}

interface Pricing {
  readonly listing: { readonly id: string };
  readonly version: number;
  readonly now: { readonly price: Money; readonly unitsPerPurchaseUnit: number };
  readonly reason: string;
  readonly because: Because;
}

async function addPrice(context: Context, unit: Unit, pricing: Pricing): Promise<void> {
  const { listing, version, now, reason, because } = pricing;
  const evidence = [because.evidence ?? '', because.note ?? ''].join(' ').trim();
  await unit.tx
    .insertInto('listingPrice')
    .values({
      ...now,
      province: context.scope.province,
      listingId: listing.id,
      version,
      fromAt: context.now,
      reason,
      evidence,
      basis: JSON.stringify(because.basis),
    })
    .execute();
}

export interface StateWish<R extends string> extends Because {
  readonly listingId: string;
  readonly reason: R;
  readonly note: string;
}

export type StateRefusal = 'listing.unknown' | 'listing.wrongState';

/** Nothing more can be ordered from now on: an order that is placed at the same moment is either before or refused. */
export function suspendListing(
  context: Context,
  unit: Unit,
  wish: StateWish<ReasonOf<'suspend'> | ReasonOf<'withdraw'>>,
): Promise<Result<Done, StateRefusal>> {
  return changeState(context, unit, 'suspend', wish);
}

export function resumeListing(
  context: Context,
  unit: Unit,
  wish: StateWish<ReasonOf<'resume'>>,
): Promise<Result<Done, StateRefusal>> {
  return changeState(context, unit, 'resume', wish);
}

/** Takes a product out of the directory for good; through a closing, so that what is open is finished first. */
export function withdrawListing(
  context: Context,
  unit: Unit,
  wish: StateWish<ReasonOf<'withdraw'>>,
): Promise<Result<Done, StateRefusal>> {
  return changeState(context, unit, 'withdraw', wish);
}

const kindOf = { suspend: 'suspended', resume: 'resumed', withdraw: 'withdrawn' } as const;

async function changeState(
  context: Context,
  unit: Unit,
  kind: Exclude<ChangeKind, 'price'>,
  wish: StateWish<string>,
): Promise<Result<Done, StateRefusal>> {
  const { province } = context.scope;
  const listing = await lockListing(unit.tx, province, wish.listingId);
  if (listing === null) return refuse('listing.unknown');
  const open = mayChange(kind, listing.state, wish.basis);
  if (!open.ok) return open;
  if (kind === 'resume') {
    const free = await endSuspension(unit.tx, context, listing.id, wish.basis);
    if (!free.ok) return free;
  }
  const state = stateAfter(kind, listing.state);
  const isListed = state === 'listed';
  const version = listing.version + 1;
  await unit.tx
    .updateTable('listing')
    .set({
      state,
      stateReason: isListed ? null : wish.reason,
      stateNote: isListed ? null : wish.note,
      stateBasis: isListed ? null : JSON.stringify(wish.basis),
      version,
    })
    .where('province', '=', province)
    .where('id', '=', listing.id)
    .execute();
  await countFrom(unit.tx, context, listing, state);
  await told(context, unit, {
    listing,
    kind: kindOf[kind],
    version,
    before: null,
    now: listing,
    wish,
    state,
  });
  return ok({ listing, version });
}

interface Telling {
  readonly listing: ListingFacts;
  readonly kind: Extract<DirectoryKind, 'listed' | 'repriced' | 'suspended' | 'resumed' | 'withdrawn'>;
  readonly version: number;
  readonly before: { readonly price: Money; readonly unitsPerPurchaseUnit: number } | null;
  readonly now: { readonly price: Money; readonly unitsPerPurchaseUnit: number };
  readonly wish: Because & { readonly reason: string };
  readonly state?: string;
}

const noticeOf = {
  listed: 'listing.admitted',
  repriced: 'listing.repriced',
  suspended: 'listing.suspended',
  resumed: 'listing.resumed',
  withdrawn: 'listing.withdrawn',
} as const;

/** The public history, the journal and the manufacturer's inbox. */
async function told(context: Context, unit: Unit, telling: Telling): Promise<void> {
  const { listing, kind, version, before, now, wish, state } = telling;
  const { price, unitsPerPurchaseUnit } = now;
  const { reason, basis, evidence, evidenceIds, document, cause } = wish;
  await addHistory(unit.tx, context, {
    listing,
    kind,
    version,
    before:
      before === null ? null : { price: before.price, unitsPerPurchaseUnit: before.unitsPerPurchaseUnit },
    now: { price, unitsPerPurchaseUnit },
    reason,
    note: wish.note ?? '',
    basis,
    evidence,
    evidenceIds,
    document,
    cause,
  });
  unit.record({
    event: kind === 'listed' ? 'listing.listed' : 'listing.changed',
    subject: { kind: 'listing', id: listing.id },
    basis: [basis, ...(wish.alsoBasis ?? [])],
    ...(kind === 'listed'
      ? {}
      : {
          before: {
            price: listing.price,
            unitsPerPurchaseUnit: listing.unitsPerPurchaseUnit,
            state: listing.state,
          },
        }),
    after: {
      kind,
      price,
      unitsPerPurchaseUnit,
      state: state ?? listing.state,
      version,
      reason,
      note: wish.note ?? '',
      cause: cause ?? null,
      document: document ?? '',
    },
    readers: [listing.manufacturerId],
  });
  unit.notify({
    organisationId: listing.manufacturerId,
    kind: noticeOf[kind],
    subject: { kind: 'listing', id: listing.id },
    facts: { number: listing.number, product: listing.productName, price, reason },
  });
}
