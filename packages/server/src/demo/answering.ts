import { type Money, add, compare, portion } from '@daylight/rules/money.ts';
import { addDays, shanghaiDate } from '@daylight/rules/time.ts';
import { giveEvidenceOne, verifyOne } from '../features/bargain/evidence.ts';
import {
  acceptCounterOne,
  acceptOne,
  counterOne,
  refuseOne,
  renewOne,
  withdrawOne,
} from '../features/bargain/steps.ts';
import { planCounterAnswer, planLastAnswer } from './bargaining.ts';
import { type BargainNow, type Deal, type Life, type Matters, doEach } from './life.ts';
import { actingAs, chanceFor, done, look, organisationOf, provinceNumber } from './province.ts';
import { cityOf } from './relations.ts';

const half = { over: 1n, under: 2n };

function between(low: Money, high: Money): Money {
  return portion(add(low, high), half, 'halfUpToFen');
}

/** Enterprises answer the offers that still wait for them; institutions answer what came back. */
export async function answerOffers(life: Life): Promise<void> {
  await doEach(life, 'answerOffer', async (matter) => {
    const now = await life.bargainNow(matter.deal.id);
    if (now.state === 'open' && now.turn === 'manufacturer') await answerOffer(life, matter, now);
  });
  await doEach(life, 'answerCounter', async (matter) => {
    const now = await life.bargainNow(matter.deal.id);
    if (now.state === 'open' && now.turn === 'institution') await answerCounter(life, matter, now);
  });
}

async function answerOffer(
  life: Life,
  { deal, how }: Matters['answerOffer'],
  now: BargainNow,
): Promise<void> {
  const context = actingAs(life.demo, deal.product.maker, 'sales');
  const call = { params: { bargainId: deal.id }, query: {} };
  const { version } = now;
  const what = `answer to bargain ${deal.key}`;
  // A price that was really traded should be confirmed and cannot be refused (JS-11B).
  if (how === 'accept' || (how === 'refuse' && now.kind === 'traded')) {
    done(await acceptOne(context, { ...call, body: { version } }), what);
  } else if (how === 'refuse') {
    const note = chanceFor(life.demo, 'refusal', deal.key).pick([
      '低于成本，无法供应',
      '已按全国最低价挂网',
      '该规格停止促销',
    ]);
    done(await refuseOne(context, { ...call, body: { version, note } }), what);
  } else {
    const price = between(now.price, deal.product.price);
    done(await counterOne(context, { ...call, body: { version, price, note: '可在此价格供应' } }), what);
    planCounterAnswer(life, deal);
  }
}

async function answerCounter(
  life: Life,
  { deal, how }: Matters['answerCounter'],
  now: BargainNow,
): Promise<void> {
  const context = actingAs(life.demo, deal.institution, 'buyer');
  const call = { params: { bargainId: deal.id }, query: {} };
  const { version, counterPrice } = now;
  const what = `answer to the counter-offer of ${deal.key}`;
  if (how === 'withdraw') {
    done(await withdrawOne(context, { ...call, body: { version, note: '改用其他产品' } }), what);
    return;
  }
  const price = counterPrice === null ? now.price : between(now.price, counterPrice);
  const hasRoom = counterPrice !== null && compare(price, now.price) > 0 && compare(price, counterPrice) < 0;
  if (how === 'accept' || !hasRoom) {
    done(await acceptCounterOne(context, { ...call, body: { version } }), what);
    return;
  }
  const body = { version, price, quantity: null, note: '再让一步', claimsTraded: false };
  done(await renewOne(context, { ...call, body }), what);
  planLastAnswer(life, deal);
}

/** Trade records that were asked for: one of the platform's own, or of another place, which an officer looks at. */
export async function settleEvidence(life: Life): Promise<void> {
  await doEach(life, 'giveEvidence', async ({ deal }) => {
    const now = await life.bargainNow(deal.id);
    if (now.state !== 'awaiting-evidence' || chanceFor(life.demo, 'evidence', deal.key).happens(0.12)) return;
    await giveEvidence(life, deal, now);
  });
  await doEach(life, 'verifyEvidence', ({ deal }) => verify(life, deal));
}

async function giveEvidence({ demo, agenda }: Life, deal: Deal, now: BargainNow): Promise<void> {
  const offeredOn = shanghaiDate(now.offeredAt);
  const traded = await look(demo, (tx) =>
    tx
      .selectFrom('trade')
      .select('id')
      .where('province', '=', provinceNumber)
      .where('itemCode', '=', deal.product.itemCode)
      .where('price', '=', now.price)
      .where('unitsPerPurchaseUnit', '=', deal.product.unitsPerPurchaseUnit)
      .where('tradedAt', '<', now.offeredAt)
      .orderBy('tradedAt', 'desc')
      .executeTakeFirst(),
  );
  const chance = chanceFor(demo, 'stated', deal.key);
  const stated = {
    place: chance.pick(['浙江省', '安徽省', '山东省', '福建省']),
    buyer: `${chance.pick(['杭州', '合肥', '济南', '福州'])}某三级医院（演示）`,
    document: '医用耗材购销合同',
    documentNumber: `HT-${deal.key}`,
    tradedOn: addDays(offeredOn, -20 - chance.below(120)),
    price: now.price,
    unitsPerPurchaseUnit: deal.product.unitsPerPurchaseUnit,
  };
  const evidence = traded === undefined ? stated : { tradeId: traded.id };
  done(
    await giveEvidenceOne(actingAs(demo, deal.institution, 'buyer'), {
      params: { bargainId: deal.id },
      query: {},
      body: { version: now.version, evidence },
    }),
    `evidence of ${deal.key}`,
  );
  if (traded === undefined)
    agenda.plan('verifyEvidence', 1 + chance.below(3), { who: `bureau-${cityOf(deal.institution)}`, deal });
}

async function verify({ demo, bargainNow }: Life, deal: Deal): Promise<void> {
  const { state, version } = await bargainNow(deal.id);
  if (state !== 'verifying') return;
  const isTrue = chanceFor(demo, 'verify', deal.key).happens(0.75);
  const note = isTrue ? '合同与发票一致，予以认定' : '合同未附发票，无法认定';
  const bureau = organisationOf(demo, `bureau-${cityOf(deal.institution)}`);
  done(
    await verifyOne(actingAs(demo, bureau, 'officer'), {
      params: { bargainId: deal.id },
      query: {},
      body: { version, isTrue, note },
    }),
    `verification of ${deal.key}`,
  );
}
