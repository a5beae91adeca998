import { type PoolEntry, drawName, drawOrder, seedHashOf } from '@daylight/rules/panel/draw.ts';
import { controlBasis } from '@daylight/rules/panel/policy.ts';
import { memberCode } from '@daylight/rules/panel/seats.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import type { DB } from '../../tables.ts';

const batch = 50;
type DrawRow = Selectable<DB['panelDraw']>;

/**
 * The draw by itself: with the first seal of the journal at or after its moment. Nobody chooses that seal; where the
 * journal rests, a record of its own makes sure that one comes.
 */
export const drawDue: Sweep = {
  name: 'panel-draw',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('panelDraw as d')
        .innerJoin('panelReview as r', (join) =>
          join
            .onRef('r.province', '=', 'd.province')
            .onRef('r.id', '=', 'd.reviewId')
            .onRef('r.round', '=', 'd.round'),
        )
        .select('d.id')
        .where('d.province', '=', context.scope.province)
        .where('r.state', '=', 'frozen')
        .where('d.drawAt', '<=', context.now)
        .where('d.drawnAt', 'is', null)
        .orderBy('d.id')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => drawOne(context, id));
  },
};

async function drawOne(context: Context, id: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const draw = await unit.tx
      .selectFrom('panelDraw')
      .selectAll()
      .where('province', '=', province)
      .where('id', '=', id)
      .where('drawnAt', 'is', null)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (draw === undefined || draw.drawAt === null) return refuse('panel.notDue');
    const beacon = await unit.tx
      .selectFrom('journalCheckpoint')
      .select(['position', 'chainHash', 'sealedAt'])
      .where('province', '=', province)
      .where('sealedAt', '>=', draw.drawAt)
      .orderBy('position')
      .limit(1)
      .executeTakeFirst();
    if (beacon === undefined) return askForBeacon(context, unit, draw);
    const seal = { ...beacon, hash: beacon.chainHash.toString('hex') };
    await carryOut(context, unit, draw, seal);
    return ok(id);
  });
  return done.ok;
}

async function askForBeacon(context: Context, unit: Unit, draw: DrawRow) {
  if (draw.beaconAskedAt !== null) return refuse('panel.notDue');
  await unit.tx
    .updateTable('panelDraw')
    .set({ beaconAskedAt: context.now })
    .where('province', '=', draw.province)
    .where('id', '=', draw.id)
    .execute();
  unit.record({
    event: 'panel.beaconAsked',
    subject: { kind: 'panel', id: draw.reviewId },
    basis: [controlBasis],
    after: { draw: drawName(draw.reviewNumber, draw.round), drawAt: draw.drawAt },
  });
  return ok(draw.id);
}

interface Seal {
  readonly position: number;
  readonly hash: string;
  readonly sealedAt: DrawRow['committedAt'];
}

async function carryOut(context: Context, unit: Unit, draw: DrawRow, seal: Seal): Promise<void> {
  const { province, reviewId, round } = draw;
  const { seed } = await unit.tx
    .selectFrom('panelSeed')
    .select('seed')
    .where('province', '=', province)
    .where('drawId', '=', draw.id)
    .executeTakeFirstOrThrow();
  assert(seedHashOf(seed) === draw.seedHash, `the seed of draw ${draw.id} is not the one committed`);
  const name = drawName(draw.reviewNumber, round);
  const order = drawOrder({ name, seed, beacon: seal.hash, pool: draw.pool as readonly PoolEntry[] });
  await unit.tx
    .updateTable('panelDraw')
    .set({
      seed,
      beaconPosition: seal.position,
      beaconHash: seal.hash,
      beaconSealedAt: seal.sealedAt,
      drawn: JSON.stringify(order),
      drawnAt: context.now,
    })
    .where('province', '=', province)
    .where('id', '=', draw.id)
    .execute();
  const ranks = order.map((code, at) => ({ code, rank: at + 1, letter: memberCode(at + 1) }));
  await sql`
    update panel_candidate c set state = 'reserve', rank = d.rank, member_code = d.letter
    from jsonb_to_recordset(${JSON.stringify(ranks)}::jsonb) as d (code text, rank integer, letter text)
    where c.province = ${province} and c.review_id = ${reviewId} and c.round = ${round} and c.code = d.code`.execute(
    unit.tx,
  );
  await unit.tx
    .updateTable('panelReview')
    .set((eb) => ({ state: 'sitting', version: eb('version', '+', 1) }))
    .where('province', '=', province)
    .where('id', '=', reviewId)
    .execute();
  unit.record({
    event: 'panel.drawn',
    subject: { kind: 'panel', id: reviewId },
    basis: [controlBasis],
    after: { draw: name, seed, beacon: seal.hash, position: seal.position, drawn: order },
  });
}
