import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  CartLine,
  addToCart,
  readCart,
  removeFromCart,
  setCartLines,
} from '@daylight/api/order-cart.ts';
import type { ListingInstead } from '@daylight/api/listing.ts';
import {
  type Money,
  type Quantity,
  add,
  addQuantity,
  isMoney,
  isQuantity,
  zero,
} from '@daylight/rules/money.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { type Offer, type OrderRules, mayOrder, orderPrice } from '@daylight/rules/order/offer.ts';
import { lineAmount } from '@daylight/rules/order/place.ts';
import { fitsUnit } from '@daylight/rules/order/unit.ts';
import { type Refusal, type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { insteadOf } from '../listing/port.ts';
import { loadOffers, orderRules } from './offers.ts';
import { institutionOf } from './place.ts';
import { problemOfLine } from './problem.ts';
import { colourOf, zonesOf } from './zones.ts';

/** As many lines as one order takes. */
export const cartLinesMax = 500;

export interface Wanted {
  readonly listingId: string;
  readonly quantity: Quantity;
  readonly note: string;
}
export type CartRefusal = RefusalOf<typeof addToCart>;

interface StoredLine {
  readonly listingId: string;
  readonly quantity: Quantity;
  readonly note: string;
}

async function cartLines(tx: Tx, context: ActorContext, lock: boolean): Promise<StoredLine[]> {
  const query = tx
    .selectFrom('cartLine')
    .select(['listingId', 'quantity', 'note'])
    .where('province', '=', context.scope.province)
    .where('institutionId', '=', context.actor.organisationId)
    .orderBy('addedAt')
    .orderBy('listingId');
  return (lock ? query.forUpdate() : query).execute();
}

/** The cart with the price, the zone and the distributor that hold now, and why a line cannot be ordered. */
export async function read(context: ActorContext): Promise<Result<ReplyOf<typeof readCart>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const stored = await cartLines(tx, context, false);
    const institution = institutionOf(context);
    const loaded = await loadOffers(tx, context, {
      institution,
      listingIds: stored.map((line) => line.listingId),
      siteIds: [],
      references: [],
    });
    const findings = await zonesOf(tx, context, institution, loaded);
    const rules = orderRules(context, institution);
    const instead = await insteadOf(
      tx,
      { province: context.scope.province, institutionId: institution.id, on: context.today },
      [...loaded.offers.values()].map(({ listingId: id, itemCode, form }) => ({ id, itemCode, form })),
    );
    const lines = stored.flatMap((line) => {
      const offer = loaded.offers.get(line.listingId);
      return offer === undefined
        ? []
        : [
            viewOf(line, offer, {
              rules,
              finding: findings.get(line.listingId),
              instead: instead.get(line.listingId),
            }),
          ];
    });
    const amount = lines.reduce<Money>(
      (sum, line) => (line.amount === null ? sum : add(sum, line.amount)),
      zero,
    );
    return ok({
      lines,
      amount: isMoney(amount) ? amount : null,
      approvalAbove: loaded.own.approvalAbove,
      redNeedsApproval: loaded.own.redNeedsApproval,
    });
  });
}

interface Beside {
  readonly rules: OrderRules;
  readonly finding: ZoneFinding | undefined;
  readonly instead: ListingInstead | undefined;
}

function viewOf(line: StoredLine, offer: Offer, { rules, finding, instead }: Beside): CartLine {
  const { price, kind, bargainId } = orderPrice(offer);
  const problem = problemOf(line, offer, rules);
  const { distributorId, distributor } = offer;
  return {
    listingId: line.listingId,
    number: offer.number,
    itemCode: offer.itemCode,
    productName: offer.productName,
    specification: offer.specification,
    manufacturer: { id: offer.manufacturerId, name: offer.manufacturer },
    distributor: distributorId === null ? null : { id: distributorId, name: distributor ?? '' },
    purchaseUnit: offer.purchaseUnit,
    unitsPerPurchaseUnit: offer.unitsPerPurchaseUnit,
    listingPrice: offer.price,
    price,
    priceKind: kind,
    bargainId,
    zone: colourOf(finding),
    zoneReason: finding?.reason ?? null,
    quantity: line.quantity,
    note: line.note,
    amount: lineAmount(price, line.quantity),
    problem: problem === null ? null : problemOfLine(problem, null),
    instead: instead ?? null,
  };
}

function problemOf(line: StoredLine, offer: Offer, rules: OrderRules): Refusal | null {
  const may = mayOrder(offer, rules);
  if (!may.ok) return may;
  const facts = { number: offer.number, product: offer.productName, unit: offer.purchaseUnit };
  if (!fitsUnit(line.quantity, offer.purchaseUnit))
    return refuse('order.quantityNotWhole', { field: 'quantity', facts });
  const amount = lineAmount(orderPrice(offer).price, line.quantity);
  return amount === null ? refuse('order.amountTooLarge', { field: 'quantity', facts }) : null;
}

interface ListedUnit {
  readonly id: string;
  readonly purchaseUnit: string;
}

async function unitsOf(
  tx: Tx,
  context: ActorContext,
  ids: readonly string[],
): Promise<Map<string, ListedUnit>> {
  const rows = await tx
    .selectFrom('listing')
    .select(['id', 'purchaseUnit'])
    .where('province', '=', context.scope.province)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Puts lines into the cart; `add` sums up with what is there, `set` replaces it. */
export async function putLines(
  unit: Unit,
  context: ActorContext,
  wanted: readonly Wanted[],
  how: 'add' | 'set',
): Promise<Result<{ lines: number }, CartRefusal>> {
  const { tx } = unit;
  const units = await unitsOf(
    tx,
    context,
    wanted.map((line) => line.listingId),
  );
  const cart = new Map((await cartLines(tx, context, true)).map((line) => [line.listingId, line]));
  const after = new Map<string, Wanted>();
  for (const [at, line] of wanted.entries()) {
    const listing = units.get(line.listingId);
    if (listing === undefined) return refuse('order.listingUnknown', { field: `lines.${at}.listingId` });
    const before = after.get(line.listingId) ?? (how === 'add' ? cart.get(line.listingId) : undefined);
    const quantity = before === undefined ? line.quantity : addQuantity(before.quantity, line.quantity);
    const field = `lines.${at}.quantity`;
    if (!isQuantity(quantity)) return refuse('order.quantityTooLarge', { field });
    if (!fitsUnit(quantity, listing.purchaseUnit)) {
      return refuse('order.quantityNotWhole', { field, facts: { unit: listing.purchaseUnit } });
    }
    after.set(line.listingId, {
      ...line,
      quantity,
      note: line.note === '' ? (before?.note ?? '') : line.note,
    });
  }
  const lines = new Set([...cart.keys(), ...after.keys()]).size;
  if (lines > cartLinesMax) return refuse('order.cartFull', { facts: { max: cartLinesMax } });
  await writeCart(tx, context, [...after.values()]);
  noteCart(unit, context, { put: after.size, lines });
  return ok({ lines });
}

async function writeCart(tx: Tx, context: ActorContext, lines: readonly Wanted[]): Promise<void> {
  const { organisationId, accountId } = context.actor;
  await sql`
    insert into cart_line (province, institution_id, listing_id, quantity, note, added_at, added_by)
    select ${context.scope.province}::smallint, ${organisationId}::uuid, c.listing_id, c.quantity, c.note,
      ${context.now}::timestamptz, ${accountId}::uuid
    from unnest(${lines.map((line) => line.listingId)}::uuid[], ${lines.map((line) => line.quantity)}::numeric[],
      ${lines.map((line) => line.note)}::text[]) as c (listing_id, quantity, note)
    on conflict (province, institution_id, listing_id) do update set quantity = excluded.quantity, note = excluded.note`.execute(
    tx,
  );
}

/** The cart is shared by an institution's buyers, so the journal says who put what in. */
export function noteCart(unit: Unit, context: ActorContext, after: Readonly<Record<string, number>>): void {
  unit.record({
    event: 'cart.changed',
    subject: { kind: 'cart', id: context.actor.organisationId },
    basis: [orderBasis.onPlatform],
    after,
  });
}

/** Two buyers who add the same listing at once: the second one finds the row of the first. */
export async function addLines(
  context: ActorContext,
  { body }: Call<typeof addToCart>,
): Promise<Result<ReplyOf<typeof addToCart>, CartRefusal | RepeatRefusal>> {
  return command<{ lines: number }, CartRefusal>(context, async (unit) => {
    await lockCart(unit.tx, context);
    return putLines(unit, context, body.lines, 'add');
  });
}

export async function setLines(
  context: ActorContext,
  { body }: Call<typeof setCartLines>,
): Promise<Result<ReplyOf<typeof setCartLines>, CartRefusal | RepeatRefusal>> {
  return command<{ lines: number }, CartRefusal>(context, async (unit) => {
    await lockCart(unit.tx, context);
    return putLines(unit, context, body.lines, 'set');
  });
}

/** One at a time per institution: sums would otherwise lose one of two additions made at the same moment. */
export async function lockCart(tx: Tx, context: ActorContext): Promise<void> {
  const { province } = context.scope;
  const { organisationId, accountId } = context.actor;
  await sql`insert into order_setting (province, institution_id, red_needs_approval, changed_at, changed_by, version)
    values (${province}, ${organisationId}, true, ${context.now}, ${accountId}, 0)
    on conflict (province, institution_id) do nothing`.execute(tx);
  await sql`select 1 from order_setting where province = ${province} and institution_id = ${organisationId} for update`.execute(
    tx,
  );
}

export async function removeLines(
  context: ActorContext,
  { body }: Call<typeof removeFromCart>,
): Promise<Result<ReplyOf<typeof removeFromCart>, RepeatRefusal>> {
  return command<{ lines: number }, never>(context, async (unit) => {
    let query = unit.tx
      .deleteFrom('cartLine')
      .where('province', '=', context.scope.province)
      .where('institutionId', '=', context.actor.organisationId);
    if (body.listingIds !== 'all') query = query.where('listingId', 'in', body.listingIds);
    const { numDeletedRows } = await query.executeTakeFirst();
    const left = await cartLines(unit.tx, context, false);
    noteCart(unit, context, { removed: Number(numDeletedRows), lines: left.length });
    return ok({ lines: left.length });
  });
}
