import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listInvoices, readInvoice } from '@daylight/api/settlement-read.ts';
import { may } from '@daylight/rules/access/may.ts';
import { type Money, isPositive, none, zero } from '@daylight/rules/money.ts';
import { termText } from '@daylight/rules/policy/value-text.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { clockStart, paymentDue } from '@daylight/rules/settlement/due.ts';
import { takeableBack } from '@daylight/rules/settlement/invoice.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type DeliveredLine, deliveredLines } from '../order/port.ts';
import { returnedLines } from './invoices.ts';
import {
  type InvoiceRow,
  cursorOf,
  inView,
  invoiceRows,
  isByDeadline,
  itemOf,
  narrowed,
  narrowedToMaker,
  visible,
} from './rows.ts';
import { sightOf } from './sight.ts';
import { type StoredInvoiceLine, linesOfInvoices, takenBackOf } from './store.ts';

type Reply = ReplyOf<typeof listInvoices>;

export async function listMany(
  context: ActorContext,
  { query }: Call<typeof listInvoices>,
): Promise<Result<Reply, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = narrowed(invoiceRows(tx, context), query, context);
    const sorted = isByDeadline(query.show)
      ? rows.orderBy('invoice.dueAt').orderBy('invoice.id')
      : rows.orderBy('invoice.id', 'desc');
    const found = await sorted.limit(query.limit + 1).execute();
    const page = found.slice(0, query.limit).map((row) => itemOf(row, context));
    const last = page.at(-1);
    const next = found.length > query.limit && last !== undefined ? cursorOf(last, query.show) : null;
    const items = await narrowedToMaker(tx, context, page);
    return ok({ items, next, counts: await countsOf(tx, context) });
  });
}

const counted = ['toVerify', 'dueSoon', 'overdue', 'toPay', 'disputed'] as const;

/** How many and how much in each view of duties; a maker's share of an amount is not summed here. */
async function countsOf(tx: Tx, context: ActorContext): Promise<Reply['counts']> {
  const isMaker = context.actor.kind === 'manufacturer';
  const figures = await tx
    .selectFrom('invoice')
    .where('invoice.province', '=', context.scope.province)
    .where((eb) =>
      eb.or([
        eb('invoice.state', 'in', ['entered', 'disputed']),
        eb.and([eb('invoice.kind', '=', 'blue'), eb('invoice.state', '=', 'verified')]),
      ]),
    )
    .where((eb) => visible(eb, sightOf(context)))
    .select((eb) => {
      const open = sql<Money>`invoice.amount - invoice.taken_back - invoice.paid`;
      return counted.flatMap((view) => [
        eb.fn
          .countAll<number>()
          .filterWhere(inView(eb, view, context.now))
          .as(`${view}Count`),
        eb.fn
          .sum<Money | null>(open)
          .filterWhere(inView(eb, view, context.now))
          .as(`${view}Amount`),
      ]);
    })
    .executeTakeFirstOrThrow();
  const row: Readonly<Record<string, unknown>> = figures;
  const of = (view: (typeof counted)[number]) => {
    const amount = isMaker ? null : (row[`${view}Amount`] as Money | null);
    return { count: Number(row[`${view}Count`]), amount: amount ?? zero };
  };
  const [toVerify, dueSoon, overdue, toPay, disputed] = counted.map(of);
  assert(toVerify && dueSoon && overdue && toPay && disputed, 'every view was counted');
  return { toVerify, dueSoon, overdue, toPay, disputed };
}

type Detail = ReplyOf<typeof readInvoice>;

/** One invoice for those whom it concerns, its lines beside the lots they cover. */
export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readInvoice>,
): Promise<Result<Detail, 'settlement.invoiceUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await invoiceRows(tx, context)
      .where('invoice.id', '=', params.invoiceId)
      .where((eb) => visible(eb, sightOf(context)))
      .executeTakeFirst();
    if (row === undefined) return refuse('settlement.invoiceUnknown');
    const [item] = await narrowedToMaker(tx, context, [itemOf(row, context)]);
    assert(item !== undefined, 'an invoice has an item');
    const all = await linesOfInvoices(tx, context, [row.id]);
    const { manufacturerId } = sightOf(context);
    const own = all.filter((line) => manufacturerId === undefined || line.manufacturerId === manufacturerId);
    const delivered = await deliveredLines(tx, context, {
      keys: own.map(({ shipmentId, line }) => ({ shipmentId, line })),
    });
    const isMaker = manufacturerId !== undefined;
    return ok({
      ...item,
      lines: await linesOf(tx, context, { row, lines: own, delivered }),
      // What others of the invoice's goods were taken back or paid is not the maker's business.
      reds: isMaker ? [] : await redsOf(tx, context, row.id),
      payments: isMaker ? [] : await paymentsOf(tx, context, row.id),
      dueRule: ruleOf(context, row),
      may: await stepsFor(tx, context, row, delivered),
    });
  });
}

interface Matched {
  readonly row: InvoiceRow;
  readonly lines: readonly StoredInvoiceLine[];
  readonly delivered: readonly DeliveredLine[];
}

async function linesOf(
  tx: Tx,
  context: ActorContext,
  { row, lines, delivered }: Matched,
): Promise<Detail['lines']> {
  const taken = await takenBackOf(tx, context, { blueIds: [row.id] });
  const makers = await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('id', 'in', row.manufacturerIds)
    .execute();
  return lines.map((line) => {
    const isSame = (each: { readonly shipmentId: string; readonly line: number }) =>
      each.shipmentId === line.shipmentId && each.line === line.line;
    const lot = delivered.find(isSame);
    assert(lot !== undefined, 'an invoiced lot was delivered');
    const { at, shipmentId, orderId, itemCode, quantity, price, amount, manufacturerId } = line;
    const { shipmentNumber, orderNumber, productName, specification, purchaseUnit } = lot;
    return {
      at,
      shipmentId,
      line: line.line,
      shipmentNumber,
      orderId,
      orderNumber,
      itemCode,
      productName,
      specification,
      manufacturer: {
        id: manufacturerId,
        name: makers.find((each) => each.id === manufacturerId)?.name ?? '',
      },
      purchaseUnit,
      lot: lot.lot,
      quantity,
      price,
      amount,
      takenBack: taken.find(isSame)?.quantity ?? none,
      delivered: {
        quantity: lot.quantity,
        accepted: lot.accepted,
        returned: lot.returned,
        invoiced: lot.invoiced,
        acceptedAt: clockStart(lot.acceptances.map((each) => each.at)),
      },
    };
  });
}

async function redsOf(tx: Tx, { scope }: ActorContext, blueId: string): Promise<Detail['reds']> {
  return tx
    .selectFrom('invoice')
    .select(['id', 'number', 'invoiceNumber', 'amount'])
    .select((eb) => eb.ref('state').$castTo<Detail['state']>().as('state'))
    .where('province', '=', scope.province)
    .where('redOf', '=', blueId)
    .orderBy('id')
    .execute();
}

async function paymentsOf(tx: Tx, { scope }: ActorContext, invoiceId: string): Promise<Detail['payments']> {
  return tx
    .selectFrom('paymentLine as l')
    .innerJoin('payment as p', (join) =>
      join.onRef('p.province', '=', 'l.province').onRef('p.id', '=', 'l.paymentId'),
    )
    .select(['p.id', 'p.number', 'p.paidOn', 'p.bankReference', 'l.amount'])
    .select((eb) => [
      eb.ref('p.kind').$castTo<'transfer' | 'reversal'>().as('kind'),
      eb.ref('p.state').$castTo<Detail['payments'][number]['state']>().as('state'),
    ])
    .where('l.province', '=', scope.province)
    .where('l.invoiceId', '=', invoiceId)
    .orderBy('p.id')
    .execute();
}

/** The rule behind the deadline, in words: whose it is, and whether it is only this product's default. */
function ruleOf(context: ActorContext, row: InvoiceRow): Detail['dueRule'] {
  if (row.kind === 'red') return null;
  const { provision, basis } = paymentDue(row.acceptedAt, row.jurisdiction, context.book, context.calendar);
  const { value, jurisdiction, origin, note } = provision;
  return { text: termText(value), basis, jurisdiction, origin, note };
}

/** What the asking person may do with the invoice now; the commands decide anew. */
async function stepsFor(
  tx: Tx,
  context: ActorContext,
  row: InvoiceRow,
  delivered: readonly DeliveredLine[],
): Promise<Detail['may']> {
  const { actor } = context;
  const waits = row.state === 'entered' || row.state === 'disputed';
  if (row.institutionId === actor.organisationId) {
    const isOpen = row.kind === 'blue' && row.state === 'verified';
    return [
      ...(waits && may(actor, 'settlement.verify') ? (['verify'] as const) : []),
      ...(row.state === 'entered' && may(actor, 'settlement.verify') ? (['dispute'] as const) : []),
      ...(isOpen && may(actor, 'settlement.pay') ? (['pay'] as const) : []),
    ];
  }
  if (row.distributorId !== actor.organisationId || !may(actor, 'settlement.invoice')) return [];
  if (waits) return ['cancel'];
  if (row.kind === 'red' || row.state === 'cancelled') return [];
  const returned = await returnedLines(tx, context, row.id, delivered);
  return returned.some((line) => isPositive(takeableBack(line))) ? ['takeBack'] : [];
}
