import { isPositive } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { daysOverdue, paymentDue, remindFrom } from '@daylight/rules/settlement/due.ts';
import { openAmount } from '@daylight/rules/settlement/steps.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { raiseWarning } from '../supervision/port.ts';
import { type StoredInvoice, lockInvoices } from './store.ts';
import { tellInvoice } from './tell.ts';

const atOnce = 200;
const unpaid = ['entered', 'verified', 'disputed'] as const;

function unpaidInvoices(tx: Tx, { scope }: Context) {
  return tx
    .selectFrom('invoice')
    .select('id')
    .where('province', '=', scope.province)
    .where('kind', '=', 'blue')
    .where('state', 'in', unpaid);
}

/** Deadlines of payment (JS-32): a reminder before, and overdue once it passed, to both sides and the bureau. */
export const settlementDue: Sweep = {
  name: 'settlement-due',
  run: async (context) => {
    const { now } = context;
    const { toRemind, late } = await reading(context.database.db, context.scope, async (tx) => {
      const reminders = unpaidInvoices(tx, context)
        .where('remindedAt', 'is', null)
        .where('remindAt', '<=', now)
        .where('dueAt', '>', now);
      const overdue = unpaidInvoices(tx, context).where('overdueAt', 'is', null).where('dueAt', '<=', now);
      return {
        toRemind: await reminders.orderBy('remindAt').limit(atOnce).execute(),
        late: await overdue.orderBy('dueAt').limit(atOnce).execute(),
      };
    });
    const steps = [
      ...toRemind.map(({ id }) => ({ id, act: remind })),
      ...late.map(({ id }) => ({ id, act: markOverdue })),
    ];
    return moveEach(steps, ({ id, act }) => oneDue(context, id, act));
  },
};

type Act = (unit: Unit, context: Context, invoice: StoredInvoice) => Promise<boolean>;

/** One invoice in its own command; what somebody else holds or settled meanwhile is left alone. */
async function oneDue(context: Context, id: string, act: Act): Promise<boolean> {
  const acted: Result<null, 'settlement.notDue'> = await withoutRepeat(context, async (unit) => {
    const free = await unit.tx
      .selectFrom('invoice')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .where('state', 'in', unpaid)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (free === undefined) return refuse('settlement.notDue');
    const invoice = (await lockInvoices(unit.tx, context, [id], {})).get(id);
    assert(invoice !== undefined, 'a locked invoice is there');
    return (await act(unit, context, invoice)) ? ok(null) : refuse('settlement.notDue');
  });
  return acted.ok;
}

async function withoutRepeat<C extends string>(
  context: Context,
  work: (unit: Unit) => Promise<Result<null, C>>,
): Promise<Result<null, C>> {
  const done = await command<null, C>(context, work);
  if (done.ok) return done;
  assert(done.code !== 'request.keyUsedForAnotherBody', 'the clock sends no key');
  return { ...done, code: done.code as C };
}

async function set(
  unit: Unit,
  { scope }: Context,
  invoice: StoredInvoice,
  change: {
    readonly remindedAt?: Instant;
    readonly overdueAt?: Instant | null;
    readonly dueAt?: Instant;
    readonly dueProvisional?: boolean;
    readonly dueBasis?: string;
    readonly remindAt?: Instant;
  },
): Promise<void> {
  await unit.tx
    .updateTable('invoice')
    .set(change)
    .where('province', '=', scope.province)
    .where('id', '=', invoice.id)
    .execute();
}

async function remind(unit: Unit, context: Context, invoice: StoredInvoice): Promise<boolean> {
  const { dueAt, dueBasis } = invoice;
  assert(dueAt !== null && dueBasis !== null, 'a blue invoice is due');
  if (dueAt <= context.now) return false;
  await set(unit, context, invoice, { remindedAt: context.now });
  tellInvoice(unit, invoice, {
    event: 'settlement.dueSoon',
    basis: [dueBasis],
    after: { open: openAmount(invoice), state: invoice.state },
    to: ['institution'],
  });
  return true;
}

/** 逾期未付款: both sides are told and the bureaus are warned, once per invoice. */
async function markOverdue(unit: Unit, context: Context, invoice: StoredInvoice): Promise<boolean> {
  const { dueAt, dueBasis, overdueAt } = invoice;
  assert(dueAt !== null && dueBasis !== null, 'a blue invoice is due');
  const open = openAmount(invoice);
  if (dueAt > context.now || overdueAt !== null || !isPositive(open)) return false;
  await set(unit, context, invoice, { overdueAt: context.now });
  const facts = { open, state: invoice.state, days: daysOverdue(dueAt, context.now) };
  tellInvoice(unit, invoice, {
    event: 'settlement.overdue',
    basis: [dueBasis],
    after: facts,
    to: ['institution', 'distributor'],
  });
  await raiseWarning(unit, context, {
    kind: 'payment.overdue',
    jurisdiction: invoice.jurisdiction,
    institutionId: invoice.institutionId,
    organisationId: invoice.distributorId,
    subject: { kind: 'invoice', id: invoice.id },
    facts: {
      number: invoice.number,
      invoiceNumber: invoice.invoiceNumber,
      amount: invoice.amount,
      dueAt,
      ...facts,
    },
    basis: dueBasis,
  });
  return true;
}

/**
 * Computes provisional deadlines anew after the calendar of a year was imported; the rules of the day of acceptance stay.
 * Returns how many were looked at. An invoice that turns out not to be late yet is no longer overdue.
 */
export async function recomputeDue(context: Context): Promise<number> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    unpaidInvoices(tx, context).where('dueProvisional', '=', true).orderBy('id').execute(),
  );
  for (const { id } of rows) {
    await withoutRepeat(context, async (unit) => {
      const invoice = (await lockInvoices(unit.tx, context, [id], {})).get(id);
      assert(invoice !== undefined, 'an invoice is never deleted');
      await recomputeOne(unit, context, invoice);
      return ok(null);
    });
  }
  return rows.length;
}

async function recomputeOne(unit: Unit, context: Context, invoice: StoredInvoice): Promise<void> {
  const { acceptedAt, jurisdiction, overdueAt } = invoice;
  const { book, calendar, now } = context;
  const due = paymentDue(acceptedAt, jurisdiction, book, calendar);
  const before = resolve(book, 'settlement.remindBefore', jurisdiction, shanghaiDate(acceptedAt));
  const moved = due.dueAt !== invoice.dueAt;
  await set(unit, context, invoice, {
    dueAt: due.dueAt,
    dueProvisional: due.provisional,
    dueBasis: JSON.stringify(due.basis),
    remindAt: remindFrom(due.dueAt, before.value, calendar),
    ...(overdueAt !== null && due.dueAt > now ? { overdueAt: null } : {}),
  });
  tellInvoice(
    unit,
    { ...invoice, dueAt: due.dueAt },
    {
      event: 'settlement.dueRecomputed',
      basis: [due.basis, basisOf(before)],
      before: { dueAt: invoice.dueAt, provisional: invoice.dueProvisional },
      after: { dueAt: due.dueAt, provisional: due.provisional },
      to: moved ? ['institution', 'distributor'] : [],
    },
  );
}
