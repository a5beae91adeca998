import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { lockTender, moveTender } from '../tender/port.ts';
import { storeRun } from './award-store.ts';
import { followedRound } from './follow-round.ts';
import { makePublic } from './publish-due.ts';
import { lockRound, saying } from './round-rows.ts';

const batch = 5;

/**
 * The result of a round that follows: computed like every other, so that anyone can do it again. It was public where it was
 * decided, so it waits for no publicity here, only for the second person.
 */
export const followDue: Sweep = {
  name: 'bidding-follow',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('bidRound as r')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
        )
        .select('r.tenderId')
        .where('r.province', '=', context.scope.province)
        .where('t.origin', '=', 'followed')
        .where('t.state', '=', 'measured')
        .where('r.publishAskedAt', 'is not', null)
        .where('r.trouble', 'is', null)
        .orderBy('r.tenderId')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ tenderId }) => follow(context, tenderId));
  },
};

async function follow(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    const box = await lockRound(unit.tx, province, tenderId);
    if (tender?.state !== 'measured' || box === null) return refuse('tender.wrongState');
    const round = await followedRound(unit.tx, province, tender, []);
    const trouble = round.ok ? null : `${round.code} ${Object.values(round.facts).join(' ')}`;
    await unit.tx
      .updateTable('bidRound')
      .set({
        trouble: trouble === null ? null : JSON.stringify({ zh: trouble, en: trouble }),
        settledAt: trouble === null ? context.now : null,
        version: box.version + 1,
      })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .execute();
    if (!round.ok) {
      unit.record({
        event: 'bidding.troubled',
        subject: { kind: 'tender', id: tenderId },
        basis: [biddingBasis.follow],
        after: { code: round.code, facts: round.facts },
        readers: [tender.organiserId],
      });
      return ok(null);
    }
    await storeRun(context, unit, tender, { round: round.value, purpose: 'selection' });
    await makePublic(context, unit, tenderId);
    unit.notify({
      organisationId: tender.organiserId,
      kind: 'bidding.settled',
      subject: { kind: 'tender', id: tenderId },
      facts: saying(tender),
    });
    const moved = await moveTender(context, unit, {
      tender,
      to: 'published',
      note: '跟标：按来源项目中选价',
      basis: biddingBasis.follow,
    });
    return moved.ok ? ok(null) : moved;
  });
  return done.ok;
}
