import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { lockTender } from '../tender/port.ts';
import { openingTimes } from './opening-times.ts';
import { lockRound } from './round-rows.ts';

/**
 * A year was published: in rounds that are being opened, the times for shares and own keys are counted again from the deadline.
 * Bidders who were asked already keep the beginning of theirs, and nobody's end is brought forward.
 */
export async function recomputeBidding(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('bidRound as r')
      .innerJoin('tender as t', (join) =>
        join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
      )
      .select('r.tenderId')
      .where('r.province', '=', province)
      .where('t.state', '=', 'opening')
      .where('r.ownKeysDueAt', '>', context.now)
      .orderBy('r.tenderId')
      .execute(),
  );
  for (const { tenderId } of rows) await recomputeOne(context, tenderId);
  return rows.length;
}

async function recomputeOne(context: Context, tenderId: string): Promise<void> {
  const { province } = context.scope;
  await command(context, async (unit) => {
    const tender = await lockTender(unit.tx, province, tenderId);
    const round = await lockRound(unit.tx, province, tenderId);
    if (tender?.state !== 'opening' || round === null || round.closedAt === null)
      return refuse('tender.wrongState');
    const times = openingTimes(context, tender, round.closedAt);
    const wasAsked = round.ownKeysAskedAt !== null;
    const ownKeysFromAt = wasAsked ? round.ownKeysFromAt : times.fromAt;
    const isEarlier = wasAsked && round.ownKeysDueAt !== null && times.dueAt < round.ownKeysDueAt;
    const ownKeysDueAt = isEarlier ? round.ownKeysDueAt : times.dueAt;
    if (ownKeysFromAt === round.ownKeysFromAt && ownKeysDueAt === round.ownKeysDueAt) return ok(null);
    await unit.tx
      .updateTable('bidRound')
      .set({ ownKeysFromAt, ownKeysDueAt, version: round.version + 1 })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .execute();
    unit.record({
      event: 'bidding.timesRecomputed',
      subject: { kind: 'tender', id: tenderId },
      basis: [biddingBasis.sealed],
      before: { from: round.ownKeysFromAt, due: round.ownKeysDueAt },
      after: { from: ownKeysFromAt, due: ownKeysDueAt },
      readers: [tender.organiserId],
    });
    return ok(null);
  });
}
