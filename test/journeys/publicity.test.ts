import { listNotices, readHome } from '@daylight/api/home.ts';
import { listPublicities, listPublicityItems, showPublicity } from '@daylight/api/publicity.ts';
import {
  answerObjection,
  decideObjection,
  decideTakeUp,
  extendObjection,
  listObjections,
  objectToPublicity,
  readObjection,
  withdrawObjection,
} from '@daylight/api/publicity-objection.ts';
import { calendarOf } from '@daylight/rules/calendar/calendar.ts';
import { systemContext } from '@daylight/server/context.ts';
import { recomputeProvisional } from '@daylight/server/features/publicity/port.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishedYears } from '../support/calendar.ts';
import { publish, settled, take } from '../support/publicity.ts';
import { askAsApplication } from '../support/unrecorded.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let maker: Person;
let rival: Person;
let buyer: Person;
let officer: Person;
let supervisor: Person;
let observer: Person;
const start = '2026-09-01T02:00:00.000Z';

beforeAll(async () => {
  world = await openTestWorld(start);
  maker = await world.person(await world.organisation({ kind: 'manufacturer', name: '被公示企业' }), [
    'sales',
  ]);
  rival = await world.person(await world.organisation({ kind: 'manufacturer', name: '举报企业' }), ['sales']);
  buyer = await world.person(await world.organisation({ kind: 'institution' }), ['buyer']);
  const bureau = await world.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await world.person(bureau, ['officer', 'supervisor']);
  supervisor = await world.person(bureau, ['supervisor']);
  observer = await world.person(await world.organisation({ kind: 'health', jurisdiction: '320000' }), [
    'observer',
  ]);
});
afterAll(() => world.close());
beforeEach(() => world.moveTo(start));

const reasons = '该产品在外省的挂网价低于公示价格，见所附截图。';
const objection = (itemKey: string | null = 'a') => ({ itemKey, reasonCode: 'price', reasons });

async function twoItems() {
  return publish(world, {
    items: [{ key: 'a', organisationId: maker.organisationId }, { key: 'b' }],
  });
}
async function objected(itemKey: string | null = 'a') {
  const list = await twoItems();
  const params = { publicityId: list.id };
  const made = (await rival.call(objectToPublicity, { params, body: objection(itemKey) })).value;
  return { list, made, at: { objectionId: made.id } };
}
const issue = '公示价格是否高于外省挂网价';
async function examining(itemKey: string | null = 'a') {
  const all = await objected(itemKey);
  const body = { takesUp: true as const, version: 1, issue };
  await officer.call(decideTakeUp, { params: all.at, body });
  return all;
}
const answer = '经核查，外省挂网价为 10 元，低于公示价格。';
async function decided(outcome: 'upheld' | 'rejected' | 'partly', itemStands: boolean | null = null) {
  const all = await examining();
  const body = { version: 2, outcome, itemStands, answer };
  expect((await officer.call(answerObjection, { params: all.at, body })).value.state).toBe('answered');
  const done = await supervisor.call(decideObjection, { params: all.at, body: { agrees: true, version: 3 } });
  expect(done.value.state).toBe('decided');
  return all;
}

test('HN-16 a list is public with its document and its end, which five working days of the pack set as a default', async () => {
  const list = await twoItems();
  const shown = await callAs(world.app, null, showPublicity, { params: { publicityId: list.id } });
  expect(shown.value).toMatchObject({
    number: list.number,
    state: 'open',
    items: 2,
    ends: { dueAt: '2026-09-08T16:00:00.000Z', provisional: false },
    period: { origin: 'default', amount: 5, document: 'daylight' },
    basis: [{ clause: 'JS-8' }],
  });
  const found = await callAs(world.app, null, listPublicities, { query: { search: list.number } });
  expect(found.value.items).toMatchObject([{ id: list.id, title: { zh: '拟挂网产品公示' } }]);
});

test('HN-16 items can be searched and paged by anyone, and by an enterprise narrowed to its own', async () => {
  const list = await publish(world, {
    items: [...'abcdefg'].map((key) => ({ key, organisationId: key === 'c' ? maker.organisationId : null })),
  });
  const params = { publicityId: list.id };
  const first = (await callAs(world.app, null, listPublicityItems, { params, query: { limit: 3 } })).value;
  expect(first.items.map((each) => each.key)).toEqual(['a', 'b', 'c']);
  const rest = await callAs(world.app, null, listPublicityItems, {
    params,
    query: { limit: 10, cursor: first.next ?? '' },
  });
  expect(rest.value).toMatchObject({
    items: [{ key: 'd' }, { key: 'e' }, { key: 'f' }, { key: 'g' }],
    next: null,
  });
  const one = await callAs(world.app, null, listPublicityItems, { params, query: { search: '产品 e' } });
  expect(one.value.items).toMatchObject([{ key: 'e', effect: 'waits' }]);
  const own = await maker.call(listPublicityItems, { params, query: { own: 'true' } });
  expect(own.value.items).toMatchObject([{ key: 'c', organisation: { name: '被公示企业' } }]);
});

test('JS-13b what the list names is told to the enterprise with the day it ends', async () => {
  const list = await twoItems();
  const inbox = (await maker.call(listNotices, {})).value.items;
  expect(inbox[0]).toMatchObject({
    title: { zh: '公示中有贵单位的内容' },
    href: `/open/publicities/${list.id}`,
  });
  expect((await rival.call(listNotices, {})).value.items).toEqual([]);
});

test('JS-13b after its end a list without objections is settled whole, and its owner takes it once', async () => {
  const list = await twoItems();
  expect((await settled(world)).some((each) => each.id === list.id)).toBe(false);
  await world.moveTo('2026-09-08T15:59:59.999Z');
  expect((await settled(world)).some((each) => each.id === list.id)).toBe(false);
  await world.moveTo('2026-09-08T16:00:00.000Z');
  const found = (await settled(world)).find((each) => each.id === list.id);
  expect(found?.items).toEqual([
    { key: 'a', upheld: false },
    { key: 'b', upheld: false },
  ]);
  expect(await take(world, list.id)).toHaveLength(2);
  expect(await take(world, list.id)).toEqual([]);
  expect((await settled(world)).some((each) => each.id === list.id)).toBe(false);
});

test('JS-13b an item under objection waits by itself; decided in the objector’s favour it never takes effect', async () => {
  const { list, at } = await examining();
  await world.moveTo('2026-09-09T02:00:00.000Z');
  expect((await settled(world)).find((each) => each.id === list.id)?.items).toEqual([
    { key: 'b', upheld: false },
  ]);
  expect(await take(world, list.id)).toEqual([{ key: 'b', upheld: false }]);
  const body = { version: 2, outcome: 'upheld' as const, answer };
  await officer.call(answerObjection, { params: at, body });
  expect((await settled(world)).some((each) => each.id === list.id)).toBe(false);
  await supervisor.call(decideObjection, { params: at, body: { agrees: true, version: 3 } });
  expect((await settled(world)).find((each) => each.id === list.id)?.items).toEqual([
    { key: 'a', upheld: true },
  ]);
  const items = await callAs(world.app, null, listPublicityItems, { params: { publicityId: list.id } });
  expect(items.value.items).toMatchObject([
    { key: 'a', effect: 'dropped', answers: 1 },
    { key: 'b', effect: 'takesEffect', answers: 0 },
  ]);
  expect(await take(world, list.id)).toEqual([{ key: 'a', upheld: true }]);
});

test('JS-13b an objection against the whole list holds all of it back', async () => {
  const { list } = await objected(null);
  await world.moveTo('2026-09-09T02:00:00.000Z');
  expect((await settled(world)).some((each) => each.id === list.id)).toBe(false);
});

test('JS-13b right in part: the bureau has to say whether the item still takes effect', async () => {
  const { at } = await examining();
  const body = { version: 2, outcome: 'partly' as const, answer };
  expect((await officer.call(answerObjection, { params: at, body })).problem).toMatchObject({
    code: 'publicity.sayWhetherItStands',
    field: 'itemStands',
    basis: { clause: 'JS-13b' },
  });
  const { list } = await decided('partly', true);
  await world.moveTo('2026-09-09T02:00:00.000Z');
  expect((await settled(world)).find((each) => each.id === list.id)?.items[0]).toEqual({
    key: 'a',
    upheld: false,
  });
});

test('HN-15 who objected is known to who deals with it and to nobody else', async () => {
  const { list, made, at } = await decided('rejected');
  const params = { publicityId: list.id };
  const publicly = JSON.stringify([
    (await callAs(world.app, null, showPublicity, { params })).value,
    (await callAs(world.app, null, listPublicityItems, { params })).value,
    (await maker.call(listNotices, {})).value,
    (await observer.call(readObjection, { params: at })).value,
    (await observer.call(listObjections, {})).value,
  ]);
  expect(publicly).toContain(issue);
  for (const secret of ['举报企业', rival.organisationId, reasons]) expect(publicly).not.toContain(secret);
  expect((await maker.call(readObjection, { params: at })).status).toBe(404);
  expect((await maker.call(listObjections, {})).value.items).toEqual([]);
  expect((await officer.call(readObjection, { params: at })).value).toMatchObject({
    objector: { name: '举报企业' },
    reasons,
  });
  const rows = await world.sql<{ readers: string[] }>(
    `select readers from journal where subject_id = $1 and event = 'publicity.objected'`,
    [made.id],
  );
  expect(rows[0]?.readers).toEqual([rival.organisationId]);
});

test('HN-15 the database itself hides an objection from the enterprise it is about and from the public', async () => {
  const { made } = await objected();
  for (const [reach, organisation] of [
    ['own', maker.organisationId],
    ['public', '00000000-0000-0000-0000-000000000000'],
  ]) {
    const client = await world.world.database.pool.connect();
    try {
      await client.query('begin');
      await askAsApplication(client);
      await client.query(
        `set local app.province = '32'; set local app.organisation = '${organisation}'; set local app.reach = '${reach}'`,
      );
      const { rows } = await client.query('select id from publicity_objection where id = $1', [made.id]);
      expect(rows).toEqual([]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
});

test('HN-15 whoever wrote the answer does not decide on it, whatever else they may do', async () => {
  const { at } = await examining();
  await officer.call(answerObjection, { params: at, body: { version: 2, outcome: 'rejected', answer } });
  const own = await officer.call(decideObjection, { params: at, body: { agrees: true, version: 3 } });
  expect(own.problem).toMatchObject({ code: 'publicity.answeredBySame', basis: { clause: 'HN-15' } });
  const back = await supervisor.call(decideObjection, {
    params: at,
    body: { agrees: false, version: 3, note: '请补充核查外省价格的依据。' },
  });
  expect(back.value.state).toBe('examining');
  expect((await officer.call(readObjection, { params: at })).value.returnedNote).toContain('补充核查');
  expect((await rival.call(readObjection, { params: at })).value).toMatchObject({
    answer: '',
    outcome: null,
  });
});

test('JS-13b three working days to take an objection up, then thirty to conclude, once put off by at most thirty', async () => {
  const { made, at } = await objected();
  expect(made.due).toMatchObject({ dueAt: '2026-09-04T16:00:00.000Z', basis: { clause: 'HN-16' } });
  const up = await officer.call(decideTakeUp, { params: at, body: { takesUp: true, version: 1, issue } });
  // Thirty working days from 1 September over Mid-Autumn and National Day.
  expect(up.value.due?.dueAt).toBe('2026-10-19T16:00:00.000Z');
  const tooLong = { version: 2, workdays: 31, reason: '需向外省核实价格' };
  expect((await officer.call(extendObjection, { params: at, body: tooLong })).problem).toMatchObject({
    code: 'publicity.extensionTooLong',
    facts: { max: 30 },
    basis: { clause: 'HN-16' },
  });
  const once = await officer.call(extendObjection, { params: at, body: { ...tooLong, workdays: 5 } });
  expect(once.value.due?.dueAt).toBe('2026-10-26T16:00:00.000Z');
  const again = await officer.call(extendObjection, {
    params: at,
    body: { ...tooLong, version: 3, workdays: 1 },
  });
  expect(again.problem.code).toBe('publicity.extendedAlready');
});

test('JS-13b an objection past its clock is told to the bureau once and still has to be dealt with', async () => {
  const { made, at } = await objected();
  await world.moveTo('2026-09-04T16:00:00.000Z');
  const board = (await supervisor.call(listObjections, { query: { show: 'open' } })).value;
  expect(board.items.find((each) => each.id === made.id)).toMatchObject({ overdue: true });
  const inbox = (await supervisor.call(listNotices, {})).value.items;
  expect(inbox.filter((each) => each.href === `/objections/${made.id}`)).toHaveLength(1);
  await world.moveBy(3_600_000);
  expect((await supervisor.call(listNotices, {})).value.items.length).toBe(inbox.length);
  const up = await officer.call(decideTakeUp, {
    params: at,
    body: { takesUp: false, version: 1, note: '所述与公示内容无关。' },
  });
  expect(up.value).toMatchObject({ state: 'notTakenUp', due: null });
  expect((await rival.call(readObjection, { params: at })).value.takeUpNote).toBe('所述与公示内容无关。');
});

test('JS-13b duties stand on the first screen of who owes them, and only theirs', async () => {
  const { made, at } = await examining();
  const todo = `objection-${made.id}`;
  const has = async (person: Person) =>
    (await person.call(readHome, {})).value.todos.some((each) => each.id === todo);
  expect(await has(officer)).toBe(true);
  expect(await has(supervisor)).toBe(false);
  await officer.call(answerObjection, { params: at, body: { version: 2, outcome: 'rejected', answer } });
  expect(await has(officer)).toBe(false);
  expect(await has(supervisor)).toBe(true);
});

test('JS-13b objections are refused after the end, twice, to an unknown item, and on an unknown ground', async () => {
  const { list } = await objected();
  const params = { publicityId: list.id };
  const code = async (person: Person, body: object) =>
    (await person.call(objectToPublicity, { params, body: body as never })).problem.code;
  expect(await code(rival, objection())).toBe('publicity.objectedAlready');
  expect(await code(buyer, objection('z'))).toBe('publicity.unknownItem');
  expect(await code(buyer, { ...objection(), reasonCode: 'mood' })).toBe('publicity.unknownReason');
  expect((await buyer.call(objectToPublicity, { params, body: objection('b') })).ok).toBe(true);
  const nowhere = { publicityId: '01991234-0000-7000-8000-000000000000' };
  expect((await buyer.call(objectToPublicity, { params: nowhere, body: objection() })).status).toBe(404);
  await world.moveTo('2026-09-08T16:00:00.000Z');
  const late = await buyer.call(objectToPublicity, { params, body: objection() });
  expect(late.problem).toMatchObject({ code: 'publicity.over', basis: { clause: 'HN-16' } });
});

test('JS-13b malformed objections and answers are refused with their fields, others are not let in', async () => {
  const { list, at } = await objected();
  const params = { publicityId: list.id };
  const short = await buyer.call(objectToPublicity, { params, body: { ...objection('b'), reasons: '太短' } });
  expect(short.problem).toMatchObject({ status: 400, fields: [{ path: 'body.reasons' }] });
  const noIssue = await officer.call(decideTakeUp, {
    params: at,
    body: { takesUp: true, version: 1 } as never,
  });
  expect(noIssue.status).toBe(400);
  expect(
    (await supervisor.call(decideTakeUp, { params: at, body: { takesUp: true, version: 1, issue } })).status,
  ).toBe(403);
  expect((await observer.call(objectToPublicity, { params, body: objection('b') })).status).toBe(403);
  expect((await maker.call(decideObjection, { params: at, body: { agrees: true, version: 1 } })).status).toBe(
    403,
  );
  const cityOfficer = await world.person(
    await world.organisation({ kind: 'bureau', jurisdiction: '320100' }),
    ['officer'],
  );
  const body = { takesUp: true as const, version: 1, issue };
  expect((await cityOfficer.call(decideTakeUp, { params: at, body })).status).toBe(404);
  expect((await officer.call(decideTakeUp, { params: at, body: { ...body, version: 7 } })).problem.code).toBe(
    'request.stale',
  );
});

test('JS-13b an objector may take the objection back until it is taken up', async () => {
  const { list, at } = await objected();
  expect((await buyer.call(withdrawObjection, { params: at, body: { version: 1 } })).status).toBe(404);
  expect((await rival.call(withdrawObjection, { params: at, body: { version: 1 } })).value.state).toBe(
    'withdrawn',
  );
  await world.moveTo('2026-09-09T02:00:00.000Z');
  expect((await settled(world)).find((each) => each.id === list.id)?.items).toHaveLength(2);
  await world.moveTo(start);
  const other = await examining();
  const late = await rival.call(withdrawObjection, { params: other.at, body: { version: 2 } });
  expect(late.problem.code).toBe('publicity.takenUpAlready');
});

test('HN-16 an end in a year whose holidays are not published is provisional, and is counted again when they are', async () => {
  await world.moveTo('2026-12-30T02:00:00.000Z');
  const list = await publish(world, { items: [{ key: 'a' }] });
  expect(list).toMatchObject({ provisional: true, endsAt: '2027-01-06T16:00:00.000Z' });
  const before = world.world.calendar;
  const [template] = publishedYears().slice(-1);
  try {
    world.world.calendar = calendarOf([
      ...publishedYears(),
      {
        ...template!,
        year: 2027,
        notices: [
          {
            ...template!.notices[0]!,
            holidays: [{ article: '一', name: '元旦', off: ['2027-01-01', '2027-01-04'], work: [] }],
          },
        ],
      } as never,
    ]);
    expect(await recomputeProvisional(systemContext(world.world, 32, 'calendar'))).toBeGreaterThan(0);
  } finally {
    world.world.calendar = before;
  }
  const shown = await callAs(world.app, null, showPublicity, { params: { publicityId: list.id } });
  expect(shown.value.ends).toMatchObject({ dueAt: '2027-01-08T16:00:00.000Z', provisional: false });
});
