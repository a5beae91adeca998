import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  confirmPayment,
  disputePayment,
  recordPayment,
  reversePayment,
} from '@daylight/api/settlement.ts';
import { add, subtract, zero } from '@daylight/rules/money.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { invoiceBasis } from '@daylight/rules/settlement/basis.ts';
import * as rules from '@daylight/rules/settlement/payment.ts';
import { openAmount, stateByAmounts } from '@daylight/rules/settlement/steps.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import {
  type NewPayment,
  type Side,
  type StoredInvoice,
  type StoredPayment,
  insertPayment,
  lockInvoices,
  lockPayment,
  saveInvoice,
  savePayment,
} from './store.ts';
import { tellPayment } from './tell.ts';

type After = ReplyOf<typeof recordPayment>;

type Invoices = ReadonlyMap<string, StoredInvoice>;

/** Adds what a payment (or its reversal) brings to each invoice; one of which nothing is open any more is settled. */
async function apply(
  unit: Unit,
  context: Context,
  allocations: readonly rules.Allocation[],
  invoices: Invoices,
): Promise<After['invoices']> {
  const after: After['invoices'] = [];
  for (const { invoiceId, amount } of allocations) {
    const invoice = invoices.get(invoiceId);
    assert(invoice !== undefined, 'a paid invoice was loaded');
    const paid = add(invoice.paid, amount);
    const state = stateByAmounts({ ...invoice, paid });
    const settledAt = state === invoice.state ? {} : { settledAt: state === 'paid' ? context.now : null };
    await saveInvoice(unit.tx, context, invoice, { paid, state, ...settledAt });
    const open = openAmount({ ...invoice, paid });
    after.push({ id: invoice.id, number: invoice.number, state, open, version: invoice.version + 1 });
  }
  return after;
}

async function isUsed(tx: Tx, { scope, actor }: ActorContext, bankReference: string): Promise<boolean> {
  const row = await tx
    .selectFrom('payment')
    .select('id')
    .where('province', '=', scope.province)
    .where('institutionId', '=', actor.organisationId)
    .where('bankReference', '=', bankReference)
    .where('kind', '=', 'transfer')
    .where('state', '<>', 'reversed')
    .executeTakeFirst();
  return row !== undefined;
}

/** One bank transfer enters once: of two at the same time the other meets the first when it tries again. */
async function commandOnce<C extends string>(
  context: ActorContext,
  work: (unit: Unit) => Promise<Result<After, C>>,
): Promise<Result<After, C | RepeatRefusal>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command(context, work);
    } catch (error) {
      if (attempt === 3 || brokenConstraint(error) !== 'payment_bank_reference_once') throw error;
    }
  }
}

/** The institution records a transfer to one distributor for verified invoices (JS-32). */
export async function record(
  context: ActorContext,
  { body }: Call<typeof recordPayment>,
): Promise<Result<After, RefusalOf<typeof recordPayment> | RepeatRefusal>> {
  const number = await nextNumber(context, 'FK');
  return commandOnce<RefusalOf<typeof recordPayment>>(context, async (unit) => {
    const institutionId = context.actor.organisationId;
    const ids = body.allocations.map((each) => each.invoiceId);
    const invoices = await lockInvoices(unit.tx, context, ids, { institutionId });
    const checked = rules.checkPayment(body, [...invoices.values()], context.today);
    if (!checked.ok) return checked;
    if (await isUsed(unit.tx, context, body.bankReference))
      return refuse('settlement.bankReferenceUsed', {
        field: 'bankReference',
        basis: invoiceBasis.reconcile,
      });
    const [first] = invoices.values();
    assert(first !== undefined, 'a checked payment has an invoice');
    const payment: NewPayment = {
      id: context.newId(),
      number,
      kind: 'transfer',
      state: 'recorded',
      reversalOf: null,
      reason: null,
      institutionId,
      distributorId: checked.value.distributorId,
      jurisdiction: first.jurisdiction,
      amount: body.amount,
      paidOn: body.paidOn,
      bankReference: body.bankReference,
      lines: body.allocations,
    };
    await insertPayment(unit.tx, context, payment);
    const paid = await apply(unit, context, body.allocations, invoices);
    tellPayment(unit, payment, {
      event: 'settlement.paymentRecorded',
      basis: [invoiceBasis.onTime],
      after: { invoices: paid.length, settled: paid.filter((each) => each.state === 'paid').length },
      to: ['distributor'],
    });
    return ok(afterOf({ ...payment, version: 1 }, paid));
  });
}

function afterOf(payment: Omit<StoredPayment, 'lines'>, invoices: After['invoices']): After {
  const { id, number, kind, state, amount, version } = payment;
  return { id, number, kind, state, amount, version, invoices };
}

/** The institution reverses a transfer recorded wrongly: a record of its own, the first one stays as it was. */
export async function reverse(
  context: ActorContext,
  { params, body }: Call<typeof reversePayment>,
): Promise<Result<After, RefusalOf<typeof reversePayment> | RepeatRefusal>> {
  const number = await nextNumber(context, 'FK');
  return command<After, RefusalOf<typeof reversePayment>>(context, async (unit) => {
    const side = { institutionId: context.actor.organisationId };
    const payment = await lockPayment(unit.tx, context, params.paymentId, side);
    if (payment === null) return refuse('settlement.paymentUnknown');
    if (payment.version !== body.version) return refuse('request.stale');
    const ids = payment.lines.map((line) => line.invoiceId);
    const invoices = await lockInvoices(unit.tx, context, ids, side);
    const decided = rules.reversePayment(payment, payment.lines, [...invoices.values()]);
    if (!decided.ok) return decided;
    const reversal: NewPayment = {
      ...reversalOf(payment),
      id: context.newId(),
      number,
      reason: body.reason,
      lines: decided.value,
      paidOn: context.today,
    };
    await insertPayment(unit.tx, context, reversal);
    await savePayment(unit.tx, context, payment, { state: 'reversed', reason: body.reason });
    const after = await apply(unit, context, decided.value, invoices);
    tellPayment(unit, reversal, {
      event: 'settlement.paymentReversed',
      basis: [invoiceBasis.reconcile],
      before: { payment: payment.number, state: payment.state },
      after: { reversed: payment.number, reason: body.reason },
      to: ['distributor'],
    });
    return ok(afterOf({ ...reversal, version: 1 }, after));
  });
}

function reversalOf(payment: StoredPayment) {
  const { institutionId, distributorId, jurisdiction, bankReference, amount, id } = payment;
  return {
    kind: 'reversal' as const,
    state: 'recorded' as const,
    reversalOf: id,
    institutionId,
    distributorId,
    jurisdiction,
    bankReference,
    amount: subtract(zero, amount),
  };
}

/** The distributor's answer to a transfer that the institution recorded. */
async function answer<C extends string>(
  context: ActorContext,
  asked: { readonly id: string; readonly version: number; readonly reason: string | null },
  decide: (payment: StoredPayment) => Result<'confirmed' | 'disputed', C>,
): Promise<Result<After, C | 'settlement.paymentUnknown' | 'request.stale' | RepeatRefusal>> {
  return command<After, C | 'settlement.paymentUnknown' | 'request.stale'>(context, async (unit) => {
    const side: Side = { distributorId: context.actor.organisationId };
    const payment = await lockPayment(unit.tx, context, asked.id, side);
    if (payment === null) return refuse('settlement.paymentUnknown');
    if (payment.version !== asked.version) return refuse('request.stale');
    const decided = decide(payment);
    if (!decided.ok) return decided;
    const state = decided.value;
    const reason: { readonly reason?: string } = asked.reason === null ? {} : { reason: asked.reason };
    await savePayment(unit.tx, context, payment, { state, answered: true, ...reason });
    tellPayment(unit, payment, {
      event: state === 'confirmed' ? 'settlement.paymentConfirmed' : 'settlement.paymentDisputed',
      basis: [invoiceBasis.reconcile],
      before: { state: payment.state },
      after: { state, ...(asked.reason === null ? {} : { reason: asked.reason }) },
      to: ['institution'],
    });
    const ids = payment.lines.map((line) => line.invoiceId);
    const invoices = await lockInvoices(unit.tx, context, ids, side);
    const shown = [...invoices.values()].map((invoice) => {
      const { id, number, state: its, version } = invoice;
      return { id, number, state: its, open: openAmount(invoice), version };
    });
    return ok(afterOf({ ...payment, state, version: payment.version + 1 }, shown));
  });
}

export function confirm(
  context: ActorContext,
  { params, body }: Call<typeof confirmPayment>,
): Promise<Result<After, RefusalOf<typeof confirmPayment> | RepeatRefusal>> {
  const asked = { id: params.paymentId, version: body.version, reason: null };
  return answer(context, asked, rules.confirmPayment);
}

export function dispute(
  context: ActorContext,
  { params, body }: Call<typeof disputePayment>,
): Promise<Result<After, RefusalOf<typeof disputePayment> | RepeatRefusal>> {
  const asked = { id: params.paymentId, version: body.version, reason: body.reason };
  return answer(context, asked, rules.disputePayment);
}
