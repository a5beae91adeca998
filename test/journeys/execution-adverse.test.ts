import {
  answerAdverseEvent,
  decideAdverseEvent,
  handleAdverseEvent,
  listAdverseEvents,
  listPublicEvents,
  readAdverseEvent,
  reportAdverseEvent,
} from '@daylight/api/execution-adverse.ts';
import { readHome } from '@daylight/api/home.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
let listingId: string;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openMarket(at);
  const bureauId = await at.organisation({ kind: 'bureau', name: '省医保局', jurisdiction: '320000' });
  officer = await at.person(bureauId, ['officer']);
  supervisor = await at.person(bureauId, ['supervisor']);
  listingId = await market.listing({ productName: '导管甲' });
});
afterAll(() => at.close());

const report = {
  kind: 'quality' as const,
  severity: 'serious' as const,
  lot: 'L20260801',
  quantity: '2',
  foundOn: '2026-08-31',
  facts: '使用中接头断裂，已更换',
  measures: '同批次已封存',
};

test('a quality problem is reported with evidence, answered, handled, and the product suspended by a second officer (SX-5.2)', async () => {
  const send = (body: object) =>
    market.storekeeper.call(reportAdverseEvent, { body: { listingId, ...report, ...body } });
  expect((await send({ facts: '患者张某 13912345678 术中' })).problem).toMatchObject({
    code: 'execution.patientData',
    basis: { clause: 'SX-5.2' },
    field: 'facts',
  });
  expect((await send({ foundOn: '2026-09-02' })).problem.code).toBe('execution.foundInFuture');
  expect((await send({ listingId: market.institutionId })).problem.code).toBe('execution.listingUnknown');
  expect((await send({ quantity: '0' })).status).toBe(400);
  expect((await market.sales.call(reportAdverseEvent, { body: { listingId, ...report } })).status).toBe(403);
  const told = (await send({ evidenceIds: [await fileOf(at, market.storekeeper, '照片.jpg')] })).value;
  expect(told).toMatchObject({
    state: 'reported',
    lot: 'L20260801',
    evidence: [{ fileName: '照片.jpg' }],
    others: 0,
  });
  const params = { eventId: told.id };
  const todos = (await market.sales.call(readHome, {})).value.todos;
  expect(todos.map((each) => each.kind)).toContain('execution.answerEvent');
  const notices = await at.sql(`select kind from notice where subject_id = $1 order by kind`, [told.id]);
  expect(notices.map((each) => each['kind'])).toEqual(['execution.eventSerious', 'execution.eventToAnswer']);

  const answer = { answer: '已启动召回', version: told.version };
  expect((await market.buyer.call(answerAdverseEvent, { params, body: answer })).status).toBe(403);
  const answered = (await market.sales.call(answerAdverseEvent, { params, body: answer })).value;
  expect(
    (await market.sales.call(answerAdverseEvent, { params, body: { ...answer, version: answered.version } }))
      .problem.code,
  ).toBe('execution.wrongState');
  const handling = {
    outcome: 'suspend' as const,
    handling: '批次缺陷属实，建议暂停挂网',
    publicNote: '导管甲 L20260801 批存在接头断裂风险，暂停挂网',
    version: answered.version,
  };
  expect((await market.sales.call(handleAdverseEvent, { params, body: handling })).status).toBe(403);
  const handled = (await officer.call(handleAdverseEvent, { params, body: handling })).value;
  expect((await callAs(at.app, null, listPublicEvents, { query: {} })).value.items).toEqual([]);
  const decide = (person: Person, body: object = {}) =>
    person.call(decideAdverseEvent, { params, body: { approve: true, version: handled.version, ...body } });
  expect((await decide(officer)).status).toBe(403);
  expect((await decide(supervisor, { approve: false })).problem.code).toBe('execution.noteMissing');
  expect((await decide(supervisor)).value).toMatchObject({ state: 'closed', outcome: 'suspend' });
  expect(await at.sql('select state, state_reason from listing where id = $1', [listingId])).toEqual([
    { state: 'suspended', state_reason: 'quality' },
  ]);
  const open = (await callAs(at.app, null, listPublicEvents, { query: {} })).value.items;
  expect(open).toMatchObject([{ number: told.number, note: handling.publicNote, outcome: 'suspend' }]);
  expect(JSON.stringify(open)).not.toContain('明州市第一人民医院');
});

test('what was sent back is handled anew, and each side sees its own only (SX-5.2)', async () => {
  const other = await market.listing();
  const told = (
    await market.buyer.call(reportAdverseEvent, {
      body: { ...report, listingId: other, severity: 'ordinary' },
    })
  ).value;
  const params = { eventId: told.id };
  const handle = (version: number) =>
    officer.call(handleAdverseEvent, {
      params,
      body: { outcome: 'watch', handling: '列入重点监测', version },
    });
  const handled = (await handle(told.version)).value;
  const back = await supervisor.call(decideAdverseEvent, {
    params,
    body: { approve: false, note: '请补充同批次情况', version: handled.version },
  });
  expect(back.value).toMatchObject({ state: 'answered', outcome: null });
  const anew = (await handle(back.value.version)).value;
  const closed = await supervisor.call(decideAdverseEvent, {
    params,
    body: { approve: true, version: anew.version },
  });
  expect(closed.value).toMatchObject({ state: 'closed', publicNote: '' });
  const stranger = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
  expect((await stranger.call(listAdverseEvents, { query: {} })).value.items).toEqual([]);
  expect((await stranger.call(readAdverseEvent, { params })).problem.code).toBe('execution.eventUnknown');
  expect(
    (await market.buyer.call(listAdverseEvents, { query: { kind: 'quality' } })).value.items,
  ).toHaveLength(2);
});
