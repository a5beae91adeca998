import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { enterInvoice, enterRedInvoice } from '@daylight/api/settlement.ts';
import { type Money, type Quantity, none, subtract, subtractQuantity, zero } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { invoiceBasis } from '@daylight/rules/settlement/basis.ts';
import { acceptedFrom, clockStart, paymentDue, remindFrom } from '@daylight/rules/settlement/due.ts';
import {
  type InvoiceLine,
  type ReturnedLine,
  checkInvoice,
  checkRedInvoice,
} from '@daylight/rules/settlement/invoice.ts';
import { mayTakeBackFrom } from '@daylight/rules/settlement/steps.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { type DeliveredLine, addInvoiced, deliveredLines } from '../order/port.ts';
import {
  type NewInvoice,
  type StoredInvoice,
  insertInvoice,
  linesOfInvoices,
  lockInvoices,
  takenBackOf,
} from './store.ts';
import { tellInvoice } from './tell.ts';

type After = ReplyOf<typeof enterInvoice>;
type Enter = RefusalOf<typeof enterInvoice>;
type EnterRed = RefusalOf<typeof enterRedInvoice>;

/** Of two that enter the same invoice at once one is first; the other meets it when it tries again. */
async function commandOnce<C extends string>(
  context: ActorContext,
  work: (unit: Unit) => Promise<Result<After, C>>,
): Promise<Result<After, C | RepeatRefusal>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command(context, work);
    } catch (error) {
      if (attempt === 3 || brokenConstraint(error) !== 'invoice_once_per_tax_number') throw error;
    }
  }
}

async function isUsed(
  tx: Tx,
  { scope }: ActorContext,
  { invoiceCode, invoiceNumber }: { readonly invoiceCode: string; readonly invoiceNumber: string },
): Promise<boolean> {
  const row = await tx
    .selectFrom('invoice')
    .select('id')
    .where('province', '=', scope.province)
    .where('invoiceCode', '=', invoiceCode)
    .where('invoiceNumber', '=', invoiceNumber)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst();
  return row !== undefined;
}

type Body = Call<typeof enterRedInvoice>['body'];

/** The lots an invoice names, locked; those of another distributor are left out, like those that do not exist. */
async function lockOwnLines(
  unit: Unit,
  context: ActorContext,
  { lines }: Body,
): Promise<readonly DeliveredLine[]> {
  const keys = lines.map(({ shipmentId, line }) => ({ shipmentId, line }));
  const delivered = await deliveredLines(unit.tx, context, { keys, lock: true });
  return delivered.filter((line) => line.distributorId === context.actor.organisationId);
}

function withSource(lines: readonly InvoiceLine[], delivered: readonly DeliveredLine[]) {
  const known = new Map(delivered.map((each) => [`${each.shipmentId}/${each.line}`, each]));
  return lines.map((line) => {
    const source = known.get(`${line.shipmentId}/${line.line}`);
    assert(source !== undefined, 'an invoiced lot was delivered');
    const { orderId, orderLine, itemCode, manufacturerId } = source;
    return { source, line: { ...line, orderId, orderLine, itemCode, manufacturerId } };
  });
}

/** The distributor's invoice over what one institution accepted; the time to pay starts with the first acceptance. */
export async function enter(
  context: ActorContext,
  { body }: Call<typeof enterInvoice>,
): Promise<Result<After, Enter | RepeatRefusal>> {
  const number = await nextNumber(context, 'FP');
  return commandOnce<Enter>(context, async (unit) => {
    const delivered = await lockOwnLines(unit, context, body);
    const [first] = delivered;
    const jurisdiction = first?.jurisdiction ?? context.actor.jurisdiction;
    const checked = checkInvoice(body, delivered, rulesOf(context, jurisdiction));
    if (!checked.ok) return checked;
    assert(first !== undefined, 'a checked invoice has a line');
    if (delivered.some((line) => line.institutionId !== first.institutionId))
      return refuse('settlement.severalInstitutions', { field: 'lines' });
    if (await isUsed(unit.tx, context, body))
      return refuse('settlement.invoiceUsed', { field: 'invoiceNumber', basis: invoiceBasis.reconcile });
    const lines = withSource(checked.value, delivered);
    const clock = clockOf(
      context,
      jurisdiction,
      lines.map((each) => each.source),
    );
    const { invoiceCode, invoiceNumber, upstreamInvoiceNumber, amount, issuedOn } = body;
    const invoice: NewInvoice = {
      id: context.newId(),
      number,
      kind: 'blue',
      redOf: null,
      institutionId: first.institutionId,
      distributorId: context.actor.organisationId,
      jurisdiction,
      invoiceCode,
      invoiceNumber,
      upstreamInvoiceNumber,
      amount,
      issuedOn,
      ...clock,
      lines: lines.map((each) => each.line),
    };
    await insertInvoice(unit.tx, context, invoice);
    await addInvoiced(unit.tx, context, taking(invoice, false));
    tellEntered(unit, invoice, clock);
    return ok(afterOf(invoice));
  });
}

function rulesOf(context: ActorContext, jurisdiction: string) {
  const twoInvoice = resolve(context.book, 'settlement.twoInvoice', jurisdiction, context.today);
  return { today: context.today, twoInvoice: { needed: twoInvoice.value, basis: basisOf(twoInvoice) } };
}

/** When the goods of lots have to be paid, counted from the first of them, and from when to remind of it. */
function clockOf(context: ActorContext, jurisdiction: string, lots: readonly DeliveredLine[]) {
  const { book, calendar } = context;
  const acceptedAt = clockStart(lots.flatMap((lot) => acceptedFrom(lot.acceptances, lot.invoiced) ?? []));
  assert(acceptedAt !== null, 'what is invoiced was accepted');
  const due = paymentDue(acceptedAt, jurisdiction, book, calendar);
  const remind = resolve(book, 'settlement.remindBefore', jurisdiction, shanghaiDate(acceptedAt)).value;
  return { acceptedAt, due, remindAt: remindFrom(due.dueAt, remind, calendar) };
}

function tellEntered(unit: Unit, invoice: NewInvoice, { acceptedAt, due }: ReturnType<typeof clockOf>): void {
  const { dueAt, provisional, basis } = due;
  const after = { state: 'entered', lines: invoice.lines.length, acceptedAt, dueAt, provisional };
  tellInvoice(
    unit,
    { ...invoice, dueAt },
    {
      event: 'settlement.invoiceEntered',
      basis: [basis, invoiceBasis.withCode],
      after,
      to: ['institution'],
    },
  );
}

function taking({ lines }: Pick<NewInvoice, 'lines'>, takenBack: boolean) {
  return lines.map(({ shipmentId, line, quantity }) => ({ shipmentId, line, quantity, takenBack }));
}

function afterOf({ id, number, kind, amount, due }: NewInvoice): After {
  const { dueAt, provisional, basis } = due ?? { dueAt: null, provisional: false, basis: null };
  return {
    id,
    number,
    kind,
    state: 'entered',
    amount,
    due: dueAt === null ? null : { dueAt, provisional, basis },
    version: 1,
  };
}

/** What returns still allow to be taken back of a blue invoice, by lot. */
export async function returnedLines(
  tx: Tx,
  context: ActorContext,
  blueId: string,
  delivered: readonly DeliveredLine[],
): Promise<readonly ReturnedLine[]> {
  const [lines, taken] = [
    await linesOfInvoices(tx, context, [blueId]),
    await takenBackOf(tx, context, { shipmentIds: delivered.map((each) => each.shipmentId) }),
  ];
  return lines.flatMap((line) => {
    const source = delivered.find((each) => each.shipmentId === line.shipmentId && each.line === line.line);
    if (source === undefined) return [];
    const ofLot = taken.filter((each) => each.shipmentId === line.shipmentId && each.line === line.line);
    const ofBlue = ofLot.find((each) => each.redOf === blueId)?.quantity ?? none;
    const { shipmentId, line: lot, quantity, price } = line;
    const returnedOpen = ofLot.reduce<Quantity>(
      (left, each) => subtractQuantity(left, each.quantity),
      source.returned,
    );
    return [
      {
        shipmentId,
        line: lot,
        quantity,
        price,
        invoicedNet: subtractQuantity(quantity, ofBlue),
        returnedOpen,
      },
    ];
  });
}

/** The distributor's red invoice (红字发票): takes back from a verified blue one what was returned. */
export async function enterRed(
  context: ActorContext,
  { params, body }: Call<typeof enterRedInvoice>,
): Promise<Result<After, EnterRed | RepeatRefusal>> {
  const number = await nextNumber(context, 'HP');
  return commandOnce<EnterRed>(context, async (unit) => {
    const side = { distributorId: context.actor.organisationId };
    const blue = (await lockInvoices(unit.tx, context, [params.invoiceId], side)).get(params.invoiceId);
    if (blue === undefined) return refuse('settlement.invoiceUnknown');
    const may = mayTakeBackFrom(blue);
    if (!may.ok) return may;
    const delivered = await lockOwnLines(unit, context, body);
    const returned = await returnedLines(unit.tx, context, blue.id, delivered);
    const checked = checkRedInvoice({ ...body, upstreamInvoiceNumber: '' }, returned, context.today);
    if (!checked.ok) return checked;
    if (await isUsed(unit.tx, context, body))
      return refuse('settlement.invoiceUsed', { field: 'invoiceNumber', basis: invoiceBasis.reconcile });
    const lines = withSource(checked.value, delivered).map((each) => each.line);
    const invoice = redOf(context, blue, { number, body, lines });
    await insertInvoice(unit.tx, context, invoice);
    await addInvoiced(unit.tx, context, taking(invoice, true));
    tellInvoice(
      unit,
      { ...invoice, dueAt: null },
      {
        event: 'settlement.redInvoiceEntered',
        basis: [invoiceBasis.reconcile, invoiceBasis.withCode],
        after: { state: 'entered', blue: blue.number, lines: invoice.lines.length },
        to: ['institution'],
      },
    );
    return ok(afterOf(invoice));
  });
}

interface Red {
  readonly number: string;
  readonly body: Body;
  readonly lines: NewInvoice['lines'];
}

/** A red invoice stands with the parties of its blue one, and with negative amounts. */
function redOf(context: ActorContext, blue: StoredInvoice, { number, body, lines }: Red): NewInvoice {
  const minus = (amount: Money) => subtract(zero, amount);
  const { institutionId, distributorId, jurisdiction, acceptedAt } = blue;
  const { invoiceCode, invoiceNumber, issuedOn } = body;
  return {
    id: context.newId(),
    number,
    kind: 'red',
    redOf: blue.id,
    institutionId,
    distributorId,
    jurisdiction,
    acceptedAt,
    invoiceCode,
    invoiceNumber,
    issuedOn,
    upstreamInvoiceNumber: '',
    amount: minus(body.amount),
    due: null,
    remindAt: null,
    lines: lines.map((line) => ({ ...line, amount: minus(line.amount) })),
  };
}
