import { resolve } from '@daylight/rules/policy/book.ts';
import { addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { fileAppeal } from '../features/supervision/appeals.ts';
import { openOne } from '../features/supervision/cases.ts';
import { enterDecision } from '../features/supervision/decisions.ts';
import { referenceOne } from '../features/supervision/reference-query.ts';
import type { Life } from './life.ts';
import {
  type Placed,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';

/** On the last day: an interview, a report in draft, an appeal and a switch of the zone rule that wait for somebody. */
export async function leaveOversight(life: Life): Promise<void> {
  await leaveCases(life);
  await leaveAppeal(life);
  await leaveDecision(life);
}

async function leaveCases({ demo }: Life): Promise<void> {
  const found = await look(demo, (tx) =>
    tx
      .selectFrom('anomaly')
      .select(['id', 'institutionId', 'kind'])
      .where('province', '=', provinceNumber)
      .where('state', '=', 'new')
      .orderBy('foundOn', 'desc')
      .orderBy('amount', 'desc')
      .orderBy('id')
      .limit(2)
      .execute(),
  );
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  for (const [at, anomaly] of found.entries()) {
    const isInterview = at === 0;
    const body = {
      kind: isInterview ? ('interview' as const) : ('report' as const),
      institutionId: anomaly.institutionId,
      title: isInterview ? '采购异常约谈' : '采购异常情况通报',
      content: '请就平台发现的采购异常说明情况，并提出整改措施。',
      meetingAt: isInterview ? shanghaiMoment(addDays(officer.today, 5), '09:30') : null,
      place: isInterview ? '省医保局会议室' : '',
      rectifyBy: isInterview ? null : addDays(officer.today, 30),
      anomalyIds: [anomaly.id],
      evidence: [],
    };
    done(await openOne(officer, { params: {}, query: {}, body }), 'an interview or report');
  }
}

/** The first maker one of whose products was bought by enough institutions to be compared. */
async function leaveAppeal({ demo, market }: Life): Promise<void> {
  const makers = new Map(organisationsOf(demo, 'manufacturer').map((each) => [each.id, each]));
  for (const product of market.products.slice(0, 60)) {
    const maker: Placed | undefined = makers.get(product.maker.id);
    if (maker === undefined) continue;
    const sales = actingAs(demo, maker, 'sales');
    const query = { listingId: product.listingId, level: 'tertiary' as const };
    const seen = done(await referenceOne(sales, { params: {}, query, body: undefined }), 'a reference set');
    const [lowest] = seen.finding.spread;
    if (lowest === undefined || seen.finding.spread.length < 2) continue;
    const body = {
      ask: 'excludeTrade' as const,
      listingId: product.listingId,
      pricePoint: lowest.price,
      level: 'tertiary' as const,
      reason: '该成交价为临期促销的一次性价格，不宜作为参考（合成）',
      evidence: [],
    };
    done(await fileAppeal(sales, { params: {}, query: {}, body }), 'an appeal');
    return;
  }
}

async function leaveDecision({ demo }: Life): Promise<void> {
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const { jurisdiction } = officer.actor;
  const choices = resolve(officer.book, 'supervision.zoneRuleChoices', jurisdiction, officer.today).value;
  const choice = choices.find(({ code }) => code === 'shanghai');
  if (choice === undefined) return;
  const body = {
    draft: { key: 'supervision.zoneRule' as const, value: choice.rule },
    name: choice.zh,
    from: addDays(officer.today, 30),
    reason: '拟试行三线规则，先行征求意见（合成）',
    trialId: null,
    evidence: [],
  };
  done(await enterDecision(officer, { params: {}, query: {}, body }), 'a decision');
}
