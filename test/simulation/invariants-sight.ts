import { provinceTables, seenByStrangers } from '../support/strangers.ts';
import { askAsApplication } from '../support/unrecorded.ts';
import { type Checking, type Invariant, never } from './invariant.ts';

async function seen({ owner }: Checking) {
  return seenByStrangers(owner, await provinceTables(owner));
}

/** Row by row: an institution sees of the tables of trade exactly what has its name on it. */
async function ownOnly({ owner }: Checking): Promise<unknown[]> {
  const { rows } = await owner.query<{ id: string }>(
    `select institution_id as id from purchase_order group by 1 order by count(*) desc, 1 limit 3`,
  );
  const wrong: unknown[] = [];
  for (const { id } of rows) {
    await owner.query('begin');
    await askAsApplication(owner);
    await owner.query(
      `set local app.province = '32'; set local app.organisation = '${id}'; set local app.reach = 'own'`,
    );
    try {
      for (const table of [
        'purchase_order',
        'order_line',
        'shipment',
        'shipment_line',
        'acceptance',
        'stock_in',
        'goods_return',
        'invoice',
        'invoice_line',
        'payment',
        'payment_line',
      ]) {
        const found = await owner.query(`select 1 from ${table} where institution_id <> $1 limit 1`, [id]);
        if (found.rowCount !== 0) wrong.push({ institution: id, sees: table });
      }
    } finally {
      await owner.query('rollback');
    }
  }
  return wrong;
}

/** The second wall: what the database shows to one whom it does not concern. */
export const sightInvariants: readonly Invariant[] = [
  { name: 'no stranger sees anything by row-level security', check: seen },
  { name: 'an institution sees nothing of another’s trade', check: ownOnly },
  never(
    'who left has no session',
    `select s.account_id from session s join account a on a.id = s.account_id where a.state = 'disabled'`,
  ),
];
