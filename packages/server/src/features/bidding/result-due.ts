import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type Money, amountOf, quantity } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { addMonths, type IsoDate } from '@daylight/rules/time.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type NewRecord, addRecords } from '../linkage/port.ts';
import { listProduct } from '../listing/port.ts';
import {
  type TenderFacts,
  type TenderProduct,
  lockTender,
  moveTender,
  setChoiceDue,
  tenderInstitutions,
  tenderItems,
  tenderProducts,
} from '../tender/port.ts';
import { tellAward } from './award-feed.ts';
import { type AwardedProduct, awardOf } from './award-of.ts';
import { failRound } from './fail.ts';
import { type BidRound, lockRound, saying } from './round-rows.ts';

const batch = 5;

/** What a decision brings about (HN-9a): listings for the participants, price records, word to those who set payment standards. */
export const resultDue: Sweep = {
  name: 'bidding-result',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('bidRound as r')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
        )
        .select('r.tenderId')
        .where('r.province', '=', context.scope.province)
        .where('t.state', '=', 'published')
        .where('r.decision', 'is not', null)
        .orderBy('r.tenderId')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ tenderId }) => carryOut(context, tenderId));
  },
};

async function carryOut(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    const round = await lockRound(unit.tx, province, tenderId);
    if (tender?.state !== 'published' || round === null) return refuse('tender.wrongState');
    return round.decision === 'confirmed'
      ? putInForce(context, unit, tender, round)
      : annul(context, unit, tender, round);
  });
  return done.ok;
}

async function annul(context: Context, unit: Unit, tender: TenderFacts, round: BidRound) {
  const firms = await unit.tx
    .selectFrom('awardResult')
    .select('manufacturerId')
    .distinct()
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', tender.id)
    .execute();
  return failRound(context, unit, tender, {
    basis: biddingBasis.bids,
    reason: { zh: `结果废止：${round.decisionNote}`, en: `The result was annulled: ${round.decisionNote}` },
    tell: firms.map((each) => each.manufacturerId),
  });
}

interface Code {
  readonly itemCode: string;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
}
interface Selected {
  readonly awarded: AwardedProduct;
  readonly product: TenderProduct;
  readonly code: Code;
  /** Yuan per purchase unit. */
  readonly price: Money;
}

/** Every code of every selected product with its price per purchase unit. */
async function selectedCodes(context: Context, unit: Unit, tender: TenderFacts): Promise<Selected[]> {
  const { province } = context.scope;
  const award = await awardOf(unit.tx, province, tender.id);
  const products = new Map(
    (await tenderProducts(unit.tx, province, tender.id)).map((each) => [each.id, each]),
  );
  return (award?.products ?? []).flatMap((awarded) => {
    const product = products.get(awarded.productId);
    if (product === undefined) return [];
    return (product.codes as unknown as readonly Code[]).map((code) => ({
      awarded,
      product,
      code,
      price: amountOf(awarded.price, quantity(code.unitsPerPurchaseUnit)),
    }));
  });
}

async function putInForce(context: Context, unit: Unit, tender: TenderFacts, round: BidRound) {
  const { province } = context.scope;
  const selected = await selectedCodes(context, unit, tender);
  const until = tender.termUntil ?? addMonths(context.today, tender.termMonths);
  const { listings, refused } = await listAll(context, unit, { tender, selected, until });
  await keepListings(context, unit, tender.id, listings);
  await addRecords(
    context,
    unit,
    selected.map((each) => recordOf(context, tender, each, { until, by: round.decidedBy })),
  );
  await tell(context, unit, tender, selected);
  await tellAward(context, unit, tender);
  await unit.tx
    .updateTable('bidRound')
    .set({
      awardedAt: context.now,
      trouble: refused.length === 0 ? null : JSON.stringify(troubleOf(refused)),
      version: round.version + 1,
    })
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .execute();
  unit.record({
    event: 'bidding.awarded',
    subject: { kind: 'tender', id: tender.id },
    basis: [biddingBasis.volume, biddingBasis.oneSystem, biddingBasis.paymentStandard],
    after: {
      number: tender.number,
      codes: selected.map(({ code, price, product }) => ({
        itemCode: code.itemCode,
        price,
        purchaseUnit: code.purchaseUnit,
        product: product.id,
      })),
      refused,
    },
    readers: [tender.organiserId],
  });
  const moved = await moveTender(context, unit, { tender, to: 'awarded', basis: biddingBasis.volume });
  return moved.ok ? ok(null) : moved;
}

interface Refused {
  readonly code: string;
  readonly why: string;
}

function troubleOf(refused: readonly Refused[]) {
  const said = refused.map(({ code, why }) => `${code} (${why})`).join('、');
  return { zh: `未能挂网：${said}`, en: `Not listed: ${said}` };
}

interface Listing {
  readonly tender: TenderFacts;
  readonly selected: readonly Selected[];
  readonly until: IsoDate;
}

/**
 * Each code is listed for the participants at the selected price. It stands beside a sunshine listing of the same code: by
 * that everybody who does not take part goes on buying, so neither is repriced nor withdrawn. A code that cannot be listed
 * (no longer in force) does not hold up the others.
 */
async function listAll(context: Context, unit: Unit, { tender, selected, until }: Listing) {
  const { province } = context.scope;
  const institutions = await tenderInstitutions(unit.tx, province, tender.id);
  const units = new Map(
    (await tenderItems(unit.tx, province, tender.id)).map((each) => [each.item, each.unit]),
  );
  const listings = new Map<string, string[]>();
  const refused: Refused[] = [];
  for (const { awarded, product, code, price } of selected) {
    const done = await listProduct(context, unit, {
      itemCode: code.itemCode,
      jurisdiction: tender.jurisdiction,
      class: product.class as ConsumableClass,
      form: 'alliance',
      manufacturerId: product.manufacturerId,
      price,
      purchaseUnit: code.purchaseUnit,
      smallestUnit: units.get(product.item) ?? code.purchaseUnit,
      unitsPerPurchaseUnit: code.unitsPerPurchaseUnit,
      audienceInstitutions: institutions.map((each) => each.institutionId),
      termUntil: until,
      reason: 'selected',
      source: `tender:${tender.number}`,
      basis: biddingBasis.volume,
      document: tender.number,
      cause: { kind: 'tender', id: tender.id },
    });
    if (done.ok) listings.set(awarded.productId, [...(listings.get(awarded.productId) ?? []), done.value.id]);
    else refused.push({ code: code.itemCode, why: done.code });
  }
  return { listings, refused };
}

async function keepListings(
  context: Context,
  unit: Unit,
  tenderId: string,
  listings: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  for (const [productId, ids] of listings)
    await unit.tx
      .updateTable('awardResult')
      .set({ listingIds: [...ids] })
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', tenderId)
      .where('productId', '=', productId)
      .where('selected', '=', true)
      .execute();
}

function recordOf(
  context: Context,
  tender: TenderFacts,
  { code, price }: Selected,
  { until, by }: { readonly until: IsoDate; readonly by: string | null },
): NewRecord {
  return {
    itemCode: code.itemCode,
    jurisdiction: tender.jurisdiction,
    kind: 'selected',
    price,
    purchaseUnit: code.purchaseUnit,
    unitsPerPurchaseUnit: code.unitsPerPurchaseUnit,
    effectiveFrom: context.today,
    effectiveTo: until,
    contract: tender.number,
    source: 'entry',
    document: `${tender.number} ${tender.title}`,
    verified: { by },
    enteredBy: null,
  };
}

async function tell(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  selected: readonly Selected[],
): Promise<void> {
  const { province } = context.scope;
  const subject = { kind: 'tender', id: tender.id };
  const winners = Map.groupBy(selected, ({ product }) => product.manufacturerId);
  const bidders = await unit.tx
    .selectFrom('awardResult')
    .select('manufacturerId')
    .distinct()
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .execute();
  for (const { manufacturerId } of bidders) {
    const own = winners.get(manufacturerId) ?? [];
    unit.notify({
      organisationId: manufacturerId,
      kind: own.length > 0 ? 'bidding.selected' : 'bidding.notSelected',
      subject,
      facts: { ...saying(tender), count: new Set(own.map(({ product }) => product.id)).size },
    });
  }
  const products = new Set(selected.map(({ product }) => product.id)).size;
  for (const { institutionId } of await tenderInstitutions(unit.tx, province, tender.id))
    unit.notify({
      organisationId: institutionId,
      kind: 'bidding.awarded',
      subject,
      facts: { ...saying(tender), count: products },
    });
  unit.notify({
    organisationId: tender.organiserId,
    kind: 'bidding.paymentStandard',
    subject,
    facts: { ...saying(tender), count: selected.length },
  });
}

/** A final result opens the choice of leftover volume at once, until the round's own end for it or the provision's. */
export const choiceDue: Sweep = {
  name: 'bidding-choice',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('tender')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('state', '=', 'awarded')
        .orderBy('id')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => openChoice(context, id));
  },
};

async function openChoice(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const tender = await lockTender(unit.tx, context.scope.province, tenderId);
    if (tender?.state !== 'awarded') return refuse('tender.wrongState');
    const own = tender.choiceDueAt;
    if (own === null || own <= context.now) {
      const term = resolve(context.book, 'bidding.choiceWithin', tender.jurisdiction, context.today).value;
      const { dueAt } = dueOf(context.now, term, context.calendar);
      await setChoiceDue(unit.tx, context.scope.province, { tenderId, dueAt });
    }
    unit.record({
      event: 'bidding.choiceOpened',
      subject: { kind: 'tender', id: tenderId },
      basis: [biddingBasis.volume],
      after: { number: tender.number },
      readers: [tender.organiserId],
    });
    const moved = await moveTender(context, unit, { tender, to: 'choosing', basis: biddingBasis.volume });
    return moved.ok ? ok(null) : moved;
  });
  return done.ok;
}
