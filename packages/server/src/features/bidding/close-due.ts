import { hashOf } from '@daylight/rules/award/hash.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { leastInRound, quotingPolicyOf } from '@daylight/rules/bidding/quoting.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { databaseNow } from '../../clock.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type TenderFacts, lockTender, moveTender } from '../tender/port.ts';
import { failRound } from './fail.ts';
import { openingTimes } from './opening-times.ts';
import { type Trustee, isOpenAtOnce, lockRound, quotingTerms, saying, trusteesOf } from './round-rows.ts';

const batch = 20;

/** The deadline: the box is shut once every bid that came in time is in it, and what is in it becomes public as it is. */
export const closeDue: Sweep = {
  name: 'bidding-close',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('tender')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('state', '=', 'bidding')
        .where('bidDueAt', '<=', context.now)
        .orderBy('id')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => closeOne(context, id));
  },
};

async function closeOne(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    if (tender === null || tender.state !== 'bidding' || tender.bidDueAt === null)
      return refuse('tender.wrongState');
    // This server's clock may be ahead of the database's, by which bids are taken.
    if ((await databaseNow(context, unit.tx)) < tender.bidDueAt) return refuse('tender.wrongState');
    // Whoever is handing in holds its enrolment: wait, and then nothing more comes.
    await unit.tx
      .selectFrom('bidEnrolment')
      .select('id')
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .orderBy('id')
      .forUpdate()
      .execute();
    return shut(context, unit, tender);
  });
  return done.ok;
}

async function shut(context: Context, unit: Unit, tender: TenderFacts) {
  const { province } = context.scope;
  const round = await lockRound(unit.tx, province, tender.id);
  const quoting = round?.quoting ?? 1;
  const trustees = await trusteesOf(unit.tx, province, tender.id);
  const houses = new Set([tender.organiserId, ...trustees.map((each) => each.organisationId)]);
  const bids = await unit.tx
    .updateTable('sealedBid')
    .set({ isPublic: isOpenAtOnce(tender), readers: [...houses] })
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .where('quoting', '=', quoting)
    .where('state', '=', 'standing')
    .returning(['manufacturerId', 'digest'])
    .execute();
  const digests = bids.map(({ digest }) => digest).toSorted();
  const times = openingTimes(context, tender, context.now);
  const closedHash = hashOf(digests);
  await unit.tx
    .updateTable('bidRound')
    .set({
      closedAt: context.now,
      closedHash,
      ownKeysFromAt: times.fromAt,
      ownKeysDueAt: times.dueAt,
      version: (round?.version ?? 0) + 1,
    })
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .execute();
  unit.record({
    event: 'bidding.closed',
    subject: { kind: 'tender', id: tender.id },
    basis: [biddingBasis.bids, biddingBasis.sealed],
    after: { quoting, bids: bids.length, digests, closedHash },
    readers: [tender.organiserId],
  });
  const policy = quotingPolicyOf(context.book, tender.jurisdiction, context.today);
  const least = leastInRound(tender.mode, quotingTerms(tender), policy);
  // In a later round silence keeps what was quoted.
  if (quoting === 1 && bids.length < least.value)
    return failRound(context, unit, tender, {
      basis: least.basis,
      tell: bids.map((each) => each.manufacturerId),
      reason: {
        zh: `截止时有效报价企业 ${bids.length} 家，不足 ${least.value} 家`,
        en: `${bids.length} bids at the deadline; at least ${least.value} are needed`,
      },
    });
  if (bids.length > 0) askTrustees(unit, tender, { trustees, bids: bids.length, dueAt: times.fromAt });
  const moved = await moveTender(context, unit, { tender, to: 'opening', basis: biddingBasis.bids });
  return moved.ok ? ok(null) : moved;
}

interface Asked {
  readonly trustees: readonly Trustee[];
  readonly bids: number;
  readonly dueAt: Instant;
}

function askTrustees(unit: Unit, tender: TenderFacts, { trustees, bids, dueAt }: Asked): void {
  for (const organisationId of new Set(trustees.map((each) => each.organisationId)))
    unit.notify({
      organisationId,
      kind: 'bidding.releaseAsked',
      subject: { kind: 'tender', id: tender.id },
      facts: { ...saying(tender), bids },
      dueAt,
    });
}
