import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';

/** Where a request comes from; of IPv6 the network, because one household has 2^64 addresses. */
export function addressOf(request: { readonly ip: string }): string {
  const ip = request.ip.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const whole =
    tail === undefined
      ? left
      : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return `${whole
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

export interface Sent {
  /** What is counted, as 'breach'. */
  readonly what: string;
  readonly address: string;
  readonly day: IsoDate;
}

/** Counts one more of what an address sends on a day and gives their number; rolled back, it was not sent. */
export async function countSent(tx: Tx, { what, address, day }: Sent): Promise<number> {
  const key = createHash('sha256')
    .update(JSON.stringify([what, address, day]))
    .digest();
  const { sent } = await tx
    .insertInto('senderCount')
    .values({ key, onDay: day, sent: 1 })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ sent: sql<number>`sender_count.sent + 1` }),
    )
    .returning('sent')
    .executeTakeFirstOrThrow();
  return sent;
}

export async function forgetSenders(db: Db, today: IsoDate): Promise<void> {
  await db.deleteFrom('senderCount').where('onDay', '<', today).execute();
}
