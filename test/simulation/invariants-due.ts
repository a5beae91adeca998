import { recomputed } from '@daylight/rules/bargain/bargain.ts';
import { bargainPolicyOf } from '@daylight/rules/bargain/policy.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import {
  type Urgency,
  confirmClock,
  deliverClock,
  expiryClock,
  receiptClock,
} from '@daylight/rules/order/order.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { paymentDue } from '@daylight/rules/settlement/due.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { type Tx, reading } from '@daylight/server/db.ts';
import { storedOf } from '@daylight/server/features/bargain/store.ts';
import type { Checking, Invariant } from './invariant.ts';

function look<T>({ world }: Checking, query: (tx: Tx) => Promise<T>): Promise<T> {
  return reading(world.database.db, { province: 32, organisationId: null, reach: 'system' }, query);
}

interface Compared {
  readonly number: string;
  readonly kind: string;
  readonly stored: Instant | null;
  readonly again: Instant | null;
}

const different = (all: readonly Compared[]): Compared[] =>
  all.filter(({ stored, again }) => stored !== null && stored !== again);

async function orders(at: Checking): Promise<Compared[]> {
  const { book, calendar } = at.world;
  const rows = await look(at, (tx) =>
    tx
      .selectFrom('purchaseOrder')
      .select(['number', 'jurisdiction', 'urgency', 'remote', 'placedAt', 'approvedAt', 'answeredAt'])
      .select(['confirmDueAt', 'deliverDueAt', 'expireDueAt'])
      .where('province', '=', 32)
      .execute(),
  );
  return different(
    rows.flatMap((row) => {
      const rules = { book, calendar, jurisdiction: row.jurisdiction };
      const start = row.approvedAt ?? row.placedAt;
      const order = { urgency: row.urgency as Urgency, remote: row.remote };
      const { number } = row;
      return [
        {
          number,
          kind: 'confirm',
          stored: row.confirmDueAt,
          again: confirmClock(order.urgency, start, rules).dueAt,
        },
        { number, kind: 'expire', stored: row.expireDueAt, again: expiryClock(start, rules).dueAt },
        {
          number,
          kind: 'deliver',
          stored: row.deliverDueAt,
          again: deliverClock(order, row.answeredAt ?? start, rules).dueAt,
        },
      ];
    }),
  );
}

async function deliveries(at: Checking): Promise<Compared[]> {
  const { book, calendar } = at.world;
  const rows = await look(at, (tx) =>
    tx
      .selectFrom('shipment as s')
      .innerJoin('purchaseOrder as o', (join) =>
        join.onRef('o.province', '=', 's.province').onRef('o.id', '=', 's.orderId'),
      )
      .select(['s.number', 'o.jurisdiction', 's.shippedAt', 's.arrivedAt', 's.dueAt'])
      .where('s.province', '=', 32)
      .where('s.dueAt', 'is not', null)
      .execute(),
  );
  return different(
    rows.map(({ number, jurisdiction, shippedAt, arrivedAt, dueAt }) => ({
      number,
      kind: 'receive',
      stored: dueAt,
      again: receiptClock(arrivedAt ?? shippedAt, { book, calendar, jurisdiction }).dueAt,
    })),
  );
}

async function invoices(at: Checking): Promise<Compared[]> {
  const { book, calendar } = at.world;
  const rows = await look(at, (tx) =>
    tx
      .selectFrom('invoice')
      .select(['number', 'jurisdiction', 'acceptedAt', 'dueAt'])
      .where('province', '=', 32)
      .where('kind', '=', 'blue')
      .execute(),
  );
  return different(
    rows.map(({ number, jurisdiction, acceptedAt, dueAt }) => ({
      number,
      kind: 'pay',
      stored: dueAt,
      again: paymentDue(acceptedAt, jurisdiction, book, calendar).dueAt,
    })),
  );
}

async function bargains(at: Checking): Promise<Compared[]> {
  const { book, calendar } = at.world;
  const rows = await look(at, (tx) =>
    tx.selectFrom('bargain').selectAll().where('province', '=', 32).where('dueAt', 'is not', null).execute(),
  );
  return different(
    rows.map((row) => {
      const { bargain, jurisdiction, openedAt, number } = storedOf(row);
      const policy = bargainPolicyOf(book, jurisdiction, shanghaiDate(openedAt));
      const again = recomputed(bargain, { policy, calendar }).due?.at ?? null;
      return { number, kind: bargain.due?.kind ?? '', stored: row.dueAt, again };
    }),
  );
}

async function relations(at: Checking): Promise<Compared[]> {
  const { book, calendar } = at.world;
  const rows = await look(at, (tx) =>
    tx
      .selectFrom('deliveryRelation')
      .select(['id', 'area', 'proposedAt', 'dueAt'])
      .where('province', '=', 32)
      .where('state', '=', 'proposed')
      .execute(),
  );
  return different(
    rows.map(({ id, area, proposedAt, dueAt }) => {
      const term = resolve(book, 'distribution.confirmWithin', area, shanghaiDate(proposedAt));
      return {
        number: id,
        kind: 'answer',
        stored: dueAt,
        again: dueOf(proposedAt, term.value, calendar).dueAt,
      };
    }),
  );
}

/** Every term counted again from its start, by the rules and the calendar of its day. */
export const dueInvariants: readonly Invariant[] = [
  { name: 'every due date of an order computed again is the same', check: orders },
  { name: 'every due date of a delivery computed again is the same', check: deliveries },
  { name: 'every due date of an invoice computed again is the same', check: invoices },
  { name: 'every due date of a bargain computed again is the same', check: bargains },
  { name: 'every due date of a delivery relation computed again is the same', check: relations },
];
