import { acceptOffer, withdrawBargain } from '@daylight/api/bargain-answer.ts';
import { listAgreedPrices, openBargain, readBargain } from '@daylight/api/bargain.ts';
import { decideClosing, proposeClosing } from '@daylight/api/directory.ts';
import { readQuota, requestOutside } from '@daylight/api/filing-outside.ts';
import { answerOrder, cancelOrder } from '@daylight/api/order-answer.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { addMs } from '@daylight/rules/time.ts';
import { openSession } from '@daylight/server/features/account/sessions.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

// `npm run races -- --rounds 2000` runs each by the thousand; here often enough to meet the other side.
const rounds = Number(process.env['RACE_ROUNDS'] ?? '10');
const patience = 60_000 + rounds * 2_000;

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer', 'supervisor']);
  supervisor = await at.person(bureau, ['supervisor']);
});
afterAll(() => at.close());

async function eachRound(round: (nth: number) => Promise<void>): Promise<void> {
  for (let nth = 0; nth < rounds; nth += 1) await round(nth);
}

async function offered(price = '80') {
  const listingId = await market.listing();
  const opened = await market.buyer.call(openBargain, { body: { listingId, price, quantity: '10' } });
  return { listingId, bargainId: opened.value.id };
}

async function outcomeOf(bargainId: string) {
  const { state } = (await market.buyer.call(readBargain, { params: { bargainId } })).value;
  const prices = await at.sql('select 1 from agreed_price where bargain_id = $1', [bargainId]);
  return { state, prices: prices.length };
}

test(
  'JS-11 the enterprise accepts while the institution withdraws: one of the two, and a price only with the first',
  async () => {
    await eachRound(async () => {
      const { bargainId } = await offered();
      const asked = { params: { bargainId }, body: { version: 1 } };
      const [accepted, withdrawn] = await Promise.all([
        market.sales.call(acceptOffer, asked),
        market.buyer.call(withdrawBargain, {
          params: { bargainId },
          body: { version: 1, note: '' } as never,
        }),
      ]);
      expect([accepted.ok, withdrawn.ok].filter(Boolean)).toHaveLength(1);
      expect(await outcomeOf(bargainId)).toEqual(
        accepted.ok ? { state: 'agreed', prices: 1 } : { state: 'withdrawn', prices: 0 },
      );
    });
  },
  patience,
);

test(
  'JS-11C an answer at the very instant of its deadline: the answer or the clock, never both',
  async () => {
    await eachRound(async (nth) => {
      const { listingId, bargainId } = await offered('60');
      await at.sql('update bargain set due_at = $2 where id = $1', [bargainId, addMs(at.now(), 1)]);
      const answer = () => market.sales.call(acceptOffer, { params: { bargainId }, body: { version: 1 } });
      // Sometimes the answer sets out first, sometimes the clock.
      await Promise.all(nth % 2 === 0 ? [answer(), at.moveBy(1)] : [at.moveBy(1), answer()]);
      await at.moveBy(60_000);
      const { state, prices } = await outcomeOf(bargainId);
      expect([state, prices]).toEqual(state === 'agreed' ? ['agreed', 1] : ['lapsed', 0]);
      const shown = await market.buyer.call(listAgreedPrices, { query: { listingId } });
      expect(shown.value.items).toHaveLength(prices);
    });
  },
  patience,
);

test(
  'JS-14b a product is suspended while it is ordered: every order that was placed is among the open business',
  async () => {
    await eachRound(async () => {
      const listingId = await market.listing();
      const body = {
        listingId,
        kind: 'suspend' as const,
        reason: 'quality' as const,
        note: '生产企业召回',
        version: 1,
      };
      const proposed = await officer.call(proposeClosing, { body });
      const order = () =>
        market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1' as never }] } });
      const params = { closingId: proposed.value.id };
      const [decided, ...orders] = await Promise.all([
        supervisor.call(decideClosing, { params, body: { approve: true, version: 1 } as never }),
        order(),
        order(),
        order(),
      ]);
      const placed = orders.filter((each) => each.ok).length;
      expect(decided.value.openAtDecision).toMatchObject({ order: placed });
      expect((await order()).problem.code).toBe('order.listingSuspended');
    });
  },
  patience,
);

test(
  'HN-15 who entered does not approve, not even at once through a second session',
  async () => {
    const second = await openSession(at.world.database.db, {
      accountId: officer.accountId,
      jurisdiction: '320000',
      now: at.now(),
      hours: 24,
      factor: 'password',
    });
    await eachRound(async () => {
      const listingId = await market.listing();
      const body = {
        listingId,
        kind: 'suspend' as const,
        reason: 'quality' as const,
        note: '生产企业召回',
        version: 1,
      };
      const closing = await officer.call(proposeClosing, { body });
      const decision = {
        params: { closingId: closing.value.id },
        body: { approve: true, version: 1 } as never,
      };
      const answers = await Promise.all([
        officer.call(decideClosing, decision),
        callAs(at.app, second, decideClosing, decision),
        callAs(at.app, second, decideClosing, decision),
      ]);
      expect(answers.map((each) => each.ok)).toEqual([false, false, false]);
      expect(new Set(answers.map((each) => each.problem.code))).toEqual(new Set(['directory.ownClosing']));
    });
  },
  patience,
);

test(
  'an order is confirmed by the distributor while the buyer takes it back: one of the two',
  async () => {
    await eachRound(async () => {
      const listingId = await market.listing();
      const placed = await market.buyer.call(placeOrders, {
        body: { lines: [{ listingId, quantity: '3' as never }] },
      });
      const orderId = placed.value.orders[0]?.id ?? '';
      const [confirmed, cancelled] = await Promise.all([
        market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } as never }),
        market.buyer.call(cancelOrder, {
          params: { orderId },
          body: { version: 1, reason: '重复下单' } as never,
        }),
      ]);
      expect([confirmed.ok, cancelled.ok].filter(Boolean).length).toBeGreaterThan(0);
      const [row] = await at.sql<{ state: string }>('select state from purchase_order where id = $1', [
        orderId,
      ]);
      // A confirmed order may still be taken back; one that was taken back is never confirmed.
      expect(row?.state).toBe(cancelled.ok ? 'cancelled' : 'confirmed');
      const events = await at.sql<{ event: string }>(
        `select event from journal where subject_id = $1 and event in ('order.confirmed', 'order.cancelled') order by id`,
        [orderId],
      );
      expect(events).toHaveLength([confirmed.ok, cancelled.ok].filter(Boolean).length);
    });
  },
  patience,
);

test(
  'the same order sent twice at once under one key is one order',
  async () => {
    const listingId = await market.listing();
    await eachRound(async (nth) => {
      const body = { lines: [{ listingId, quantity: '1' as never }] };
      const key = `race-key-${nth}`;
      const answers = await Promise.all([1, 2, 3].map(() => market.buyer.call(placeOrders, { body }, key)));
      expect(new Set(answers.map((each) => each.value.orders[0]?.id)).size).toBe(1);
    });
    const [row] = await at.sql<{ n: number }>(
      'select count(*)::int as n from order_line where listing_id = $1',
      [listingId],
    );
    expect(row?.n).toBe(rounds);
  },
  patience,
);

test(
  'GD-3 requests of many people at once never exceed the self-purchase quota',
  async () => {
    await eachRound(async (nth) => {
      const id = await at.organisation({ kind: 'institution', jurisdiction: '440600' });
      const [first, second] = [await at.person(id, ['buyer']), await at.person(id, ['buyer'])];
      await at.sql(
        `insert into purchase_total (province, institution_id, year, slot, amount) values (44, $1, 2026, 0, 100000)`,
        [id],
      );
      const amount = 700 + (nth % 7) * 300;
      const line = {
        itemCode: '',
        productName: '接骨螺钉',
        manufacturerName: '某企业',
        purchaseUnit: '盒',
        price: String(amount),
        quantity: '1',
      };
      const body = {
        kind: 'self',
        reason: 'littleUsed',
        reasonNote: '年使用量极少',
        supplierName: '某企业',
        lines: [line],
      } as never;
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, one) =>
          (one % 2 === 0 ? first : second).call(requestOutside, { body }),
        ),
      );
      const made = answers.filter((each) => each.ok).length;
      expect(made).toBe(Math.min(8, Math.floor(5000 / amount)));
      const { quota } = (await first.call(readQuota)).value;
      expect(quota?.reserved).toBe(String(made * amount));
    });
  },
  patience,
);
