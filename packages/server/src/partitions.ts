import { type Instant, type IsoDate, addMonths, shanghaiDate } from '@daylight/rules/time.ts';
import pg from 'pg';

/** Tables that are cut by the month inside their UUIDv7 ids (ARCHITECTURE § Scale 4). */
const parted = ['journal', 'purchase_order', 'order_line', 'trade', 'volume_entry'] as const;

/** Makes the month partitions from `back` months ago to `ahead` months from now; those that are there stay as they are. */
export async function ensurePartitions(url: string, now: Instant, back = 0, ahead = 2): Promise<void> {
  const first = `${shanghaiDate(now).slice(0, 8)}01` as IsoDate;
  const client = new pg.Client({ connectionString: url, application_name: 'daylight-partitions' });
  await client.connect();
  try {
    // Two servers that start at once do not make the same month twice.
    await client.query(`select pg_advisory_lock(hashtext('daylight-partitions'))`);
    for (let month = -back; month <= ahead; month += 1) {
      for (const table of parted) await ensureMonth(client, table, addMonths(first, month));
    }
    await tellPlanner(client);
  } finally {
    await client.end();
  }
}

/** A month whose first rows already lie in the default partition stays there: PostgreSQL would refuse to cut it off. */
async function ensureMonth(client: pg.Client, table: string, month: IsoDate): Promise<void> {
  const id = table === 'order_line' ? 'order_id' : 'id';
  await client.query(
    `select app.month_partition($1, $2) where not exists (
       select from ${table}_rest where ${id} >= app.uuid_floor($2::timestamp at time zone 'Asia/Shanghai')
         and ${id} < app.uuid_floor(($2::timestamp + interval '1 month') at time zone 'Asia/Shanghai'))`,
    [table, month],
  );
}

/**
 * What the planner is to believe of tables that hold nothing yet. Connections keep their plans of foreign keys and prepared
 * statements; made in the first moments of a month, they are for an empty table, in which reading all of it and reading
 * everything of the province cost as much as reading one key, and every line of an order then reads all orders of the month.
 * So an empty table is unknown, not known to be empty, as it would be after an `analyze`; and all its rows are of one
 * province, as they will be.
 */
export async function tellPlanner(client: pg.Client): Promise<void> {
  await client.query(
    `select pg_clear_relation_stats('public', c.relname::text) from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.reltuples = 0 and pg_relation_size(c.oid) = 0`,
  );
  await client.query(
    `select pg_restore_attribute_stats('schemaname', 'public', 'relname', c.relname::text, 'attname', 'province',
       'inherited', false, 'null_frac', 0::real, 'avg_width', 2, 'n_distinct', 1::real)
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'province'
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and not exists (select from pg_statistic s where s.starelid = c.oid and s.staattnum = a.attnum)`,
  );
}
