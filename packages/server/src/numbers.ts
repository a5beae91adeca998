import { ok } from '@daylight/rules/result.ts';
import type { Context } from './context.ts';
import { type Database, writing } from './db.ts';

interface Block {
  next: number;
  readonly end: number;
}

interface Numbers {
  readonly blocks: Map<string, Block>;
  /** A reservation under way: who comes meanwhile waits for it and takes from the same block. */
  readonly coming: Map<string, Promise<void>>;
}

const kept = new WeakMap<Database, Numbers>();
/** Numbers that a server takes from the counter row at once; those unused when it stops are left out. */
const blockSize = 100;

/**
 * The next human number of a kind on a day, e.g. 'DD20261122000042'. Numbers come in blocks outside the command's
 * transaction: a counter row locked until commit would make every order of a province wait for the disk of the one before.
 */
export async function nextNumber(context: Context, prefix: string): Promise<string> {
  const numbers = kept.get(context.database) ?? { blocks: new Map(), coming: new Map() };
  kept.set(context.database, numbers);
  const kind = `${context.scope.province}/${prefix}/${context.today}`;
  for (;;) {
    const block = numbers.blocks.get(kind);
    if (block !== undefined && block.next <= block.end) {
      const value = block.next;
      block.next += 1;
      return `${prefix}${context.today.replaceAll('-', '')}${String(value).padStart(6, '0')}`;
    }
    await (numbers.coming.get(kind) ?? begin(context, numbers, { prefix, kind }));
  }
}

function begin(
  context: Context,
  numbers: Numbers,
  { prefix, kind }: { prefix: string; kind: string },
): Promise<void> {
  const coming = reserve(context, prefix)
    .then((end) => void numbers.blocks.set(kind, { next: end - blockSize + 1, end }))
    .finally(() => numbers.coming.delete(kind));
  numbers.coming.set(kind, coming);
  return coming;
}

async function reserve(context: Context, prefix: string): Promise<number> {
  const scope = { ...context.scope, reach: 'system' } as const;
  const reserved = await writing(context.database.aside, scope, async (tx) => {
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
