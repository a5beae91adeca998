import { openAmount } from '@daylight/rules/settlement/steps.ts';
import { cancel, dispute } from '../features/settlement/checks.ts';
import { dispute as disputePayment, record, reverse } from '../features/settlement/payments.ts';
import type { Life } from './life.ts';
import { type Placed, actingAs, done, look, provinceNumber } from './province.ts';

function invoicesIn({ demo }: Life, state: 'entered' | 'verified', count: number) {
  return look(demo, (tx) =>
    tx
      .selectFrom('invoice')
      .select(['id', 'version', 'institutionId', 'distributorId', 'amount', 'takenBack', 'paid'])
      .where('province', '=', provinceNumber)
      .where('kind', '=', 'blue')
      .where('state', '=', state)
      .orderBy('invoiceNumber')
      .limit(count)
      .execute(),
  );
}

type Invoice = Awaited<ReturnType<typeof invoicesIn>>[number];

function sidesOf({ market, distributors }: Life, invoice: Invoice): { buyer: Placed; distributor: Placed } {
  const buyer = market.buyers.find(
    ({ institution }) => institution.id === invoice.institutionId,
  )?.institution;
  const distributor = distributors.get(invoice.distributorId);
  if (buyer === undefined || distributor === undefined) throw new Error('an invoice of strangers');
  return { buyer, distributor };
}

/** On the last day: an invoice in dispute and one cancelled for it, a transfer reversed and one that never came. */
export async function leaveUnsettled(life: Life): Promise<void> {
  for (const [nth, invoice] of (await invoicesIn(life, 'entered', 2)).entries()) {
    const { buyer, distributor } = sidesOf(life, invoice);
    const call = { params: { invoiceId: invoice.id }, query: {} };
    const doubt = { version: invoice.version, reason: '发票单价与订单不符' };
    done(await dispute(actingAs(life.demo, buyer, 'accountant'), { ...call, body: doubt }), 'dispute');
    if (nth > 0) continue;
    const body = { version: invoice.version + 1, reason: '开票有误，重新开具' };
    done(await cancel(actingAs(life.demo, distributor, 'accountant'), { ...call, body }), 'cancellation');
  }
  for (const [nth, invoice] of (await invoicesIn(life, 'verified', 2)).entries())
    await payWrongly(life, invoice, nth);
}

async function payWrongly(life: Life, invoice: Invoice, nth: number): Promise<void> {
  const { buyer, distributor } = sidesOf(life, invoice);
  const accountant = actingAs(life.demo, buyer, 'accountant');
  const amount = openAmount(invoice);
  const paid = done(
    await record(accountant, {
      params: {},
      query: {},
      body: {
        amount,
        paidOn: accountant.today,
        bankReference: `YSYH-LAST-${nth}`,
        allocations: [{ invoiceId: invoice.id, amount }],
      },
    }),
    'payment',
  );
  const call = { params: { paymentId: paid.id }, query: {} };
  if (nth === 0)
    done(
      await reverse(accountant, { ...call, body: { version: 1, reason: '收款账户录入有误' } }),
      'reversal',
    );
  else {
    const biller = actingAs(life.demo, distributor, 'accountant');
    done(await disputePayment(biller, { ...call, body: { version: 1, reason: '银行未到账' } }), 'dispute');
  }
}
