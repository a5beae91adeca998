import { listNotices, readHome } from '@daylight/api/home.ts';
import {
  answerCase,
  anomalySummary,
  explainAnomaly,
  holdInterview,
  issueReport,
  listAnomalies,
  listCases,
  moveCase,
  openCase,
  readAnomaly,
  readCase,
} from '@daylight/api/supervision-cases.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let hospital: string;
let approver: Person;
let buyer: Person;
let officer: Person;
let supervisor: Person;
let otherCity: Person;

beforeAll(async () => {
  world = await openTestWorld('2026-08-31T02:00:00.000Z');
  market = await openPriceMarket(world);
  hospital = await world.organisation({ kind: 'institution', jurisdiction: '320100' });
  approver = await world.person(hospital, ['approver']);
  buyer = await world.person(hospital, ['buyer']);
  const bureau = await world.organisation({ kind: 'bureau', jurisdiction: '320100' });
  officer = await world.person(bureau, ['officer', 'supervisor']);
  supervisor = await world.person(bureau, ['supervisor']);
  otherCity = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '320200' }), [
    'officer',
  ]);
  const { id: listingId } = await market.listing({ price: '2000' });
  const peers: string[] = [];
  for (let n = 0; n < 3; n += 1)
    peers.push(await world.organisation({ kind: 'institution', jurisdiction: '320300' }));
  for (let n = 0; n < 8; n += 1)
    await market.trade({
      listingId,
      institutionId: peers[n % 3] ?? '',
      price: '1000',
      at: '2026-08-10T02:00:00.000Z',
    });
  for (const month of ['05', '06', '07'])
    await market.trade({
      listingId,
      institutionId: hospital,
      price: '1000',
      quantity: '1',
      at: `2026-${month}-10T02:00:00.000Z`,
    });
  // Thirty boxes at twice the price of everybody else, never bargained.
  await market.trade({
    listingId,
    institutionId: hospital,
    price: '2000',
    quantity: '30',
    at: '2026-08-31T01:00:00.000Z',
  });
  await world.moveTo('2026-09-01T02:00:00.000Z');
});
afterAll(() => world.close());

test('JS-12D HN-3c the night finds who never bargains, buys suddenly more, or pays far more than peers', async () => {
  const { items } = (await officer.call(listAnomalies)).value;
  const own = items.filter((each) => each.institution.id === hospital);
  expect(own.map(({ kind }) => kind).toSorted()).toEqual(['aboveMedian', 'neverBargains', 'suddenVolume']);
  expect(own.every(({ foundOn, basis }) => foundOn === '2026-08-31' && basis.clause === 'JS-12D')).toBe(true);
  expect(own.find(({ kind }) => kind === 'suddenVolume')?.facts).toMatchObject({
    units: '300',
    unitsBefore: '30',
  });
  expect(own.find(({ kind }) => kind === 'aboveMedian')?.facts).toMatchObject({
    price: '200',
    median: '100',
  });
  expect(own.find(({ kind }) => kind === 'neverBargains')?.amount).toBe('63000');
  const summary = (await officer.call(anomalySummary)).value;
  expect(summary).toMatchObject({ waiting: 3, until: '2026-08-31' });
  expect((await otherCity.call(listAnomalies)).value.items).toEqual([]);
  expect((await buyer.call(listAnomalies)).status).toBe(403);
  // Another night finds nothing twice.
  await world.moveTo('2026-09-02T02:00:00.000Z');
  expect((await officer.call(listAnomalies)).value.items).toHaveLength(3);
});

async function anomalyOf(kind: string) {
  const { items } = (await officer.call(listAnomalies)).value;
  const found = items.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(kind);
  return found;
}

test('an anomaly that has a good reason is explained once', async () => {
  const { id } = await anomalyOf('suddenVolume');
  const params = { anomalyId: id };
  const body = { explanation: '新设病区备货，已核实', version: 1 };
  expect((await otherCity.call(explainAnomaly, { params, body })).problem.code).toBe(
    'supervision.anomalyUnknown',
  );
  expect((await officer.call(explainAnomaly, { params, body: { ...body, explanation: '' } })).status).toBe(
    400,
  );
  expect((await officer.call(explainAnomaly, { params, body: { ...body, version: 9 } })).problem.code).toBe(
    'request.stale',
  );
  expect((await officer.call(explainAnomaly, { params, body })).value.state).toBe('explained');
  expect((await officer.call(explainAnomaly, { params, body })).problem.code).toBe(
    'supervision.anomalyHandled',
  );
  expect((await officer.call(readAnomaly, { params })).value).toMatchObject({
    explanation: body.explanation,
    lines: [],
  });
});

const asked = (more: object = {}) => ({
  body: {
    kind: 'interview' as const,
    institutionId: hospital,
    title: '长期不议价约谈',
    content: '请分管采购的院领导就近一年未议价采购情况作出说明',
    meetingAt: '2026-09-04T01:00:00.000Z',
    place: '市医保局 305 室',
    ...more,
  },
});

test('JS-12D an institution is asked in, the interview recorded, its rectification answered, sent back and closed', async () => {
  const { id: anomalyId } = await anomalyOf('neverBargains');
  expect((await officer.call(openCase, asked({ meetingAt: null }))).problem.code).toBe(
    'supervision.meetingMissing',
  );
  expect((await officer.call(openCase, asked({ meetingAt: '2026-09-01T01:00:00.000Z' }))).problem.code).toBe(
    'supervision.meetingPast',
  );
  expect((await otherCity.call(openCase, asked())).problem.code).toBe('supervision.institutionUnknown');
  expect((await buyer.call(openCase, asked())).status).toBe(403);
  const opened = (await officer.call(openCase, asked({ anomalyIds: [anomalyId] }))).value;
  expect(opened).toMatchObject({
    state: 'summoned',
    anomalies: [{ state: 'taken' }],
    basis: { clause: 'JS-12D' },
  });
  expect((await officer.call(openCase, asked({ anomalyIds: [anomalyId] }))).problem.code).toBe(
    'supervision.anomalyHandled',
  );
  const params = { caseId: opened.id };
  const told = (await approver.call(listNotices)).value.items.map(({ title }) => title.zh);
  expect(told).toContain('医保部门约谈通知');
  expect((await approver.call(readCase, { params })).value).toMatchObject({
    title: '长期不议价约谈',
    may: [],
  });
  const minutes = { minutes: '院方承认未议价，承诺建立议价制度', rectifyBy: '2026-09-30' };
  expect((await officer.call(holdInterview, { params, body: { ...minutes, version: 1 } })).problem.code).toBe(
    'supervision.tooEarly',
  );
  await world.moveTo('2026-09-04T03:00:00.000Z');
  const held = (await officer.call(holdInterview, { params, body: { ...minutes, version: 1 } })).value;
  expect(held).toMatchObject({ state: 'rectifying', due: { dueAt: '2026-09-30T16:00:00.000Z' } });
  const duty = (await approver.call(readHome)).value.todos.find(
    ({ kind }) => kind === 'supervision.case.rectifying',
  );
  expect(duty).toMatchObject({ href: `/oversight/${opened.id}`, dueAt: '2026-09-30T16:00:00.000Z' });
  const answer = { answer: '已制定议价制度并对前十项产品发起议价', version: 2 };
  expect((await buyer.call(answerCase, { params, body: answer })).status).toBe(403);
  expect((await approver.call(answerCase, { params, body: answer })).value.state).toBe('answered');
  const back = { step: 'return' as const, note: '请补充议价结果', rectifyBy: '2026-10-15', version: 3 };
  expect((await officer.call(moveCase, { params, body: back })).value.state).toBe('rectifying');
  await approver.call(answerCase, { params, body: { answer: '附议价结果清单', version: 4 } });
  const close = { step: 'close' as const, note: '整改到位', version: 5 };
  expect((await officer.call(moveCase, { params, body: close })).value).toMatchObject({
    state: 'closed',
    due: null,
  });
  expect((await officer.call(moveCase, { params, body: { ...close, version: 6 } })).problem).toMatchObject({
    code: 'supervision.caseWrongState',
    basis: { clause: 'JS-12D' },
  });
});

test('JS-12D HN-15 a report is seen by the institution only once another officer has issued it; a dropped one frees its anomalies', async () => {
  const { id: anomalyId } = await anomalyOf('aboveMedian');
  const draft = asked({ kind: 'report', meetingAt: null, anomalyIds: [anomalyId], rectifyBy: '2026-10-31' });
  const first = (await officer.call(openCase, draft)).value;
  const params = { caseId: first.id };
  expect((await approver.call(readCase, { params })).problem.code).toBe('supervision.caseUnknown');
  await officer.call(moveCase, { params, body: { step: 'drop', note: '改为约谈', version: 1 } });
  expect((await anomalyOf('aboveMedian')).state).toBe('new');
  const second = (await officer.call(openCase, draft)).value;
  const issue = { params: { caseId: second.id }, body: { version: 1 } };
  expect((await officer.call(issueReport, issue)).problem).toMatchObject({
    code: 'supervision.ownReport',
    basis: { clause: 'HN-15' },
  });
  expect((await supervisor.call(issueReport, issue)).value).toMatchObject({
    state: 'rectifying',
    rectifyBy: '2026-10-31',
  });
  const seen = (await approver.call(listCases)).value.items.map(({ kind, state }) => [kind, state]);
  expect(seen).toEqual([
    ['report', 'rectifying'],
    ['interview', 'closed'],
  ]);
});
