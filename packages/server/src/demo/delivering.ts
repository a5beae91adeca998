import type { BodyOf } from '@daylight/api/endpoint.ts';
import type { acceptBatch, shipBatch } from '@daylight/api/order-delivery.ts';
import { writeUdi } from '@daylight/rules/codes/udi.ts';
import { noFields } from '@daylight/rules/codes/udi-reading.ts';
import { type Quantity, quantity } from '@daylight/rules/money.ts';
import { type IsoDate, addDays, addMonths } from '@daylight/rules/time.ts';
import type { Chance } from '../features/catalogue/generator/chance.ts';
import { acceptInBulk, arrive } from '../features/order/receive.ts';
import { shipInBulk } from '../features/order/ship.ts';
import { stock } from '../features/order/stock.ts';
import {
  type Delivery,
  type Life,
  type Matters,
  type OrderNow,
  type Purchase,
  doAll,
  doEach,
} from './life.ts';
import type { Product } from './market.ts';
import { actingAs, chanceFor, done, organisationOf } from './province.ts';

type Parcel = BodyOf<typeof shipBatch>['shipments'][number]['lines'][number];

interface Lot {
  readonly product: Product;
  readonly orderLine: number;
  readonly count: number;
}

/** A lot with its label: the UDI carries lot and dates where the code database knows the device identifier. */
function parcelOf({ product, orderLine, count }: Lot, today: IsoDate, chance: Chance): Parcel {
  const producedOn = addDays(today, -30 - chance.below(300));
  const expiresOn = chance.happens(0.03)
    ? addMonths(today, 4)
    : addMonths(producedOn, 24 + 12 * chance.below(3));
  const lot = `${producedOn.slice(2, 7).replace('-', '')}${String(1 + chance.below(999)).padStart(3, '0')}`;
  const fields = { ...noFields, di: product.udiDi, lot, producedOn, expiresOn };
  const udi = product.udiDi === '' ? '' : writeUdi(fields, Number(today.slice(0, 4)));
  return { orderLine, quantity: quantity(count), lot, serial: '', producedOn, expiresOn, udi };
}

/** Lots of what is left to ship: one for most lines, two for some; the first part of a parted order is half of its lines. */
function parcelsOf(
  purchase: Purchase,
  now: OrderNow,
  part: Matters['ship']['part'],
  given: { today: IsoDate; chance: Chance },
) {
  const { today, chance } = given;
  const open = now.lines.filter(({ open: left }) => Number(left) > 0);
  const lines = part === 'first' ? open.slice(0, Math.ceil(open.length / 2)) : open;
  return lines.flatMap(({ line, open: left }): Parcel[] => {
    const product = purchase.products[line - 1] as Product;
    const count = Number(left);
    const cut = count > 1 && chance.happens(0.15) ? 1 + chance.below(count - 1) : 0;
    return [count - cut, cut]
      .filter((each) => each > 0)
      .map((each) => parcelOf({ product, orderLine: line, count: each }, today, chance));
  });
}

const carriers = ['自有车辆', '冷链专车', '顺风医药物流（演示）', '通达医药物流（演示）'];

/** Distributors send what is confirmed, all deliveries of the day in one batch. What expired meanwhile stays at home. */
export async function shipOrders(life: Life): Promise<void> {
  const { demo } = life;
  await doAll(life, 'ship', async (matters, who) => {
    const context = actingAs(demo, organisationOf(demo, who), 'dispatcher');
    const now = await life.ordersNow(matters.map(({ purchase }) => purchase.id));
    const sendings = matters.flatMap(({ purchase, part }) => {
      const order = now.get(purchase.id);
      if (order === undefined || (order.state !== 'confirmed' && order.state !== 'shipping')) return [];
      const key = part === 'rest' ? `${purchase.key}-2` : `${purchase.key}-1`;
      const chance = chanceFor(demo, 'parcels', key);
      const lines = parcelsOf(purchase, order, part, { today: context.today, chance });
      return lines.length === 0 ? [] : [{ key, purchase, lines, carrier: chance.pick(carriers) }];
    });
    if (sendings.length === 0) return;
    const shipments = sendings.map(({ key, purchase, lines, carrier }) => ({
      orderId: purchase.id,
      carrier,
      note: '',
      clientReference: `PS-${key}`,
      lines,
    }));
    const { results } = done(
      await shipInBulk(context, { params: {}, query: {}, body: { shipments } }),
      'deliveries',
    );
    for (const [at, { shipment, problem }] of results.entries()) {
      const sending = sendings[at];
      if (shipment === null || sending === undefined)
        throw new Error(`the demo's delivery: ${problem?.text.zh}`);
      const quantities = sending.lines.map((line) => line.quantity);
      planReceipt(life, { key: sending.key, id: shipment.id, purchase: sending.purchase, quantities });
    }
  });
}

/** One delivery in sixteen is checked by nobody: after seven days the clock accepts it. */
function planReceipt({ demo, agenda }: Life, delivery: Delivery): void {
  const chance = chanceFor(demo, 'receipt', delivery.key);
  const who = delivery.purchase.buyer.institution.key;
  const draw = chance.below(100);
  const days = draw < 55 ? 1 : draw < 82 ? 2 : 3;
  if (chance.happens(0.3)) agenda.plan('arrive', days === 3 ? 2 : 1, { who, delivery });
  if (draw >= 94) {
    agenda.plan('enterInvoice', 7 + chance.below(3), { who: delivery.purchase.distributor.key, delivery });
    return;
  }
  const isParted = chance.happens(0.04);
  agenda.plan('accept', days, { who, delivery, part: isParted ? 'first' : 'all' });
  if (isParted) agenda.plan('accept', days + 1, { who, delivery, part: 'rest' });
}

export async function receiveDeliveries(life: Life): Promise<void> {
  const { demo } = life;
  await doEach(life, 'arrive', async ({ delivery }) => {
    const context = actingAs(demo, delivery.purchase.buyer.institution, 'storekeeper');
    const call = { params: { shipmentId: delivery.id }, query: {}, body: undefined };
    done(await arrive(context, call), `arrival of ${delivery.key}`);
  });
  await doAll(life, 'accept', (matters, who) => acceptAll(life, matters, who));
}

type Finding = BodyOf<typeof acceptBatch>['lines'][number];

/** What the storekeeper finds of one lot: nearly always all of it good. */
function findingOf(delivery: Delivery, line: number, all: Quantity, chance: Chance): Finding {
  const draw = chance.below(1000);
  const count = Number(all);
  const rejected = draw < 12 ? count : draw < 45 && count > 1 ? 1 + chance.below(Math.ceil(count / 3)) : 0;
  return {
    shipmentId: delivery.id,
    clientLine: `${delivery.key}/${line}`,
    line,
    accepted: quantity(count - rejected),
    rejected: quantity(rejected),
    reason:
      rejected === 0 ? null : chance.pick(['damaged', 'quantity', 'lot', 'shortDated', 'documents', 'udi']),
    note: '',
    scan: '',
  };
}

/** Hospital systems report all findings of the day in one batch. */
async function acceptAll(life: Life, matters: readonly Matters['accept'][], who: string): Promise<void> {
  const { demo } = life;
  const context = actingAs(demo, organisationOf(demo, who), 'storekeeper');
  const now = await life.lotsNow(matters.map(({ delivery }) => delivery.id));
  const lines = matters.flatMap(({ delivery, part }) => {
    const chance = chanceFor(demo, 'finding', delivery.key);
    const found = delivery.quantities.map((all, at) => findingOf(delivery, at + 1, all, chance));
    const cut = Math.ceil(found.length / 2);
    const wanted = part === 'all' ? found : part === 'first' ? found.slice(0, cut) : found.slice(cut);
    // Over long holidays the clock may have been quicker.
    const open = new Set(
      (now.get(delivery.id) ?? []).filter((lot) => !lot.isChecked).map(({ line }) => line),
    );
    return wanted.filter(({ line }) => open.has(line));
  });
  for (let from = 0; from < lines.length; from += 1000) {
    const body = { lines: lines.slice(from, from + 1000) };
    const { results } = done(await acceptInBulk(context, { params: {}, query: {}, body }), 'acceptances');
    const wrong = results.find(({ ok }) => !ok);
    if (wrong !== undefined)
      throw new Error(`the demo's acceptance ${wrong.clientLine}: ${wrong.problem?.text.zh}`);
  }
  for (const { delivery, part } of matters) if (part !== 'first') planAfterReceipt(life, delivery);
}

function planAfterReceipt({ demo, agenda }: Life, delivery: Delivery): void {
  const chance = chanceFor(demo, 'after receipt', delivery.key);
  const who = delivery.purchase.buyer.institution.key;
  const distributor = delivery.purchase.distributor.key;
  if (chance.happens(0.5)) agenda.plan('stockIn', chance.happens(0.7) ? 0 : 1, { who, delivery });
  if (chance.happens(0.04)) agenda.plan('askReturn', 2 + chance.below(12), { who, delivery });
  if (chance.happens(0.95)) agenda.plan('enterInvoice', 1 + chance.below(6), { who: distributor, delivery });
}

/** 入库 is a fact of its own; where nothing was accepted there is nothing to stock in. */
export async function stockDeliveries(life: Life): Promise<void> {
  const { demo } = life;
  await doAll(life, 'stockIn', async (matters, who) => {
    const good = await life.lotsNow(matters.map(({ delivery }) => delivery.id));
    const context = actingAs(demo, organisationOf(demo, who), 'storekeeper');
    for (const { delivery } of matters) {
      const lots = good.get(delivery.id) ?? [];
      if (!lots.some(({ accepted, stocked }) => Number(accepted) > Number(stocked))) continue;
      done(
        await stock(context, {
          params: { shipmentId: delivery.id },
          query: {},
          body: { warehouse: '耗材一库', lines: null },
        }),
        `stock-in of ${delivery.key}`,
      );
    }
  });
}
