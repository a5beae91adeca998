import { type Money, add, amountOf, isPositive, zero } from '@daylight/rules/money.ts';
import { invoiceable, owedBack } from '@daylight/rules/settlement/invoice.ts';
import { cancel, dispute, verify } from '../features/settlement/checks.ts';
import { enter, enterRed } from '../features/settlement/invoices.ts';
import { type Bill, type Delivery, type Life, type LotNow, type Matters, doAll, doEach } from './life.ts';
import { actingAs, chanceFor, done, organisationOf } from './province.ts';

/** Twenty digits of a fully digital invoice, which no tax office gave out: they begin with 00. */
function invoiceNumber({ demo }: Life, key: string): string {
  const chance = chanceFor(demo, 'invoice number', key);
  return `00${[1, 2, 3].map(() => String(chance.below(1_000_000)).padStart(6, '0')).join('')}`;
}

interface PricedLot extends LotNow {
  readonly shipmentId: string;
  readonly price: Money;
}

/** Lots of deliveries with the prices of their order lines, by delivery. */
async function pricedLots(life: Life, deliveries: readonly Delivery[]): Promise<Map<string, PricedLot[]>> {
  const lots = await life.lotsNow(deliveries.map(({ id }) => id));
  const orders = await life.ordersNow([...new Set(deliveries.map(({ purchase }) => purchase.id))]);
  return new Map(
    deliveries.map(({ id, purchase }) => {
      const lines = orders.get(purchase.id)?.lines ?? [];
      const own = (lots.get(id) ?? []).flatMap((lot): PricedLot[] => {
        const price = lines.find(({ line }) => line === lot.orderLine)?.price;
        return price === undefined ? [] : [{ ...lot, shipmentId: id, price }];
      });
      return [id, own];
    }),
  );
}

function sumOf(lines: readonly { readonly price: Money; readonly quantity: LotNow['accepted'] }[]): Money {
  return lines.reduce<Money>((sum, { price, quantity }) => add(sum, amountOf(price, quantity)), zero);
}

/** Distributors invoice what was accepted and not sent back, one invoice for each delivery. */
export async function enterInvoices(life: Life): Promise<void> {
  await doAll(life, 'enterInvoice', async (matters, who) => {
    const lots = await pricedLots(
      life,
      matters.map(({ delivery }) => delivery),
    );
    for (const { delivery } of matters) await enterOne(life, who, delivery, lots.get(delivery.id) ?? []);
  });
}

async function enterOne(
  life: Life,
  who: string,
  delivery: Delivery,
  lots: readonly PricedLot[],
): Promise<void> {
  const { demo, agenda, bills } = life;
  const lines = lots
    .map((lot) => ({ ...lot, quantity: invoiceable(lot) }))
    .filter((line) => isPositive(line.quantity));
  if (lines.length === 0) return;
  const again = bills.has(delivery.id) ? ' again' : '';
  const key = `${delivery.key}${again}`;
  const context = actingAs(demo, organisationOf(demo, who), 'accountant');
  const entered = done(
    await enter(context, {
      params: {},
      query: {},
      body: {
        invoiceCode: '',
        invoiceNumber: invoiceNumber(life, key),
        issuedOn: context.today,
        amount: sumOf(lines),
        upstreamInvoiceNumber: chanceFor(demo, 'upstream', key).happens(0.3)
          ? invoiceNumber(life, `${key} up`)
          : '',
        lines: lines.map(({ shipmentId, line, quantity }) => ({ shipmentId, line, quantity })),
      },
    }),
    `invoice of ${key}`,
  );
  const bill: Bill = { key, id: entered.id, delivery };
  bills.set(delivery.id, bill);
  const chance = chanceFor(demo, 'verification', key);
  if (chance.happens(0.94))
    agenda.plan('verifyInvoice', 1 + chance.below(4), { who: delivery.purchase.buyer.institution.key, bill });
}

/** Institutions verify invoices, or say what is wrong; then the distributor enters another one. */
export async function verifyInvoices(life: Life): Promise<void> {
  const { demo, agenda } = life;
  await doAll(life, 'verifyInvoice', async (matters, who) => {
    const now = await life.billsNow(matters.map(({ bill }) => bill.id));
    const context = actingAs(demo, organisationOf(demo, who), 'accountant');
    for (const { bill } of matters) {
      const { version, state } = now.get(bill.id) ?? { version: 0, state: '' };
      if (state !== 'entered') continue;
      const call = { params: { invoiceId: bill.id }, query: {} };
      const chance = chanceFor(demo, 'dispute', bill.key);
      if (chance.happens(0.04)) {
        done(
          await dispute(context, { ...call, body: { version, reason: '发票数量与验收单不符' } }),
          'dispute',
        );
        const distributor = bill.delivery.purchase.distributor.key;
        if (chance.happens(0.5))
          agenda.plan('cancelInvoice', 1 + chance.below(2), { who: distributor, bill });
      } else {
        done(await verify(context, { ...call, body: { version } }), `verification of invoice ${bill.key}`);
        if (!bill.key.endsWith(' red')) planPayment(life, bill);
      }
    }
  });
  await doEach(life, 'cancelInvoice', (matter) => cancelOne(life, matter));
}

async function cancelOne(
  { demo, agenda, billsNow }: Life,
  { bill }: Matters['cancelInvoice'],
): Promise<void> {
  const { distributor } = bill.delivery.purchase;
  const version = (await billsNow([bill.id])).get(bill.id)?.version ?? 0;
  done(
    await cancel(actingAs(demo, distributor, 'accountant'), {
      params: { invoiceId: bill.id },
      query: {},
      body: { version, reason: '开票有误，重新开具' },
    }),
    `cancellation of invoice ${bill.key}`,
  );
  agenda.plan('enterInvoice', 1, { who: distributor.key, delivery: bill.delivery });
}

/** Payment runs: every institution pays on every third working day; one invoice in eight is paid too late. */
function planPayment({ demo, agenda }: Life, bill: Bill): void {
  const chance = chanceFor(demo, 'payment', bill.key);
  const who = bill.delivery.purchase.buyer.institution.key;
  const isLate = chance.happens(0.12);
  const wished = agenda.day() + (isLate ? 22 + chance.below(18) : 4 + chance.below(6));
  const offset = chanceFor(demo, 'payment run', who).below(3);
  const run = Math.ceil((wished - offset) / 3) * 3 + offset;
  agenda.plan('pay', run - agenda.day(), { who, bill });
}

/** What went back is taken off by a red invoice, once the blue one is verified. */
export async function takeBackReturned(life: Life): Promise<void> {
  const { demo, agenda } = life;
  await doEach(life, 'enterRedInvoice', async ({ bill }) => {
    const blue = (await life.billsNow([bill.id])).get(bill.id);
    if (blue?.state !== 'verified' && blue?.state !== 'paid') return;
    const lots = (await pricedLots(life, [bill.delivery])).get(bill.delivery.id) ?? [];
    const lines = lots
      .map((line) => ({ ...line, quantity: owedBack(line) }))
      .filter((line) => isPositive(line.quantity));
    if (lines.length === 0) return;
    const { distributor, buyer } = bill.delivery.purchase;
    const context = actingAs(demo, distributor, 'accountant');
    const key = `${bill.key} red`;
    const entered = done(
      await enterRed(context, {
        params: { invoiceId: bill.id },
        query: {},
        body: {
          invoiceCode: '',
          invoiceNumber: invoiceNumber(life, key),
          issuedOn: context.today,
          amount: sumOf(lines),
          lines: lines.map(({ shipmentId, line, quantity }) => ({ shipmentId, line, quantity })),
        },
      }),
      `red invoice of ${bill.key}`,
    );
    const red: Bill = { key, id: entered.id, delivery: bill.delivery };
    agenda.plan('verifyInvoice', 1, { who: buyer.institution.key, bill: red });
  });
}
