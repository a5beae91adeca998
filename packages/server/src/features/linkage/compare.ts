import type { LowestShape } from '@daylight/api/linkage-shapes.ts';
import {
  type DutyClock,
  dutyClock,
  dutyPolicyOf,
  effectiveFromOf,
  targetOf,
} from '@daylight/rules/linkage/duty.ts';
import { type LowestPrice, lowestOf } from '@daylight/rules/linkage/lowest.ts';
import type { PriceRecord } from '@daylight/rules/linkage/record.ts';
import type { ListingForm } from '@daylight/rules/listing/visibility.ts';
import { type Money, compare } from '@daylight/rules/money.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { ok } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import { linkageBasis } from './basis.ts';
import { questionOf } from './national.ts';
import { lowestPolicy, recordsOfItems } from './records.ts';
import { lowestReply } from './reply.ts';

/** Items that are looked at in one transaction. */
const batch = 200;

/** A listing beside the duty that is open for it, if one is. */
export interface ListingToCompare {
  readonly id: string;
  readonly number: string;
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly form: ListingForm;
  readonly manufacturerId: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly listedOn: IsoDate;
  /** The day from which it has its present price. */
  readonly pricedOn: IsoDate;
  readonly productName: string;
  readonly specification: string;
  readonly duty: {
    readonly id: string;
    readonly number: string;
    readonly state: string;
    readonly price: Money;
    readonly lowest: LowestShape;
  } | null;
  /** Records about which the bureau has decided that they move nothing here. */
  readonly settled: readonly string[];
}

/**
 * Compares the listings of items whose prices changed with the country (JS-13a), and no others: a new record costs the same
 * however many there are. Returns how many items were looked at.
 */
export async function compareTouched(context: Context): Promise<number> {
  const isDue = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('priceTouch')
      .select('itemCode')
      .where('province', '=', context.scope.province)
      .where('dueOn', '<=', context.today)
      .limit(1)
      .executeTakeFirst(),
  );
  if (isDue === undefined) return 0;
  const done = await command(context, async (unit) => {
    // Taken and looked at in one transaction: what changes meanwhile is noted anew and comes next time.
    const { rows } = await sql<{ itemCode: string }>`
      delete from price_touch t using (
        select province, item_code, due_on from price_touch
        where province = ${context.scope.province} and due_on <= ${context.today}::date
        order by due_on, item_code limit ${batch} for update skip locked
      ) due
      where t.province = due.province and t.item_code = due.item_code and t.due_on = due.due_on
      returning t.item_code as "itemCode"`.execute(unit.tx);
    const itemCodes = [...new Set(rows.map((each) => each.itemCode))];
    const opened = await compareItems(context, unit, itemCodes);
    unit.record({
      event: 'linkage.compared',
      subject: { kind: 'price-item', id: itemCodes[0] ?? '' },
      basis: [linkageBasis.collected],
      after: { items: itemCodes.length, duties: opened },
    });
    return ok(itemCodes.length);
  });
  return done.ok ? done.value : 0;
}

/** Opens, lowers or lifts the duties of the listings of these items. Returns how many were opened. */
async function compareItems(context: Context, unit: Unit, itemCodes: readonly string[]): Promise<number> {
  if (itemCodes.length === 0) return 0;
  const records = await recordsOfItems(unit.tx, context, { itemCodes, on: context.today });
  const listings = await listingsToCompare(unit.tx, context, itemCodes);
  let opened = 0;
  const told = new Set<string>();
  // Listed by each of the cities, a product is one thing to declare: its maker is told once.
  const tells = ({ itemCode, manufacturerId }: ListingToCompare): boolean => {
    const key = `${itemCode} ${manufacturerId}`;
    return !told.has(key) && told.add(key) !== undefined;
  };
  for (const listing of listings) {
    const known = records.get(listing.itemCode) ?? [];
    const found = foundFor(context, listing, known);
    if (found === null) {
      if (listing.duty !== null) await lift(context, unit, listing, listing.duty);
    } else if (listing.duty === null) {
      await openDuty(context, unit, listing, { ...found, isTold: !tells(listing) });
      opened += 1;
    } else if (compare(found.price, listing.duty.price) < 0) {
      await lower(context, unit, listing, { ...found, duty: listing.duty, isTold: !tells(listing) });
    }
  }
  return opened;
}

export async function listingsToCompare(
  tx: Tx,
  context: Context,
  itemCodes: readonly string[],
): Promise<readonly ListingToCompare[]> {
  const { rows } = await sql<ListingToCompare>`
    select l.id, l.number, l.item_code as "itemCode", l.jurisdiction, l.class, l.form, l.manufacturer_id as "manufacturerId",
      l.price, l.units_per_purchase_unit as "unitsPerPurchaseUnit", l.listed_on as "listedOn",
      coalesce((select (max(p.from_at) at time zone 'Asia/Shanghai')::date from listing_price p
        where p.province = l.province and p.listing_id = l.id), l.listed_on) as "pricedOn",
      c.product_name as "productName", c.specification,
      case when d.id is not null then jsonb_build_object('id', d.id, 'number', d.number, 'state', d.state,
        'price', trim_scale(d.price)::text, 'lowest', d.lowest) end as duty,
      array(select o.lowest #>> '{records,0,id}' from price_duty o where o.province = l.province and o.listing_id = l.id
        and o.state = 'dismissed' and o.decided_at is not null) as settled
    from listing l
    join catalogue_item c on c.item_code = l.item_code
    left join price_duty d on d.province = l.province and d.listing_id = l.id
      and d.state in ('open', 'declared', 'contested', 'overdue', 'suspended')
    where l.province = ${context.scope.province} and l.item_code = any(${[...itemCodes]}::text[])
      and l.state in ('listed', 'suspended') and l.form in ('sunshine', 'alliance')
    order by l.id`.execute(tx);
  return rows;
}

/** A price below that of a listing, by the pack's rule. */
export interface Found {
  readonly price: Money;
  readonly lowest: LowestPrice;
}

export function foundFor(
  context: Context,
  listing: ListingToCompare,
  records: readonly PriceRecord[],
): Found | null {
  const question = questionOf(listing, records);
  const policy = lowestPolicy(context.book, { ...question, on: context.today });
  const lowest = lowestOf(
    { ...question, on: context.today },
    records.filter((each) => isNews(listing, each)),
    policy,
  );
  const price = targetOf(listing, lowest, policy.lowest.value);
  return price === null ? null : { price, lowest };
}

/**
 * Prices of other places count whenever they began. Between the directories of this platform only a later price is new:
 * cities that came in with different prices are the matter of the yearly linkage (JS-13b).
 */
function isNews(listing: ListingToCompare, record: PriceRecord): boolean {
  if (record.id === listing.id || listing.settled.includes(record.id)) return false;
  return record.source !== 'ownListing' || record.effectiveFrom > listing.pricedOn;
}

function factsOf(listing: ListingToCompare, number: string, { price, lowest }: Found) {
  return {
    number,
    product: `${listing.productName} ${listing.specification}`.trim(),
    price,
    listingPrice: listing.price,
    place: lowest.records[0]?.jurisdiction ?? '',
  };
}

/** How a firm comes by itself: the duty is declared from the beginning. */
export interface Opening {
  readonly statement: string;
  readonly by: string;
}

export interface OpenedDuty {
  readonly id: string;
  readonly number: string;
  readonly dueAt: Instant;
  readonly basis: Basis;
}

/** A duty with the pack's clock; the firm is told at once (JS-13a). Declared already where the firm came by itself. */
export async function openDuty(
  context: Context,
  unit: Unit,
  listing: ListingToCompare,
  found: Found & { readonly opening?: Opening; readonly isTold?: boolean },
): Promise<OpenedDuty> {
  const { book, calendar, now, today } = context;
  const policy = dutyPolicyOf(book, listing.jurisdiction, today);
  const clock = dutyClock(effectiveFromOf(found.lowest), listing.listedOn, { now, calendar, policy });
  const declared = found.opening !== undefined;
  // Who comes by itself is late by the article alone: nothing was awaited.
  const dueAt = declared ? clock.statutoryDueAt : clock.dueAt;
  const id = context.newId();
  const number = await nextNumber(context, 'ZD');
  await insertDuty(context, unit, { id, number, listing, found, clock: { ...clock, dueAt } });
  const facts = factsOf(listing, number, found);
  const subject = { kind: 'price-duty', id };
  unit.record({
    event: declared ? 'linkage.declared' : 'linkage.dutyOpened',
    subject,
    basis: [clock.basis, ...found.lowest.basis],
    after: { ...facts, listingId: listing.id, dueAt, records: found.lowest.records.map((each) => each.id) },
    readers: [listing.manufacturerId],
  });
  if (!declared && found.isTold !== true)
    unit.notify({
      organisationId: listing.manufacturerId,
      kind: 'linkage.dutyOpened',
      subject,
      facts,
      dueAt,
    });
  return { id, number, dueAt, basis: clock.basis };
}

interface Inserting {
  readonly id: string;
  readonly number: string;
  readonly listing: ListingToCompare;
  readonly found: Found & { readonly opening?: Opening };
  readonly clock: DutyClock;
}

async function insertDuty(context: Context, unit: Unit, inserting: Inserting): Promise<void> {
  const { id, number, listing, found, clock } = inserting;
  const { opening } = found;
  await unit.tx
    .insertInto('priceDuty')
    .values({
      province: context.scope.province,
      id,
      number,
      listingId: listing.id,
      itemCode: listing.itemCode,
      manufacturerId: listing.manufacturerId,
      jurisdiction: listing.jurisdiction,
      state: opening === undefined ? 'open' : 'declared',
      price: found.price,
      listingPrice: listing.price,
      unitsPerPurchaseUnit: listing.unitsPerPurchaseUnit,
      lowest: JSON.stringify(lowestReply(found.lowest)),
      basis: JSON.stringify(clock.basis),
      effectiveFrom: clock.effectiveFrom,
      openedAt: context.now,
      statutoryDueAt: clock.statutoryDueAt,
      dueAt: clock.dueAt,
      provisional: clock.provisional,
      remindAt: opening === undefined ? clock.remindAt : null,
      declaredAt: opening === undefined ? null : context.now,
      declaredBy: opening?.by ?? null,
      statement: opening?.statement ?? null,
    })
    .execute();
}

type OpenDuty = NonNullable<ListingToCompare['duty']>;

/** A still lower price while the duty runs: the same clock, another price. What is being decided stays as declared. */
async function lower(
  context: Context,
  unit: Unit,
  listing: ListingToCompare,
  found: Found & { readonly duty: OpenDuty; readonly isTold: boolean },
): Promise<void> {
  const { duty } = found;
  if (duty.state !== 'open' && duty.state !== 'overdue' && duty.state !== 'suspended') return;
  await unit.tx
    .updateTable('priceDuty')
    .set((eb) => ({
      price: found.price,
      lowest: JSON.stringify(lowestReply(found.lowest)),
      version: eb('version', '+', 1),
    }))
    .where('province', '=', context.scope.province)
    .where('id', '=', duty.id)
    .execute();
  const facts = factsOf(listing, duty.number, found);
  const subject = { kind: 'price-duty', id: duty.id };
  unit.record({
    event: 'linkage.dutyLowered',
    subject,
    basis: found.lowest.basis,
    before: { price: duty.price },
    after: facts,
    readers: [listing.manufacturerId],
  });
  if (!found.isTold)
    unit.notify({ organisationId: listing.manufacturerId, kind: 'linkage.dutyLowered', subject, facts });
}

/** The listing is not above the country any more (its price fell, or the record is gone): nothing is left to declare. */
async function lift(context: Context, unit: Unit, listing: ListingToCompare, duty: OpenDuty): Promise<void> {
  if (duty.state !== 'open' && duty.state !== 'overdue') return;
  const state = compare(listing.price, duty.price) <= 0 ? 'fulfilled' : 'dismissed';
  await unit.tx
    .updateTable('priceDuty')
    .set((eb) => ({ state, endedAt: context.now, version: eb('version', '+', 1) }))
    .where('province', '=', context.scope.province)
    .where('id', '=', duty.id)
    .execute();
  unit.record({
    event: 'linkage.dutyLifted',
    subject: { kind: 'price-duty', id: duty.id },
    basis: [linkageBasis.collected],
    before: { price: duty.price, state: duty.state },
    after: { state, listingPrice: listing.price },
    readers: [listing.manufacturerId],
  });
}
