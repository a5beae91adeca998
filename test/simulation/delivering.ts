import { type Quantity, quantity } from '@daylight/rules/money.ts';
import { addDays, addMonths, shanghaiDate } from '@daylight/rules/time.ts';
import { acceptInBulk, arrive } from '@daylight/server/features/order/receive.ts';
import { answer, ask } from '@daylight/server/features/order/returns.ts';
import { shipInBulk } from '@daylight/server/features/order/ship.ts';
import { stock } from '@daylight/server/features/order/stock.ts';
import type { Placed } from '@daylight/server/demo/province.ts';
import { type Sim, attempt, chanceFor, clicked, keyed, see, today } from './sim.ts';

const place = (sim: Sim, id: string): Placed => sim.byId.get(id) as Placed;

interface ToShip {
  readonly id: string;
  readonly number: string;
  readonly distributor_id: string;
  readonly lines: readonly { readonly line: number; readonly open: number }[];
}

/** Orders with goods to ship; one in fifty of those that nobody confirmed yet is shipped all the same, and refused. */
function toShip(sim: Sim): Promise<ToShip[]> {
  return see<ToShip>(
    sim,
    `select o.id, o.number, o.distributor_id,
       jsonb_agg(jsonb_build_object('line', l.line, 'open', greatest(l.confirmed - l.shipped, 0)::float8) order by l.line) as lines
     from purchase_order o join order_line l on l.province = o.province and l.order_id = o.id
     where o.province = 32 and o.due_at is not null and (o.state in ('confirmed', 'shipping') or (o.state = 'placed' and right(o.number, 2) = '50'))
     group by o.id, o.number, o.distributor_id order by o.id`,
  );
}

function parcelsOf(sim: Sim, { number, lines }: ToShip) {
  const chance = chanceFor(sim, 'parcels', number);
  const on = shanghaiDate(sim.demo.clock.now());
  const open = lines.filter((line) => line.open > 0 || chance.happens(0.01));
  // Shipping short: some lines stay at home, of some only a part goes out, and now and then more than was confirmed.
  return open
    .filter(() => chance.happens(0.85))
    .map(({ line, open: left }) => {
      const count = chance.happens(0.85) ? left : chance.happens(0.9) ? Math.ceil(left / 2) : left + 1;
      const producedOn = addDays(on, -30 - chance.below(300));
      return {
        orderLine: line,
        quantity: quantity(Math.max(1, count)),
        lot: `L${number.slice(-6)}${line}`,
        serial: '',
        producedOn,
        expiresOn: chance.happens(0.02) ? addMonths(on, 3) : addMonths(producedOn, 36),
        udi: '',
      };
    });
}

export async function ship(sim: Sim): Promise<void> {
  const orders = today(sim, 0.6, await toShip(sim), ({ number }) => `ship ${number}`);
  for (const [distributorId, own] of Map.groupBy(orders, (order) => order.distributor_id)) {
    const shipments = own.flatMap((order) => {
      const lines = parcelsOf(sim, order);
      const clientReference = `PS-${order.number}-${sim.day}`;
      return lines.length === 0
        ? []
        : [{ orderId: order.id, carrier: '自有车辆', note: '', clientReference, lines }];
    });
    for (let from = 0; from < shipments.length; from += 100) {
      const sent = shipments.slice(from, from + 100);
      const send = (part: typeof sent, key: string) =>
        keyed(sim, key, {
          what: 'order.shipBatch',
          who: { organisation: place(sim, distributorId), role: 'dispatcher' },
          run: (context) => shipInBulk(context, { params: {}, query: {}, body: { shipments: part } }),
        });
      const key = `ship/${place(sim, distributorId).key}/${sim.day}/${from}`;
      await send(sent, key);
      if (chanceFor(sim, 'ship again', key).happens(0.05)) await send(sent.slice(0, 2), `${key}/forgot`);
    }
  }
}

interface Lot {
  readonly shipment_id: string;
  readonly number: string;
  readonly institution_id: string;
  readonly line: number;
  readonly left: number;
}

function openLots(sim: Sim): Promise<Lot[]> {
  return see<Lot>(
    sim,
    `select s.id as shipment_id, s.number, s.institution_id, l.line, (l.quantity - l.accepted - l.rejected)::float8 as left
     from shipment s join shipment_line l on l.province = s.province and l.shipment_id = s.id
     where s.province = 32 and s.state in ('sent', 'part-received') and l.quantity > l.accepted + l.rejected
     order by s.id, l.line`,
  );
}

function findingOf(sim: Sim, lot: Lot) {
  const chance = chanceFor(sim, 'finding', lot.number, lot.line);
  const draw = chance.below(1000);
  const rejected = draw < 20 ? lot.left : draw < 70 && lot.left > 1 ? 1 : 0;
  // Some is counted today and the rest later; one in two hundred counts more than came.
  const accepted =
    draw > 994 ? lot.left + 1 : draw > 940 ? Math.floor((lot.left - rejected) / 2) : lot.left - rejected;
  return {
    shipmentId: lot.shipment_id,
    clientLine: `${lot.number}/${lot.line}`,
    line: lot.line,
    accepted: quantity(accepted),
    rejected: quantity(rejected),
    reason: rejected === 0 ? null : chance.pick(['damaged', 'quantity', 'lot', 'documents']),
    note: '',
    scan: '',
  };
}

/** Goods arrive and are checked, by hospital systems in batches: not always in that order, and some messages twice. */
export async function receive(sim: Sim): Promise<void> {
  const lots = today(sim, 0.55, await openLots(sim), ({ number }) => `receive ${number}`);
  for (const [institutionId, own] of Map.groupBy(lots, (lot) => lot.institution_id)) {
    const who = { organisation: place(sim, institutionId), role: 'storekeeper' } as const;
    const shipments = [...new Map(own.map((lot) => [lot.shipment_id, lot.number]))];
    const isBefore = ([, number]: [string, string]) => chanceFor(sim, 'arrival', number).happens(0.6);
    const arriveAll = async (which: [string, string][]) => {
      for (const [shipmentId] of which)
        await attempt(sim, {
          what: 'shipment.arrive',
          who,
          run: (context) => arrive(context, { params: { shipmentId }, query: {}, body: undefined }),
        });
    };
    await arriveAll(shipments.filter(isBefore));
    // Into the warehouse before anybody checked it: refused.
    if (chanceFor(sim, 'early', institutionIdKey(who)).happens(0.05))
      await stockOne(sim, institutionId, own[0] as Lot);
    for (let from = 0; from < own.length; from += 1000) {
      const body = { lines: own.slice(from, from + 1000).map((lot) => findingOf(sim, lot)) };
      const send = (key: string) =>
        keyed(sim, key, {
          what: 'shipment.acceptBatch',
          who,
          run: (context) => acceptInBulk(context, { params: {}, query: {}, body }),
        });
      const key = `receive/${who.organisation.key}/${sim.day}/${from}`;
      await send(key);
      if (chanceFor(sim, 'receive again', key).happens(0.08)) await send(`${key}/forgot`);
    }
    // The message of the arrival comes after that of the check.
    await arriveAll(
      shipments.filter((each) => !isBefore(each) && chanceFor(sim, 'late', each[1]).happens(0.2)),
    );
  }
}

const institutionIdKey = ({ organisation }: { readonly organisation: Placed }): string => organisation.key;

async function stockOne(
  sim: Sim,
  institutionId: string,
  lot: { readonly shipment_id: string; readonly number: string },
) {
  await attempt(sim, {
    what: 'shipment.stockIn',
    who: { organisation: place(sim, institutionId), role: 'storekeeper' },
    run: (context) =>
      stock(context, {
        params: { shipmentId: lot.shipment_id },
        query: {},
        body: { warehouse: '耗材一库', lines: null },
      }),
  });
}

export async function stockIn(sim: Sim): Promise<void> {
  const received = await see<{ shipment_id: string; number: string; institution_id: string }>(
    sim,
    `select id as shipment_id, number, institution_id from shipment where province = 32 and state = 'received' order by id`,
  );
  for (const each of today(sim, 0.3, received, ({ number }) => `stock ${number}`))
    await stockOne(sim, each.institution_id, each);
}

interface Accepted {
  readonly shipment_id: string;
  readonly number: string;
  readonly line: number;
  readonly institution_id: string;
  readonly accepted: number;
}

/** A lot in sixty goes back, in part or whole; some ask for more than there is. */
export async function returnGoods(sim: Sim): Promise<void> {
  const since = addDays(shanghaiDate(sim.demo.clock.now()), -12);
  const lots = await see<Accepted>(
    sim,
    `select s.id as shipment_id, s.number, l.line, s.institution_id, l.accepted::float8 as accepted
     from shipment s join shipment_line l on l.province = s.province and l.shipment_id = s.id
     where s.province = 32 and s.received_at >= $1::date and l.accepted > l.returned order by s.id, l.line`,
    [since],
  );
  for (const lot of today(sim, 0.004, lots, ({ number, line }) => `return ${number}/${line}`)) {
    const chance = chanceFor(sim, 'return', lot.number, lot.line);
    const count: Quantity = quantity(
      chance.happens(0.1) ? lot.accepted + 1 : 1 + chance.below(Math.ceil(lot.accepted)),
    );
    const body = { shipmentId: lot.shipment_id, line: lot.line, quantity: count, note: '' };
    const reason = chance.pick(['quality', 'recall', 'shortDated', 'surplus']);
    await keyed(sim, `return/${lot.number}/${lot.line}/${sim.day}`, {
      what: 'order.return',
      who: { organisation: place(sim, lot.institution_id), role: 'storekeeper' },
      run: (context) => ask(context, { params: {}, query: {}, body: { ...body, reason } }),
    });
  }
  const asked = await see<{ id: string; number: string; distributor_id: string; version: number }>(
    sim,
    `select id, number, distributor_id, version from goods_return where province = 32 and state = 'asked' order by id`,
  );
  for (const { id, number, distributor_id, version } of today(sim, 0.5, asked, (each) => each.number)) {
    const accept = chanceFor(sim, 'answer', number).happens(0.8);
    const body = { accept, note: accept ? '' : '已拆封，不予退货', version };
    await clicked(sim, number, {
      what: 'order.acceptReturn',
      who: { organisation: place(sim, distributor_id), role: 'dispatcher' },
      run: (context) => answer(context, { params: { returnId: id }, query: {}, body }),
    });
  }
}
