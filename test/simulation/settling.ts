import {
  type Money,
  type Quantity,
  add,
  amountOf,
  money,
  portion,
  quantity,
  zero,
} from '@daylight/rules/money.ts';
import {
  cancel,
  dispute as disputeInvoice,
  verify,
  verifyMany,
} from '@daylight/server/features/settlement/checks.ts';
import { enter, enterRed } from '@daylight/server/features/settlement/invoices.ts';
import { confirm, dispute, record, reverse } from '@daylight/server/features/settlement/payments.ts';
import type { Placed } from '@daylight/server/demo/province.ts';
import { type Sim, attempt, chanceFor, clicked, keyed, see, today } from './sim.ts';

const place = (sim: Sim, id: string): Placed => sim.byId.get(id) as Placed;

interface Line {
  readonly shipmentId: string;
  readonly line: number;
  readonly quantity: Quantity;
  readonly price: Money;
}

interface Owed {
  readonly key: string;
  readonly id: string;
  readonly distributor_id: string;
  readonly lines: readonly { readonly line: number; readonly quantity: string; readonly price: string }[];
}

const numberOf = (sim: Sim, key: string): string => {
  const chance = chanceFor(sim, 'invoice number', key);
  return `00${[1, 2, 3].map(() => String(chance.below(1_000_000)).padStart(6, '0')).join('')}`;
};

function linesOf(shipmentId: string, owed: Owed['lines']): Line[] {
  return owed.map((each) => ({
    shipmentId,
    line: each.line,
    quantity: quantity(each.quantity),
    price: money(each.price),
  }));
}

const sumOf = (lines: readonly Line[]): Money =>
  lines.reduce<Money>((sum, each) => add(sum, amountOf(each.price, each.quantity)), zero);

function bodyOf(sim: Sim, key: string, lines: readonly Line[]) {
  const chance = chanceFor(sim, 'invoice', key);
  const amount = sumOf(lines);
  return {
    invoiceCode: '',
    invoiceNumber: numberOf(sim, key),
    issuedOn: sim.demo.clock.now().slice(0, 10) as never,
    // A slip of the pen now and then: refused, and entered again on another day.
    amount: chance.happens(0.03) ? add(amount, money('0.01')) : amount,
    upstreamInvoiceNumber: chance.happens(0.3) ? numberOf(sim, `${key} up`) : '',
    lines: lines.map(({ shipmentId, line, quantity: count }) => ({ shipmentId, line, quantity: count })),
  };
}

/** Distributors invoice what was accepted, one invoice for each delivery, some of it in two. */
export async function enterInvoices(sim: Sim): Promise<void> {
  const owed = await see<Owed>(
    sim,
    `select s.number as key, s.id, s.distributor_id,
       jsonb_agg(jsonb_build_object('line', l.line, 'quantity', trim_scale(l.accepted - l.returned - l.invoiced)::text,
         'price', trim_scale(o.price)::text) order by l.line) as lines
     from shipment s join shipment_line l on l.province = s.province and l.shipment_id = s.id
       join order_line o on o.province = l.province and o.order_id = l.order_id and o.line = l.order_line
     where s.province = 32 and l.accepted > l.returned + l.invoiced
     group by s.number, s.id, s.distributor_id order by s.id`,
  );
  for (const { key, id, distributor_id, lines } of today(sim, 0.35, owed, (each) => each.key)) {
    const chance = chanceFor(sim, 'parts', key);
    const all = linesOf(id, lines);
    const some = all.length > 1 && chance.happens(0.1) ? all.slice(1) : all;
    const body = bodyOf(sim, key, some);
    await keyed(sim, `invoice/${key}/${sim.day}`, {
      what: 'settlement.enterInvoice',
      who: { organisation: place(sim, distributor_id), role: 'accountant' },
      run: (context) => enter(context, { params: {}, query: {}, body: { ...body, issuedOn: context.today } }),
    });
  }
}

interface Bill {
  readonly id: string;
  readonly number: string;
  readonly institution_id: string;
  readonly distributor_id: string;
  readonly version: number;
}

async function bills(sim: Sim, where: string): Promise<Bill[]> {
  return see<Bill>(
    sim,
    `select id, number, institution_id, distributor_id, version from invoice where province = 32 and ${where} order by id`,
  );
}

/** Institutions verify one by one or many at once, or say what is wrong; the distributor takes back what was wrong. */
export async function checkInvoices(sim: Sim): Promise<void> {
  const entered = today(sim, 0.4, await bills(sim, `state = 'entered'`), ({ number }) => number);
  for (const [institutionId, own] of Map.groupBy(entered, (bill) => bill.institution_id)) {
    const who = { organisation: place(sim, institutionId), role: 'accountant' } as const;
    const many = own.filter(({ number }) => chanceFor(sim, 'many', number).happens(0.6));
    for (let from = 0; from < many.length; from += 200) {
      const invoices = many.slice(from, from + 200).map(({ id, version }) => ({ invoiceId: id, version }));
      await attempt(sim, {
        what: 'settlement.verifyInvoices',
        who,
        run: (context) => verifyMany(context, { params: {}, query: {}, body: { invoices } }),
      });
    }
    for (const { id, number, version } of own.filter((each) => !many.includes(each))) {
      const call = { params: { invoiceId: id }, query: {} };
      const isWrong = chanceFor(sim, 'wrong', number).happens(0.1);
      await clicked(sim, number, {
        what: isWrong ? 'settlement.disputeInvoice' : 'settlement.verifyInvoice',
        who,
        run: (context) =>
          isWrong
            ? disputeInvoice(context, { ...call, body: { version, reason: '发票数量与验收单不符' } })
            : verify(context, { ...call, body: { version } }),
      });
    }
  }
  const wrong = await bills(sim, `state in ('disputed', 'verified') and right(number, 1) in ('3', '7')`);
  for (const { id, number, distributor_id, version } of today(
    sim,
    0.15,
    wrong,
    (each) => `cancel ${each.number}`,
  )) {
    const body = { version, reason: '开票有误，重新开具' };
    await clicked(sim, number, {
      what: 'settlement.cancelInvoice',
      who: { organisation: place(sim, distributor_id), role: 'accountant' },
      run: (context) => cancel(context, { params: { invoiceId: id }, query: {}, body }),
    });
  }
}

interface ToTakeBack extends Owed {
  readonly blue: string;
  readonly shipment: string;
}

/** What went back after it was invoiced is taken off by a red invoice; too much of it is refused. */
export async function takeBack(sim: Sim): Promise<void> {
  const owed = await see<ToTakeBack>(
    sim,
    `select i.number as key, i.id as blue, s.id as shipment, i.distributor_id, i.id,
       jsonb_agg(jsonb_build_object('line', l.line, 'quantity', trim_scale(least(b.quantity, l.invoiced - l.accepted + l.returned))::text,
         'price', trim_scale(b.price)::text) order by l.line) as lines
     from shipment_line l join shipment s on s.province = l.province and s.id = l.shipment_id
       join invoice_line b on b.province = l.province and b.shipment_id = l.shipment_id and b.shipment_line = l.line
       join invoice i on i.province = b.province and i.id = b.invoice_id and i.kind = 'blue' and i.state <> 'cancelled'
     where l.province = 32 and l.invoiced > l.accepted - l.returned
     group by i.number, i.id, s.id, i.distributor_id order by i.id, s.id`,
  );
  for (const { key, blue, shipment, distributor_id, lines } of today(sim, 0.5, owed, (each) => each.key)) {
    const body = bodyOf(sim, `${key} red`, linesOf(shipment, lines));
    await keyed(sim, `red/${key}/${sim.day}`, {
      what: 'settlement.enterRedInvoice',
      who: { organisation: place(sim, distributor_id), role: 'accountant' },
      run: (context) => {
        const { upstreamInvoiceNumber: _none, ...red } = body;
        return enterRed(context, {
          params: { invoiceId: blue },
          query: {},
          body: { ...red, issuedOn: context.today },
        });
      },
    });
  }
}

interface Open {
  readonly id: string;
  readonly number: string;
  readonly institution_id: string;
  readonly distributor_id: string;
  readonly open: string;
}

/** Payment runs: some pay soon, some late, some a part, some more than is open, some with a reference used before. */
export async function pay(sim: Sim): Promise<void> {
  const verified = await see<Open>(
    sim,
    `select id, number, institution_id, distributor_id, trim_scale(amount - taken_back - paid)::text as open
     from invoice where province = 32 and kind = 'blue' and state = 'verified' and amount > taken_back + paid order by id`,
  );
  const due = today(sim, 0.12, verified, ({ institution_id, number }) =>
    // Whole payment runs, and single invoices besides.
    chanceFor(sim, 'single', number).happens(0.2) ? number : place(sim, institution_id).key,
  );
  for (const [institutionId, own] of Map.groupBy(due, (each) => each.institution_id)) {
    for (const [distributorId, invoices] of Map.groupBy(own, (each) => each.distributor_id))
      await payOne(sim, [place(sim, institutionId), place(sim, distributorId)], invoices.slice(0, 100));
  }
}

async function payOne(sim: Sim, [payer, payee]: readonly [Placed, Placed], invoices: readonly Open[]) {
  const key = `${payer.key}/${payee.key}/${sim.day}`;
  const chance = chanceFor(sim, 'payment', key);
  const allocations = invoices.map(({ id, open }) => ({
    invoiceId: id,
    amount: chance.happens(0.08)
      ? portion(money(open), { over: 1n, under: 2n }, 'halfUpToFen')
      : chance.happens(0.02)
        ? add(money(open), money('0.01'))
        : money(open),
  }));
  const amount = allocations.reduce<Money>((sum, each) => add(sum, each.amount), zero);
  const bankReference = `YSYH-${chance.happens(0.03) ? 'TWICE' : key}`.toUpperCase();
  await keyed(sim, `pay/${key}`, {
    what: 'settlement.recordPayment',
    who: { organisation: payer, role: 'accountant' },
    run: (context) =>
      record(context, {
        params: {},
        query: {},
        body: { amount, paidOn: context.today, bankReference, allocations },
      }),
  });
}

/** Money that arrived is confirmed or missed; what was recorded by mistake is reversed. */
export async function confirmPayments(sim: Sim): Promise<void> {
  const recorded = await see<Bill & { state: string }>(
    sim,
    `select id, number, institution_id, distributor_id, version, state from payment
     where province = 32 and kind = 'transfer' and state in ('recorded', 'disputed') order by id`,
  );
  for (const { id, number, institution_id, distributor_id, version } of today(
    sim,
    0.4,
    recorded,
    (each) => each.number,
  )) {
    const draw = chanceFor(sim, 'money', number).below(100);
    const call = { params: { paymentId: id }, query: {} };
    const payer = { organisation: place(sim, institution_id), role: 'accountant' } as const;
    const payee = { organisation: place(sim, distributor_id), role: 'accountant' } as const;
    if (draw < 6) {
      const body = { version, reason: '收款账户录入有误' };
      await clicked(sim, number, {
        what: 'settlement.reversePayment',
        who: payer,
        run: (context) => reverse(context, { ...call, body }),
      });
    } else if (draw < 12) {
      const body = { version, reason: '银行未到账' };
      await clicked(sim, number, {
        what: 'settlement.disputePayment',
        who: payee,
        run: (context) => dispute(context, { ...call, body }),
      });
    } else
      await clicked(sim, number, {
        what: 'settlement.confirmPayment',
        who: payee,
        run: (context) => confirm(context, { ...call, body: { version } }),
      });
  }
}
