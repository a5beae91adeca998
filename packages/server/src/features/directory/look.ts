import { isNothing } from '@daylight/rules/directory/closing.ts';
import { laterBy } from '@daylight/rules/directory/idle.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading, writing } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { completeClosing, lookEveryMs } from './closing-steps.ts';
import { lockClosing } from './closing-store.ts';
import { countsOf, openOf } from './open.ts';

const batch = 100;

/** Looks again at what is open of products that are closing; with nothing left they close (JS-14b). */
export const closingLook: Sweep = {
  name: 'directory-closing',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('directoryClosing')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('lookAt', '<=', context.now)
        .orderBy('lookAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => look(context, id));
  },
};

async function look(context: Context, id: string): Promise<boolean> {
  const { province } = context.scope;
  const still = await writing(context.database.db, context.scope, (tx) => lookOnly(tx, context, id));
  if (still.ok) return true;
  const closed = await command(context, async (unit) => {
    const closing = await lockClosing(unit.tx, province, id, true);
    if (closing?.state !== 'waiting') return refuse('directory.notDue');
    const open = countsOf(await openOf(unit.tx, province, closing.listingId));
    if (!isNothing(open)) return refuse('directory.notDue');
    const done = await completeClosing(context, unit, closing);
    if (!done.ok) return done;
    await unit.tx
      .updateTable('directoryClosing')
      .set({
        state: 'closed',
        openNow: JSON.stringify(open),
        lookAt: null,
        closedAt: context.now,
        version: closing.version + 1,
      })
      .where('province', '=', province)
      .where('id', '=', id)
      .execute();
    unit.notify({
      organisationId: closing.manufacturerId,
      kind: 'directory.closed',
      subject: { kind: 'directory-closing', id },
      facts: await productOf(unit.tx, province, closing.listingId),
    });
    unit.record({
      event: 'directory.closed',
      subject: { kind: 'listing', id: closing.listingId },
      basis: [closing.basis],
      after: { closingId: id, number: closing.number },
      readers: [closing.manufacturerId],
    });
    return ok(id);
  });
  return closed.ok;
}

/** While something is open nothing happens that a journal would keep: only the figures are brought up to date. */
async function lookOnly(tx: Tx, context: Context, id: string): Promise<Result<null, 'directory.notDue'>> {
  const { province } = context.scope;
  const closing = await lockClosing(tx, province, id, true);
  if (closing?.state !== 'waiting') return refuse('directory.notDue');
  const open = countsOf(await openOf(tx, province, closing.listingId));
  if (isNothing(open)) return refuse('directory.notDue');
  await tx
    .updateTable('directoryClosing')
    .set({ openNow: JSON.stringify(open), lookAt: laterBy(context.now, lookEveryMs) })
    .where('province', '=', province)
    .where('id', '=', id)
    .execute();
  return ok(null);
}

async function productOf(tx: Tx, province: number, listingId: string) {
  return tx
    .selectFrom('listing')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .select(['listing.number', 'item.productName as product'])
    .where('listing.province', '=', province)
    .where('listing.id', '=', listingId)
    .executeTakeFirstOrThrow();
}
