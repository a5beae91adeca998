import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Chance, chanceOf } from '@daylight/server/features/catalogue/generator/chance.ts';
import type { Ground } from '../../bench/ground.ts';
import { type Note, type Notebook, send } from './notebook.ts';

interface PlacedOrder {
  readonly id: string;
  readonly lines: readonly number[];
}
interface Shipment {
  readonly id: string;
  readonly keeper: string;
  readonly quantities: readonly string[];
}

/** What the clients leave for one another: orders to ship, deliveries to accept. */
interface Desk {
  readonly orders: {
    readonly order: PlacedOrder;
    readonly keeper: string;
    readonly quantities: readonly string[];
  }[];
  readonly shipments: Shipment[];
}

export interface Load {
  /** Ends the load; answers when the last client has heard back or given up. */
  stop(): Promise<void>;
}

const heard = (note: Note): boolean => note.heard === 'done';

/** What a client asked last, null when there was nothing to do. */
type Turn = Promise<Note | null>;

async function buy(address: string, { book, desk, ground, chance }: Client): Turn {
  const buyer = chance.pick(ground.buyers);
  const quantities = Array.from({ length: 1 + chance.below(6) }, () => String(1 + chance.below(9)));
  const reference = randomUUID();
  const first = chance.below(ground.listings.length - quantities.length);
  const body = {
    clientReference: reference,
    lines: quantities.map((quantity, at) => ({ listingId: ground.listings[first + at], quantity })),
  };
  const note = book.ask({ what: 'order', path: '/api/orders', token: buyer.token, body, reference });
  await send(address, note);
  if (!heard(note)) return note;
  // A double click: the same key again, which must change nothing.
  if (chance.happens(0.1)) await send(address, note);
  for (const order of (note.reply as { orders: PlacedOrder[] }).orders)
    desk.orders.push({
      order,
      keeper: buyer.keeperToken,
      quantities: order.lines.map((at) => quantities[at] ?? '1'),
    });
  return note;
}

async function deliver(address: string, { book, desk, ground }: Client): Turn {
  const next = desk.orders.shift();
  if (next === undefined) return delay(5, null);
  const { order, keeper, quantities } = next;
  const token = ground.dispatcherToken;
  const answer = book.ask({
    what: 'answer',
    path: `/api/orders/${order.id}/answer`,
    token,
    body: { version: 1 },
    reference: order.id,
  });
  await send(address, answer);
  if (!heard(answer)) return answer;
  const reference = randomUUID();
  const lines = quantities.map((quantity, at) => ({
    orderLine: at + 1,
    quantity,
    lot: `L${at}`,
    producedOn: '2026-01-05',
    expiresOn: '2029-01-05',
  }));
  const body = { clientReference: reference, lines };
  const note = book.ask({
    what: 'shipment',
    path: `/api/orders/${order.id}/shipments`,
    token,
    body,
    reference,
  });
  await send(address, note);
  if (heard(note)) desk.shipments.push({ id: (note.reply as { id: string }).id, keeper, quantities });
  return note;
}

async function receive(address: string, { book, desk }: Client): Turn {
  const next = desk.shipments.shift();
  if (next === undefined) return delay(5, null);
  const lines = next.quantities.map((accepted, at) => ({ line: at + 1, accepted }));
  const path = `/api/shipments/${next.id}/acceptances`;
  const note = book.ask({
    what: 'acceptance',
    path,
    token: next.keeper,
    body: { lines },
    reference: next.id,
  });
  await send(address, note);
  return note;
}

interface Client {
  readonly book: Notebook;
  readonly desk: Desk;
  readonly ground: Ground;
  readonly chance: Chance;
}

/** Buyers, distributors and storekeepers at work at once; each notes what it asked and heard. */
export function startLoad(address: string, ground: Ground, book: Notebook, seed: number): Load {
  const desk: Desk = { orders: [], shipments: [] };
  const roles = [buy, buy, buy, buy, deliver, deliver, receive, receive];
  let going = true;
  const clients = roles.map(async (work, at) => {
    const client = { book, desk, ground, chance: chanceOf(`${seed} client ${at}`) };
    let failures = 0;
    while (going && failures < 3) {
      const last = await work(address, client);
      failures = last?.heard === 'nothing' ? failures + 1 : 0;
    }
  });
  return {
    stop: async () => {
      going = false;
      await Promise.all(clients);
    },
  };
}
