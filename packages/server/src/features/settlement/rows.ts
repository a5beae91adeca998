import type { InvoiceItem, listInvoices } from '@daylight/api/settlement-read.ts';
import type { QueryOf } from '@daylight/api/endpoint.ts';
import { type Money, add, subtract, zero } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { daysOverdue } from '@daylight/rules/settlement/due.ts';
import { coverLines } from '@daylight/rules/settlement/reconcile.ts';
import { openAmount } from '@daylight/rules/settlement/steps.ts';
import { type Instant, shanghaiMoment } from '@daylight/rules/time.ts';
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { reachOf } from '../supervision/port.ts';
import { type Sight, asked, isId, literal, sightOf } from './sight.ts';
import { linesOfInvoices, takenBackOf } from './store.ts';

/** Invoices beside the names of both sides and, for a red one, its blue one. */
export function invoiceRows(tx: Tx, { scope }: ActorContext) {
  return tx
    .selectFrom('invoice')
    .innerJoin('organisation as buyer', 'buyer.id', 'invoice.institutionId')
    .innerJoin('organisation as seller', 'seller.id', 'invoice.distributorId')
    .leftJoin('invoice as blue', (join) =>
      join.onRef('blue.province', '=', 'invoice.province').onRef('blue.id', '=', 'invoice.redOf'),
    )
    .where('invoice.province', '=', scope.province)
    .selectAll('invoice')
    .select(['buyer.name as buyerName', 'seller.name as sellerName'])
    .select(['blue.number as blueNumber', 'blue.invoiceNumber as blueInvoiceNumber']);
}

type Rows = ReturnType<typeof invoiceRows>;
export type InvoiceRow = Awaited<ReturnType<Rows['execute']>>[number];

type Conditions = ExpressionBuilder<DB, 'invoice'>;

/** Whether an invoice is one that a person may see. */
export function visible(eb: Conditions, sight: Sight): Expression<SqlBool> {
  const all: Expression<SqlBool>[] = [];
  if (sight.institutionId !== undefined) all.push(eb('invoice.institutionId', '=', sight.institutionId));
  if (sight.distributorId !== undefined) all.push(eb('invoice.distributorId', '=', sight.distributorId));
  if (sight.reach !== undefined) all.push(eb('invoice.jurisdiction', 'like', `${sight.reach}%`));
  if (sight.manufacturerId !== undefined)
    all.push(sql<SqlBool>`invoice.manufacturer_ids @> array[${sight.manufacturerId}]::uuid[]`);
  return eb.and(all);
}

export type View = QueryOf<typeof listInvoices>['show'];
export const openStates = ['entered', 'verified', 'disputed'] as const;

function unpaid(eb: Conditions): Expression<SqlBool>[] {
  return [eb('invoice.kind', '=', 'blue'), eb('invoice.state', 'in', openStates)];
}

/** What each view of the list shows. */
export function inView(eb: Conditions, view: View, now: Instant): Expression<SqlBool> {
  switch (view) {
    case 'toVerify':
      return eb('invoice.state', '=', 'entered');
    case 'dueSoon':
      return eb.and([...unpaid(eb), eb('invoice.remindAt', '<=', now), eb('invoice.dueAt', '>', now)]);
    case 'overdue':
      return eb.and([...unpaid(eb), eb('invoice.dueAt', '<=', now)]);
    case 'toPay':
      return eb.and([eb('invoice.kind', '=', 'blue'), eb('invoice.state', '=', 'verified')]);
    case 'disputed':
      return eb('invoice.state', '=', 'disputed');
    case 'credit':
      return eb.and([
        eb('invoice.state', '=', 'paid'),
        sql<SqlBool>`invoice.paid + invoice.taken_back > invoice.amount`,
      ]);
    case 'all':
      return eb.lit(true);
  }
}

/** Views of duties stand in the order of their deadline. */
export function isByDeadline(view: View): boolean {
  return view === 'dueSoon' || view === 'overdue' || view === 'toPay';
}

/** What a list asks for, as conditions on its rows. */
export function narrowed(rows: Rows, query: QueryOf<typeof listInvoices>, context: ActorContext): Rows {
  const sight = asked(sightOf(context), query);
  let wanted = rows.where((eb) => visible(eb, sight)).where((eb) => inView(eb, query.show, context.now));
  const { kind, state, orderId, jurisdiction, search, from, until } = query;
  if (kind !== undefined) wanted = wanted.where('invoice.kind', '=', kind);
  if (state !== undefined) wanted = wanted.where('invoice.state', '=', state);
  if (jurisdiction !== undefined)
    wanted = wanted.where('invoice.jurisdiction', 'like', `${reachOf(jurisdiction)}%`);
  if (from !== undefined) wanted = wanted.where('invoice.issuedOn', '>=', from);
  if (until !== undefined) wanted = wanted.where('invoice.issuedOn', '<=', until);
  if (orderId !== undefined) {
    wanted = wanted.where(
      sql<SqlBool>`exists (select 1 from invoice_line l where l.province = invoice.province
        and l.invoice_id = invoice.id and l.order_id = ${orderId}::uuid)`,
    );
  }
  if (search !== undefined && search !== '') {
    wanted = wanted.where((eb) =>
      eb.or([eb('invoice.number', '=', search), eb('invoice.invoiceNumber', 'like', `${literal(search)}%`)]),
    );
  }
  return after(wanted, query);
}

/** Keyset paging: from the last row on, by deadline and id, or by id alone. */
function after(rows: Rows, { cursor, show }: QueryOf<typeof listInvoices>): Rows {
  const [first = '', second = ''] = (cursor ?? '').split('_');
  if (!isByDeadline(show)) return isId(first) ? rows.where('invoice.id', '<', first) : rows;
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(first) || !isId(second)) return rows;
  return rows.where(sql<SqlBool>`(invoice.due_at, invoice.id) > (${first}::timestamptz, ${second}::uuid)`);
}

export function cursorOf(item: Pick<InvoiceItem, 'id' | 'due'>, view: View): string {
  return isByDeadline(view) && item.due !== null ? `${item.due.dueAt}_${item.id}` : item.id;
}

export function itemOf(row: InvoiceRow, { now }: ActorContext): InvoiceItem {
  const isUnpaid = row.kind === 'blue' && (openStates as readonly string[]).includes(row.state);
  const { id, number, invoiceCode, invoiceNumber, upstreamInvoiceNumber, amount, takenBack, paid } = row;
  const isBlue = row.kind === 'blue';
  return {
    id,
    number,
    kind: isBlue ? 'blue' : 'red',
    state: row.state as InvoiceItem['state'],
    invoiceCode,
    invoiceNumber,
    upstreamInvoiceNumber,
    institution: { id: row.institutionId, name: row.buyerName },
    distributor: { id: row.distributorId, name: row.sellerName },
    amount,
    takenBack,
    paid,
    open: isBlue && row.state !== 'cancelled' ? openAmount({ amount, takenBack, paid }) : zero,
    lineCount: row.lineCount,
    issuedOn: row.issuedOn,
    enteredAt: row.enteredAt,
    acceptedAt: row.acceptedAt,
    due:
      row.dueAt === null
        ? null
        : {
            dueAt: row.dueAt,
            provisional: row.dueProvisional,
            basis: row.dueBasis as unknown as Basis | null,
          },
    daysOverdue: isUnpaid && row.dueAt !== null ? daysOverdue(row.dueAt, now) : 0,
    settledAt: row.settledAt,
    reason: row.reason,
    redOf:
      row.redOf === null
        ? null
        : { id: row.redOf, number: row.blueNumber ?? '', invoiceNumber: row.blueInvoiceNumber ?? '' },
    version: row.version,
  };
}

/** A maker sees of each invoice what is its own: other makers' goods on it are not its business. */
export async function narrowedToMaker(
  tx: Tx,
  context: ActorContext,
  items: readonly InvoiceItem[],
): Promise<InvoiceItem[]> {
  const { manufacturerId } = sightOf(context);
  if (manufacturerId === undefined) return [...items];
  const ids = items.map((item) => item.id);
  const lines = Map.groupBy(await linesOfInvoices(tx, context, ids), (line) => line.invoiceId);
  const taken = await takenBackOf(tx, context, { blueIds: ids });
  return items.map((item) => {
    const all = lines.get(item.id) ?? [];
    const tookOf = (line: (typeof all)[number]): Money =>
      subtract(
        zero,
        taken.find(
          (each) => each.redOf === item.id && each.shipmentId === line.shipmentId && each.line === line.line,
        )?.amount ?? zero,
      );
    const covered = coverLines(
      item.paid,
      all.map((line) => subtract(line.amount, tookOf(line))),
    );
    const own = all.flatMap((line, index) =>
      line.manufacturerId === manufacturerId
        ? [{ amount: line.amount, taken: tookOf(line), paid: covered[index] ?? zero }]
        : [],
    );
    const amount = add(zero, ...own.map((each) => each.amount));
    const takenBack = item.kind === 'blue' ? add(zero, ...own.map((each) => each.taken)) : zero;
    const paid = add(zero, ...own.map((each) => each.paid));
    const open = item.kind === 'blue' && item.state !== 'cancelled';
    return {
      ...item,
      amount,
      takenBack,
      paid,
      open: open ? openAmount({ amount, takenBack, paid }) : zero,
      lineCount: own.length,
    };
  });
}

export function dayStart(day: Parameters<typeof shanghaiMoment>[0]): Instant {
  return shanghaiMoment(day, '00:00');
}
