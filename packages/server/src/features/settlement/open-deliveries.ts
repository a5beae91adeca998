import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { OpenDelivery, OwedRed, listToInvoice, listToTakeBack } from '@daylight/api/settlement-read.ts';
import {
  type Quantity,
  add,
  amountOf,
  compare,
  isPositive,
  subtractQuantity,
  zero,
} from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Result, assert, ok } from '@daylight/rules/result.ts';
import { acceptedFrom, clockStart, paymentDue } from '@daylight/rules/settlement/due.ts';
import { invoiceable, owedBack } from '@daylight/rules/settlement/invoice.ts';
import { dayNumber, shanghaiDate } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import {
  type DeliveredLine,
  deliveredLines,
  shipmentsToInvoice,
  shipmentsToTakeBack,
} from '../order/port.ts';
import { asked, isId, sightOf } from './sight.ts';
import { takenBackOf } from './store.ts';

type Line = OpenDelivery['lines'][number];

async function namesOf(tx: Tx, lines: readonly DeliveredLine[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(lines.flatMap((line) => [line.institutionId, line.distributorId]))];
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('organisation').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

function lineOf(source: DeliveredLine, quantity: Quantity): Line {
  const { shipmentId, line, itemCode, productName, specification, purchaseUnit, lot, price } = source;
  const amount = amountOf(price, quantity);
  return {
    shipmentId,
    line,
    itemCode,
    productName,
    specification,
    purchaseUnit,
    lot,
    price,
    quantity,
    amount,
  };
}

/** One delivery of which something is accepted and not invoiced: what its invoice would say. */
function openDeliveryOf(
  context: ActorContext,
  all: readonly DeliveredLine[],
  names: ReadonlyMap<string, string>,
): OpenDelivery {
  const open = all.filter((line) => isPositive(invoiceable(line)));
  const [first] = open;
  const acceptedAt = clockStart(open.flatMap((line) => acceptedFrom(line.acceptances, line.invoiced) ?? []));
  assert(first !== undefined && acceptedAt !== null, 'an open delivery was accepted');
  assert(first.shippedAt !== null, 'an open delivery is seen by its sides');
  const { book, calendar, today } = context;
  const { dueAt, provisional, basis } = paymentDue(acceptedAt, first.jurisdiction, book, calendar);
  const lines = open.map((line) => lineOf(line, invoiceable(line)));
  const party = (id: string) => ({ id, name: names.get(id) ?? '' });
  return {
    id: first.shipmentId,
    shipmentNumber: first.shipmentNumber,
    shippedAt: first.shippedAt,
    orderId: first.orderId,
    orderNumber: first.orderNumber,
    institution: party(first.institutionId),
    distributor: party(first.distributorId),
    acceptedAt,
    age: dayNumber(today) - dayNumber(shanghaiDate(acceptedAt)),
    due: { dueAt, provisional, basis },
    twoInvoice: resolve(book, 'settlement.twoInvoice', first.jurisdiction, today).value,
    amount: add(zero, ...lines.map((line) => line.amount)),
    lines,
  };
}

/** What is accepted and not invoiced, by delivery, oldest first; a maker is no side of it. */
export async function listOpen(
  context: ActorContext,
  { query }: Call<typeof listToInvoice>,
): Promise<Result<ReplyOf<typeof listToInvoice>, never>> {
  const sight = asked(sightOf(context), query);
  if (sight.manufacturerId !== undefined) return ok({ items: [], next: null });
  return reading(context.database.db, context.scope, async (tx) => {
    const after = isId(query.cursor) ? query.cursor : undefined;
    const found = await shipmentsToInvoice(tx, context, sight, { after, limit: query.limit + 1 });
    const shipmentIds = found.slice(0, query.limit);
    const lines = await deliveredLines(tx, context, { shipmentIds });
    const names = await namesOf(tx, lines);
    const byShipment = Map.groupBy(lines, (line) => line.shipmentId);
    const items = shipmentIds.map((id) => openDeliveryOf(context, byShipment.get(id) ?? [], names));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

/** The blue invoices that lots stand on, newest first: a red one corrects the latest. */
async function bluesOf(tx: Tx, { scope }: ActorContext, shipmentIds: readonly string[]) {
  return tx
    .selectFrom('invoiceLine as l')
    .innerJoin('invoice as i', (join) =>
      join.onRef('i.province', '=', 'l.province').onRef('i.id', '=', 'l.invoiceId'),
    )
    .select(['l.shipmentId', 'l.shipmentLine as line', 'l.quantity'])
    .select(['i.id', 'i.number', 'i.invoiceNumber', 'i.institutionId', 'i.distributorId'])
    .select((eb) => eb.ref('i.state').$castTo<OwedRed['state']>().as('state'))
    .where('l.province', '=', scope.province)
    .where('l.shipmentId', 'in', shipmentIds)
    .where('i.kind', '=', 'blue')
    .where('i.state', '<>', 'cancelled')
    .orderBy('i.id', 'desc')
    .execute();
}

/** Returned goods that stand on invoices: what red invoice each blue one needs. */
export async function listOwed(
  context: ActorContext,
  { query }: Call<typeof listToTakeBack>,
): Promise<Result<ReplyOf<typeof listToTakeBack>, never>> {
  const { institutionId, distributorId, reach, manufacturerId } = asked(sightOf(context), query);
  // Only the two sides act on it; supervisors see it order by order.
  if (reach !== undefined || manufacturerId !== undefined) return ok({ items: [], next: null });
  return reading(context.database.db, context.scope, async (tx) => {
    const shipmentIds = await shipmentsToTakeBack(tx, context, { institutionId, distributorId });
    if (shipmentIds.length === 0) return ok({ items: [], next: null });
    const lots = await deliveredLines(tx, context, { shipmentIds });
    const blues = await bluesOf(tx, context, shipmentIds);
    const taken = await takenBackOf(tx, context, { shipmentIds });
    const names = await namesOf(tx, lots);
    const owed = new Map<string, { blue: (typeof blues)[number]; lines: Line[] }>();
    for (const lot of lots) {
      let left = owedBack(lot);
      for (const blue of blues) {
        if (blue.shipmentId !== lot.shipmentId || blue.line !== lot.line || !isPositive(left)) continue;
        const before = taken.find(
          (each) => each.redOf === blue.id && each.shipmentId === lot.shipmentId && each.line === lot.line,
        );
        const net = before === undefined ? blue.quantity : subtractQuantity(blue.quantity, before.quantity);
        const quantity = compare(net, left) < 0 ? net : left;
        if (!isPositive(quantity)) continue;
        const group = owed.get(blue.id) ?? { blue, lines: [] };
        group.lines.push(lineOf(lot, quantity));
        owed.set(blue.id, group);
        left = subtractQuantity(left, quantity);
      }
    }
    const party = (id: string) => ({ id, name: names.get(id) ?? '' });
    const items = [...owed.values()].map(({ blue, lines }) => ({
      id: blue.id,
      number: blue.number,
      invoiceNumber: blue.invoiceNumber,
      state: blue.state,
      institution: party(blue.institutionId),
      distributor: party(blue.distributorId),
      amount: add(zero, ...lines.map((line) => line.amount)),
      lines,
    }));
    return ok({ items, next: null });
  });
}
