import type { Context } from './context.ts';
import { type Database, writing } from './db.ts';
import { ok } from '@daylight/rules/result.ts';

interface Block {
  next: number;
  end: number;
}

const blocks = new WeakMap<Database, Map<string, Block>>();
/** Numbers that a server takes from the counter row at once; those unused when it stops are left out. */
const blockSize = 50;

/**
 * The next human number of a kind on a day, e.g. 'DD20261122000042'. Numbers come in blocks outside the command's
 * transaction: a counter row locked until commit would make every order of a province wait for the disk of the one before.
 */
export async function nextNumber(context: Context, prefix: string): Promise<string> {
  const own = blocks.get(context.database) ?? new Map<string, Block>();
  blocks.set(context.database, own);
  const kind = `${context.scope.province}/${prefix}/${context.today}`;
  let block = own.get(kind);
  while (block === undefined || block.next > block.end) {
    const end = await reserve(context, prefix);
    block = { next: end - blockSize + 1, end };
    own.set(kind, block);
  }
  const value = block.next;
  block.next += 1;
  return `${prefix}${context.today.replaceAll('-', '')}${String(value).padStart(6, '0')}`;
}

async function reserve(context: Context, prefix: string): Promise<number> {
  const reserved = await writing(context.database.db, { ...context.scope, reach: 'system' }, async (tx) => {
    const row = await tx
      .insertInto('counter')
      .values({ province: context.scope.province, kind: prefix, day: context.today, value: blockSize })
      .onConflict((conflict) =>
        conflict
          .columns(['province', 'kind', 'day'])
          .doUpdateSet((eb) => ({ value: eb('counter.value', '+', eb.ref('excluded.value')) })),
      )
      .returning('value')
      .executeTakeFirstOrThrow();
    return ok(row.value);
  });
  if (!reserved.ok) throw new Error('a counter refused');
  return reserved.value;
}
