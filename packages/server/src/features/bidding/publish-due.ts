import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type SettledItem, openPublicity, settledPublicities, takePublicity } from '../publicity/port.ts';
import { type TenderFacts, lockTender, moveTender } from '../tender/port.ts';
import { awardLines } from './award-lines.ts';
import { type BidRound, lockRound, saying } from './round-rows.ts';

const batch = 10;

async function setRound(
  context: Context,
  unit: Unit,
  round: BidRound,
  set: Partial<Omit<BidRound, 'province' | 'tenderId' | 'lots' | 'trouble'>>,
): Promise<void> {
  await unit.tx
    .updateTable('bidRound')
    .set({ ...set, version: round.version + 1 })
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', round.tenderId)
    .execute();
}

/** The result becomes public with everything it follows from; objections run as for every other list. */
export const publishDue: Sweep = {
  name: 'bidding-publish',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('bidRound as r')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
        )
        .select('r.tenderId')
        .where('r.province', '=', context.scope.province)
        .where('t.state', '=', 'evaluated')
        .where('r.publishAskedAt', 'is not', null)
        .where('r.rerunAskedAt', 'is', null)
        .orderBy('r.tenderId')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ tenderId }) => publish(context, tenderId));
  },
};

/** The valid first run and its rows are open to everybody from now on. */
export async function makePublic(context: Context, unit: Unit, tenderId: string): Promise<string> {
  const { province } = context.scope;
  const { id } = await unit.tx
    .updateTable('awardRun')
    .set({ isPublic: true })
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('purpose', '=', 'selection')
    .where('state', '=', 'valid')
    .returning('id')
    .executeTakeFirstOrThrow();
  await unit.tx
    .updateTable('awardResult')
    .set({ isPublic: true })
    .where('province', '=', province)
    .where('runId', '=', id)
    .execute();
  await showQuotes(unit, province, tenderId);
  return id;
}

/** With the result, and not before, the quotes of all rounds are read by everybody. */
async function showQuotes(unit: Unit, province: number, tenderId: string): Promise<void> {
  for (const table of ['sealedBid', 'bidOpening', 'bidOwnKey'] as const)
    await unit.tx
      .updateTable(table)
      .set({ isPublic: true })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .where('isPublic', '=', false)
      .$if(table === 'sealedBid', (rows) => rows.where('state', '=', 'standing'))
      .execute();
}

async function publish(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    const round = await lockRound(unit.tx, province, tenderId);
    if (tender?.state !== 'evaluated' || round === null) return refuse('tender.wrongState');
    const runId = await makePublic(context, unit, tenderId);
    const lines = await awardLines(unit.tx, province, runId);
    const opened = await openPublicity(context, unit, {
      kind: 'award',
      jurisdiction: tender.jurisdiction,
      title: { zh: `${tender.title}拟中选结果`, en: `Result of ${tender.title}` },
      subject: { kind: 'tender', id: tenderId },
      items: lines.map((line) => ({
        key: line.productId,
        text: {
          zh: `${line.product}（${line.bidder.name}）：${line.selected ? `拟中选，${line.finalPrice ?? ''} 元` : '未中选'}`,
          en: `${line.product} (${line.bidder.name}): ${line.selected ? `selected at ${line.finalPrice ?? ''}` : 'not selected'}`,
        },
        facts: { price: line.bidPrice, selected: line.selected, place: line.place },
        organisationId: line.bidder.id,
      })),
      basis: [biddingBasis.bids, biddingBasis.volume],
    });
    await setRound(context, unit, round, { publicityId: opened.id, settledAt: null });
    const moved = await moveTender(context, unit, {
      tender,
      to: 'published',
      note: `公示 ${opened.number}`,
      basis: biddingBasis.bids,
    });
    if (!moved.ok) return moved;
    unit.record({
      event: 'bidding.published',
      subject: { kind: 'tender', id: tenderId },
      basis: [biddingBasis.bids, biddingBasis.volume],
      after: { run: runId, publicity: opened.number, endsAt: opened.endsAt },
      readers: [tender.organiserId],
    });
    return ok(null);
  });
  return done.ok;
}

/** What came of objections: a product to whose result one was right is left out and the award runs again. */
export const settledDue: Sweep = {
  name: 'bidding-settled',
  run: async (context) => {
    const { province } = context.scope;
    const settled = await reading(context.database.db, context.scope, (tx) =>
      settledPublicities(tx, province, 'award', batch),
    );
    return moveEach(settled, (list) => settle(context, list.id, list.subject.id));
  },
};

async function settle(context: Context, publicityId: string, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    const round = await lockRound(unit.tx, province, tenderId);
    const items = await takePublicity(context, unit, publicityId);
    if (tender === null || round === null || items.length === 0) return refuse('tender.wrongState');
    await exclude(context, unit, tender, items);
    const open = await stillOpen(unit, province, publicityId);
    if (open || tender.state !== 'published') return ok(null);
    const upheld = await excludedSince(unit, province, tenderId, publicityId);
    return upheld === 0
      ? finish(context, unit, tender, round)
      : runAgain(context, unit, { tender, round, upheld });
  });
  return done.ok;
}

async function exclude(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  items: readonly SettledItem[],
): Promise<void> {
  const upheld = items.filter((each) => each.upheld);
  if (upheld.length === 0) return;
  await unit.tx
    .insertInto('awardExclusion')
    .values(
      upheld.map(({ key }) => ({
        province: context.scope.province,
        tenderId: tender.id,
        productId: key,
        reason: 'objection.upheld',
        basis: JSON.stringify(biddingBasis.bids),
        at: context.now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function stillOpen(unit: Unit, province: number, publicityId: string): Promise<boolean> {
  const row = await unit.tx
    .selectFrom('publicity')
    .select('state')
    .where('province', '=', province)
    .where('id', '=', publicityId)
    .executeTakeFirst();
  return row?.state !== 'taken';
}

async function excludedSince(
  unit: Unit,
  province: number,
  tenderId: string,
  publicityId: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from award_exclusion e
    join publicity_item i on i.province = e.province and i.publicity_id = ${publicityId}::uuid and i.key = e.product_id::text
    where e.province = ${province} and e.tender_id = ${tenderId}::uuid`.execute(unit.tx);
  return rows[0]?.count ?? 0;
}

async function finish(context: Context, unit: Unit, tender: TenderFacts, round: BidRound) {
  await setRound(context, unit, round, { settledAt: context.now });
  unit.notify({
    organisationId: tender.organiserId,
    kind: 'bidding.settled',
    subject: { kind: 'tender', id: tender.id },
    facts: saying(tender),
  });
  unit.record({
    event: 'bidding.settled',
    subject: { kind: 'tender', id: tender.id },
    basis: [biddingBasis.bids],
    after: { number: tender.number },
    readers: [tender.organiserId],
  });
  return ok(null);
}

async function runAgain(
  context: Context,
  unit: Unit,
  {
    tender,
    round,
    upheld,
  }: { readonly tender: TenderFacts; readonly round: BidRound; readonly upheld: number },
) {
  await setRound(context, unit, round, {
    rerunAskedAt: context.now,
    publishAskedAt: null,
    publishAskedBy: null,
    publicityId: null,
    settledAt: null,
  });
  unit.notify({
    organisationId: tender.organiserId,
    kind: 'bidding.objectionUpheld',
    subject: { kind: 'tender', id: tender.id },
    facts: { ...saying(tender), count: upheld },
  });
  unit.record({
    event: 'bidding.objectionUpheld',
    subject: { kind: 'tender', id: tender.id },
    basis: [biddingBasis.bids],
    after: { products: upheld },
    readers: [tender.organiserId],
  });
  const moved = await moveTender(context, unit, {
    tender,
    to: 'evaluated',
    note: `异议成立，${upheld} 个产品退出，重新评审`,
    basis: biddingBasis.bids,
  });
  return moved.ok ? ok(null) : moved;
}
