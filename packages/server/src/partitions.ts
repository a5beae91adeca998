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
    for (let month = -back; month <= ahead; month += 1) {
      for (const table of parted)
        await client.query('select app.month_partition($1, $2)', [table, addMonths(first, month)]);
    }
  } finally {
    await client.end();
  }
}
