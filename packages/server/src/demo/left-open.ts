import { compare, none, portion, quantity } from '@daylight/rules/money.ts';
import { addDays } from '@daylight/rules/time.ts';
import { openOne } from '../features/bargain/commands.ts';
import { counterOne } from '../features/bargain/steps.ts';
import { answer as answerOrder } from '../features/order/answer.ts';
import { addLines } from '../features/order/cart.ts';
import { placeOrdersInBulk } from '../features/order/place.ts';
import { accept } from '../features/order/receive.ts';
import { answer as answerReturn, ask } from '../features/order/returns.ts';
import { ship } from '../features/order/ship.ts';
import { type Life, firstOf } from './life.ts';
import type { Buyer, Product } from './market.ts';
import { type Placed, actingAs, chanceFor, done, look, provinceNumber } from './province.ts';

/** Products of a basket that its institution never bargained for, those of one maker first. */
function freshProducts({ asked }: Life, { institution, basket }: Buyer, maker: Placed): Product[] {
  const free = [...basket.values()]
    .flat()
    .filter(({ listingId }) => !asked.has(`${institution.key}/${listingId}`));
  return [...free.filter((each) => each.maker === maker), ...free.filter((each) => each.maker !== maker)];
}

interface Offer {
  readonly percent: bigint;
  readonly claimsTraded?: boolean;
  readonly joiningDays?: number;
}

async function offer(life: Life, buyer: Buyer, product: Product, { percent, ...how }: Offer) {
  const { institution } = buyer;
  life.asked.add(`${institution.key}/${product.listingId}`);
  const context = actingAs(life.demo, institution, 'buyer');
  const price = portion(product.price, { over: percent, under: 100n }, 'halfUpToFen');
  const outcome = done(
    await openOne(context, {
      params: {},
      query: {},
      body: {
        listingId: product.listingId,
        price,
        quantity: quantity(20),
        note: '',
        claimsTraded: how.claimsTraded ?? false,
        joiningUntil: how.joiningDays === undefined ? null : addDays(context.today, how.joiningDays),
      },
    }),
    `offer of ${institution.key}`,
  );
  return { ...outcome, offered: price };
}

/** Some eight working days before the end: traded prices that nobody confirms, so that their records are asked for (JS-11B). */
export async function claimTrades(life: Life): Promise<void> {
  const { buyer, maker } = firstOf(life);
  const others = life.market.buyers.filter((each) => each !== buyer && each.level !== 'primary').slice(0, 4);
  for (const each of [buyer, ...others]) {
    const [product] = freshProducts(life, each, maker);
    if (product === undefined) continue;
    const { id, offered } = await offer(life, each, product, { percent: 89n, claimsTraded: true });
    const deal = {
      key: `record-${each.institution.key}`,
      id,
      institution: each.institution,
      product,
      price: offered,
    };
    // The record of one is given on the last day and waits for the officer; the first hospital's is still asked for.
    if (each !== buyer) life.agenda.plan('giveEvidence', 7, { who: each.institution.key, deal });
  }
}

/** On the last day: what everybody who signs in first finds waiting. */
export async function leaveOpen(life: Life): Promise<void> {
  await leaveBargains(life);
  await leaveOrders(life);
  await leaveDeliveries(life);
  await leaveCart(life);
  await leaveReturns(life);
}

async function leaveBargains(life: Life): Promise<void> {
  const { buyer, maker } = firstOf(life);
  const [one, two, three] = freshProducts(life, buyer, maker);
  if (one === undefined || two === undefined || three === undefined) return;
  await offer(life, buyer, one, { percent: 91n });
  const back = await offer(life, buyer, two, { percent: 85n });
  const call = { params: { bargainId: back.id }, query: {} };
  const price = portion(two.price, { over: 96n, under: 100n }, 'halfUpToFen');
  const body = { version: back.version, price, note: '量大可再议' };
  done(await counterOne(actingAs(life.demo, two.maker, 'sales'), { ...call, body }), 'counter-offer');
  await offer(life, buyer, three, { percent: 84n, joiningDays: 7 });
  const other = life.market.buyers.find(({ institution }) => institution.key === 'hospital-320500-tertiary');
  const pooled = other === undefined ? [] : freshProducts(life, other, maker);
  const provincial = pooled.find(({ jurisdiction }) => jurisdiction.endsWith('0000'));
  if (other !== undefined && provincial !== undefined)
    await offer(life, other, provincial, { percent: 83n, joiningDays: 9 });
}

function wish(products: readonly Product[], urgency: 'ordinary' | 'urgent', count: number, nth: number) {
  return {
    urgency,
    note: urgency === 'urgent' ? '手术急用' : '',
    clientReference: `HIS-${nth}`,
    lines: products.map(({ listingId }, at) => ({
      listingId,
      quantity: quantity(count),
      reason: '临床指定规格，暂无替代',
      clientLine: `${at + 1}`,
    })),
  };
}

/** Orders that wait for the first distributor, one of them urgent, and one so large that it waits for the approver. */
async function leaveOrders(life: Life): Promise<void> {
  const { buyer, distributor } = firstOf(life);
  const own = buyer.basket.get(distributor.key) ?? [...buyer.basket.values()].flat();
  const dearest = own.toSorted((a, b) => compare(b.price, a.price))[0];
  const orders = [wish(own.slice(0, 4), 'ordinary', 3, 1), wish(own.slice(2, 5), 'urgent', 2, 2)];
  if (dearest !== undefined)
    orders.push(wish([dearest], 'ordinary', Math.ceil(200_000 / Number(dearest.price)), 3));
  const context = actingAs(life.demo, buyer.institution, 'buyer');
  const { refused, results } = done(
    await placeOrdersInBulk(context, { params: {}, query: {}, body: { orders } }),
    'orders left open',
  );
  if (refused > 0)
    throw new Error(`the demo's last orders: ${JSON.stringify(results.map((each) => each.problems))}`);
}

/** Lots of an institution's deliveries with more than one of a kind, in the order of their references. */
function lotsOf({ demo }: Life, institution: Placed, states: readonly string[]) {
  return look(demo, (tx) =>
    tx
      .selectFrom('shipment')
      .innerJoin('shipmentLine as lot', (join) =>
        join.onRef('lot.province', '=', 'shipment.province').onRef('lot.shipmentId', '=', 'shipment.id'),
      )
      .select(['shipment.id', 'shipment.distributorId', 'lot.line', 'lot.accepted'])
      .where('shipment.province', '=', provinceNumber)
      .where('shipment.institutionId', '=', institution.id)
      .where('shipment.state', 'in', states)
      .where('lot.quantity', '>', quantity(1))
      .where('lot.returned', '=', none)
      .orderBy('shipment.clientReference')
      .orderBy('lot.line')
      .execute(),
  );
}

/** Deliveries of the day at the first hospital: of one a part is checked, the other stands at the door. */
async function leaveDeliveries(life: Life): Promise<void> {
  const { demo, distributors } = life;
  const { institution, basket } = firstOf(life).buyer;
  const products = [...basket.values()].flat().slice(0, 6);
  const orders = products.map((product, nth) => wish([product], 'ordinary', 4, 11 + nth));
  const buyer = actingAs(demo, institution, 'buyer');
  const { results } = done(
    await placeOrdersInBulk(buyer, { params: {}, query: {}, body: { orders } }),
    'orders',
  );
  const placed = results.flatMap((each) => each.orders).filter(({ approval }) => approval === null);
  for (const [nth, { id, distributor }] of placed.slice(0, 2).entries()) {
    const from = distributors.get(distributor.id);
    if (from === undefined) throw new Error(`no distributor ${distributor.name}`);
    const dispatcher = actingAs(demo, from, 'dispatcher');
    const call = { params: { orderId: id }, query: {} };
    done(await answerOrder(dispatcher, { ...call, body: { lines: [], version: 1 } }), 'answer');
    const dates = { producedOn: addDays(buyer.today, -90), expiresOn: addDays(buyer.today, 640) };
    const lot = { orderLine: 1, quantity: quantity(4), lot: `DEMO${nth}`, serial: '', udi: '', ...dates };
    const body = { carrier: '自有车辆', note: '', clientReference: `PS-LAST-${nth}`, lines: [lot] };
    const sent = done(await ship(dispatcher, { ...call, body }), 'delivery');
    if (nth > 0) continue;
    const finding = { line: 1, accepted: quantity(1), rejected: none, reason: null, note: '', scan: '' };
    const received = { params: { shipmentId: sent.id }, query: {}, body: { lines: [finding] } };
    done(await accept(actingAs(demo, institution, 'storekeeper'), received), 'acceptance of a part');
  }
}

/** Of three returns one was taken, one refused, and one waits for its answer. */
async function leaveReturns(life: Life): Promise<void> {
  const { demo, distributors } = life;
  const { institution } = firstOf(life).buyer;
  const lots = await lotsOf(life, institution, ['received', 'stocked']);
  const answers = [
    { accept: true, note: '' },
    { accept: false, note: '已拆封，不予退货' },
  ];
  for (const [nth, lot] of lots
    .filter(({ accepted }) => compare(accepted, none) > 0)
    .slice(-3)
    .entries()) {
    const body = { shipmentId: lot.id, line: lot.line, quantity: quantity(1), reason: 'surplus', note: '' };
    const keeper = actingAs(demo, institution, 'storekeeper');
    const asked = done(await ask(keeper, { params: {}, query: {}, body }), 'return');
    const distributor = distributors.get(lot.distributorId);
    const answer = answers[nth];
    if (answer === undefined || distributor === undefined) continue;
    const call = { params: { returnId: asked.id }, query: {}, body: { ...answer, version: 1 } };
    done(await answerReturn(actingAs(demo, distributor, 'dispatcher'), call), 'answer to a return');
  }
}

async function leaveCart(life: Life): Promise<void> {
  const { buyer } = firstOf(life);
  const chance = chanceFor(life.demo, 'cart');
  const all = [...buyer.basket.values()].flat();
  const products = new Set([1, 2, 3, 4, 5, 6].map(() => chance.pick(all)));
  const lines = [...products].map(({ listingId }) => ({
    listingId,
    quantity: quantity(1 + chance.below(9)),
    note: '',
  }));
  const context = actingAs(life.demo, buyer.institution, 'buyer');
  done(await addLines(context, { params: {}, query: {}, body: { lines } }), 'cart');
}
