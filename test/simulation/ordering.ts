import { type Quantity, quantity } from '@daylight/rules/money.ts';
import type { Buyer, Product } from '@daylight/server/demo/market.ts';
import { orderMaxOf } from '@daylight/server/demo/prices.ts';
import type { Chance } from '@daylight/server/features/catalogue/generator/chance.ts';
import { answerInBulk, approve, cancel, urge } from '@daylight/server/features/order/answer.ts';
import { placeOrdersInBulk, placeOrdersOnce } from '@daylight/server/features/order/place.ts';
import { type Sim, attempt, chanceFor, clicked, keyed, see, today } from './sim.ts';

interface Wish {
  readonly urgency: 'ordinary' | 'urgent' | 'critical';
  readonly note: string;
  readonly clientReference: string;
  readonly lines: {
    readonly listingId: string;
    readonly quantity: Quantity;
    readonly expectedPrice?: Product['price'];
    readonly reason: string;
    readonly clientLine: string;
  }[];
}

function wishOf(sim: Sim, buyer: Buyer, chance: Chance, clientReference: string): Wish {
  const groups = [...buyer.basket.values()];
  const from = chance.happens(0.9) ? chance.pick(groups) : groups.flat();
  const chosen = new Set<Product>();
  const wanted = Math.min(from.length, 1 + chance.below(sim.options.linesMax));
  while (chosen.size < wanted) chosen.add(chance.pick(from));
  const draw = chance.below(100);
  return {
    urgency: draw < 3 ? 'critical' : draw < 12 ? 'urgent' : 'ordinary',
    note: draw < 12 ? '手术急用' : '',
    clientReference,
    lines: [...chosen].map((product, at) => ({
      listingId: product.listingId,
      quantity: quantity(1 + chance.below(orderMaxOf(product.itemCode, buyer.level))),
      // What the buyer's own system last knew, which may be out of date.
      ...(chance.happens(0.2) ? { expectedPrice: product.price } : {}),
      reason: '',
      clientLine: `${at + 1}`,
    })),
  };
}

/** What an institution orders today; `share` is its part of the province's lines. */
function wishesOf(
  sim: Sim,
  buyer: Buyer,
  { chance, share }: { readonly chance: Chance; readonly share: number },
): Wish[] {
  const { ordersPerDay, linesPerDay } = sim.options;
  const { key } = buyer.institution;
  const wish = (nth: number) => wishOf(sim, buyer, chance, `HIS-${key}-${sim.day}-${nth}`);
  if (linesPerDay === undefined) {
    const count = Math.floor(ordersPerDay) + (chance.happens(ordersPerDay % 1) ? 1 : 0);
    return Array.from({ length: count }, (_, nth) => wish(nth));
  }
  const wishes: Wish[] = [];
  let owed = (sim.owed.get(key) ?? 0) + linesPerDay * share;
  while (owed >= 1) {
    const next = wish(wishes.length);
    owed -= next.lines.length;
    wishes.push(next);
  }
  sim.owed.set(key, owed);
  return wishes;
}

const withReason = (wish: Wish): Wish => ({
  ...wish,
  lines: wish.lines.map((line) => ({ ...line, reason: '临床指定规格，暂无替代' })),
});

/** Hospital systems send batches; one institution in eight orders by hand. Who is asked for a reason sends again with one. */
export async function placeOrders(sim: Sim): Promise<void> {
  const buyers = sim.market.buyers.filter(({ basket }) => basket.size > 0);
  for (const buyer of buyers) {
    const { key } = buyer.institution;
    const chance = chanceFor(sim, 'orders', key);
    const orders = wishesOf(sim, buyer, { chance, share: 1 / buyers.length });
    if (orders.length === 0) continue;
    if (chance.happens(0.125)) for (const wish of orders) await byHand(sim, buyer, wish);
    else await inBatches(sim, buyer, orders);
  }
}

async function byHand(sim: Sim, { institution }: Buyer, wish: Wish): Promise<void> {
  const who = { organisation: institution, role: 'buyer' } as const;
  const send = (body: Wish, key: string) =>
    keyed(sim, key, {
      what: 'order.place',
      who,
      run: (context) =>
        placeOrdersOnce(context, { params: {}, query: {}, body: { ...body, fromCart: false } }),
    });
  const first = await send(wish, `${wish.clientReference}/1`);
  if (!first.ok && first.code === 'order.redNeedsReason')
    await send(withReason(wish), `${wish.clientReference}/2`);
}

const atOnce = 50;

async function inBatches(sim: Sim, { institution }: Buyer, orders: readonly Wish[]): Promise<void> {
  const who = { organisation: institution, role: 'buyer' } as const;
  for (let from = 0; from < orders.length; from += atOnce) {
    const sent = orders.slice(from, from + atOnce);
    const send = (wishes: readonly Wish[], key: string) =>
      keyed(sim, key, {
        what: 'order.placeBatch',
        who,
        run: (context) =>
          placeOrdersInBulk(context, { params: {}, query: {}, body: { orders: [...wishes] } }),
      });
    const key = `${institution.key}/${sim.day}/${from}`;
    const first = await send(sent, key);
    if (!first.ok) continue;
    const red = sent.filter((_wish, at) =>
      first.value.results[at]?.problems.some(({ code }) => code === 'order.redNeedsReason'),
    );
    if (red.length > 0) await send(red.map(withReason), `${key}/reason`);
    // The hospital's system forgot that it sent these, without the key: its own references stop them.
    if (chanceFor(sim, 'forgot', key).happens(0.05)) await send(sent.slice(0, 2), `${key}/forgot`);
  }
}

interface OpenOrder {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly institution_id: string;
  readonly distributor_id: string;
  readonly lines: readonly { readonly line: number; readonly quantity: string }[];
}

function openOrders(sim: Sim, state: string): Promise<OpenOrder[]> {
  return see<OpenOrder>(
    sim,
    `select o.id, o.number, o.version, o.institution_id, o.distributor_id,
       (select jsonb_agg(jsonb_build_object('line', l.line, 'quantity', trim_scale(l.quantity)::text) order by l.line)
        from order_line l where l.province = o.province and l.order_id = o.id) as lines
     from purchase_order o where o.province = 32 and o.state = $1 order by o.id`,
    [state],
  );
}

const place = (sim: Sim, id: string) => sim.byId.get(id) as NonNullable<ReturnType<typeof sim.byId.get>>;

export async function approveOrders(sim: Sim): Promise<void> {
  const waiting = await openOrders(sim, 'waiting-approval');
  for (const order of today(sim, 0.8, waiting, ({ number }) => number)) {
    const isApproved = chanceFor(sim, 'approval', order.number).happens(0.9);
    const body = {
      approve: isApproved,
      note: isApproved ? '' : '价格偏高，请先议价',
      version: order.version,
    };
    await clicked(sim, order.number, {
      what: 'order.approve',
      who: { organisation: place(sim, order.institution_id), role: 'approver' },
      run: (context) => approve(context, { params: { orderId: order.id }, query: {}, body }),
    });
  }
}

/** Institutions take back or urge what nobody answered yet; some do both, some on an order that is not theirs to press. */
export async function pressOrders(sim: Sim): Promise<void> {
  const placed = await openOrders(sim, 'placed');
  for (const order of today(sim, 0.06, placed, ({ number }) => `press ${number}`)) {
    const who = { organisation: place(sim, order.institution_id), role: 'buyer' } as const;
    const call = { params: { orderId: order.id }, query: {} };
    const chance = chanceFor(sim, 'pressing', order.number);
    if (chance.happens(0.5))
      await attempt(sim, {
        what: 'order.urge',
        who,
        run: (context) => urge(context, { ...call, body: undefined }),
      });
    if (chance.happens(0.5)) {
      const lines = chance.happens(0.5) ? null : [order.lines[0]?.line ?? 1];
      const body = { lines, reason: 'notNeeded', note: '', version: order.version };
      await clicked(sim, order.number, {
        what: 'order.cancel',
        who,
        run: (context) => cancel(context, { ...call, body }),
      });
    }
  }
}

function answerTo(sim: Sim, { id, number, version, lines }: OpenOrder) {
  const chance = chanceFor(sim, 'supply', number);
  const draw = chance.below(100);
  if (draw < 88) return { orderId: id, version, lines: [] };
  const short = draw < 91 ? lines : [chance.pick(lines)];
  return {
    orderId: id,
    // Somebody looked at the page before it changed.
    version: draw === 99 ? version - 1 : version,
    lines: short.map(({ line, quantity: ordered }) => ({
      line,
      confirmed: quantity(draw < 91 ? 0 : Math.floor(Number(ordered) / 2)),
      reason: chance.pick(['outOfStock', 'belowPackage', 'discontinued']),
      note: '',
    })),
  };
}

/** Distributors answer in batches; what they leave too long the clock expires. */
export async function answerOrders(sim: Sim): Promise<void> {
  const placed = today(sim, 0.62, await openOrders(sim, 'placed'), ({ number }) => number);
  for (const [distributorId, own] of Map.groupBy(placed, (order) => order.distributor_id)) {
    for (let from = 0; from < own.length; from += 100) {
      const body = { orders: own.slice(from, from + 100).map((order) => answerTo(sim, order)) };
      await attempt(sim, {
        what: 'order.answerBatch',
        who: { organisation: place(sim, distributorId), role: 'dispatcher' },
        run: (context) => answerInBulk(context, { params: {}, query: {}, body }),
      });
    }
  }
}
