import type { ReadBid } from '@daylight/rules/bidding/content.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import {
  endsQuoting,
  firmsPerItem,
  itemsTooFew,
  leastInRound,
  leastPerItem,
  quotingKind,
  quotingPolicyOf,
} from '@daylight/rules/bidding/quoting.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type TenderFacts, lockTender, moveTender, tenderItems, tenderProducts } from '../tender/port.ts';
import { failRound } from './fail.ts';
import { standingOf } from './quotes-store.ts';
import { type BidRound, lockRound, quotingTerms, saying } from './round-rows.ts';

const batch = 50;

/** When every bid of the quoting round is open or stopped, it is kept in the record, and the round goes on. */
export const openedDue: Sweep = {
  name: 'bidding-opened',
  run: async (context) => {
    const { rows } = await reading(context.database.db, context.scope, (tx) =>
      sql<{ id: string }>`
        select t.id from tender t
        join bid_round r on r.province = t.province and r.tender_id = t.id
        where t.province = ${context.scope.province} and t.state = 'opening' and not exists (
          select from sealed_bid b
          left join bid_opening o on o.province = b.province and o.bid_id = b.id
          where b.province = t.province and b.tender_id = t.id and b.state = 'standing' and b.quoting = r.quoting
            and o.bid_id is null)
        order by t.id limit ${batch}`.execute(tx),
    );
    return moveEach(rows, ({ id }) => finishOpening(context, id));
  },
};

async function finishOpening(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    const round = await lockRound(unit.tx, province, tenderId);
    if (tender?.state !== 'opening' || round === null) return refuse('tender.wrongState');
    const { opened, all } = await keepRecord(context, unit, tender, round);
    const terms = quotingTerms(tender);
    const isLast = endsQuoting(terms, round.quoting);
    await unit.tx
      .updateTable('bidRound')
      .set({
        openedAt: context.now,
        ...(isLast ? { quotingEndedAt: context.now, lotDrawAt: context.now } : {}),
        version: round.version + 1,
      })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .execute();
    if (round.quoting === 1) {
      const failed = await tooFew(context, unit, tender, { opened: opened.length, all });
      if (failed !== null) return failed;
    }
    if (!isLast) tellWhatIsNext(unit, tender, round);
    const moved = await moveTender(context, unit, {
      tender,
      to: 'opened',
      note: `${isLast && round.quoting === 1 ? '' : `第 ${round.quoting} 轮：`}共 ${all.length} 份报价，打开 ${opened.length} 份`,
      basis: biddingBasis.bids,
    });
    return moved.ok ? ok(null) : moved;
  });
  return done.ok;
}

interface Opened {
  readonly opened: readonly string[];
  readonly all: readonly string[];
}

/** The record of the quoting round: when, how many, and how many lines did not count. */
async function keepRecord(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  round: BidRound,
): Promise<Opened> {
  const { province } = context.scope;
  const openings = await unit.tx
    .selectFrom('bidOpening')
    .select(['outcome', 'manufacturerId', 'lines'])
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .where('quoting', '=', round.quoting)
    .execute();
  const opened = openings.filter((each) => each.outcome === 'opened');
  assert(tender.bidDueAt !== null && round.closedAt !== null, 'what is open was closed at its deadline');
  await unit.tx
    .insertInto('bidQuoting')
    .values({
      province,
      tenderId: tender.id,
      quoting: round.quoting,
      organiserId: tender.organiserId,
      kind: quotingKind(quotingTerms(tender), round.quoting),
      fromAt: tender.bidFromAt,
      dueAt: tender.bidDueAt,
      closedAt: round.closedAt,
      closedHash: round.closedHash ?? '',
      bids: openings.length,
      opened: opened.length,
      stoppedLines: opened.reduce(
        (sum, { lines }) => sum + ((lines as unknown as ReadBid).notCounting?.length ?? 0),
        0,
      ),
      openedAt: context.now,
    })
    .execute();
  return {
    all: openings.map((each) => each.manufacturerId),
    opened: opened.map((each) => each.manufacturerId),
  };
}

/** After the first quotes: a round, or an item of a negotiation, for which too few firms quoted gets no result. */
async function tooFew(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { opened, all }: { readonly opened: number; readonly all: readonly string[] },
) {
  const policy = quotingPolicyOf(context.book, tender.jurisdiction, context.today);
  const terms = quotingTerms(tender);
  const least = leastInRound(tender.mode, terms, policy);
  if (opened < least.value)
    return failRound(context, unit, tender, {
      basis: least.basis,
      tell: all,
      reason: {
        zh: `有效报价企业 ${opened} 家，不足 ${least.value} 家`,
        en: `${opened} valid bids; at least ${least.value} are needed`,
      },
    });
  if (tender.mode !== 'negotiation' || terms.singleSource !== null) return null;
  const perItem = leastPerItem(tender.mode, terms, policy);
  const left = await leaveOutItems(context, unit, tender, perItem);
  return left > 0
    ? null
    : failRound(context, unit, tender, {
        basis: perItem.basis,
        tell: all,
        reason: {
          zh: `每个品种的报价企业均不足 ${perItem.value} 家，不能进行竞争性谈判`,
          en: `No item has the ${perItem.value} bidders that a competitive negotiation needs`,
        },
      });
}

/** Leaves items without enough bidders out of the award, with their reason; answers how many items are left. */
async function leaveOutItems(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  least: ReturnType<typeof leastPerItem>,
): Promise<number> {
  const { province } = context.scope;
  const products = await tenderProducts(unit.tx, province, tender.id);
  const items = (await tenderItems(unit.tx, province, tender.id)).filter(({ state }) => state === 'running');
  const { lines } = await standingOf(unit.tx, tender);
  const quoted = new Set(lines.map(({ product }) => product));
  const firms = firmsPerItem(products.filter(({ id }) => quoted.has(id)));
  const out = new Set(
    itemsTooFew(
      items.map(({ item }) => item),
      firms,
      least,
    ),
  );
  const rows = products
    .filter(({ id, item }) => out.has(item) && quoted.has(id))
    .map(({ id }) => ({
      province,
      tenderId: tender.id,
      productId: id,
      reason: 'quote.tooFewFirms',
      basis: JSON.stringify(least.basis),
      at: context.now,
    }));
  if (rows.length > 0) await unit.tx.insertInto('awardExclusion').values(rows).execute();
  return items.length - out.size;
}

function tellWhatIsNext(unit: Unit, tender: TenderFacts, { quoting }: BidRound): void {
  unit.notify({
    organisationId: tender.organiserId,
    kind: 'bidding.roundOpened',
    subject: { kind: 'tender', id: tender.id },
    facts: { ...saying(tender), quoting },
  });
}
