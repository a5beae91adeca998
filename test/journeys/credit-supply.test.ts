import { decideCase, enterRecord, readCase } from '@daylight/api/credit.ts';
import { listPublicNotices } from '@daylight/api/credit-public.ts';
import {
  closeReport,
  listOwnReports,
  listReports,
  readReport,
  readReportKinds,
  recordFinding,
  report,
  takeReport,
} from '@daylight/api/credit-report.ts';
import {
  answerStep,
  closeSupplyCase,
  finishStep,
  issueStep,
  listSupplyCandidates,
  listSupplyCases,
  openSupplyCase,
  readSupplyCase,
  takeStep,
} from '@daylight/api/credit-supply.ts';
import { readHome } from '@daylight/api/home.ts';
import { listJournal } from '@daylight/api/journal.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
const day = 86_400_000;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openMarket(at);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
});
afterAll(() => at.close());

const read = async (supplyId: string, person = officer) =>
  (await person.call(readSupplyCase, { params: { supplyId } })).value;
async function step(supplyId: string, code: string, more: object = {}) {
  const { version } = await read(supplyId);
  return officer.call(takeStep, {
    params: { supplyId },
    body: { step: code, content: '连续两月未按合同配送', version, ...more } as never,
  });
}
async function finish(supplyId: string, settled: boolean) {
  const last = (await read(supplyId)).steps.at(-1);
  return officer.call(finishStep, {
    params: { supplyId, stepId: last?.id ?? '' },
    body: { minutes: '企业说明了原因，未见整改', settled, version: last?.version ?? 0 } as never,
  });
}
const todosOf = async (person: Person) => (await person.call(readHome)).value.todos.map((each) => each.kind);

test('HN-11a: interview, notice, assessment and removal follow one another, each with minutes, none is skipped', async () => {
  await at.sql(
    `insert into supply_month (province, distributor_id, jurisdiction, month, lines, ordered_amount, delivered_amount)
     values (32, $1, '320100', '2026-07-01', 10, 1000, 400)`,
    [market.distributorId],
  );
  const found = (await officer.call(listSupplyCandidates, {})).value.items;
  expect(found).toMatchObject([
    { enterprise: { id: market.distributorId }, role: 'distributor', openCaseId: null },
  ]);
  const open = () =>
    officer.call(openSupplyCase, {
      body: { organisationId: market.distributorId, cause: 'lowDelivery', facts: '配送率仅四成' },
    });
  const opened = await open();
  expect(opened.status).toBe(201);
  expect(opened.value).toMatchObject({ state: 'open', suggested: 'interview', basis: { clause: 'HN-11a' } });
  expect(opened.value.figures.months).toMatchObject([{ ordered: '1000', delivered: '400' }]);
  expect((await open()).problem.code).toBe('credit.supplyOpen');
  const supplyId = opened.value.id;

  expect((await step(supplyId, 'notice')).problem).toMatchObject({
    code: 'credit.stepSkipped',
    basis: { clause: 'HN-11a' },
    facts: { next: '约谈' },
  });
  expect((await step(supplyId, 'interview')).problem.code).toBe('credit.meetingMissing');
  const meeting = { meetingAt: '2026-09-10T01:00:00.000Z', place: '三楼会议室', dueOn: '2026-09-20' };
  expect((await step(supplyId, 'interview', { ...meeting, dueOn: '2026-08-20' })).problem.code).toBe(
    'credit.duePast',
  );
  expect((await step(supplyId, 'interview', meeting)).status).toBe(201);
  expect((await step(supplyId, 'interview', meeting)).problem.code).toBe('credit.stepRunning');
  expect(await todosOf(market.dispatcher)).toContain('credit.answerStep');
  const mine = (await read(supplyId, market.dispatcher)).steps[0];
  const answered = await market.dispatcher.call(answerStep, {
    params: { supplyId, stepId: mine?.id ?? '' },
    body: { answer: '车辆不足，已增加两台', version: mine?.version ?? 0 } as never,
  });
  expect(answered.value.steps).toMatchObject([{ answer: '车辆不足，已增加两台' }]);
  expect(await todosOf(officer)).toContain('credit.finishStep');
  expect((await finish(supplyId, false)).value.suggested).toBe('notice');

  // A notice waits for a second person, and only then the enterprise and the public hear of it.
  const drafted = await step(supplyId, 'notice');
  const notice = drafted.value.steps.at(-1);
  expect(notice?.state).toBe('drafted');
  expect((await read(supplyId, market.dispatcher)).steps).toHaveLength(1);
  expect((await callAs(at.app, null, listPublicNotices, {})).value.items).toEqual([]);
  const issue = { params: { supplyId, stepId: notice?.id ?? '' }, body: { approve: true, version: 1 } };
  expect((await officer.call(issueStep, issue)).status).toBe(403);
  expect((await supervisor.call(issueStep, issue)).value.steps.at(-1)?.state).toBe('open');
  const named = (await callAs(at.app, null, listPublicNotices, {})).value.items;
  expect(named).toMatchObject([{ number: opened.value.number, basis: { clause: 'HN-11a' } }]);
  expect((await finish(supplyId, false)).value.suggested).toBe('assessment');
  const assessment = (await step(supplyId, 'assessment')).value.steps.at(-1);
  await supervisor.call(issueStep, {
    params: { supplyId, stepId: assessment?.id ?? '' },
    body: { approve: true, version: 1 },
  });
  expect((await finish(supplyId, false)).value.suggested).toBe('removal');

  // Removal is a bad record with its own hearing and decision.
  const removal = (await step(supplyId, 'removal')).value.steps.at(-1);
  const caseId = removal?.caseId ?? '';
  const record = (await market.dispatcher.call(readCase, { params: { caseId } })).value;
  expect(record).toMatchObject({
    state: 'hearing',
    sourceDocument: opened.value.number,
    measures: [{ code: 'suspendDelivery' }],
  });
  await at.moveBy(30 * day);
  const decided = await supervisor.call(decideCase, {
    params: { caseId },
    body: { approve: true, note: '', version: 2 },
  });
  expect(decided.value.state).toBe('inForce');
  await finish(supplyId, false);
  const { version } = await read(supplyId);
  const close = { params: { supplyId }, body: { outcome: '已按不良记录处理', version } };
  expect((await officer.call(closeSupplyCase, close)).status).toBe(403);
  expect((await supervisor.call(closeSupplyCase, close)).value.state).toBe('closed');
  expect((await market.sales.call(listSupplyCases, {})).value.items).toEqual([]);
});

test('HN-11a: earlier steps count for as long as the rule remembers them', async () => {
  const organisationId = market.otherDistributorId;
  const open = async () =>
    (
      await officer.call(openSupplyCase, {
        body: { organisationId, cause: 'late', facts: '多次逾期送达' },
      })
    ).value;
  const first = await open();
  const meeting = { meetingAt: `${Number(at.now().slice(0, 4)) + 1}-01-20T01:00:00.000Z`, place: '三楼' };
  await step(first.id, 'interview', meeting);
  await finish(first.id, false);
  const { version } = await read(first.id);
  await supervisor.call(closeSupplyCase, {
    params: { supplyId: first.id },
    body: { outcome: '观察', version } as never,
  });
  await supervisor.call(closeSupplyCase, {
    params: { supplyId: first.id },
    body: { outcome: '继续观察', version },
  });
  await at.moveBy(700 * day);
  const again = await open();
  expect(again.suggested).toBe('notice');
  await supervisor.call(closeSupplyCase, {
    params: { supplyId: again.id },
    body: { outcome: '未再发生', version: again.version },
  });
  await at.moveBy(60 * day);
  expect((await open()).suggested).toBe('interview');
});

test('HN-11c: a report is investigated and leads to a bad record, and nobody sees who reported', async () => {
  const [kind] = (await market.storekeeper.call(readReportKinds, {})).value.items;
  expect(kind?.code).toBe('affiliation');
  const send = (more: object = {}) =>
    market.buyer.call(report, {
      body: {
        kind: 'lentLicence',
        accused: '甲医疗器械有限公司',
        facts: '该企业将经营许可证出借给他人使用',
        evidenceIds: [],
        ...more,
      },
    });
  expect((await send({ kind: 'unheard' })).problem.code).toBe('credit.reportKindUnknown');
  expect((await send({ facts: '短' })).status).toBe(400);
  const sent = await send({ evidenceIds: [await fileOf(at, market.buyer)] });
  expect(sent.status).toBe(201);
  const reportId = sent.value.id;
  // Not colleagues, not the accused, not in any journal that names a person.
  expect((await market.approver.call(readReport, { params: { reportId } })).status).toBe(404);
  expect((await market.approver.call(listOwnReports, {})).value.items).toEqual([]);
  expect((await market.sales.call(readReport, { params: { reportId } })).status).toBe(404);
  expect((await market.sales.call(listReports, {})).status).toBe(403);
  const written = await at.sql(
    `select actor_account, actor_organisation, readers from journal where event = 'credit.reported'`,
  );
  expect(written).toEqual([{ actor_account: null, actor_organisation: null, readers: [] }]);
  expect((await market.approver.call(listJournal, {})).value.items.map((each) => each.event)).not.toContain(
    'credit.reported',
  );
  const seen = (await officer.call(readReport, { params: { reportId } })).value;
  expect(seen.files).toHaveLength(1);
  for (const hidden of [market.institutionId, market.buyer.accountId, '明州市第一人民医院'])
    expect(JSON.stringify(seen)).not.toContain(hidden);

  const take = { params: { reportId }, body: { version: 1 } };
  expect((await officer.call(takeReport, take)).value.state).toBe('investigating');
  expect((await supervisor.call(takeReport, { ...take, body: { version: 2 } })).problem.code).toBe(
    'credit.reportTaken',
  );
  const found = (person: Person, more: object) =>
    person.call(recordFinding, {
      params: { reportId },
      body: { upheld: true, finding: '经核实，许可证由他人使用', version: 2, ...more } as never,
    });
  expect((await found(officer, {})).problem).toMatchObject({
    code: 'credit.accusedMissing',
    basis: { clause: 'HN-11c' },
  });
  const { manufacturerId: organisationId } = market;
  expect((await found(supervisor, { organisationId })).problem.code).toBe('credit.notInvestigator');
  expect((await found(officer, { organisationId })).value.state).toBe('found');
  // Until it is closed the reporter knows only that it is looked into.
  expect((await market.buyer.call(readReport, { params: { reportId } })).value.finding).toBe('');
  const close = { params: { reportId }, body: { note: '情况属实，列入不良记录', version: 3 } };
  expect((await officer.call(closeReport, close)).status).toBe(403);
  expect((await supervisor.call(closeReport, close)).value.state).toBe('upheld');
  expect((await market.buyer.call(listOwnReports, {})).value.items).toMatchObject([
    { state: 'upheld', closeNote: '情况属实，列入不良记录', takenBy: null },
  ]);
  const record = await officer.call(enterRecord, {
    body: {
      organisationId,
      ground: 'lentLicence',
      sourceKind: 'investigation',
      sourceDocument: sent.value.number,
      sourceOn: at.now().slice(0, 10) as never,
      facts: '经核实，许可证由他人使用',
      measure: 'restrictAll',
      evidenceIds: [await fileOf(at, officer)],
      reportId,
    } as never,
  });
  expect(record.status).toBe(201);
  expect((await officer.call(readReport, { params: { reportId } })).value.caseId).toBe(record.value.id);
});
