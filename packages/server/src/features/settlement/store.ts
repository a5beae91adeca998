import type { Money, Quantity } from '@daylight/rules/money.ts';
import type { InvoiceState, PaymentState } from '@daylight/rules/settlement/steps.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** An invoice locked for the command that loaded it. */
export interface StoredInvoice {
  readonly id: string;
  readonly number: string;
  readonly kind: 'blue' | 'red';
  readonly state: InvoiceState;
  readonly redOf: string | null;
  readonly institutionId: string;
  readonly distributorId: string;
  readonly manufacturerIds: readonly string[];
  readonly jurisdiction: string;
  readonly invoiceNumber: string;
  readonly amount: Money;
  readonly takenBack: Money;
  readonly paid: Money;
  readonly acceptedAt: Instant;
  readonly dueAt: Instant | null;
  readonly dueProvisional: boolean;
  readonly dueBasis: Basis | null;
  readonly overdueAt: Instant | null;
  readonly version: number;
}

const columns = [
  'id',
  'number',
  'redOf',
  'institutionId',
  'distributorId',
  'manufacturerIds',
  'jurisdiction',
  'invoiceNumber',
  'amount',
  'takenBack',
  'paid',
  'acceptedAt',
  'dueAt',
  'dueProvisional',
  'overdueAt',
  'version',
] as const;

/** Whose invoices or payments a command may touch; those of anybody else do not exist for it. */
export interface Side {
  readonly institutionId?: string;
  readonly distributorId?: string;
}

/** Locks invoices in the order of their ids, so that two payments over the same ones never wait for each other in a circle. */
export async function lockInvoices(
  tx: Tx,
  { scope }: Context,
  ids: readonly string[],
  side: Side,
): Promise<ReadonlyMap<string, StoredInvoice>> {
  if (ids.length === 0) return new Map();
  let query = tx
    .selectFrom('invoice')
    .select(columns)
    .select((eb) => [
      eb.ref('kind').$castTo<'blue' | 'red'>().as('kind'),
      eb.ref('state').$castTo<InvoiceState>().as('state'),
      eb.ref('dueBasis').$castTo<Basis | null>().as('dueBasis'),
    ])
    .where('province', '=', scope.province)
    .where('id', 'in', [...new Set(ids)]);
  if (side.institutionId !== undefined) query = query.where('institutionId', '=', side.institutionId);
  if (side.distributorId !== undefined) query = query.where('distributorId', '=', side.distributorId);
  const rows = await query.orderBy('id').forUpdate().execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export interface NewInvoiceLine {
  readonly shipmentId: string;
  readonly line: number;
  readonly orderId: string;
  readonly orderLine: number;
  readonly itemCode: string;
  readonly manufacturerId: string;
  readonly quantity: Quantity;
  readonly price: Money;
  readonly amount: Money;
}

export interface NewInvoice {
  readonly id: string;
  readonly number: string;
  readonly kind: 'blue' | 'red';
  readonly redOf: string | null;
  readonly institutionId: string;
  readonly distributorId: string;
  readonly jurisdiction: string;
  readonly invoiceCode: string;
  readonly invoiceNumber: string;
  readonly upstreamInvoiceNumber: string;
  /** Negative for a red invoice. */
  readonly amount: Money;
  readonly issuedOn: IsoDate;
  readonly acceptedAt: Instant;
  readonly due: { readonly dueAt: Instant; readonly provisional: boolean; readonly basis: Basis } | null;
  readonly remindAt: Instant | null;
  readonly lines: readonly NewInvoiceLine[];
}

/** An invoice and its lines in one statement. */
export async function insertInvoice(
  tx: Tx,
  { scope, now, actor }: Context,
  { lines, due, ...invoice }: NewInvoice,
): Promise<void> {
  const head = {
    ...invoice,
    manufacturerIds: [...new Set(lines.map((line) => line.manufacturerId))],
    lineCount: lines.length,
    dueAt: due?.dueAt ?? null,
    dueProvisional: due?.provisional ?? false,
    dueBasis: due === null ? null : JSON.stringify(due.basis),
  };
  await tx
    .insertInto('invoice')
    .values({
      ...head,
      province: scope.province,
      enteredAt: now,
      enteredBy: actor?.accountId ?? '',
      state: 'entered',
    })
    .execute();
  const rows = lines.map((line, at) => ({
    at: at + 1,
    shipment_id: line.shipmentId,
    line: line.line,
    order_id: line.orderId,
    order_line: line.orderLine,
    item_code: line.itemCode,
    manufacturer_id: line.manufacturerId,
    quantity: line.quantity,
    price: line.price,
    amount: line.amount,
  }));
  await sql`
    insert into invoice_line (province, invoice_id, line, shipment_id, shipment_line, order_id, order_line, item_code,
      manufacturer_id, quantity, price, amount, institution_id, distributor_id,
      maker_ids)
    select ${scope.province}::smallint, ${invoice.id}::uuid, l.*, ${invoice.institutionId}::uuid, ${invoice.distributorId}::uuid,
      ${[...new Set(lines.map((line) => line.manufacturerId))]}::uuid[]
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as l (at int, shipment_id uuid, line int, order_id uuid, order_line int, item_code text, manufacturer_id uuid,
        quantity numeric, price numeric, amount numeric)`.execute(tx);
}

export interface StoredInvoiceLine extends NewInvoiceLine {
  readonly invoiceId: string;
  /** Its place on the invoice; `line` is the lot's in its delivery. */
  readonly at: number;
}

export async function linesOfInvoices(
  tx: Tx,
  { scope }: Pick<Context, 'scope'>,
  invoiceIds: readonly string[],
): Promise<readonly StoredInvoiceLine[]> {
  if (invoiceIds.length === 0) return [];
  return tx
    .selectFrom('invoiceLine')
    .select(['invoiceId', 'line as at', 'shipmentId', 'shipmentLine as line', 'orderId', 'orderLine'])
    .select(['itemCode', 'manufacturerId', 'quantity', 'price', 'amount'])
    .where('province', '=', scope.province)
    .where('invoiceId', 'in', invoiceIds)
    .orderBy('invoiceId')
    .orderBy('line')
    .execute();
}

export interface TakenLine {
  readonly redOf: string;
  readonly shipmentId: string;
  readonly line: number;
  readonly quantity: Quantity;
  readonly amount: Money;
}

/** What red invoices that stand (entered, in dispute or verified) took back, by blue invoice and lot. */
export async function takenBackOf(
  tx: Tx,
  { scope }: Pick<Context, 'scope'>,
  of: { readonly blueIds: readonly string[] } | { readonly shipmentIds: readonly string[] },
): Promise<readonly TakenLine[]> {
  const ids = 'blueIds' in of ? of.blueIds : of.shipmentIds;
  if (ids.length === 0) return [];
  const { rows } = await sql<TakenLine>`
    select i.red_of, l.shipment_id, l.shipment_line as line, sum(l.quantity) as quantity, sum(l.amount) as amount
    from invoice i
    join invoice_line l on l.province = i.province and l.invoice_id = i.id
    where i.province = ${scope.province} and i.kind = 'red' and i.state <> 'cancelled'
      and ${'blueIds' in of ? sql`i.red_of` : sql`l.shipment_id`} = any(${ids}::uuid[])
    group by i.red_of, l.shipment_id, l.shipment_line`.execute(tx);
  return rows;
}

export interface InvoiceChange {
  readonly state?: InvoiceState;
  readonly takenBack?: Money;
  readonly paid?: Money;
  readonly reason?: string;
  readonly verified?: true;
  readonly ended?: true;
  readonly settledAt?: Instant | null;
}

/** Writes what a command decided about one invoice; who collided with it finds another version. */
export async function saveInvoice(
  tx: Tx,
  { scope, now, actor }: Context,
  invoice: StoredInvoice,
  { verified, ended, ...change }: InvoiceChange,
): Promise<void> {
  await tx
    .updateTable('invoice')
    .set({
      ...change,
      ...(verified === true ? { verifiedAt: now, verifiedBy: actor?.accountId ?? null } : {}),
      ...(ended === true ? { endedAt: now } : {}),
      version: invoice.version + 1,
    })
    .where('province', '=', scope.province)
    .where('id', '=', invoice.id)
    .execute();
}

/** A payment locked for the command that loaded it. */
export interface StoredPayment {
  readonly id: string;
  readonly number: string;
  readonly kind: 'transfer' | 'reversal';
  readonly state: PaymentState;
  readonly institutionId: string;
  readonly distributorId: string;
  readonly jurisdiction: string;
  readonly amount: Money;
  readonly paidOn: IsoDate;
  readonly bankReference: string;
  readonly version: number;
  readonly lines: readonly { readonly invoiceId: string; readonly amount: Money }[];
}

export async function lockPayment(
  tx: Tx,
  { scope }: Context,
  id: string,
  side: Side,
): Promise<StoredPayment | null> {
  let query = tx
    .selectFrom('payment')
    .select(['id', 'number', 'institutionId', 'distributorId', 'jurisdiction', 'amount', 'paidOn'])
    .select(['bankReference', 'version'])
    .select((eb) => [
      eb.ref('kind').$castTo<'transfer' | 'reversal'>().as('kind'),
      eb.ref('state').$castTo<PaymentState>().as('state'),
    ])
    .where('province', '=', scope.province)
    .where('id', '=', id);
  if (side.institutionId !== undefined) query = query.where('institutionId', '=', side.institutionId);
  if (side.distributorId !== undefined) query = query.where('distributorId', '=', side.distributorId);
  const row = await query.forUpdate().executeTakeFirst();
  if (row === undefined) return null;
  const lines = await tx
    .selectFrom('paymentLine')
    .select(['invoiceId', 'amount'])
    .where('province', '=', scope.province)
    .where('paymentId', '=', id)
    .orderBy('invoiceId')
    .execute();
  return { ...row, lines };
}

export interface NewPayment extends Omit<StoredPayment, 'version'> {
  readonly reversalOf: string | null;
  readonly reason: string | null;
}

export async function insertPayment(
  tx: Tx,
  { scope, now, actor }: Context,
  { lines, ...payment }: NewPayment,
): Promise<void> {
  await tx
    .insertInto('payment')
    .values({
      ...payment,
      province: scope.province,
      recordedAt: now,
      recordedBy: actor?.accountId ?? '',
    })
    .execute();
  await tx
    .insertInto('paymentLine')
    .values(
      lines.map((line) => ({
        ...line,
        province: scope.province,
        paymentId: payment.id,
        institutionId: payment.institutionId,
        distributorId: payment.distributorId,
      })),
    )
    .execute();
}

export async function savePayment(
  tx: Tx,
  { scope, now, actor }: Context,
  payment: StoredPayment,
  change: { readonly state: PaymentState; readonly reason?: string; readonly answered?: true },
): Promise<void> {
  const { answered, ...set } = change;
  await tx
    .updateTable('payment')
    .set({
      ...set,
      ...(answered === true ? { answeredAt: now, answeredBy: actor?.accountId ?? null } : {}),
      version: payment.version + 1,
    })
    .where('province', '=', scope.province)
    .where('id', '=', payment.id)
    .execute();
}
