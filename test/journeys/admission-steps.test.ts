import { answerSupplement, readAdmission, withdrawAdmission } from '@daylight/api/admission.ts';
import {
  askForSupplement,
  checkAdmission,
  decideAdmission,
  sendBackAdmission,
} from '@daylight/api/admission-check.ts';
import { readHome } from '@daylight/api/home.ts';
import { objectToPublicity } from '@daylight/api/publicity-objection.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AdmissionStage,
  at,
  dayMs,
  draftOf,
  handIn,
  listAll,
  openAdmissionStage,
  passAll,
} from '../support/admission.ts';
import { fileOf } from '../support/evidence.ts';
import { panelSays } from '../support/panel.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let stage: AdmissionStage;
let stranger: Person;

beforeAll(async () => {
  world = await openTestWorld('2026-09-07T02:00:00.000Z');
  stage = await openAdmissionStage(world);
  const otherId = await world.organisation({ kind: 'manufacturer', name: '乙公司' });
  stranger = await world.person(otherId, ['sales'], '320000');
});
afterAll(() => world.close());

const shortlisted = { formerlyShortlisted: true, shortlistNote: '2019 年省级集中采购' };
const read = async (person: Person, id: string) => (await person.call(readAdmission, at(id))).value;

async function ready(given: Parameters<typeof draftOf>[1] = {}) {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 2);
  const handed = (await handIn(stage.sales, draftOf([code], { ...shortlisted, ...given }))).value;
  return { code, id: handed.id, version: handed.version };
}

test('what is missing is asked for, the clock stops, and who stays silent has applied in vain', async () => {
  const { id, version } = await ready();
  const note = '请补充入围文件原件';
  expect((await stage.sales.call(askForSupplement, { ...at(id), body: { version, note } })).status).toBe(403);
  expect(
    (await stage.officer.call(askForSupplement, { ...at(id), body: { version, note: '' } })).status,
  ).toBe(400);
  const asked = (await stage.officer.call(askForSupplement, { ...at(id), body: { version, note } })).value;
  expect(asked).toMatchObject({ state: 'supplement', dueKind: 'supplement' });
  const home = (await stage.sales.call(readHome)).value;
  expect(home.todos).toContainEqual(expect.objectContaining({ kind: 'admission.supplement' }));
  const file = await fileOf(world, stage.sales);
  const body = { version: asked.version, note: '已补充', evidence: [file] };
  expect((await stranger.call(answerSupplement, { ...at(id), body })).status).toBe(404);
  const missing = { ...body, evidence: ['0190a000-0000-7000-8000-000000000000'] };
  expect((await stage.sales.call(answerSupplement, { ...at(id), body: missing })).problem.code).toBe(
    'evidence.unknown',
  );
  const answered = (await stage.sales.call(answerSupplement, { ...at(id), body })).value;
  expect(answered).toMatchObject({ state: 'submitted', dueKind: 'formal' });
  const seen = await read(stage.officer, id);
  expect(seen.evidence.map((each) => each.id)).toEqual([file]);
  expect(seen.supplement).toMatchObject({ asked: note, answer: '已补充' });

  const silent = await ready();
  const silence = { version: silent.version, note };
  const due = (await stage.officer.call(askForSupplement, { ...at(silent.id), body: silence })).value.due;
  await world.moveTo(due?.dueAt ?? '');
  const lapsed = await read(stage.sales, silent.id);
  expect(lapsed).toMatchObject({ state: 'lapsed', may: ['again'] });
  const late = { version: lapsed.version, note: '补充' };
  expect((await stage.sales.call(answerSupplement, { ...at(silent.id), body: late })).problem.code).toBe(
    'admission.ended',
  );
  const anew = await handIn(stage.sales, draftOf([silent.code], shortlisted));
  expect(anew.value.state).toBe('submitted');
});

test('HN-15 who checks does not decide, a line that failed cannot be listed, and a refusal says why', async () => {
  const bureau = (
    await world.sql<{ id: string }>('select organisation_id as id from account where id = $1', [
      stage.officer.accountId,
    ])
  )[0]?.id;
  const both = await world.person(bureau ?? '', ['officer', 'supervisor']);
  const { id, version, code } = await ready();
  const refuse = (reasons: { code: string; note: string }[]) => ({
    version,
    verdicts: [{ line: 1, passes: false, reasons }],
  });
  expect((await both.call(checkAdmission, { ...at(id), body: refuse([]) })).problem.code).toBe(
    'admission.reasonMissing',
  );
  expect((await stage.sales.call(checkAdmission, { ...at(id), body: refuse([]) })).status).toBe(403);
  expect((await both.call(checkAdmission, { ...at(id), body: { version, verdicts: [] } })).status).toBe(400);
  const lacks = await both.call(checkAdmission, {
    ...at(id),
    body: { version, verdicts: [{ line: 9, passes: true }] },
  });
  expect(lacks.problem.code).toBe('admission.lineNotJudged');
  const reason = [{ code: 'notShortlisted', note: '2019 年结果中没有该产品' }];
  const checked = (await both.call(checkAdmission, { ...at(id), body: refuse(reason) })).value;
  expect(checked.state).toBe('deciding');
  const decide = (list: boolean) => ({
    ...at(id),
    body: { version: checked.version, decisions: [{ line: 1, list }] },
  });
  expect((await both.call(decideAdmission, decide(false))).problem).toMatchObject({
    code: 'admission.ownCheck',
    basis: { clause: 'HN-15' },
  });
  expect(
    (await both.call(sendBackAdmission, { ...at(id), body: { version: checked.version, note: '重审' } }))
      .problem.code,
  ).toBe('admission.ownCheck');
  expect((await stage.supervisor.call(decideAdmission, decide(true))).problem.code).toBe(
    'admission.failedLine',
  );
  expect((await stage.officer.call(decideAdmission, decide(false))).status).toBe(403);
  expect((await stage.citySupervisor.call(decideAdmission, decide(false))).problem.code).toBe(
    'admission.otherJurisdiction',
  );
  const back = (
    await stage.supervisor.call(sendBackAdmission, {
      ...at(id),
      body: { version: checked.version, note: '请再核对 2019 年结果' },
    })
  ).value;
  expect(back.state).toBe('submitted');
  const rechecked = await both.call(checkAdmission, {
    ...at(id),
    body: { ...refuse(reason), version: back.version },
  });
  const refused = await stage.supervisor.call(decideAdmission, {
    ...at(id),
    body: { version: rechecked.value.version, note: '不予挂网', decisions: [{ line: 1, list: false }] },
  });
  expect(refused.value).toMatchObject({ state: 'refused', listed: [] });
  const told = await read(stage.sales, id);
  expect(told.linesJudged[0]).toMatchObject({
    state: 'refused',
    reasons: [{ code: 'notShortlisted', note: '2019 年结果中没有该产品' }],
  });
  expect((await handIn(stage.sales, draftOf([code], shortlisted))).value.state).toBe('submitted');
});

test('JS-8 what the experts do not recommend is refused, and the reason is theirs', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 15);
  const id = (await handIn(stage.sales, draftOf([code]))).value.id;
  await passAll(stage.officer, id, 'cardiology');
  await panelSays(world, id, 'notRecommended');
  const seen = await read(stage.supervisor, id);
  expect(seen).toMatchObject({ state: 'deciding', review: { outcome: 'notRecommended' } });
  const refused = (await listAll(stage.supervisor, id)).value;
  expect(refused.state).toBe('refused');
  expect((await read(stage.sales, id)).linesJudged[0]?.reasons[0]?.code).toBe('panelNotRecommended');
});

test('several specifications in one application: one under an objection waits, the other is listed', async () => {
  const [one = '', two = ''] = await stage.product({ count: 2 });
  await stage.recordsOf(one, 2);
  await stage.recordsOf(two, 2, { lowest: 120 });
  const body = draftOf([one, two], shortlisted);
  const priced = {
    ...body,
    lines: body.lines.map((line, n) => ({ ...line, price: n === 0 ? '100' : '120' })),
  };
  const id = (await handIn(stage.sales, priced as never)).value.id;
  await passAll(stage.officer, id);
  const publicity = (await read(stage.sales, id)).publicity;
  const objected = await stranger.call(objectToPublicity, {
    params: { publicityId: publicity?.id ?? '' },
    body: { itemKey: '2', reasonCode: 'price', reasons: '外省有更低的挂网价，请核实后再定', evidence: [] },
  });
  expect(objected.ok).toBe(true);
  await world.moveBy(25 * dayMs);
  const deciding = await read(stage.supervisor, id);
  expect(deciding).toMatchObject({
    state: 'deciding',
    linesJudged: [{ state: 'passed' }, { state: 'held' }],
  });
  const decided = (await listAll(stage.supervisor, id)).value;
  expect(decided).toMatchObject({ state: 'publicity', listed: [{ line: 1, price: '100' }] });
  const withdrawn = await stage.sales.call(withdrawAdmission, {
    ...at(id),
    body: { version: decided.version, note: '其余规格不再申请' },
  });
  expect(withdrawn.value.state).toBe('listed');
});

test('JS-7 a price that fell while the application was on its way is the price that is decided on', async () => {
  const { code, id } = await ready();
  await passAll(stage.officer, id);
  await world.moveBy(25 * dayMs);
  await stage.recordsOf(code, 1, { jurisdictions: ['610000'], price: '70' });
  const above = await listAll(stage.supervisor, id);
  expect(above.problem).toMatchObject({ code: 'admission.aboveLowest', facts: { lowest: '70' } });
});

test('a step that the bureau lets lapse is said to it once and lists nothing', async () => {
  const { id } = await ready();
  await world.moveBy(40 * dayMs);
  const late = await read(stage.officer, id);
  expect(late).toMatchObject({ state: 'submitted', overdue: true });
  const notices = await world.sql(
    `select 1 from notice where kind = 'admission.overdue' and subject_id = $1`,
    [id],
  );
  expect(notices).toHaveLength(1);
  const todo = (await stage.officer.call(readHome)).value.todos.find(
    (each) => each.href === `/admissions/${id}`,
  );
  expect(todo?.tone).toBe('danger');
});
