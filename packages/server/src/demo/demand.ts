import { addQuantity, quantity } from '@daylight/rules/money.ts';
import type { ActorContext } from '../context.ts';
import { confirm, submit } from '../features/demand/commands.ts';
import { publish } from '../features/demand/publish.ts';
import { read } from '../features/demand/read.ts';
import { review } from '../features/demand/review.ts';
import type { Life } from './life.ts';
import {
  type Placed,
  type Province,
  actingAs,
  chanceFor,
  done,
  look,
  organisationsOf,
  provinceNumber,
} from './province.ts';

/**
 * What hospitals report in the rounds that are announced: an alliance as soon as its window opens, the round of the province on
 * the last day, in every state; volumes are published when reports are confirmed.
 */
export async function runDemand({ demo }: Life, left: number): Promise<void> {
  for (const round of await roundsOf(demo)) {
    const { now } = actingAs(demo, hospitalsOf(demo)[0] ?? never(), 'buyer');
    const isOpen = round.demandFromAt !== null && round.demandFromAt <= now && round.lockedAt === null;
    if (isOpen && round.level === 'interCity' && round.submitted === 0) await everybody(demo, round.id);
    if (isOpen && round.level === 'provincial' && left === 0) await halfWay(demo, round.id);
    if (round.confirmEndedAt !== null && round.publishedAt === null && round.accepted > 0)
      await publishOne(demo, round);
  }
}

function never(): never {
  throw new Error('the demo has no hospital');
}

interface Round {
  readonly id: string;
  readonly organiserId: string;
}

async function roundsOf(demo: Province) {
  return look(demo, (tx) =>
    tx
      .selectFrom('tender')
      .innerJoin('demandRound as d', (join) =>
        join.onRef('d.province', '=', 'tender.province').onRef('d.tenderId', '=', 'tender.id'),
      )
      .select(['tender.id', 'tender.organiserId', 'tender.level', 'tender.demandFromAt'])
      .select(['d.lockedAt', 'd.confirmEndedAt', 'd.publishedAt'])
      .select((eb) => [
        eb
          .selectFrom('demandReport as r')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('r.province', '=', 'tender.province')
          .whereRef('r.tenderId', '=', 'tender.id')
          .where('r.submittedAt', 'is not', null)
          .as('submitted'),
        eb
          .selectFrom('demandReport as r')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('r.province', '=', 'tender.province')
          .whereRef('r.tenderId', '=', 'tender.id')
          .where('r.state', '=', 'accepted')
          .as('accepted'),
      ])
      .where('tender.province', '=', provinceNumber)
      .where('tender.state', '=', 'reporting')
      .orderBy('tender.id')
      .execute()
      .then((rows) =>
        rows.map((row) => ({ ...row, submitted: row.submitted ?? 0, accepted: row.accepted ?? 0 })),
      ),
  );
}

/** Hospitals in which somebody reports and somebody confirms. */
function hospitalsOf(demo: Province): Placed[] {
  return organisationsOf(demo, 'institution').filter(
    ({ key }) => demo.accounts.has(`${key}/buyer`) && demo.accounts.has(`${key}/approver`),
  );
}

async function membersOf(demo: Province, tenderId: string): Promise<Placed[]> {
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('demandReport')
      .select('institutionId')
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .where('state', '=', 'open')
      .execute(),
  );
  const members = new Set(rows.map((row) => row.institutionId));
  return hospitalsOf(demo).filter(({ id }) => members.has(id));
}

async function versionOf(context: ActorContext, tenderId: string, institutionId: string): Promise<number> {
  const report = done(
    await read(context, { params: { tenderId, institutionId }, query: {}, body: undefined }),
    'report',
  );
  return report.head.version;
}

/** Last year's use and a little more; of items not used, some begin with a product or two and others need nothing. */
async function reportOne(demo: Province, tenderId: string, hospital: Placed): Promise<void> {
  const buyer = actingAs(demo, hospital, 'buyer');
  const key = { params: { tenderId, institutionId: hospital.id }, query: {}, body: undefined };
  const report = done(await read(buyer, key), 'report');
  const chance = chanceFor(demo, 'report', tenderId, hospital.key);
  const used = new Set(report.lines.map(({ item }) => item));
  const known = report.lines.map(({ productId, lastYear }) => ({
    productId,
    lastYear: lastYear ?? quantity(0),
    reported: addQuantity(lastYear ?? quantity(0), quantity(chance.below(40))),
    explanation: '业务量增长（演示）',
  }));
  const others = await productsOf(demo, tenderId);
  const begun = report.items
    .filter(({ item, isRunning }) => isRunning && !used.has(item) && chance.below(4) > 0)
    .flatMap(({ item }) =>
      others.filter((each) => each.item === item).slice(chance.below(2), 2 + chance.below(3)),
    )
    .map(({ id }) => {
      const lastYear = quantity(50 + chance.below(400));
      const reported = addQuantity(lastYear, quantity(chance.below(60)));
      return { productId: id, lastYear, reported, explanation: '上年用量取自院内系统（演示）' };
    });
  const answered = new Set(begun.map(({ productId }) => others.find((each) => each.id === productId)?.item));
  const noNeed = report.items
    .filter(({ item, isRunning }) => isRunning && !used.has(item) && !answered.has(item))
    .map(({ item }) => ({ item, explanation: '不开展相关项目（演示）' }));
  const body = { version: report.head.version, lines: [...known, ...begun], noNeed };
  done(await submit(buyer, { params: { tenderId }, query: {}, body }), 'volume report');
}

async function productsOf(demo: Province, tenderId: string) {
  return look(demo, (tx) =>
    tx
      .selectFrom('tenderProduct')
      .select(['id', 'item'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .orderBy('item')
      .orderBy('id')
      .execute(),
  );
}

async function confirmOne(demo: Province, tenderId: string, hospital: Placed): Promise<void> {
  const approver = actingAs(demo, hospital, 'approver');
  const version = await versionOf(approver, tenderId, hospital.id);
  const call = { params: { tenderId }, query: {}, body: { version, confirm: true, note: '' } };
  done(await confirm(approver, call), 'confirmation of a report');
}

async function reviewAll(
  demo: Province,
  tenderId: string,
  hospitals: readonly Placed[],
  { decision, note }: { readonly decision: 'accept' | 'return'; readonly note: string },
): Promise<void> {
  const bureau = organisationsOf(demo, 'bureau').find(({ key }) => key === 'bureau') ?? null;
  const officer = actingAs(demo, bureau ?? never(), 'officer');
  const reports = [];
  for (const { id: institutionId } of hospitals)
    reports.push({ institutionId, version: await versionOf(officer, tenderId, institutionId) });
  if (reports.length === 0) return;
  const call = { params: { tenderId }, query: {}, body: { reports, decision, note } };
  done(await review(officer, call), 'review of reports');
}

/** All but one, who never does. */
async function everybody(demo: Province, tenderId: string): Promise<void> {
  const members = (await membersOf(demo, tenderId)).slice(0, -1);
  for (const hospital of members) {
    await reportOne(demo, tenderId, hospital);
    await confirmOne(demo, tenderId, hospital);
  }
  await reviewAll(demo, tenderId, members, { decision: 'accept', note: '' });
}

/** One in each state; most have not begun. */
async function halfWay(demo: Province, tenderId: string): Promise<void> {
  const [, submitted, confirmed, accepted, returned] = await membersOf(demo, tenderId);
  for (const hospital of [submitted, confirmed, accepted, returned])
    if (hospital !== undefined) await reportOne(demo, tenderId, hospital);
  for (const hospital of [confirmed, accepted, returned])
    if (hospital !== undefined) await confirmOne(demo, tenderId, hospital);
  if (accepted !== undefined) await reviewAll(demo, tenderId, [accepted], { decision: 'accept', note: '' });
  if (returned !== undefined)
    await reviewAll(demo, tenderId, [returned], { decision: 'return', note: '请核实上年使用量（演示）' });
}

async function publishOne(demo: Province, { id, organiserId }: Round): Promise<void> {
  const bureau = [...demo.organisations.values()].find((each) => each.id === organiserId);
  const officer = actingAs(demo, bureau ?? never(), 'officer');
  const call = { params: { tenderId: id }, query: {}, body: undefined };
  done(await publish(officer, call), 'publication of agreed volumes');
}
