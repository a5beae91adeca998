import type { Bargain, BargainKind, BargainState, DueKind, Turn } from '@daylight/rules/bargain/bargain.ts';
import type { RealTrade } from '@daylight/rules/bargain/open.ts';
import { type UnitPrice } from '@daylight/rules/bargain/price-for.ts';
import type { Member } from '@daylight/rules/bargain/pool.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

export type BargainRow = Selectable<DB['bargain']>;

/** A bargain with what the rules do not decide on: who, about what, under which number. */
export interface Stored {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly listingId: string;
  readonly itemCode: string;
  readonly manufacturerId: string;
  readonly institutionId: string;
  readonly jurisdiction: string;
  readonly openedAt: Instant;
  readonly evidence: Evidence | null;
  readonly bargain: Bargain;
}

/** The trade record that an institution gave (JS-11B), as it is kept beside the bargain. */
export interface Evidence extends UnitPrice {
  readonly source: 'platform' | 'document';
  readonly tradeId: string | null;
  readonly place: string;
  readonly buyer: string;
  readonly document: string;
  readonly documentNumber: string;
  readonly tradedOn: string;
  readonly givenAt: Instant;
  readonly finding: { readonly isTrue: boolean; readonly note: string; readonly at: Instant } | null;
}

function bargainOf(row: BargainRow): Bargain {
  return {
    state: row.state as BargainState,
    kind: row.kind as BargainKind,
    claimsTraded: row.claimsTraded,
    pooled: row.pooled,
    listingPrice: row.listingPrice,
    unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
    price: row.price,
    quantity: row.quantity,
    counterPrice: row.counterPrice,
    round: row.round,
    turn: row.turn as Turn | null,
    offeredAt: row.offeredAt,
    clockStartedAt: row.clockStartedAt,
    due:
      row.dueAt === null
        ? null
        : {
            kind: row.dueKind as DueKind,
            at: row.dueAt,
            provisional: row.dueProvisional,
            basis: row.dueBasis as unknown as Basis,
          },
    agreedPrice: row.agreedPrice,
    outcomeBasis: row.outcomeBasis as unknown as Basis | null,
  };
}

export function storedOf(row: BargainRow): Stored {
  const { id, number, version, listingId, itemCode, manufacturerId, institutionId, jurisdiction, openedAt } =
    row;
  return {
    id,
    number,
    version,
    listingId,
    itemCode,
    manufacturerId,
    institutionId,
    jurisdiction,
    openedAt,
    evidence: row.evidence as unknown as Evidence | null,
    bargain: bargainOf(row),
  };
}

function columnsOf(bargain: Bargain, now: Instant) {
  const isEnded = bargain.outcomeBasis !== null;
  return {
    state: bargain.state,
    kind: bargain.kind,
    claimsTraded: bargain.claimsTraded,
    price: bargain.price,
    quantity: bargain.quantity,
    counterPrice: bargain.counterPrice,
    round: bargain.round,
    turn: bargain.turn,
    offeredAt: bargain.offeredAt,
    clockStartedAt: bargain.clockStartedAt,
    dueKind: bargain.due?.kind ?? null,
    dueAt: bargain.due?.at ?? null,
    dueProvisional: bargain.due?.provisional ?? false,
    dueBasis: bargain.due === null ? null : JSON.stringify(bargain.due.basis),
    closedAt: isEnded ? now : null,
    agreedPrice: bargain.agreedPrice,
    outcomeBasis: isEnded ? JSON.stringify(bargain.outcomeBasis) : null,
  };
}

/** The row locked until the commit; with `skipLocked` a row that another server holds counts as not there. */
export async function loadForUpdate(
  tx: Tx,
  province: number,
  id: string,
  skipLocked = false,
): Promise<Stored | null> {
  let query = tx
    .selectFrom('bargain')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate();
  if (skipLocked) query = query.skipLocked();
  const row = await query.executeTakeFirst();
  return row === undefined ? null : storedOf(row);
}

export interface NewBargain {
  readonly stored: Omit<Stored, 'version' | 'evidence'>;
  readonly openedBy: string;
  readonly note: string;
  readonly joiningUntil: Instant | null;
  readonly zone: unknown;
}

export async function insertBargain(tx: Tx, context: Context, given: NewBargain): Promise<void> {
  const { bargain, id, number, listingId, itemCode, manufacturerId, institutionId, jurisdiction, openedAt } =
    given.stored;
  const identity = { id, number, listingId, itemCode, manufacturerId, institutionId, jurisdiction, openedAt };
  await tx
    .insertInto('bargain')
    .values({
      province: context.scope.province,
      ...identity,
      ...columnsOf(bargain, context.now),
      pooled: bargain.pooled,
      listingPrice: bargain.listingPrice,
      unitsPerPurchaseUnit: bargain.unitsPerPurchaseUnit,
      openedBy: given.openedBy,
      note: given.note,
      joiningUntil: given.joiningUntil,
      zone: JSON.stringify(given.zone),
    })
    .execute();
  await addMember(
    tx,
    context,
    { ...identity, pooled: bargain.pooled },
    {
      institutionId: identity.institutionId,
      quantity: bargain.quantity,
    },
  );
}

export interface Change {
  readonly bargain: Bargain;
  readonly evidence?: Evidence | null;
  /** Where the institutions' standing offer is, when it is a new one. */
  readonly zone?: unknown;
}

/** Writes a decision down; who collided with it finds another version. */
export async function saveBargain(tx: Tx, context: Context, stored: Stored, change: Change): Promise<void> {
  await tx
    .updateTable('bargain')
    .set({
      ...columnsOf(change.bargain, context.now),
      ...(change.evidence === undefined ? {} : { evidence: JSON.stringify(change.evidence) }),
      ...(change.zone === undefined ? {} : { zone: JSON.stringify(change.zone) }),
      version: stored.version + 1,
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', stored.id)
    .execute();
}

export interface Offer {
  readonly organisationId: string;
  readonly side: 'institution' | 'manufacturer';
  readonly note: string;
  readonly zone: string | null;
}

/** Whose bargain it is: every row below it says so, for the second wall. */
interface Sides {
  readonly id: string;
  /** The institution that opened it. */
  readonly institutionId: string;
  readonly manufacturerId: string;
}

/** The offer that a decision made, as a line of the conversation. */
export async function addOffer(
  tx: Tx,
  context: Context,
  of: Sides,
  { bargain, ...offer }: Offer & { readonly bargain: Bargain },
): Promise<void> {
  const isInstitution = offer.side === 'institution';
  await tx
    .insertInto('bargainOffer')
    .values({
      province: context.scope.province,
      bargainId: of.id,
      leaderId: of.institutionId,
      manufacturerId: of.manufacturerId,
      pooled: bargain.pooled,
      round: bargain.round,
      ...offer,
      kind: isInstitution ? bargain.kind : null,
      price: isInstitution ? bargain.price : (bargain.counterPrice ?? bargain.price),
      quantity: bargain.quantity,
      at: context.now,
    })
    .execute();
}

export async function addMember(
  tx: Tx,
  context: Context,
  of: Sides & { readonly listingId: string; readonly pooled: boolean },
  member: Member,
): Promise<void> {
  await sql`
    insert into bargain_member (province, bargain_id, institution_id, listing_id, quantity, joined_at, open,
      leader_id, manufacturer_id, pooled)
    values (${context.scope.province}, ${of.id}, ${member.institutionId}, ${of.listingId}, ${member.quantity},
      ${context.now}, true, ${of.institutionId}, ${of.manufacturerId}, ${of.pooled})
    on conflict (province, bargain_id, institution_id)
      do update set quantity = excluded.quantity, joined_at = excluded.joined_at, left_at = null, open = true`.execute(
    tx,
  );
}

export async function removeMember(tx: Tx, context: Context, bargainId: string, institutionId: string) {
  await tx
    .updateTable('bargainMember')
    .set({ leftAt: context.now, open: false })
    .where('province', '=', context.scope.province)
    .where('bargainId', '=', bargainId)
    .where('institutionId', '=', institutionId)
    .execute();
}

/** Everyone whom the bargain binds now, first who opened it. */
export async function membersOf(tx: Tx, province: number, bargainId: string): Promise<Member[]> {
  return tx
    .selectFrom('bargainMember')
    .select(['institutionId', 'quantity'])
    .where('province', '=', province)
    .where('bargainId', '=', bargainId)
    .where('leftAt', 'is', null)
    .orderBy('joinedAt')
    .orderBy('institutionId')
    .execute();
}

/** The end of a bargain: nobody is bound any more, and an agreed price takes the place of each member's former one. */
export async function finish(
  tx: Tx,
  context: Context,
  stored: Stored,
  bargain: Bargain,
): Promise<readonly Member[]> {
  const { province } = context.scope;
  const members = await membersOf(tx, province, stored.id);
  await tx
    .updateTable('bargainMember')
    .set({ open: false })
    .where('province', '=', province)
    .where('bargainId', '=', stored.id)
    .execute();
  if (bargain.agreedPrice === null) return members;
  await tx
    .updateTable('agreedPrice')
    .set({ endedAt: context.now })
    .where('province', '=', province)
    .where('listingId', '=', stored.listingId)
    .where(
      'institutionId',
      'in',
      members.map((member) => member.institutionId),
    )
    .where('endedAt', 'is', null)
    .execute();
  await tx
    .insertInto('agreedPrice')
    .values(
      members.map((member) => ({
        province,
        id: context.newId(),
        listingId: stored.listingId,
        itemCode: stored.itemCode,
        institutionId: member.institutionId,
        manufacturerId: stored.manufacturerId,
        bargainId: stored.id,
        price: bargain.agreedPrice ?? bargain.price,
        unitsPerPurchaseUnit: bargain.unitsPerPurchaseUnit,
        quantity: member.quantity,
        agreedAt: context.now,
      })),
    )
    .execute();
  return members;
}

export interface TradeAtPrice extends RealTrade {
  readonly institutionId: string;
}

/** Real trades of an item with its manufacturer at one price on the smallest unit since a moment, newest first. */
export async function tradesAtPrice(
  tx: Tx,
  province: number,
  of: UnitPrice & { readonly itemCode: string; readonly manufacturerId: string },
  since: Instant,
): Promise<TradeAtPrice[]> {
  const { rows } = await sql<TradeAtPrice>`
    select id, institution_id, price, units_per_purchase_unit, traded_at from trade
    where province = ${province} and item_code = ${of.itemCode} and traded_at >= ${since}
      and manufacturer_id = ${of.manufacturerId}
      and price * ${of.unitsPerPurchaseUnit}::integer = ${of.price}::numeric * units_per_purchase_unit
    order by traded_at desc
    limit 20`.execute(tx);
  return rows;
}

/** One trade of the item with its manufacturer, whatever its price: the rule says whether it is evidence. */
export async function tradeOf(
  tx: Tx,
  province: number,
  stored: Stored,
  tradeId: string,
): Promise<TradeAtPrice | null> {
  const row = await tx
    .selectFrom('trade')
    .select(['id', 'institutionId', 'price', 'unitsPerPurchaseUnit', 'tradedAt'])
    .where('province', '=', province)
    .where('id', '=', tradeId)
    .where('itemCode', '=', stored.itemCode)
    .where('manufacturerId', '=', stored.manufacturerId)
    .executeTakeFirst();
  return row ?? null;
}
