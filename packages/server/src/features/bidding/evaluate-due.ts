import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import type { Refusal } from '@daylight/rules/result.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type TenderFacts, lockTender, moveTender } from '../tender/port.ts';
import { readAwardRound } from './award-facts.ts';
import { storeRun } from './award-store.ts';
import { failRound } from './fail.ts';
import { lockRound, saying } from './round-rows.ts';

const batch = 5;

/** The first run of the award: when bids are open and lots drawn, and again after an objection was upheld. */
export const evaluateDue: Sweep = {
  name: 'bidding-evaluate',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('bidRound as r')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
        )
        .select('r.tenderId')
        .where('r.province', '=', context.scope.province)
        .where('r.trouble', 'is', null)
        .where('r.lotsAt', 'is not', null)
        .where((eb) =>
          eb.or([
            eb('t.state', '=', 'opened'),
            eb.and([eb('t.state', '=', 'evaluated'), eb('r.rerunAskedAt', 'is not', null)]),
          ]),
        )
        .orderBy('r.tenderId')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ tenderId }) => evaluate(context, tenderId));
  },
};

async function evaluate(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    const box = await lockRound(unit.tx, province, tenderId);
    if (tender === null || box === null || !['opened', 'evaluated'].includes(tender.state))
      return refuse('tender.wrongState');
    const round = await readAwardRound(unit.tx, province, tender, []);
    if (!round.ok) return noteTrouble(context, unit, tender, round);
    const run = await storeRun(context, unit, tender, { ...round.value, purpose: 'selection' });
    const selected = run.bundle.result.bids.filter((each) => each.selected).length;
    await unit.tx
      .updateTable('bidRound')
      .set({ rerunAskedAt: null, version: box.version + 1 })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .execute();
    if (selected === 0)
      return failRound(context, unit, tender, {
        basis: biddingBasis.bids,
        tell: round.value.round.firms.map(({ id }) => id),
        reason: { zh: '按规则包评审，没有产品中选', en: 'By the rules of the round nothing was selected' },
      });
    unit.notify({
      organisationId: tender.organiserId,
      kind: 'bidding.evaluated',
      subject: { kind: 'tender', id: tenderId },
      facts: { ...saying(tender), selected },
    });
    if (tender.state === 'evaluated') return ok(null);
    const moved = await moveTender(context, unit, {
      tender,
      to: 'evaluated',
      note: `拟中选 ${selected} 个产品，结果包 ${run.hash.slice(0, 12)}`,
      basis: biddingBasis.bids,
    });
    return moved.ok ? ok(null) : moved;
  });
  return done.ok;
}

/** What keeps the award from being computed is told to the organiser; the round waits for a correction. */
async function noteTrouble(context: Context, unit: Unit, tender: TenderFacts, why: Refusal) {
  const said = `${why.code} ${Object.values(why.facts).join(' ')}`;
  await unit.tx
    .updateTable('bidRound')
    .set({
      trouble: JSON.stringify({ zh: `无法运行评审：${said}`, en: `The award cannot be computed: ${said}` }),
    })
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', tender.id)
    .execute();
  unit.notify({
    organisationId: tender.organiserId,
    kind: 'bidding.troubled',
    subject: { kind: 'tender', id: tender.id },
    facts: { ...saying(tender), reason: said, reasonEn: said },
  });
  unit.record({
    event: 'bidding.troubled',
    subject: { kind: 'tender', id: tender.id },
    basis: [biddingBasis.bids],
    after: { code: why.code, facts: why.facts },
    readers: [tender.organiserId],
  });
  return ok(null);
}
