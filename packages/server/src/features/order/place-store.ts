import type { Money } from '@daylight/rules/money.ts';
import type { Clock, DueKind, OrderState, Urgency } from '@daylight/rules/order/order.ts';
import type { Approval, PlacedLine } from '@daylight/rules/order/place.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, send } from '../../db.ts';
import { type Statement, statement } from '../../statement.ts';

/** An order as it is first written. */
export interface NewOrder {
  readonly id: string;
  readonly number: string;
  readonly siteId: string;
  readonly remote: boolean;
  readonly distributorId: string;
  readonly distributor: string;
  readonly urgency: Urgency;
  readonly state: OrderState;
  readonly approval: Approval | null;
  readonly amount: Money;
  readonly note: string;
  readonly clientReference: string;
  /** Null while the order waits for an approver: the clocks start when it is released. */
  readonly clocks: { readonly confirm: Clock; readonly expire: Clock } | null;
  readonly due: { readonly kind: DueKind; readonly clock: Clock } | null;
  readonly lines: readonly PlacedLine[];
}

export interface Writing {
  readonly orders: readonly NewOrder[];
  /** Own references with the orders they became. */
  readonly references: readonly { readonly reference: string; readonly orderIds: readonly string[] }[];
  /** The volume account that a listing draws on, by listing (SX-5.4a). */
  readonly accounts: ReadonlyMap<string, string>;
  /** Listings to take out of the cart. */
  readonly fromCart: readonly string[];
}

/** Orders and all their lines in one statement; nobody waits for it, so that journal and commit go with it. */
export function writeOrders(tx: Tx, context: ActorContext, writing: Writing): void {
  const { province } = context.scope;
  const { organisationId, jurisdiction, accountId } = context.actor;
  const { orders } = writing;
  const o = <K extends keyof NewOrder>(key: K) => orders.map((each) => each[key]);
  const lines = orders.flatMap(({ id, distributorId, lines: own }) =>
    own.map((line, at) => ({ orderId: id, distributorId, at, line })),
  );
  const l = <T>(pick: (line: PlacedLine) => T) => lines.map((each) => pick(each.line));
  const inserting = statement`
    with orders as (
      insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state,
        amount, line_count, placed_at, placed_by, approval_reason, confirm_due_at, expire_due_at, due_at, due_kind,
        due_provisional, due_basis, remote, note, client_reference, manufacturer_ids)
      select ${province}::smallint, o.id, o.number, ${organisationId}::uuid, o.site_id, o.distributor_id, ${jurisdiction}, o.urgency,
        o.state, o.amount, o.line_count, ${context.now}::timestamptz, ${accountId}::uuid, o.approval_reason, o.confirm_due_at,
        o.expire_due_at, o.due_at, o.due_kind, o.due_provisional, o.due_basis, o.remote, o.note, o.client_reference,
        (select array_agg(distinct m.id) from unnest(${lines.map((each) => each.orderId)}::uuid[],
          ${l((each) => each.offer.manufacturerId)}::uuid[]) as m (order_id, id) where m.order_id = o.id)
      from unnest(${o('id')}::uuid[], ${o('number')}::text[], ${o('siteId')}::uuid[], ${o('distributorId')}::uuid[],
        ${o('urgency')}::text[], ${o('state')}::text[], ${o('amount')}::numeric[],
        ${orders.map((each) => each.lines.length)}::int[], ${o('approval')}::text[],
        ${orders.map((each) => each.clocks?.confirm.dueAt ?? null)}::timestamptz[],
        ${orders.map((each) => each.clocks?.expire.dueAt ?? null)}::timestamptz[],
        ${orders.map((each) => each.due?.clock.dueAt ?? null)}::timestamptz[],
        ${orders.map((each) => each.due?.kind ?? null)}::text[],
        ${orders.map((each) => each.due?.clock.provisional ?? false)}::boolean[],
        ${orders.map((each) => (each.due === null ? null : JSON.stringify(each.due.clock.basis)))}::jsonb[],
        ${o('remote')}::boolean[], ${o('note')}::text[], ${o('clientReference')}::text[])
        as o (id, number, site_id, distributor_id, urgency, state, amount, line_count, approval_reason, confirm_due_at,
          expire_due_at, due_at, due_kind, due_provisional, due_basis, remote, note, client_reference)
    ), lines as (
      insert into order_line (province, order_id, line, listing_id, item_code, code_release, manufacturer_id, product_name,
        specification, purchase_unit, units_per_purchase_unit, price, listing_price, price_kind, bargain_id, zone, zone_reason,
        client_line, quantity, amount, others_reason, volume_account_id, distributor_id, institution_id, state)
      select ${province}::smallint, l.*, ${organisationId}::uuid, 'waiting'
      from unnest(${lines.map((each) => each.orderId)}::uuid[], ${lines.map((each) => each.at + 1)}::int[],
        ${l((each) => each.offer.listingId)}::uuid[], ${l((each) => each.offer.itemCode)}::text[],
        ${l((each) => each.offer.codeRelease)}::uuid[], ${l((each) => each.offer.manufacturerId)}::uuid[],
        ${l((each) => each.offer.productName)}::text[], ${l((each) => each.offer.specification)}::text[],
        ${l((each) => each.offer.purchaseUnit)}::text[], ${l((each) => each.offer.unitsPerPurchaseUnit)}::int[],
        ${l((each) => each.price)}::numeric[], ${l((each) => each.offer.price)}::numeric[], ${l((each) => each.kind)}::text[],
        ${l((each) => each.bargainId)}::uuid[], ${l((each) => each.zone)}::text[], ${l((each) => each.wish.reason)}::text[],
        ${l((each) => each.wish.clientLine)}::text[], ${l((each) => each.wish.quantity)}::numeric[],
        ${l((each) => each.amount)}::numeric[],
        ${l((each) => (each.limit === null ? '' : each.wish.reason))}::text[],
        ${l((each) => writing.accounts.get(each.offer.listingId) ?? null)}::uuid[],
        ${lines.map((each) => each.distributorId)}::uuid[]) as l
    )${referenced(writing, province, organisationId)}${taken(writing, province, organisationId)}
    select 1`;
  send(tx, inserting);
}

function referenced({ references }: Writing, province: number, institutionId: string): Statement {
  if (references.length === 0) return statement``;
  const rows = references.map((each) => ({ reference: each.reference, ids: each.orderIds }));
  return statement`, referenced as (
      insert into order_reference (province, institution_id, client_reference, order_ids)
      select ${province}::smallint, ${institutionId}::uuid, r.reference, r.ids
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (reference text, ids uuid[]))`;
}

function taken({ fromCart }: Writing, province: number, institutionId: string): Statement {
  if (fromCart.length === 0) return statement``;
  return statement`, taken as (
      delete from cart_line
      where province = ${province} and institution_id = ${institutionId} and listing_id = any(${[...fromCart]}::uuid[]))`;
}
