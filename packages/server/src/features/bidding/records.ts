import type { quotingRecord } from '@daylight/api/bidding-quoting.ts';
import type { z } from 'zod';
import type { Tx } from '../../db.ts';

type Record = z.output<typeof quotingRecord>;

/** The quoting rounds of a round that were opened, in their order. */
export async function recordsOf(tx: Tx, province: number, tenderId: string): Promise<Record[]> {
  const rows = await tx
    .selectFrom('bidQuoting')
    .select([
      'quoting',
      'kind',
      'fromAt',
      'dueAt',
      'closedAt',
      'closedHash',
      'bids',
      'opened',
      'stoppedLines',
    ])
    .select('openedAt')
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('quoting')
    .execute();
  return rows.map(({ kind, ...row }) => ({ ...row, kind: kind as Record['kind'] }));
}
