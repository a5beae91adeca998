import { addQuantity, quantity } from '@daylight/rules/money.ts';
import { confirm, submit } from '../features/demand/commands.ts';
import { publish } from '../features/demand/publish.ts';
import { read } from '../features/demand/read.ts';
import { review } from '../features/demand/review.ts';
import { type Placed, type Province, actingAs, chanceFor, done, look, provinceNumber } from './province.ts';

interface Reporting {
  readonly tenderId: string;
  readonly title: string;
  readonly organiser: Placed;
  readonly hospitals: readonly Placed[];
}

/** Hospitals that have not begun. */
async function silentOf(demo: Province, { tenderId, hospitals }: Reporting): Promise<Placed[]> {
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('demandReport')
      .select('institutionId')
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .where('state', '=', 'open')
      .where('lockedAt', 'is', null)
      .execute(),
  );
  const silent = new Set(rows.map((row) => row.institutionId));
  return hospitals.filter(({ id }) => silent.has(id));
}

/** As soon as the window is open: all but one, who never does. */
export async function reportAll(demo: Province, reporting: Reporting): Promise<void> {
  const silent = await silentOf(demo, reporting);
  if (silent.length < reporting.hospitals.length) return;
  const members = silent.slice(0, -1);
  for (const hospital of members) {
    await reportOne(demo, reporting, hospital);
    await confirmOne(demo, reporting.tenderId, hospital);
  }
  await reviewAll(demo, reporting, members, { decision: 'accept', note: '' });
}

/** One in each state; most have not begun. */
export async function reportHalfWay(demo: Province, reporting: Reporting): Promise<void> {
  const [, submitted, confirmed, accepted, returned] = await silentOf(demo, reporting);
  for (const hospital of [submitted, confirmed, accepted, returned])
    if (hospital !== undefined) await reportOne(demo, reporting, hospital);
  for (const hospital of [confirmed, accepted, returned])
    if (hospital !== undefined) await confirmOne(demo, reporting.tenderId, hospital);
  if (accepted !== undefined) await reviewAll(demo, reporting, [accepted], { decision: 'accept', note: '' });
  if (returned !== undefined)
    await reviewAll(demo, reporting, [returned], { decision: 'return', note: '请核实上年使用量（演示）' });
}

/** Base and agreed volumes, once the time for confirmations is over. */
export async function publishVolumes(
  demo: Province,
  { tenderId, organiser }: Pick<Reporting, 'tenderId' | 'organiser'>,
): Promise<void> {
  const round = await look(demo, (tx) =>
    tx
      .selectFrom('demandRound')
      .select(['confirmEndedAt', 'publishedAt'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .executeTakeFirst(),
  );
  if (round === undefined || round.confirmEndedAt === null || round.publishedAt !== null) return;
  const call = { params: { tenderId }, query: {}, body: undefined };
  done(await publish(actingAs(demo, organiser, 'officer'), call), 'publication of agreed volumes');
}

/** Last year's use and a little more; of items not used, some begin with a product or two and others need nothing. */
async function reportOne(demo: Province, { tenderId, title }: Reporting, hospital: Placed): Promise<void> {
  const buyer = actingAs(demo, hospital, 'buyer');
  const key = { params: { tenderId, institutionId: hospital.id }, query: {}, body: undefined };
  const report = done(await read(buyer, key), 'report');
  const chance = chanceFor(demo, 'report', title, hospital.key);
  const used = new Set(report.lines.map(({ item }) => item));
  const known = report.lines.map(({ productId, lastYear }) => ({
    productId,
    lastYear: lastYear ?? quantity(0),
    reported: addQuantity(lastYear ?? quantity(0), quantity(chance.below(40))),
    explanation: '业务量增长（演示）',
  }));
  const offered = await productsOf(demo, tenderId);
  const begun = report.items
    .filter(({ item, isRunning }) => isRunning && !used.has(item))
    .flatMap(({ item }) =>
      offered.filter((each) => each.item === item).slice(chance.below(2), 2 + chance.below(3)),
    )
    .map(({ id }) => {
      const lastYear = quantity(50 + chance.below(400));
      const reported = addQuantity(lastYear, quantity(chance.below(60)));
      return { productId: id, lastYear, reported, explanation: '上年用量取自院内系统（演示）' };
    });
  const answered = new Set(begun.map(({ productId }) => offered.find((each) => each.id === productId)?.item));
  const noNeed = report.items
    .filter(({ item, isRunning }) => isRunning && !used.has(item) && !answered.has(item))
    .map(({ item }) => ({ item, explanation: '不开展相关项目（演示）' }));
  const body = { version: report.head.version, lines: [...known, ...begun], noNeed };
  done(await submit(buyer, { params: { tenderId }, query: {}, body }), 'volume report');
}

/** Products of a round in an order that is the same each time: by item and codes. */
async function productsOf(demo: Province, tenderId: string) {
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('tenderProduct')
      .select(['id', 'item', 'codes'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .execute(),
  );
  const said = rows.map(({ id, item, codes }) => ({ id, item, codes: JSON.stringify(codes) }));
  return said.toSorted((a, b) => (`${a.item}${a.codes}` < `${b.item}${b.codes}` ? -1 : 1));
}

/** The version of a hospital's report, as its page shows it. */
async function versionOf(demo: Province, tenderId: string, { id }: Placed): Promise<number> {
  const row = await look(demo, (tx) =>
    tx
      .selectFrom('demandReport')
      .select('version')
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .where('institutionId', '=', id)
      .executeTakeFirstOrThrow(),
  );
  return row.version;
}

async function confirmOne(demo: Province, tenderId: string, hospital: Placed): Promise<void> {
  const version = await versionOf(demo, tenderId, hospital);
  const call = { params: { tenderId }, query: {}, body: { version, confirm: true, note: '' } };
  done(await confirm(actingAs(demo, hospital, 'approver'), call), 'confirmation of a report');
}

async function reviewAll(
  demo: Province,
  { tenderId, organiser }: Reporting,
  hospitals: readonly Placed[],
  { decision, note }: { readonly decision: 'accept' | 'return'; readonly note: string },
): Promise<void> {
  const reports = [];
  for (const hospital of hospitals)
    reports.push({ institutionId: hospital.id, version: await versionOf(demo, tenderId, hospital) });
  const call = { params: { tenderId }, query: {}, body: { reports, decision, note } };
  done(await review(actingAs(demo, organiser, 'officer'), call), 'review of reports');
}
