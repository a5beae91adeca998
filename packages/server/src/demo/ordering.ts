import type { BodyOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { placeOrderBatch } from '@daylight/api/order.ts';
import type { answerOrderBatch } from '@daylight/api/order-answer.ts';
import { quantity } from '@daylight/rules/money.ts';
import type { Chance } from '../features/catalogue/generator/chance.ts';
import { answerInBulk, approve, cancel, urge } from '../features/order/answer.ts';
import { placeOrdersInBulk } from '../features/order/place.ts';
import { type Life, type Matters, type OrderNow, type Purchase, doAll, doEach } from './life.ts';
import type { Buyer, Product } from './market.ts';
import { orderMaxOf } from './prices.ts';
import { actingAs, chanceFor, done, organisationOf } from './province.ts';

type WishBody = BodyOf<typeof placeOrderBatch>['orders'][number];
type Placed = ReplyOf<typeof placeOrderBatch>['results'][number];

interface Asked {
  readonly key: string;
  readonly buyer: Buyer;
  readonly products: readonly Product[];
  readonly body: WishBody;
}

/** Mostly products of one distributor, sometimes of everybody: then it becomes several orders. */
function productsFor(buyer: Buyer, chance: Chance): Product[] {
  const groups = [...buyer.basket.values()];
  const all = groups.flat();
  const first = chance.pick(all);
  const own = groups.find((group) => group.includes(first)) ?? all;
  const from = chance.happens(0.94) ? own : all;
  const wanted = Math.min(from.length, 1 + chance.below(12));
  const popular = from.filter((each) => each.popular);
  const chosen = new Set<Product>();
  while (chosen.size < wanted) {
    const isUsual = popular.some((each) => !chosen.has(each)) && chance.happens(0.8);
    chosen.add(chance.pick(isUsual ? popular : from));
  }
  return [...chosen];
}

function wishOf({ demo }: Life, { key, buyer }: Matters['placeOrder']): Asked {
  const chance = chanceFor(demo, 'order', key);
  const products = productsFor(buyer, chance);
  const draw = chance.below(100);
  const urgency = draw < 4 ? 'critical' : draw < 15 ? 'urgent' : 'ordinary';
  const lines = products.map((product, at) => ({
    listingId: product.listingId,
    quantity: quantity(1 + chance.below(orderMaxOf(product.itemCode, buyer.level))),
    reason: '',
    clientLine: `${at + 1}`,
  }));
  const isForEast = buyer.institution.suffix === '' && chance.happens(0.25);
  const site = isForEast ? { siteId: organisationOf(demo, `${buyer.institution.key}-east`).id } : {};
  const note = urgency === 'ordinary' ? '' : '手术急用';
  return { key, buyer, products, body: { ...site, urgency, note, clientReference: key, lines } };
}

/** Each institution's system sends its orders of the day at once; where a price is red, its buyer says why and sends again. */
export async function placeOrders(life: Life): Promise<void> {
  await doAll(life, 'placeOrder', async (matters) => {
    const asked = matters.map((matter) => wishOf(life, matter));
    await sendOrders(life, asked);
  });
}

export async function sendOrders(life: Life, asked: readonly Asked[]): Promise<void> {
  const again = await send(life, asked);
  const refused = again.length === 0 ? [] : await send(life, again);
  if (refused.length > 0) throw new Error(`the demo's order ${refused[0]?.key} was refused twice`);
}

/** Sends a batch and plans what follows; gives back the orders that need a reason, with one. */
async function send(life: Life, asked: readonly Asked[]): Promise<Asked[]> {
  const [first] = asked;
  if (first === undefined) return [];
  const context = actingAs(life.demo, first.buyer.institution, 'buyer');
  const body = { orders: asked.map((each) => each.body) };
  const { results } = done(await placeOrdersInBulk(context, { params: {}, query: {}, body }), 'orders');
  return results.flatMap((result, at) => {
    const one = asked[at] as Asked;
    if (result.ok) {
      planOrders(life, one, result);
      return [];
    }
    return [withReasons(one, result)];
  });
}

function withReasons(asked: Asked, { problems }: Placed): Asked {
  const red = new Set(problems.map(({ line }) => line));
  const other = problems.find(({ code }) => code !== 'order.redNeedsReason');
  if (other !== undefined) throw new Error(`the demo's order ${asked.key}: ${other.text.zh} (${other.code})`);
  const lines = asked.body.lines.map((line, at) =>
    red.has(at) ? { ...line, reason: '临床指定规格，暂无替代' } : line,
  );
  return { ...asked, body: { ...asked.body, lines } };
}

function planOrders({ demo, agenda, distributors }: Life, asked: Asked, { orders }: Placed): void {
  for (const [at, order] of orders.entries()) {
    const distributor = distributors.get(order.distributor.id);
    if (distributor === undefined) throw new Error(`no distributor ${order.distributor.name}`);
    const key = `${asked.key}.${at + 1}`;
    const products = order.lines.map((line) => asked.products[line] as Product);
    const urgent = asked.body.urgency !== 'ordinary';
    const purchase: Purchase = { key, id: order.id, buyer: asked.buyer, distributor, urgent, products };
    const chance = chanceFor(demo, 'after placing', key);
    if (order.approval === null) planConfirmation({ demo, agenda }, purchase, 0);
    else if (chance.happens(0.9))
      agenda.plan('approveOrder', chance.happens(0.7) ? 0 : 1, {
        who: asked.buyer.institution.key,
        purchase,
      });
  }
}

/** Most orders are answered the same day or the next; one in twenty never is, and the clock expires it. */
function planConfirmation(
  { demo, agenda }: Pick<Life, 'demo' | 'agenda'>,
  purchase: Purchase,
  from: number,
): void {
  const chance = chanceFor(demo, 'confirmation', purchase.key);
  const draw = purchase.urgent ? chance.below(60) : chance.below(100);
  const who = purchase.distributor.key;
  if (draw >= 97) agenda.plan('urgeOrder', 3, { who: purchase.buyer.institution.key, purchase });
  else if (draw >= 95) agenda.plan('cancelOrder', 1, { who: purchase.buyer.institution.key, purchase });
  else agenda.plan('confirmOrder', from + (draw < 60 ? 0 : draw < 88 ? 1 : 3), { who, purchase });
}

/** Whoever approves releases what waits or sends it back, and confirms nothing that the same person placed. */
export async function approveOrders(life: Life): Promise<void> {
  const { demo, agenda } = life;
  await doEach(life, 'approveOrder', async ({ purchase }) => {
    const { version, state } = await life.orderNow(purchase.id);
    if (state !== 'waiting-approval') return;
    const isApproved = chanceFor(demo, 'approval', purchase.key).happens(0.93);
    const note = isApproved ? '' : '价格偏高，请先议价';
    done(
      await approve(actingAs(demo, purchase.buyer.institution, 'approver'), {
        params: { orderId: purchase.id },
        query: {},
        body: { approve: isApproved, note, version },
      }),
      `approval of ${purchase.key}`,
    );
    if (isApproved) planConfirmation({ demo, agenda }, purchase, 0);
  });
}

/** Institutions take back what nobody answered, or urge. */
export async function pressOrders(life: Life): Promise<void> {
  const { demo } = life;
  await doEach(life, 'cancelOrder', async ({ purchase }) => {
    const { version, state } = await life.orderNow(purchase.id);
    if (state !== 'placed') return;
    const body = { lines: null, reason: 'notNeeded', note: '', version };
    done(
      await cancel(actingAs(demo, purchase.buyer.institution, 'buyer'), {
        params: { orderId: purchase.id },
        query: {},
        body,
      }),
      `cancellation of ${purchase.key}`,
    );
  });
  await doEach(life, 'urgeOrder', async ({ purchase }) => {
    const { state } = await life.orderNow(purchase.id);
    if (state !== 'placed') return;
    const call = { params: { orderId: purchase.id }, query: {}, body: undefined };
    done(await urge(actingAs(demo, purchase.buyer.institution, 'buyer'), call), `urging of ${purchase.key}`);
  });
}

type AnswerBody = BodyOf<typeof answerOrderBatch>['orders'][number];

/** What a distributor does not supply it refuses with a coded reason (HN-11a): a whole order, or a part of a line. */
function answerTo({ demo }: Life, purchase: Purchase, { version, lines }: OrderNow): AnswerBody {
  const chance = chanceFor(demo, 'supply', purchase.key);
  const draw = chance.below(100);
  if (draw < 92) return { orderId: purchase.id, version, lines: [] };
  const reason = chance.pick(['outOfStock', 'belowPackage', 'discontinued']);
  const short = draw < 94 ? lines : [chance.pick(lines)];
  return {
    orderId: purchase.id,
    version,
    lines: short.map(({ line, quantity: ordered }) => ({
      line,
      confirmed: quantity(draw < 94 ? 0 : Math.floor(Number(ordered) / 2)),
      reason,
      note: '',
    })),
  };
}

/** Distributors answer all orders of the day in one batch, and plan their deliveries. */
export async function confirmOrders(life: Life): Promise<void> {
  const { demo } = life;
  await doAll(life, 'confirmOrder', async (matters, who) => {
    const now = await life.ordersNow(matters.map(({ purchase }) => purchase.id));
    const waiting = matters.filter(({ purchase }) => now.get(purchase.id)?.state === 'placed');
    const orders = waiting.map(({ purchase }) => answerTo(life, purchase, now.get(purchase.id) as OrderNow));
    if (orders.length === 0) return;
    const context = actingAs(demo, organisationOf(demo, who), 'dispatcher');
    const { results } = done(
      await answerInBulk(context, { params: {}, query: {}, body: { orders } }),
      'answers',
    );
    for (const [at, { ok, problem }] of results.entries()) {
      if (!ok) throw new Error(`the demo's answer of ${who}: ${problem?.text.zh}`);
      planShipping(life, (waiting[at] as Matters['confirmOrder']).purchase);
    }
  });
}

function planShipping({ demo, agenda }: Life, purchase: Purchase): void {
  const chance = chanceFor(demo, 'shipping', purchase.key);
  const who = purchase.distributor.key;
  const draw = chance.below(100);
  const days = purchase.urgent ? 0 : draw < 30 ? 0 : draw < 75 ? 1 : draw < 94 ? 2 : 6;
  const isParted = purchase.products.length > 2 && chance.happens(0.15);
  agenda.plan('ship', days, { who, purchase, part: isParted ? 'first' : 'all' });
  if (isParted) agenda.plan('ship', days + 1 + chance.below(2), { who, purchase, part: 'rest' });
}
