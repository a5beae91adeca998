import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { drawLots, lotPoolHash, lotSeedHash } from '@daylight/rules/bidding/lots.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type TenderFacts, readTender } from '../tender/port.ts';
import { standingOf } from './quotes-store.ts';
import { type BidRound, lockRound } from './round-rows.ts';

const batch = 20;

/**
 * Lots for last ties: the first seal of the journal after the last opening decides, with the seed committed before the first
 * bid. Where the journal rests, a record of its own makes sure that a seal comes.
 */
export const lotsDue: Sweep = {
  name: 'bidding-lots',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('bidRound as r')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
        )
        .select('r.tenderId')
        .where('r.province', '=', context.scope.province)
        .where('t.state', '=', 'opened')
        .where('r.lotDrawAt', '<=', context.now)
        .where('r.lotsAt', 'is', null)
        .orderBy('r.tenderId')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ tenderId }) => drawOne(context, tenderId));
  },
};

async function drawOne(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const round = await lockRound(unit.tx, province, tenderId);
    if (round === null || round.lotDrawAt === null || round.lotsAt !== null) return refuse('bidding.notDue');
    const beacon = await unit.tx
      .selectFrom('journalCheckpoint')
      .select(['position', 'chainHash'])
      .where('province', '=', province)
      .where('sealedAt', '>=', round.lotDrawAt)
      .where('position', '>', await lastSealBefore(unit, province, round))
      .orderBy('position')
      .limit(1)
      .executeTakeFirst();
    if (beacon === undefined) return askForBeacon(context, unit, round);
    await carryOut(context, unit, round, {
      position: beacon.position,
      hash: beacon.chainHash.toString('hex'),
    });
    return ok(null);
  });
  return done.ok;
}

/** Where the journal stood when the last bid was opened: only what is sealed beyond can decide. */
async function lastSealBefore(unit: Unit, province: number, round: BidRound): Promise<number> {
  if (round.lotAfterPosition !== null) return round.lotAfterPosition;
  const head = await unit.tx
    .selectFrom('journalHead')
    .select('position')
    .where('province', '=', province)
    .executeTakeFirst();
  return head?.position ?? 0;
}

async function askForBeacon(context: Context, unit: Unit, round: BidRound) {
  if (round.lotAskedAt !== null) return refuse('bidding.notDue');
  const { province, tenderId } = round;
  await unit.tx
    .updateTable('bidRound')
    .set({ lotAskedAt: context.now, lotAfterPosition: await lastSealBefore(unit, province, round) })
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .execute();
  unit.record({
    event: 'bidding.lotsAsked',
    subject: { kind: 'tender', id: tenderId },
    basis: [biddingBasis.sealed],
    after: { seedHash: round.lotSeedHash },
  });
  return ok(null);
}

/** Products with a standing quote. */
async function pricedProducts(unit: Unit, tender: TenderFacts): Promise<string[]> {
  const { lines } = await standingOf(unit.tx, tender);
  return lines.map(({ product }) => product).toSorted();
}

interface Seal {
  readonly position: number;
  readonly hash: string;
}

async function carryOut(context: Context, unit: Unit, round: BidRound, seal: Seal): Promise<void> {
  const { province, tenderId } = round;
  const tender = await readTender(unit.tx, province, tenderId);
  const { seed } = await unit.tx
    .selectFrom('bidLotSeed')
    .select('seed')
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .executeTakeFirstOrThrow();
  assert(lotSeedHash(seed) === round.lotSeedHash, `the seed of round ${tenderId} is not the one committed`);
  assert(tender !== null, `round ${tenderId} is there`);
  const products = await pricedProducts(unit, tender);
  const lots = Object.fromEntries(drawLots({ number: tender.number, seed, beacon: seal.hash, products }));
  await unit.tx
    .updateTable('bidRound')
    .set({
      lotSeed: seed,
      lotBeaconPosition: seal.position,
      lotBeaconHash: seal.hash,
      lots: JSON.stringify(lots),
      lotsAt: context.now,
      version: round.version + 1,
    })
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .execute();
  unit.record({
    event: 'bidding.lotsDrawn',
    subject: { kind: 'tender', id: tenderId },
    basis: [biddingBasis.sealed],
    after: { seed, beacon: seal.hash, position: seal.position, pool: lotPoolHash(products), lots },
  });
}
