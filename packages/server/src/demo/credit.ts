import { addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { decide, stateSide } from '../features/credit/decide.ts';
import { enterRating, enterRecord } from '../features/credit/enter.ts';
import { take as takeReport, report } from '../features/credit/reports.ts';
import { finish, take } from '../features/credit/steps.ts';
import { openSupply } from '../features/credit/supply.ts';
import type { Life } from './life.ts';
import {
  type Placed,
  type Province,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';
import { handInPaper } from './qualifying.ts';

/** On the last day: bad records in each state, a rating from elsewhere, steps against who delivers late, reports. */
export async function leaveCredit({ demo }: Life): Promise<void> {
  const makers = organisationsOf(demo, 'manufacturer');
  const [first, second] = makers;
  if (first === undefined || second === undefined) return;
  await recordOf(demo, first, 'hearing');
  // Those that sell least come last: what is restricted there disturbs no other scene.
  const waiting: ('heard' | 'inForce')[] = ['inForce', 'heard'];
  for (const maker of makers.slice(2).toReversed()) {
    const state = waiting[0];
    if (state !== undefined && (await recordOf(demo, maker, state))) waiting.shift();
  }
  await ratingFromElsewhere(demo, second);
  await supplySteps(demo);
  await reports(demo);
}

async function codeOf(demo: Province, maker: Placed): Promise<string | null> {
  const row = await look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .select('itemCode')
      .where('province', '=', provinceNumber)
      .where('manufacturerId', '=', maker.id)
      .where('state', '=', 'listed')
      .where('jurisdiction', '=', '320000')
      .orderBy('number', 'desc')
      .executeTakeFirst(),
  );
  return row?.itemCode ?? null;
}

async function recordOf(
  demo: Province,
  maker: Placed,
  state: 'hearing' | 'heard' | 'inForce',
): Promise<boolean> {
  const bureau = organisationOf(demo, 'bureau');
  const officer = actingAs(demo, bureau, 'officer');
  const code = await codeOf(demo, maker);
  if (code === null) return false;
  const body = {
    organisationId: maker.id,
    ground: 'unfairPrice',
    sourceKind: 'investigation',
    sourceDocument: '关于挂网价格不实的调查结论（演示）',
    sourceOn: addDays(officer.today, -12),
    facts: '经核查，该产品申报的全国最低价与外省挂网价不符，企业未及时更正（演示）',
    measure: 'restrictProducts',
    until: null,
    itemCodes: [code],
    evidenceIds: [await handInPaper(officer, '不良记录调查材料（演示）')],
    reportId: null,
  };
  const entered = done(await enterRecord(officer, { params: {}, query: {}, body }), 'bad record');
  if (state === 'hearing') return true;
  const statement = {
    params: { caseId: entered.id },
    query: {},
    body: { statement: '系申报人员疏漏，已更正价格，请从轻处理（演示）', evidenceIds: [], version: 1 },
  };
  const stated = done(await stateSide(actingAs(demo, maker, 'sales'), statement), 'statement');
  if (state === 'heard') return true;
  const decision = {
    params: { caseId: entered.id },
    query: {},
    body: { approve: true, note: '事实清楚，限制涉案产品挂网（演示）', version: stated.version },
  };
  done(await decide(actingAs(demo, bureau, 'supervisor'), decision), 'decision on a bad record');
  return true;
}

/** A rating that another province published: here it only warns those who order. */
async function ratingFromElsewhere(demo: Province, maker: Placed): Promise<void> {
  const bureau = organisationOf(demo, 'bureau');
  const officer = actingAs(demo, bureau, 'officer');
  const body = {
    organisationId: maker.id,
    ground: 'bribery',
    sourceKind: 'judgment',
    sourceDocument: '外省医药价格和招采失信企业名单（演示）',
    sourceOn: addDays(officer.today, -40),
    facts: '外省法院判决认定给予回扣，该省评定为失信（演示）',
    level: 'dishonest',
    amount: null,
    publishedBy: '430000',
    itemCodes: [],
    evidenceIds: [await handInPaper(officer, '外省信用评价结果（演示）')],
  };
  const entered = done(await enterRating(officer, { params: {}, query: {}, body }), 'rating');
  const call = { params: { caseId: entered.id }, query: {}, body: { approve: true, note: '', version: 1 } };
  done(await decide(actingAs(demo, bureau, 'supervisor'), call), 'confirmation of a rating');
}

/** One distributor is asked in, another was and a notice waits to be issued. */
async function supplySteps(demo: Province): Promise<void> {
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const [nearest, ...others] = organisationsOf(demo, 'distributor');
  const distributors = [nearest, others.at(-1)].filter((each) => each !== undefined);
  const meetingAt = shanghaiMoment(addDays(officer.today, 5), '09:30');
  for (const [nth, { id: organisationId }] of distributors.entries()) {
    const body = {
      organisationId,
      cause: 'late' as const,
      facts: '近三个月多次逾期送达，医疗机构反映强烈（演示）',
    };
    const opened = done(await openSupply(officer, { params: {}, query: {}, body }), 'case of failing supply');
    const supply = { supplyId: opened.id };
    const common = { evidenceIds: [], version: opened.version };
    const interview = {
      params: supply,
      query: {},
      body: {
        step: 'interview',
        content: '请说明逾期送达的原因和整改安排',
        meetingAt,
        place: '省局三楼会议室',
        dueOn: addDays(officer.today, 20),
        ...common,
      },
    };
    const called = done(await take(officer, interview), 'interview');
    const step = called.steps.at(-1);
    if (nth === 0 || step === undefined) continue;
    const minutes = {
      params: { ...supply, stepId: step.id },
      query: {},
      body: {
        minutes: '企业承认运力不足，未提出可行的整改安排（演示）',
        settled: false,
        evidenceIds: [],
        version: step.version,
      },
    };
    const held = done(await finish(officer, minutes), 'minutes');
    const notice = {
      params: supply,
      query: {},
      body: {
        step: 'notice',
        content: '该企业多次逾期送达且整改不力，予以通报（演示）',
        meetingAt: null,
        place: '',
        dueOn: null,
        evidenceIds: [],
        version: held.version,
      },
    };
    done(await take(officer, notice), 'draft of a notice');
  }
}

async function reports(demo: Province): Promise<void> {
  const [hospital] = organisationsOf(demo, 'institution');
  if (hospital === undefined) return;
  const reporter = actingAs(demo, hospital, 'buyer');
  const told = [
    {
      kind: 'lentLicence',
      accused: '某医疗器械经营部（演示）',
      facts: '送货人员与经营许可证记载的企业不符，疑似租借证照（演示）',
    },
    {
      kind: 'counterfeit',
      accused: '某医疗科技公司（演示）',
      facts: '产品包装与注册证附图不一致，疑为假劣产品（演示）',
    },
  ];
  for (const [nth, each] of told.entries()) {
    const body = { ...each, itemCode: null, evidenceIds: [] };
    const sent = done(await report(reporter, { params: {}, query: {}, body }), 'report');
    if (nth === 0) continue;
    const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
    const call = { params: { reportId: sent.id }, query: {}, body: { version: 1 } };
    done(await takeReport(officer, call), 'taking of a report');
  }
}
