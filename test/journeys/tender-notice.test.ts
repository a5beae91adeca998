import { listNotices, readHome } from '@daylight/api/home.ts';
import { listJournal } from '@daylight/api/journal.ts';
import {
  askToJoin,
  decideJoining,
  listJoinings,
  listMembers,
  refreshMembers,
} from '@daylight/api/tender-member.ts';
import {
  amendRound,
  answerQuestion,
  askQuestion,
  listQuestions,
  publishNotice,
} from '@daylight/api/tender-notice.ts';
import { openRound } from '@daylight/api/tender-public.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { announcedRound, openGround, plusDays } from '../support/tender.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let officer: Person;
let supervisor: Person;
let sales: Person;
let approver: Person;
let privateApprover: Person;
let tenderId: string;
const group = 'C010101001';

beforeAll(async () => {
  at = await openTestWorld();
  const ground = openGround(at, 32);
  const bureau = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  approver = await at.person(await at.organisation({ kind: 'institution', name: '公立医院' }), ['approver']);
  privateApprover = await at.person(
    await at.organisation({ kind: 'institution', name: '私立医院', ownership: 'private' }),
    ['approver'],
  );
  const manufacturerId = await at.organisation({
    kind: 'manufacturer',
    name: '甲公司',
    jurisdiction: '320000',
  });
  sales = await at.person(manufacturerId, ['sales']);
  await ground.listing({ group, manufacturerId });
  tenderId = await announcedRound(at, {
    officer,
    supervisor,
    regions: ['320000'],
    items: [{ item: 'syringe', name: '注射器', prefix: group }],
  });
});
afterAll(() => at.close());

const params = () => ({ params: { tenderId } });
const seen = async () => (await officer.call(readRound, params())).value;
const open = async () =>
  (await callAs(at.app, null, openRound, { ...params(), query: { jurisdiction: '320000' } })).value;

test('SX-3.2b JS-23 a question is answered in public, and nobody learns who asked', async () => {
  const asked = await sales.call(askQuestion, {
    ...params(),
    body: { question: '我公司生产的5ml能否投标？' },
  });
  expect(asked.value.due.dueAt > at.now()).toBe(true);
  const waiting = await officer.call(listQuestions, { ...params(), query: { open: 'true' } });
  expect(waiting.value.items).toMatchObject([{ id: asked.value.id, isOwn: false, state: 'asked' }]);
  expect(JSON.stringify(waiting.value)).not.toContain(sales.organisationId);
  const home = await officer.call(readHome);
  expect(home.value.todos).toContainEqual(
    expect.objectContaining({
      kind: 'tender.answer',
      href: `/rounds/${tenderId}`,
      dueAt: asked.value.due.dueAt,
    }),
  );
  const body = { question: '5ml规格能否投标？', answer: '可以，按比价单位折算。' };
  const call = { params: { tenderId, questionId: asked.value.id }, body };
  expect((await sales.call(answerQuestion, call)).status).toBe(403);
  await officer.call(answerQuestion, call).then((answer) => answer.value);
  expect((await officer.call(answerQuestion, call)).problem.code).toBe('tender.questionAnswered');
  const { notices } = await open();
  expect(notices[0]).toMatchObject({ kind: 'answer', body: expect.stringContaining('按比价单位折算') });
  expect(JSON.stringify(notices)).not.toContain('我公司');
  expect(JSON.stringify(notices)).not.toContain('甲公司');
  const told = await sales.call(listNotices);
  expect(told.value.items).toContainEqual(
    expect.objectContaining({ title: expect.objectContaining({ zh: '您的提问已公开答复' }) }),
  );
  // The organiser's journal does not name the asker either.
  const journal = await officer.call(listJournal, {
    query: { subjectKind: 'tender-question', subjectId: asked.value.id },
  });
  expect(JSON.stringify(journal.value)).not.toContain(sales.organisationId);
});

test('SX-2.3 a private institution joins by agreement and may leave again; a public one takes part and cannot leave', async () => {
  const must = await approver.call(askToJoin, { ...params(), body: { kind: 'leave', note: '不想参加' } });
  expect(must.problem).toMatchObject({ code: 'tender.mustTakePart', basis: { clause: 'SX-2.3' } });
  const twice = await approver.call(askToJoin, { ...params(), body: { kind: 'join', note: '参加' } });
  expect(twice.problem.code).toBe('tender.takesPart');
  const ask = { ...params(), body: { kind: 'join' as const, note: '自愿参加' } };
  const joining = await privateApprover.call(askToJoin, ask);
  expect(joining.value.state).toBe('asked');
  expect((await privateApprover.call(askToJoin, ask)).problem.code).toBe('tender.joiningAsked');
  expect((await officer.call(listJoinings, params())).value.items).toMatchObject([
    { institution: { name: '私立医院' }, state: 'asked' },
  ]);
  const decision = { params: { tenderId, joiningId: joining.value.id }, body: { accept: true } };
  expect((await privateApprover.call(decideJoining, decision)).status).toBe(403);
  await officer.call(decideJoining, decision).then((answer) => answer.value);
  expect((await officer.call(decideJoining, decision)).problem.code).toBe('tender.joiningUnknown');
  const members = await officer.call(listMembers, params());
  expect(members.value.items.map(({ via }) => via).toSorted()).toEqual(['itself', 'region']);
  const leaving = await privateApprover.call(askToJoin, {
    ...params(),
    body: { kind: 'leave', note: '退出' },
  });
  await officer.call(decideJoining, {
    params: { tenderId, joiningId: leaving.value.id },
    body: { accept: true },
  });
  const after = await officer.call(listMembers, params());
  expect(after.value.items.find(({ via }) => via === 'itself')?.leftOn).not.toBeNull();
  expect((await seen()).institutions).toBe(1);
});

test('SX-2.3 a public institution that opens later joins when the participants are resolved anew', async () => {
  const id = await at.organisation({ kind: 'institution', name: '新建医院', jurisdiction: '320500' });
  const refreshed = await officer.call(refreshMembers, { ...params(), body: {} });
  expect(refreshed.value).toMatchObject({ joined: 1, left: 0 });
  const members = await officer.call(listMembers, { ...params(), query: { search: '新建' } });
  expect(members.value.items[0]?.institution.id).toBe(id);
});

test('JS-39 GY-4.2 documents are published with their files, which anyone may open', async () => {
  const file = await fileOf(at, officer, '采购文件.pdf');
  const body = { kind: 'documents' as const, title: '采购文件', body: '见附件', evidenceIds: [file] };
  const published = await officer.call(publishNotice, { ...params(), body });
  expect(published.ok).toBe(true);
  const { notices } = await open();
  expect(notices[0]).toMatchObject({ kind: 'documents', files: [{ fileName: '采购文件.pdf' }] });
  const foreign = await fileOf(at, sales, '他人文件.pdf');
  const refused = await officer.call(publishNotice, {
    ...params(),
    body: { ...body, evidenceIds: [foreign] },
  });
  expect(refused.problem.code).toBe('evidence.unknown');
  expect((await sales.call(publishNotice, { ...params(), body })).status).toBe(403);
});

test('SX-3.2b an amendment that bears on bids and comes late extends the bid deadline by the pack’s minimum, in public', async () => {
  const before = await seen();
  const bidDueAt = before.timetable.bidDueAt as Instant;
  await at.moveTo(plusDays(bidDueAt, -3));
  const body = {
    version: (await seen()).version,
    title: '更正公告',
    body: '比价单位更正',
    timetable: {},
    bearsOnBids: true,
  };
  const preview = await officer.call(amendRound, { ...params(), body: { ...body, preview: true } });
  expect(preview.value).toMatchObject({ notice: null, effects: [{ name: 'bidDueAt', why: 'extended' }] });
  expect((await seen()).timetable.bidDueAt).toBe(bidDueAt);
  const forward = await officer.call(amendRound, {
    ...params(),
    body: { ...body, timetable: { bidDueAt: plusDays(bidDueAt, -1) } },
  });
  expect(forward.problem).toMatchObject({ code: 'tender.notBroughtForward', basis: { clause: 'JS-23' } });
  const done = await officer.call(amendRound, { ...params(), body });
  expect(done.value.effects).toMatchObject([{ name: 'bidDueAt', before: bidDueAt, why: 'extended' }]);
  const after = (await seen()).timetable.bidDueAt as Instant;
  expect(after >= plusDays(at.now(), 15)).toBe(true);
  expect((await open()).notices[0]).toMatchObject({ kind: 'amendment', effects: [{ after }] });
  expect((await sales.call(listNotices)).value.items).toContainEqual(
    expect.objectContaining({ title: expect.objectContaining({ zh: '集采项目更正' }) }),
  );
  const over = await officer.call(amendRound, {
    ...params(),
    body: { ...body, version: (await seen()).version, timetable: { demandDueAt: after } },
  });
  expect(over.problem.code).toBe('tender.windowOver');
});
