import { openBargain } from '@daylight/api/bargain.ts';
import { readListing } from '@daylight/api/listing.ts';
import { answerOrder, approveOrder, cancelOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, answerReturn, askReturn, shipOrder } from '@daylight/api/order-delivery.ts';
import { placeOrderBatch, placeOrders, previewOrder } from '@daylight/api/order.ts';
import { ok } from '@daylight/rules/result.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { stopAccounts } from '@daylight/server/features/execution/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type RoundProduct, type TestRound, openRound } from '../support/round.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let round: TestRound;
let bureauId: string;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openMarket(at);
  bureauId = await at.organisation({ kind: 'bureau', name: '省医保局', jurisdiction: '320000' });
  round = await openRound(at, { organiserId: bureauId });
  await round.takesPart(market.institutionId);
});
afterAll(() => at.close());

async function selected(
  agreed: string,
  unitsPerPurchaseUnit = 10,
): Promise<RoundProduct & { listingId: string }> {
  const listingId = await market.listing({
    form: 'alliance',
    audienceInstitutions: [market.institutionId],
    unitsPerPurchaseUnit,
  });
  const [row] = await at.sql<{ item_code: string }>('select item_code from listing where id = $1', [
    listingId,
  ]);
  const item = await round.item('灌注管', [row?.item_code ?? '']);
  const product = await round.product(item, market.manufacturerId, [listingId]);
  await round.open(market.institutionId, [{ product, agreed }]);
  return { ...product, listingId };
}

async function account(productId: string) {
  const [row] = await at.sql<Record<string, string>>(
    `select agreed::float, ordered::float, accepted::float, reserved::float, consumed::float, remaining::float, above::float
     from volume_account where product_id = $1`,
    [productId],
  );
  return row;
}

async function order(listingId: string, quantity: string) {
  const placed = await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity }] } });
  const [first] = placed.value.orders;
  if (first === undefined) throw new Error('nothing placed');
  return first.id;
}

async function ship(orderId: string, quantity: string) {
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  const shipped = await market.dispatcher.call(shipOrder, {
    params: { orderId },
    body: { carrier: '自送', lines: [{ orderLine: 1, quantity, lot: 'L1', expiresOn: '2028-01-31' }] },
  });
  return shipped.value.id;
}

test('placing reserves, acceptance consumes, rejection and return restore, in units of the item (SX-5.4a)', async () => {
  const { productId, listingId } = await selected('100');
  const orderId = await order(listingId, '6');
  expect(await account(productId)).toMatchObject({ ordered: 60, reserved: 60, remaining: 40, consumed: 0 });
  const shipmentId = await ship(orderId, '6');
  expect(await account(productId)).toMatchObject({ ordered: 60, remaining: 40 });
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId },
    body: { lines: [{ line: 1, accepted: '5', rejected: '1', reason: 'damaged' }] },
  });
  expect(await account(productId)).toMatchObject({ ordered: 0, accepted: 50, consumed: 50, remaining: 50 });
  const asked = await market.storekeeper.call(askReturn, {
    body: { shipmentId, line: 1, quantity: '2', reason: 'quality', note: '包装破损' },
  });
  await market.dispatcher.call(answerReturn, {
    params: { returnId: asked.value.id },
    body: { version: 1, accept: true },
  });
  expect(await account(productId)).toMatchObject({ ordered: 0, accepted: 30, consumed: 30, remaining: 70 });
  const ledger = await at.sql(
    `select kind, ordered_change::float as o, accepted_change::float as a from volume_entry
     where account_id = (select id from volume_account where product_id = $1) order by id`,
    [productId],
  );
  expect(ledger).toEqual([
    { kind: 'opened', o: 0, a: 0 },
    { kind: 'ordered', o: 60, a: 0 },
    { kind: 'accepted', o: -60, a: 50 },
    { kind: 'returned', o: 0, a: -20 },
  ]);
});

test('above the agreed volume is ordered at the same price and the account stays at zero (SX-3.1c)', async () => {
  const { productId, listingId } = await selected('20');
  await order(listingId, '5');
  expect(await account(productId)).toMatchObject({ ordered: 50, reserved: 20, remaining: 0, above: 30 });
});

test('refusal, cancellation and expiry restore what was reserved (SX-5.4a)', async () => {
  const { productId, listingId } = await selected('100');
  const refused = await order(listingId, '2');
  await market.dispatcher.call(answerOrder, {
    params: { orderId: refused },
    body: { version: 1, lines: [{ line: 1, confirmed: '0', reason: 'outOfStock' }] },
  });
  expect(await account(productId)).toMatchObject({ ordered: 0, remaining: 100 });
  const cancelled = await order(listingId, '3');
  await market.buyer.call(cancelOrder, {
    params: { orderId: cancelled },
    body: { version: 1, reason: 'notNeeded', note: '' },
  });
  expect(await account(productId)).toMatchObject({ ordered: 0, remaining: 100 });
  await order(listingId, '4');
  await at.moveBy(120 * 24 * 3600_000);
  expect(await account(productId)).toMatchObject({ ordered: 0, remaining: 100 });
  await at.moveTo('2026-09-01T03:00:00.000Z');
});

test('nothing else of the item is ordered while the agreed volume is behind, unless it is explained and approved (SX-3.1c)', async () => {
  const { productId, listingId, item } = await selected('1000');
  const other = await market.listing({ price: '90' });
  const [code] = await at.sql<{ item_code: string }>('select item_code from listing where id = $1', [other]);
  await at.sql('update tender_item set code_prefixes = code_prefixes || $2 where item = $1', [
    item,
    [code?.item_code],
  ]);
  await at.sql('update volume_account set code_prefixes = code_prefixes || $2 where product_id = $1', [
    productId,
    [code?.item_code],
  ]);
  await at.sql('update volume_watch set code_prefixes = code_prefixes || $2 where institution_id = $1', [
    market.institutionId,
    [code?.item_code],
  ]);
  const lines = [{ listingId: other, quantity: '1' }];
  // On the first day of the term nothing is behind.
  expect((await market.buyer.call(placeOrders, { body: { lines } })).status).toBe(201);
  await at.moveTo('2026-12-01T02:00:00.000Z');
  const refused = await market.buyer.call(placeOrders, { body: { lines } });
  expect(refused.problem).toMatchObject({
    code: 'order.selectedFirst',
    field: 'lines.0.reason',
    basis: { clause: 'SX-3.1c' },
  });
  const preview = await market.buyer.call(previewOrder, { body: { lines } });
  expect(preview.value.problems[0]).toMatchObject({ code: 'order.selectedFirst' });
  const explained = await market.buyer.call(placeOrders, {
    body: {
      lines: [{ ...lines[0], listingId: other, quantity: '1', reason: '患者解剖结构特殊，无适用中选规格' }],
    },
  });
  expect(explained.value.orders[0]).toMatchObject({ state: 'waiting-approval', approval: 'others' });
  const orderId = explained.value.orders[0]?.id ?? '';
  const approved = await market.approver.call(approveOrder, {
    params: { orderId },
    body: { version: 1, approve: true, note: '' },
  });
  expect(approved.value).toMatchObject({ state: 'placed' });
  // What was selected is ordered without more ado; once it caught up, so is the other one.
  await order(listingId, '40');
  expect((await market.buyer.call(placeOrders, { body: { lines } })).value.orders[0]).toMatchObject({
    state: 'placed',
  });
});

test('what a round selected is not bargained for again in its term (JS-25a)', async () => {
  const { listingId } = await selected('100');
  const refused = await market.buyer.call(openBargain, {
    body: { listingId, price: '80', quantity: '1', claimsTraded: false },
  });
  expect(refused.problem).toMatchObject({
    code: 'bargain.inRound',
    basis: { clause: 'JS-25a' },
    facts: { number: round.number },
  });
  const plain = await market.listing();
  const bargainable = async (id: string) =>
    (await market.buyer.call(readListing, { params: { listingId: id } })).value.bargainable;
  expect([await bargainable(listingId), await bargainable(plain)]).toEqual([false, true]);
});

test('an order of nothing in a round touches no account', async () => {
  const listingId = await market.listing();
  const before = await at.sql('select count(*)::int as n from volume_entry');
  await order(listingId, '3');
  expect(await at.sql('select count(*)::int as n from volume_entry')).toEqual(before);
});

// `npm run races -- --rounds 2000` places orders by the thousand; here often enough that every account is met from all sides.
const waves = Math.max(Math.ceil(Number(process.env['RACE_ROUNDS'] ?? '80') / 20), 4);

test(
  'orders, refusals, receipts, returns, expiries and a stop at once leave every account with exactly its lines, never below zero (SX-5.4a)',
  async () => {
    const products = [await selected('3000'), await selected('500'), await selected('40')];
    const stopped = products[1];
    const listings = products.map((product) => product.listingId);
    const random = (n: number) => Math.floor(Math.random() * n);
    let placed = 0;

    async function goOn(orderId: string, turn: number): Promise<void> {
      if (turn === 0)
        await market.buyer.call(cancelOrder, {
          params: { orderId },
          body: { version: 1, reason: 'notNeeded', note: '' },
        });
      else if (turn === 1)
        await market.dispatcher.call(answerOrder, {
          params: { orderId },
          body: { version: 1, lines: [{ line: 1, confirmed: '0', reason: 'outOfStock' }] },
        });
      else if (turn === 2) await receiveAndReturn(orderId);
      // Every fourth is left to the clock.
    }

    async function receiveAndReturn(orderId: string): Promise<void> {
      await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
      const lots = { quantity: '1', lot: 'L1', expiresOn: '2028-01-31' as never };
      const shipped = await market.dispatcher.call(shipOrder, {
        params: { orderId },
        body: { carrier: '自送', lines: [{ orderLine: 1, ...lots }] },
      });
      if (!shipped.ok) return;
      const shipmentId = shipped.value.id;
      const accepted = await market.storekeeper.call(acceptShipment, {
        params: { shipmentId },
        body: { lines: [{ line: 1, accepted: '1', rejected: '0' }] },
      });
      if (!accepted.ok || random(2) === 0) return;
      const asked = await market.storekeeper.call(askReturn, {
        body: { shipmentId, line: 1, quantity: '1', reason: 'quality', note: '包装破损' },
      });
      if (asked.ok)
        await market.dispatcher.call(answerReturn, {
          params: { returnId: asked.value.id },
          body: { version: 1, accept: true },
        });
    }

    for (let wave = 0; wave < waves; wave += 1) {
      const stop = wave === Math.floor(waves / 2) && stopped !== undefined ? stopItem(stopped.item) : null;
      const buyers = Array.from({ length: 10 }, async () => {
        // Lines of several accounts in one order, in any order: they are locked in one.
        const orders = Array.from({ length: 8 }, () => ({
          lines: listings
            .filter(() => random(3) > 0)
            .toSorted(() => random(3) - 1)
            .map((listingId) => ({ listingId, quantity: String(1 + random(4)) })),
        })).filter((each) => each.lines.length > 0);
        const answer = await market.buyer.call(placeOrderBatch, { body: { orders } });
        const ids = answer.value.results.flatMap((each) => each.orders.map((own) => own.id));
        placed += ids.length;
        await Promise.all(ids.map((orderId, index) => goOn(orderId, index % 4)));
      });
      // The clock runs out for what nobody answered, while everybody else goes on.
      await Promise.all([...buyers, ...(stop === null ? [] : [stop]), at.moveBy(6 * 3_600_000)]);
    }
    expect(placed).toBeGreaterThan(waves * 50);
    expect(await ledgerFaults(at)).toEqual([]);
    for (const { productId } of products) {
      const now = await account(productId);
      expect(Number(now?.reserved) + Number(now?.consumed)).toBeLessThanOrEqual(Number(now?.agreed));
    }
    // What was on order when the item stopped went on; nothing new drew on its account afterwards.
    const late = await at.sql(
      `select 1 from volume_entry e join volume_account a on a.id = e.account_id
     where a.state = 'stopped' and e.kind = 'ordered' and e.id > $1::uuid`,
      [stopMark],
    );
    expect(late).toEqual([]);
  },
  60_000 + waves * 30_000,
);

let stopMark = '';

/** Stops an item as a wider round would, while orders of it are under way. */
async function stopItem(item: string): Promise<void> {
  const context = systemContext(at.world, 32, 'test-stop');
  const basis = { document: 'gy-draft', article: '二（四）', clause: 'GY-2.4' };
  const done = await command(context, async (unit) =>
    ok(await stopAccounts(context, unit, { tenderId: round.tenderId, item, reason: '纳入上级集采', basis })),
  );
  expect(done).toMatchObject({ ok: true, value: 1 });
  await at.moveBy(1000);
  stopMark = systemContext(at.world, 32, 'test-mark').newId();
}

/** Accounts whose sums are not those of their order lines, or of their ledger. */
async function ledgerFaults(world: TestWorld) {
  return world.sql(
    `select a.id, a.ordered, a.accepted, l.ordered as line_ordered, e.ordered as entry_ordered from volume_account a
     left join lateral (select coalesce(sum((quantity - closed - accepted - rejected) * units_per_purchase_unit), 0) as ordered,
       coalesce(sum((accepted - returned) * units_per_purchase_unit), 0) as accepted
       from order_line where volume_account_id = a.id) l on true
     left join lateral (select sum(agreed_change) as agreed, sum(ordered_change) as ordered, sum(accepted_change) as accepted
       from volume_entry where account_id = a.id) e on true
     where (a.ordered, a.accepted) <> (l.ordered, l.accepted)
       or (a.agreed, a.ordered, a.accepted) <> (e.agreed, e.ordered, e.accepted)`,
  );
}
