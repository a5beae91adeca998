import { confirmProposal, readProposal } from '@daylight/api/credit-proposal.ts';
import { readHome } from '@daylight/api/home.ts';
import {
  answerBreach,
  askAboutBreach,
  courseWorkbook,
  decideBreach,
  findBreach,
  listBreachKinds,
  listBreaches,
  listUndertakings,
  readBreach,
  readCourse,
  recordUndertaking,
  reportBreach,
  reportBreachSigned,
} from '@daylight/api/tender-oversight.ts';
import { type IsoDate, addMs } from '@daylight/rules/time.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { clearAway } from '@daylight/server/features/account/cleanup.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { moveTender } from '@daylight/server/features/tender/port.ts';
import { ok } from '@daylight/rules/result.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { put } from '../support/market.ts';
import { openRound } from '../support/round.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let tenderId: string;
let officer: Person;
let supervisor: Person;
let observer: Person;
let organiser: Person;
let firm: string;
let sales: Person;
let hospital: string;
let approver: Person;
const since = '2020-01-01' as IsoDate;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  const bureau = await at.organisation({ kind: 'bureau', name: '省医保局', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  const health = await at.organisation({ kind: 'health', name: '省卫生健康委', jurisdiction: '320000' });
  observer = await at.person(health, ['observer']);
  const lead = await at.organisation({ kind: 'institution', name: '牵头医院' });
  organiser = await at.person(lead, ['organiser']);
  firm = await at.organisation({ kind: 'manufacturer', name: '甲医疗器械有限公司' });
  sales = await at.person(firm, ['sales']);
  hospital = await at.organisation({ kind: 'institution', name: '成员医院' });
  approver = await at.person(hospital, ['approver']);
  const round = await openRound(at, { organiserId: lead, jurisdiction: '320100' });
  tenderId = round.tenderId;
  await put(at, 'tender_plan', {
    province: 32,
    organiser_id: lead,
    is_public: true,
    tender_id: tenderId,
    mode_code: 'tender',
    partners: [],
    regions: [],
    group_ids: [],
    team: JSON.stringify([
      { name: '张评审', organisation: '牵头医院', post: '设备科' },
      { name: '李评审', organisation: '成员医院', post: '骨科' },
    ]),
    committee: '[]',
  });
});
afterAll(() => at.close());

const params = () => ({ tenderId });
const kinds = async (person: Person) =>
  (await person.call(readHome, {})).value.todos.map((each) => each.kind);

test('GY-5.4 the members of the team undertake integrity at appointment, in the text of the day; who is missing is shown', async () => {
  const before = (await organiser.call(listUndertakings, { params: params() })).value;
  expect(before).toMatchObject({ missing: ['张评审', '李评审'], mayRecord: true });
  const body = {
    person: '张评审',
    undertaking: since,
    evidenceIds: [await fileOf(at, organiser, '承诺书.pdf')],
  };
  const record = (more: object, person = organiser) =>
    person.call(recordUndertaking, { params: params(), body: { ...body, ...more } });
  expect((await record({ undertaking: '2019-01-01' })).problem).toMatchObject({
    code: 'tender.undertakingMissing',
    basis: { clause: 'GY-5.4' },
  });
  expect((await record({ person: '王某' })).problem.code).toBe('tender.personUnknown');
  expect((await record({ evidenceIds: [] })).status).toBe(400);
  expect((await record({}, sales)).status).toBe(403);
  expect((await record({})).status).toBe(201);
  expect((await record({ evidenceIds: [await fileOf(at, organiser)] })).problem.code).toBe(
    'tender.personUnknown',
  );
  const after = (await observer.call(listUndertakings, { params: params() })).value;
  expect(after).toMatchObject({
    missing: ['李评审'],
    mayRecord: false,
    items: [{ capacity: 'team', person: '张评审', from: since, files: [{ fileName: '承诺书.pdf' }] }],
  });
  // Nobody changes what was undertaken, not even the owner of the round.
  await expect(
    at.world.database.db.connection().execute(async (db) => {
      const { sql } = await import('kysely');
      await sql`begin`.execute(db);
      await sql.raw("set local app.province = '32'; set local app.reach = 'system'").execute(db);
      const { numAffectedRows } =
        await sql`update tender_undertaking set person = '别人' where province = 32`.execute(db);
      await sql`rollback`.execute(db);
      return numAffectedRows;
    }),
  ).resolves.toBe(0n);
});

test('GY-5.4 the health commission reads every step of a round with who, when and by what, and exports it; it changes nothing', async () => {
  const context = systemContext(at.world, 32, 'test-move');
  const moved = await command(context, async (unit) => {
    const done = await moveTender(context, unit, {
      tender: { id: tenderId },
      to: 'ended',
      basis: { document: 'gy-draft', article: '五（四）', clause: 'GY-5.4' },
    });
    return done.ok ? ok(null) : done;
  });
  expect(moved.ok).toBe(true);
  await sealAll(at.world);
  const course = (await observer.call(readCourse, { params: params(), query: {} })).value;
  expect(course.items).toMatchObject([
    {
      event: 'tender.moved',
      organisation: null,
      from: 'executing',
      to: 'ended',
      basis: [{ clause: 'GY-5.4' }],
      position: expect.any(Number),
    },
    { event: 'tender.undertaken', organisation: '牵头医院', person: expect.any(String) },
  ]);
  const paged = (await observer.call(readCourse, { params: params(), query: { limit: 1 } })).value;
  expect(paged.items).toHaveLength(1);
  const rest = await observer.call(readCourse, {
    params: params(),
    query: { limit: 1, cursor: paged.next ?? '' },
  });
  expect(rest.value.items[0]?.event).toBe('tender.undertaken');
  expect((await sales.call(readCourse, { params: params(), query: {} })).status).toBe(403);
  expect((await organiser.call(readCourse, { params: params(), query: {} })).status).toBe(403);
  const elsewhere = await at.organisation({ kind: 'health', name: '苏州卫健委', jurisdiction: '320500' });
  const other = await at.person(elsewhere, ['observer'], '320500');
  expect((await other.call(readCourse, { params: params(), query: {} })).problem.code).toBe('tender.unknown');
  const file = await observer.call(courseWorkbook, { params: params(), query: {} });
  expect(file.status).toBe(200);
});

const report = (body: object, id = tenderId, from = '198.51.100.7') =>
  callAs(at.app, null, reportBreach, {
    params: { tenderId: id },
    from,
    body: {
      jurisdiction: '320000',
      kind: 'bribe',
      accused: '甲医疗器械有限公司',
      facts: '销售人员以讲课费名义向评审成员给付款项',
      name: '',
      contact: '',
      ...body,
    },
  });

test('GY-5.4 anybody reports a breach without a name; a firm answers in its time, is found and decided on by two, and goes to the credit catalogue', async () => {
  const known = await callAs(at.app, null, listBreachKinds, { query: { jurisdiction: '320000' } });
  expect(known.value.items.map((each) => each.code)).toContain('bribe');
  expect((await report({ facts: '短' })).status).toBe(400);
  expect((await report({ kind: 'none' })).problem.code).toBe('tender.breachKind');
  expect((await report({ contact: '13800000000' })).problem.code).toBe('tender.breachContact');
  expect((await report({}, firm)).problem.code).toBe('tender.unknown');
  const { number } = (await report({})).value;
  const [row] = await at.sql<Record<string, unknown>>(
    `select b.*, j.actor_account, j.readers from tender_breach b
     join journal j on j.subject_id = b.id::text where b.number = $1`,
    [number],
  );
  expect(row).toMatchObject({
    reporter_name: '',
    reporter_account_id: null,
    reporter_organisation_id: null,
    actor_account: null,
    readers: [],
  });
  expect(await kinds(officer)).toContain('tender.breachOpen');
  expect((await sales.call(listBreaches, { query: {} })).value.items).toEqual([]);
  const [found] = (await officer.call(listBreaches, { query: { state: 'received' } })).value.items;
  const breach = { breachId: found?.id ?? '' };
  expect((await sales.call(readBreach, { params: breach })).problem.code).toBe('tender.breachUnknown');
  const version = found?.version ?? 0;
  // Unheard nobody is found at fault.
  const finding = { upheld: true, finding: '付款凭证与讲课安排不符，属实', version };
  expect((await officer.call(findBreach, { params: breach, body: finding })).problem).toMatchObject({
    code: 'tender.breachUnheard',
    basis: { clause: 'GY-5.4' },
  });
  const question = { organisationId: firm, question: '请说明 8 月讲课费的依据和凭证', version };
  expect((await observer.call(askAboutBreach, { params: breach, body: question })).status).toBe(403);
  const nobody = { ...question, organisationId: tenderId };
  expect((await officer.call(askAboutBreach, { params: breach, body: nobody })).problem.code).toBe(
    'tender.accusedUnknown',
  );
  const asked = (await officer.call(askAboutBreach, { params: breach, body: question })).value;
  expect(asked).toMatchObject({ state: 'asked', answerDue: { basis: { clause: 'GY-5.4' } } });
  expect(await kinds(sales)).toContain('tender.breachAsked');
  // It reads what it is asked, and neither the report nor who reported.
  const seen = (await sales.call(readBreach, { params: breach })).value;
  expect(seen).toMatchObject({ question: question.question, facts: '', accused: '', origin: null });
  const answer = { answer: '系学术会议费用，附协议', evidenceIds: [], version: asked.version };
  expect((await approver.call(answerBreach, { params: breach, body: answer })).problem.code).toBe(
    'tender.breachUnknown',
  );
  const answered = (await sales.call(answerBreach, { params: breach, body: answer })).value;
  const body = { ...finding, version: answered.version };
  const done = (await officer.call(findBreach, { params: breach, body })).value;
  expect((await sales.call(readBreach, { params: breach })).value).toMatchObject({
    upheld: null,
    finding: '',
  });
  const decision = { approve: true, note: '', version: done.version };
  expect((await officer.call(decideBreach, { params: breach, body: decision })).status).toBe(403);
  const decided = (await supervisor.call(decideBreach, { params: breach, body: decision })).value;
  expect(decided).toMatchObject({ state: 'upheld', upheld: true });
  const proposal = { proposalId: decided.proposalId ?? '' };
  const proposed = (await officer.call(readProposal, { params: proposal })).value;
  expect(proposed).toMatchObject({
    ground: { zh: '给予回扣或其他不正当利益' },
    basis: { clause: 'GY-5.4' },
    subject: { kind: 'tender-breach', id: breach.breachId },
  });
  const measure = { measure: 'restrictAll', version: proposed.version };
  expect((await officer.call(confirmProposal, { params: proposal, body: measure })).value.state).toBe(
    'hearing',
  );
  expect((await supervisor.call(decideBreach, { params: breach, body: decision })).problem.code).toBe(
    'tender.breachState',
  );
});

test('GY-5.4 a hospital reports with its name; an institution that stays silent is found after its day and handed to the health commission', async () => {
  const facts = '收取配送企业进院服务费，有转账记录';
  const reported = await sales.call(reportBreachSigned, {
    params: params(),
    body: { kind: 'fee', accused: '成员医院', facts, withName: true, evidenceIds: [await fileOf(at, sales)] },
  });
  expect(reported.ok).toBe(true);
  const nameless = await approver.call(reportBreachSigned, {
    params: params(),
    body: { kind: 'other', accused: '某企业', facts, withName: false },
  });
  const { number } = nameless.value;
  expect(await at.sql('select reporter_account_id from tender_breach where number = $1', [number])).toEqual([
    { reporter_account_id: null },
  ]);
  const items = (await officer.call(listBreaches, { query: { state: 'received', tenderId } })).value.items;
  const found = items.find((each) => each.number === reported.value.number);
  const breach = { breachId: found?.id ?? '' };
  expect((await officer.call(readBreach, { params: breach })).value).toMatchObject({
    reporter: { name: '甲医疗器械有限公司' },
    files: [{}],
  });
  const question = { organisationId: hospital, question: '请说明收费依据', version: found?.version ?? 0 };
  const asked = (await officer.call(askAboutBreach, { params: breach, body: question })).value;
  const finding = { upheld: true, finding: '收费无依据', version: asked.version };
  expect((await officer.call(findBreach, { params: breach, body: finding })).problem.code).toBe(
    'tender.breachUnheard',
  );
  await at.moveTo(addMs(asked.answerDue?.dueAt ?? at.now(), 1));
  const done = (await officer.call(findBreach, { params: breach, body: finding })).value;
  const back = { approve: false, note: '补充转账记录', version: done.version };
  const returned = (await supervisor.call(decideBreach, { params: breach, body: back })).value;
  expect(returned).toMatchObject({ state: 'answered', upheld: null });
  const again = (
    await officer.call(findBreach, { params: breach, body: { ...finding, version: returned.version } })
  ).value;
  const decided = await supervisor.call(decideBreach, {
    params: breach,
    body: { approve: true, note: '移送处理', version: again.version },
  });
  expect(decided.value).toMatchObject({ state: 'upheld', proposalId: null });
  const told = await at.sql(
    `select 1 from notice where organisation_id = $1 and kind = 'tender.breachHandedOver'`,
    [observer.organisationId],
  );
  expect(told).toHaveLength(1);
  expect((await observer.call(readBreach, { params: breach })).value.finding).toBe('收费无依据');
});

test('GY-5.4 whoever floods a round with reports shuts out itself alone, and nothing tells from where a report came', async () => {
  const [flooder, other] = ['203.0.113.9', '2001:db8:5:6::1'];
  const codes: string[] = [];
  for (let sent = 0; sent < 21; sent += 1) {
    const answer = await report({}, tenderId, flooder);
    codes.push(answer.ok ? 'received' : answer.problem.code);
  }
  expect(codes).toEqual([...Array.from({ length: 20 }, () => 'received'), 'tender.breachesManyFromYou']);
  const refused = (await report({}, tenderId, flooder)).problem;
  expect(refused).toMatchObject({ status: 429, facts: { max: 20 } });
  expect(refused.text.zh).toContain('20');
  // Of IPv6 the network is the sender, as for sign-in; another address is nobody's neighbour.
  expect((await report({}, tenderId, other)).ok).toBe(true);
  expect(
    await at.sql('select octet_length(key) as bytes, sent from sender_count order by sent'),
  ).toContainEqual({
    bytes: 32,
    sent: 20,
  });
  const kept = await at.sql<{ said: string }>(
    `select row_to_json(t)::text as said from tender_breach t
     union all select row_to_json(j)::text from journal j where event = 'tender.breachReported'
     union all select row_to_json(i)::text from idempotency i`,
  );
  expect(kept.filter(({ said }) => said.includes(flooder) || said.includes('2001:db8'))).toEqual([]);
  await at.moveBy(24 * 3_600_000);
  expect((await report({}, tenderId, flooder)).ok).toBe(true);
  await clearAway(at.world);
  expect(await at.sql('select sent from sender_count')).toEqual([{ sent: 1 }]);
});

test('GY-5.4 all senders together are bounded far above what one may send, and told so', async () => {
  await at.sql(
    `insert into tender_breach
     select (jsonb_populate_record(b, jsonb_build_object('id', app.uuid_floor($1::timestamptz + n * interval '1 millisecond'),
       'number', 'WG-flood-' || n))).*
     from tender_breach b, generate_series(1, 5000) n where b.id = (select id from tender_breach order by id desc limit 1)`,
    [at.now()],
  );
  expect((await report({}, tenderId, '192.0.2.44')).problem).toMatchObject({
    code: 'tender.breachesMany',
    facts: { max: 5000 },
  });
});
