import pg from 'pg';
import { type Notebook, send } from './notebook.ts';

/** Sentences that must hold after any crash: each names what it found. A row that comes back is a fault. */
export const sentences: readonly (readonly [string, string])[] = [
  [
    'an order has all its lines, and its amount is theirs',
    `select o.number from purchase_order o
     left join lateral (select count(*) n, coalesce(sum(l.amount), 0) amount from order_line l
       where l.province = o.province and l.order_id = o.id) l on true
     where l.n <> o.line_count or l.amount <> o.amount`,
  ],
  [
    'an order is in the journal once',
    `select o.number from purchase_order o
     where (select count(*) from journal j where j.province = o.province and j.event = 'order.placed' and j.subject_id = o.id::text) <> 1`,
  ],
  [
    'the journal knows no order that is not there',
    `select j.id from journal j where j.event = 'order.placed'
       and not exists (select from purchase_order o where o.province = j.province and o.id::text = j.subject_id)`,
  ],
  [
    'an own reference is one purchase',
    `select client_reference from purchase_order group by institution_id, client_reference having count(distinct placed_at) > 1`,
  ],
  [
    'a delivery has its lots, and what was shipped of a line is their sum',
    `select l.order_id from order_line l where l.shipped <> coalesce((select sum(s.quantity) from shipment_line s
       where s.province = l.province and s.order_id = l.order_id and s.order_line = l.line), 0)`,
  ],
  [
    'what was accepted of a lot is the sum of its acceptances, and of its trades',
    `select s.shipment_id from shipment_line s
     where s.accepted <> coalesce((select sum(a.accepted) from acceptance a where a.province = s.province
       and a.shipment_id = s.shipment_id and a.shipment_line = s.line), 0)`,
  ],
  [
    'goods were traded as often as they were accepted',
    `select 1 from (select coalesce(sum(accepted), 0) as quantity from acceptance) a,
       (select coalesce(sum(quantity), 0) as quantity from trade) t where a.quantity <> t.quantity`,
  ],
  [
    'an agreed volume holds exactly its order lines',
    `select a.id from volume_account a
     left join (select province, volume_account_id, sum((quantity - closed - accepted - rejected) * units_per_purchase_unit) as ordered,
         sum((accepted - returned) * units_per_purchase_unit) as accepted
       from order_line where volume_account_id is not null group by 1, 2) l on l.province = a.province and l.volume_account_id = a.id
     where a.ordered <> coalesce(l.ordered, 0) or a.accepted <> coalesce(l.accepted, 0)`,
  ],
  [
    'the ledger of an agreed volume adds up to it, and nothing of it is below zero',
    `select a.id from volume_account a
     left join (select province, account_id, sum(agreed_change) as agreed, sum(ordered_change) as ordered,
         sum(accepted_change) as accepted from volume_entry group by 1, 2) e on e.province = a.province and e.account_id = a.id
     where (a.agreed, a.ordered, a.accepted) is distinct from (e.agreed, e.ordered, e.accepted)
       or least(a.agreed, a.ordered, a.accepted, a.reserved, a.consumed, a.remaining, a.above) < 0
       or a.reserved + a.consumed > a.agreed`,
  ],
  [
    'nobody accepts more than was sent',
    `select shipment_id from shipment_line where accepted + rejected > quantity`,
  ],
];

async function one(client: pg.Client, text: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ n: string }>(text, [...values]);
  return Number(rows[0]?.n);
}

/** Every acknowledged command is there once, with what was acknowledged. */
async function acknowledged(client: pg.Client, book: Notebook): Promise<string[]> {
  const faults: string[] = [];
  for (const note of book.of('order', 'done')) {
    for (const order of (note.reply as { orders: { id: string; amount: string }[] }).orders) {
      const there = await one(
        client,
        `select count(*) n from purchase_order where id = $1 and amount = $2 and client_reference = $3`,
        [order.id, order.amount, note.reference],
      );
      if (there !== 1) faults.push(`order ${order.id} was acknowledged and is there ${there} times`);
    }
  }
  for (const note of book.of('shipment', 'done')) {
    const { id } = note.reply as { id: string };
    const there = await one(
      client,
      'select count(*) n from shipment where id = $1 and client_reference = $2',
      [id, note.reference],
    );
    if (there !== 1) faults.push(`delivery ${id} was acknowledged and is there ${there} times`);
  }
  for (const note of book.of('acceptance', 'done')) {
    const there = await one(client, 'select count(*) n from acceptance where shipment_id = $1', [
      note.reference,
    ]);
    const asked = (note.body as { lines: unknown[] }).lines.length;
    if (there !== asked)
      faults.push(`of ${asked} acknowledged acceptances of ${note.reference} ${there} are there`);
  }
  return faults;
}

/** What nobody answered is there whole or not at all; asked again with its key it is there once. */
async function unanswered(client: pg.Client, book: Notebook, address: string): Promise<string[]> {
  const faults: string[] = [];
  for (const note of book.notes.filter((each) => each.heard === 'nothing')) {
    await send(address, note);
    if (note.heard === 'nothing') faults.push(`${note.path} was not answered after the restart`);
    // An answer without its own key: the first try may have done it, and then the second meets its own work.
    if (note.what === 'answer') continue;
    if (note.heard === 'refused')
      faults.push(`${note.path} was refused when asked again: ${JSON.stringify(note.reply)}`);
    const table = note.what === 'order' ? 'purchase_order' : 'shipment';
    if (note.what === 'acceptance') continue;
    const there = await one(client, `select count(distinct id) n from ${table} where client_reference = $1`, [
      note.reference,
    ]);
    if (there !== 1)
      faults.push(`${note.what} ${note.reference} asked twice with one key is there ${there} times`);
  }
  return faults;
}

/** Nothing is there that nobody asked for. */
async function ghosts(client: pg.Client, book: Notebook): Promise<string[]> {
  const asked = new Set(book.notes.map((note) => note.reference));
  const { rows } = await client.query<{ reference: string }>(
    `select client_reference as reference from purchase_order union all select client_reference from shipment`,
  );
  return rows.filter((row) => !asked.has(row.reference)).map((row) => `nobody asked for ${row.reference}`);
}

export interface Compared {
  readonly faults: readonly string[];
  readonly orders: number;
  readonly retried: number;
}

/** Compares what the clients noted with what the database holds after a restart. */
export async function compare(url: string, address: string, book: Notebook): Promise<Compared> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const faults: string[] = [];
    const broken = async (): Promise<void> => {
      for (const [sentence, text] of sentences) {
        const { rows } = await client.query(text);
        if (rows.length > 0) faults.push(`not true: ${sentence} (${JSON.stringify(rows.slice(0, 3))})`);
      }
    };
    // Before anything is asked again: what a crash cut short is whole or not there.
    await broken();
    faults.push(...(await acknowledged(client, book)));
    const retried = book.notes.filter((note) => note.heard === 'nothing').length;
    faults.push(...(await unanswered(client, book, address)));
    faults.push(...(await acknowledged(client, book)), ...(await ghosts(client, book)));
    await broken();
    const orders = await one(client, 'select count(*) n from purchase_order', []);
    return { faults: [...new Set(faults)], orders, retried };
  } finally {
    await client.end();
  }
}
