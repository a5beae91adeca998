import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type Unit, command } from '../../command.ts';
import { type Context, type World, systemContext } from '../../context.ts';
import { reading } from '../../db.ts';
import { provincesOf } from '../../sweep.ts';
import { repriceListing } from '../listing/port.ts';
import { settledPublicities, takePublicity } from '../publicity/port.ts';
import { linkageBasis } from './basis.ts';
import { previewPart } from './run-preview.ts';
import { type StoredRun, lockRun, saveRun } from './run-store.ts';

const publicitiesAtOnce = 5;
/** Listings that are repriced in one transaction. */
const executeBatch = 50;

/**
 * What the publicity of a run left standing becomes free to be executed, what an objection brought down is kept as it is.
 * An item under an open objection comes later, by itself.
 */
export async function settleRuns(context: Context): Promise<number> {
  const { province } = context.scope;
  const settled = await reading(context.database.db, context.scope, (tx) =>
    settledPublicities(tx, province, 'linkage', publicitiesAtOnce),
  );
  let moved = 0;
  for (const publicity of settled) {
    const done = await command(context, async (unit) => {
      const run = await lockRun(unit.tx, context, publicity.subject.id);
      assert(run !== null, 'a publicity of a linkage belongs to a run');
      const items = await takePublicity(context, unit, publicity.id);
      const kept = items.filter((each) => each.upheld).map((each) => each.key);
      const free = items.filter((each) => !each.upheld).map((each) => each.key);
      await setLines(unit, context, run, { keys: kept, state: 'kept' });
      await setLines(unit, context, run, { keys: free, state: 'free' });
      const report = { ...run.report, kept: run.report.kept + kept.length };
      await saveRun(unit.tx, context, run, {
        report,
        ...(run.state === 'published' ? { state: 'settled' as const } : {}),
      });
      unit.record({
        event: 'linkage.runSettled',
        subject: { kind: 'linkage-run', id: run.id },
        basis: [linkageBasis.yearly],
        after: { number: run.number, free: free.length, kept: kept.length },
      });
      return ok(items.length);
    });
    if (done.ok) moved += 1;
  }
  return moved;
}

async function setLines(
  unit: Unit,
  context: Context,
  run: StoredRun,
  { keys, state }: { readonly keys: readonly string[]; readonly state: string },
): Promise<void> {
  if (keys.length === 0) return;
  await unit.tx
    .updateTable('linkageRunLine')
    .set({ state })
    .where('province', '=', context.scope.province)
    .where('runId', '=', run.id)
    .where('listingId', 'in', [...keys])
    .where('state', '=', 'proposed')
    .execute();
}

/** The next part of an execution: true while there is more to do. Interrupted, it goes on with what is still free. */
export async function executePart(context: Context, runId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const run = await lockRun(unit.tx, context, runId);
    if (run === null || (run.state !== 'settled' && run.state !== 'executing'))
      return refuse('linkage.runIdle');
    if (run.executeOn > context.today) return refuse('linkage.runIdle');
    const lines = await freeLines(unit, context, run);
    let executed = 0;
    for (const line of lines) if (await executeLine(context, unit, run, line)) executed += 1;
    const open = lines.length === 0 ? await openLines(unit, context, run) : 1;
    const isOver = open === 0;
    // What an objection still holds comes later.
    if (lines.length === 0 && !isOver) return refuse('linkage.runIdle');
    const report = {
      ...run.report,
      executed: run.report.executed + executed,
      overtaken: run.report.overtaken + lines.length - executed,
    };
    const state = isOver ? ('executed' as const) : ('executing' as const);
    await saveRun(unit.tx, context, run, {
      report,
      ...(state === run.state ? {} : { state }),
      ...(isOver ? { executed: true } : {}),
    });
    unit.record({
      event: isOver ? 'linkage.runExecuted' : 'linkage.runExecuting',
      subject: { kind: 'linkage-run', id: run.id },
      basis: [linkageBasis.yearly],
      after: { number: run.number, executed, overtaken: lines.length - executed },
    });
    return ok(lines.length > 0);
  });
  return done.ok && done.value;
}

async function freeLines(unit: Unit, context: Context, run: StoredRun) {
  return unit.tx
    .selectFrom('linkageRunLine')
    .select(['listingId', 'priceTo', 'unitsPerPurchaseUnit'])
    .where('province', '=', context.scope.province)
    .where('runId', '=', run.id)
    .where('state', '=', 'free')
    .orderBy('listingId')
    .limit(executeBatch)
    .execute();
}

async function openLines(unit: Unit, context: Context, run: StoredRun): Promise<number> {
  const rows = await unit.tx
    .selectFrom('linkageRunLine')
    .select('listingId')
    .where('province', '=', context.scope.province)
    .where('runId', '=', run.id)
    .where('state', '=', 'proposed')
    .limit(1)
    .execute();
  return rows.length;
}

type FreeLine = Awaited<ReturnType<typeof freeLines>>[number];

/** False where the listing went lower, changed its pack or left the directory meanwhile: linkage never raises a price. */
async function executeLine(context: Context, unit: Unit, run: StoredRun, line: FreeLine): Promise<boolean> {
  assert(line.priceTo !== null, 'a line to be executed has a price');
  const listing = await unit.tx
    .selectFrom('listing')
    .select(['unitsPerPurchaseUnit'])
    .where('province', '=', context.scope.province)
    .where('id', '=', line.listingId)
    .executeTakeFirst();
  const fits = listing?.unitsPerPurchaseUnit === line.unitsPerPurchaseUnit;
  const repriced = fits
    ? await repriceListing(context, unit, {
        listingId: line.listingId,
        price: line.priceTo,
        reason: 'linkage',
        evidence: run.number,
        basis: linkageBasis.yearly,
        alsoBasis: [listingBasis.lowest],
        cause: { kind: 'linkage-run', id: run.id },
        document: run.number,
      })
    : null;
  const executed = repriced?.ok ?? false;
  await unit.tx
    .updateTable('linkageRunLine')
    .set({ state: executed ? 'executed' : 'overtaken' })
    .where('province', '=', context.scope.province)
    .where('runId', '=', run.id)
    .where('listingId', '=', line.listingId)
    .execute();
  return executed;
}

/** Previews and executions that are under way or due, part by part until nothing is left; the clock's worker calls it. */
export async function advanceRuns(world: World): Promise<void> {
  for (const province of await provincesOf(world)) {
    const context = () => systemContext(world, province, `linkage-run-${province}`);
    const rows = await reading(world.database.db, context().scope, (tx) =>
      tx
        .selectFrom('linkageRun')
        .select(['id', 'state'])
        .where('province', '=', province)
        .where((eb) =>
          eb.or([
            eb('state', '=', 'previewing'),
            eb('state', 'in', ['settled', 'executing']).and('executeOn', '<=', context().today),
          ]),
        )
        .execute(),
    );
    for (const { id, state } of rows) {
      const part = state === 'previewing' ? previewPart : executePart;
      while (await part(context(), id));
    }
  }
}
