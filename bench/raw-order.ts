import { randomUUID } from 'node:crypto';
import { uuidAt } from '@daylight/server/ids.ts';
import { machineClock } from '@daylight/server/main.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type pg from 'pg';
import type { Buyer, Ground } from './ground.ts';

interface RawOrder {
  readonly id: string;
  readonly at: Instant;
  readonly buyer: Buyer;
  readonly listings: readonly string[];
}

const distributor = `(select id from organisation where kind = 'distributor' limit 1)`;

const insertOrder = ({ id, at, buyer }: RawOrder) => ({
  name: 'raw-order',
  text: `insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state,
      amount, line_count, placed_at, placed_by, confirm_due_at, expire_due_at, due_at, due_kind, due_basis)
    values (32, $1, $2, $3, $3, ${distributor}, '320100', 'ordinary', 'placed', 1000, 10, $4, $5, $4, $4, $4, 'confirm', '{}')`,
  values: [id, id, buyer.institutionId, at, buyer.accountId],
});

const insertLines = ({ id, buyer, listings }: RawOrder) => ({
  name: 'raw-lines',
  text: `insert into order_line (province, order_id, line, listing_id, item_code, code_release, manufacturer_id, product_name,
      specification, purchase_unit, units_per_purchase_unit, price, listing_price, price_kind, quantity, amount, state,
      institution_id, distributor_id)
    select 32, $1, n, l.id, l.item_code, l.code_release, l.manufacturer_id, '动脉灌注管', '5F', l.purchase_unit,
      l.units_per_purchase_unit, l.price, l.price, 'listed', 1, l.price, 'waiting', $3, ${distributor}
    from unnest($2::uuid[]) with ordinality as t (id, n) join listing l on l.province = 32 and l.id = t.id`,
  values: [id, listings, buyer.institutionId],
});

const insertJournal = ({ id, at, buyer, listings }: RawOrder) => ({
  name: 'raw-journal',
  text: `insert into journal (province, id, at, event, actor_account, actor_organisation, subject_kind, subject_id, basis, after,
      readers, request_id)
    values (32, $1, $2, 'order.placed', $3, $4, 'order', $5, '[]', $6, array[$4]::uuid[], $7)`,
  values: [
    uuidAt(at),
    at,
    buyer.accountId,
    buyer.institutionId,
    id,
    JSON.stringify({ listings }),
    randomUUID(),
  ],
});

const insertNotice = ({ id, at }: RawOrder) => ({
  name: 'raw-notice',
  text: `insert into notice (province, id, organisation_id, at, kind, subject_kind, subject_id, facts, due_at)
    values (32, $1, ${distributor}, $2, 'order.toConfirm', 'order', $3, $4, $2)`,
  values: [uuidAt(at), at, id, JSON.stringify({ number: id, amount: '1000', urgency: 'ordinary' })],
});

const insertRepeat = ({ at, buyer }: RawOrder) => ({
  name: 'raw-repeat',
  text: `insert into idempotency (province, organisation_id, key, endpoint, body_hash, reply, created_at)
    values (32, $1, $2, 'order.place', '\\x00', '{}', $3)`,
  values: [buyer.institutionId, randomUUID(), at],
});

/**
 * What the order path must write at the least, as pgbench would: the same rows into the same tables, in one transaction of
 * one prepared statement per table, from the same number of connections; no rules, no HTTP, no sign-in, no row security.
 */
export async function rawOrder(pool: pg.Pool, ground: Ground, client: number): Promise<void> {
  const at = machineClock();
  const buyer = ground.buyers[client % ground.buyers.length];
  if (buyer === undefined) throw new Error('no buyer');
  const any = () => ground.listings[Math.floor(Math.random() * ground.listings.length)] ?? '';
  const order = { id: uuidAt(at), at, buyer, listings: Array.from({ length: 10 }, any) };
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    for (const insert of [insertOrder, insertLines, insertJournal, insertNotice, insertRepeat])
      await connection.query(insert(order));
    await connection.query('commit');
  } finally {
    connection.release();
  }
}
