import { type Money, add, isPositive, zero } from '@daylight/rules/money.ts';
import { openAmount } from '@daylight/rules/settlement/steps.ts';
import { confirm, dispute, record, reverse } from '../features/settlement/payments.ts';
import { type Bill, type Life, type Transfer, doAll, doEach } from './life.ts';
import { type Placed, actingAs, chanceFor, done, organisationOf } from './province.ts';

interface Owed {
  readonly bill: Bill;
  readonly open: Money;
}

/** What an institution's payment run finds open, one transfer for each distributor. */
export async function payInvoices(life: Life): Promise<void> {
  await doAll(life, 'pay', async (matters, who) => {
    const now = await life.billsNow(matters.map(({ bill }) => bill.id));
    const owed = matters.flatMap(({ bill }): Owed[] => {
      const invoice = now.get(bill.id);
      if (invoice?.state !== 'verified') return [];
      const open = openAmount(invoice);
      return isPositive(open) ? [{ bill, open }] : [];
    });
    const byDistributor = Map.groupBy(owed, ({ bill }) => bill.delivery.purchase.distributor);
    for (const [distributor, own] of byDistributor)
      await pay(life, organisationOf(life.demo, who), distributor, own);
  });
}

async function pay(
  life: Life,
  institution: Placed,
  distributor: Placed,
  owed: readonly Owed[],
): Promise<void> {
  const { demo, agenda } = life;
  const context = actingAs(demo, institution, 'accountant');
  const key = `${context.today.replaceAll('-', '')}-${institution.suffix}-${distributor.suffix}`;
  const chance = chanceFor(demo, 'transfer', key);
  const paid = done(
    await record(context, {
      params: {},
      query: {},
      body: {
        amount: owed.reduce<Money>((sum, { open }) => add(sum, open), zero),
        paidOn: context.today,
        bankReference: `YSYH${key.toUpperCase()}`,
        allocations: owed.map(({ bill, open }) => ({ invoiceId: bill.id, amount: open })),
      },
    }),
    `payment ${key}`,
  );
  const transfer: Transfer = { key, id: paid.id, institution, distributor };
  const draw = chance.below(100);
  if (draw < 3) {
    // Recorded on the wrong account: reversed at once, and paid in the next run.
    agenda.plan('reversePayment', 1, { who: institution.key, transfer });
    for (const { bill } of owed) agenda.plan('pay', 3, { who: institution.key, bill });
  } else if (draw < 92)
    agenda.plan('confirmPayment', 1 + chance.below(3), { who: distributor.key, transfer });
}

/** Distributors find the money on their account, or do not. */
export async function confirmPayments(life: Life): Promise<void> {
  const { demo } = life;
  await doEach(life, 'reversePayment', async ({ transfer }) => {
    done(
      await reverse(actingAs(demo, transfer.institution, 'accountant'), {
        params: { paymentId: transfer.id },
        query: {},
        body: { version: 1, reason: '收款账户录入有误' },
      }),
      `reversal of ${transfer.key}`,
    );
  });
  await doEach(life, 'confirmPayment', async ({ transfer }) => {
    const context = actingAs(demo, transfer.distributor, 'accountant');
    const call = { params: { paymentId: transfer.id }, query: {} };
    const isMissing = chanceFor(demo, 'receipt of money', transfer.key).happens(0.03);
    if (isMissing)
      done(await dispute(context, { ...call, body: { version: 1, reason: '银行未到账' } }), 'dispute');
    else done(await confirm(context, { ...call, body: { version: 1 } }), `confirmation of ${transfer.key}`);
  });
}
