import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  ReconciledOrder,
  listReconciliation,
  readReconciliation,
} from '@daylight/api/settlement-statement.ts';
import { type Money, add, compare, isPositive, subtract, zero } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import {
  type InvoicedOfLine,
  type Reconciled,
  coverLines,
  reconcileLine,
} from '@daylight/rules/settlement/reconcile.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type DeliveredLine, type OrderSums, deliveredLines, orderSums } from '../order/port.ts';
import { asked, isId, sightOf } from './sight.ts';
import { linesOfInvoices, takenBackOf } from './store.ts';

interface InvoicedLine extends InvoicedOfLine {
  readonly orderId: string;
}

/** What stands on invoices for the lines of orders, and how much of it is paid: money covers an invoice's lines in order. */
async function invoicedOf(
  tx: Tx,
  context: ActorContext,
  orderIds: readonly string[],
): Promise<readonly InvoicedLine[]> {
  const { rows: invoices } = await sql<{ id: string; kind: 'blue' | 'red'; paid: Money }>`
    select i.id, i.kind, i.paid from invoice i
    where i.province = ${context.scope.province} and i.state <> 'cancelled' and exists (
      select 1 from invoice_line l where l.province = i.province and l.invoice_id = i.id
        and l.order_id = any(${orderIds}::uuid[]))`.execute(tx);
  const ids = invoices.map((invoice) => invoice.id);
  const lines = Map.groupBy(await linesOfInvoices(tx, context, ids), (line) => line.invoiceId);
  const taken = await takenBackOf(tx, context, { blueIds: ids });
  return invoices.flatMap(({ id, kind, paid }) => {
    const own = lines.get(id) ?? [];
    const net = own.map((line) => {
      const back = taken.find(
        (each) => each.redOf === id && each.shipmentId === line.shipmentId && each.line === line.line,
      );
      return kind === 'blue' ? add(line.amount, back?.amount ?? zero) : zero;
    });
    const covered = kind === 'blue' ? coverLines(paid, net) : net;
    return own.map(({ orderId, orderLine, amount }, index) => {
      return { orderId, orderLine, amount, paid: covered[index] ?? zero };
    });
  });
}

interface Flows {
  readonly lots: readonly DeliveredLine[];
  readonly invoiced: readonly InvoicedLine[];
}

async function flowsOf(tx: Tx, context: ActorContext, orders: readonly OrderSums[]): Promise<Flows> {
  const orderIds = orders.map((order) => order.id);
  return {
    lots: await deliveredLines(tx, context, { orderIds }),
    invoiced: await invoicedOf(tx, context, orderIds),
  };
}

function linesOf(order: OrderSums, { lots, invoiced }: Flows): readonly Reconciled[] {
  const ownLots = lots.filter((lot) => lot.orderId === order.id);
  const bills = invoiced.filter((each) => each.orderId === order.id);
  return order.lines.map((line) => reconcileLine(line, ownLots, bills));
}

function summaryOf(
  order: OrderSums,
  lines: readonly Reconciled[],
  names: ReadonlyMap<string, string>,
): ReconciledOrder {
  const sum = (pick: (line: Reconciled) => Money) => add(zero, ...lines.map(pick));
  const [invoiced, paid] = [sum((line) => line.invoiced.amount), sum((line) => line.paid)];
  const unpaid = subtract(invoiced, paid);
  const differences = (['toCome', 'toInvoice', 'toTakeBack'] as const).filter((kind) =>
    lines.some((line) => isPositive(line[kind])),
  );
  const money = compare(unpaid, zero) === 0 ? [] : ([isPositive(unpaid) ? 'unpaid' : 'credit'] as const);
  const party = (id: string) => ({ id, name: names.get(id) ?? '' });
  return {
    id: order.id,
    number: order.number,
    state: order.state as ReconciledOrder['state'],
    placedAt: order.placedAt,
    institution: party(order.institutionId),
    distributor: party(order.distributorId),
    ordered: sum((line) => line.ordered.amount),
    kept: sum((line) => line.kept.amount),
    invoiced,
    paid,
    unpaid,
    differences: [...differences, ...money],
  };
}

async function namesOf(tx: Tx, orders: readonly OrderSums[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(orders.flatMap((order) => [order.institutionId, order.distributorId]))];
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('organisation').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** A maker sees of an order the lines of its own products. */
function ownLines(orders: readonly OrderSums[], manufacturerId: string | undefined): readonly OrderSums[] {
  if (manufacturerId === undefined) return orders;
  return orders.map((order) => ({
    ...order,
    lines: order.lines.filter((line) => line.manufacturerId === manufacturerId),
  }));
}

/** Orders, newest first, with what was ordered, accepted, invoiced and paid of each (三流合一). */
export async function listOrders(
  context: ActorContext,
  { query }: Call<typeof listReconciliation>,
): Promise<Result<ReplyOf<typeof listReconciliation>, never>> {
  const sight = asked(sightOf(context), query);
  return reading(context.database.db, context.scope, async (tx) => {
    const before = isId(query.cursor) ? query.cursor : undefined;
    const found = await orderSums(tx, context, sight, { before, limit: query.limit + 1 });
    const orders = ownLines(found.slice(0, query.limit), sight.manufacturerId);
    const flows = await flowsOf(tx, context, orders);
    const names = await namesOf(tx, orders);
    const items = orders.map((order) => summaryOf(order, linesOf(order, flows), names));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readOrder(
  context: ActorContext,
  { params }: Call<typeof readReconciliation>,
): Promise<Result<ReplyOf<typeof readReconciliation>, 'settlement.orderUnknown'>> {
  const sight = sightOf(context);
  return reading(context.database.db, context.scope, async (tx) => {
    const which = { ...sight, orderId: params.orderId };
    const [order] = ownLines(await orderSums(tx, context, which, { limit: 1 }), sight.manufacturerId);
    if (order === undefined) return refuse('settlement.orderUnknown');
    const lines = linesOf(order, await flowsOf(tx, context, [order]));
    const texts = new Map(order.lines.map((line) => [line.line, line]));
    return ok({
      ...summaryOf(order, lines, await namesOf(tx, [order])),
      lines: lines.map((line) => {
        const text = texts.get(line.line);
        return {
          ...line,
          itemCode: text?.itemCode ?? '',
          productName: text?.productName ?? '',
          specification: text?.specification ?? '',
          purchaseUnit: text?.purchaseUnit ?? '',
          price: text?.price ?? zero,
        };
      }),
    });
  });
}
