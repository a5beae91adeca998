import {
  approveExpert,
  changeExpert,
  declareOwnInterest,
  endInterest,
  enterExpert,
  listExpertAccounts,
  listExperts,
  pauseExpert,
  readExpert,
  readOwnExpert,
} from '@daylight/api/panel-expert.ts';
import { previewPool } from '@daylight/api/panel.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AskedReview,
  type Bureau,
  type PoolExpert,
  addExpert,
  addExperts,
  askForReview,
  openBureau,
} from '../support/panel.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let bureau: Bureau;
let makerId: string;
let experts: PoolExpert[];
let bound: PoolExpert;

beforeAll(async () => {
  world = await openTestWorld();
  bureau = await openBureau(world);
  makerId = await world.organisation({ kind: 'manufacturer', name: '申报企业' });
  bound = await addExpert(world, bureau, { interests: [{ kind: 'shareholding', withId: makerId }] });
  experts = await addExperts(world, bureau, 5);
});
afterAll(() => world.close());

const review = (asked: Partial<AskedReview> = {}) => askForReview(world, { interested: [makerId], ...asked });

test('HN-15 an expert enters the pool only when another person has approved, and changes wait likewise', async () => {
  const hospital = await world.organisation({ kind: 'institution', name: '市第一医院' });
  const person = await world.person(hospital, ['expert']);
  const both = await world.person(bureau.officer.organisationId, ['officer', 'supervisor']);
  const accounts = (await both.call(listExpertAccounts, { query: { search: '市第一医院' } })).value.items;
  expect(accounts).toMatchObject([{ id: person.accountId, employer: { name: '市第一医院' } }]);
  const body = { accountId: person.accountId, title: '副主任医师', specialties: ['cardiology'] };
  const wrong = await both.call(enterExpert, { body: { ...body, specialties: ['astrology'] } });
  expect(wrong.problem).toMatchObject({
    code: 'panel.specialtyUnknown',
    field: 'specialties',
    basis: { clause: 'JS-8' },
  });
  const { id: expertId } = (await both.call(enterExpert, { body })).value;
  expect((await both.call(enterExpert, { body })).problem.code).toBe('panel.inPoolAlready');
  const approve = { params: { expertId }, body: { version: 1, approves: true } };
  expect((await both.call(approveExpert, approve)).problem).toMatchObject({
    code: 'panel.enteredBySame',
    basis: { clause: 'HN-15' },
  });
  expect((await bureau.officer.call(approveExpert, approve)).status).toBe(403);
  expect((await bureau.supervisor.call(approveExpert, approve)).value.state).toBe('active');
  const change = {
    version: 2,
    title: '主任医师',
    specialties: ['cardiology', 'management'],
    region: '320100',
  };
  await bureau.officer.call(changeExpert, { params: { expertId }, body: change });
  expect((await bureau.officer.call(readExpert, { params: { expertId } })).value).toMatchObject({
    title: '副主任医师',
    proposed: { title: '主任医师', byMe: true },
  });
  await bureau.supervisor.call(approveExpert, { params: { expertId }, body: { version: 3, approves: true } });
  const found = (await bureau.officer.call(listExperts, { query: { specialty: 'management' } })).value.items;
  expect(found).toMatchObject([{ id: expertId, title: '主任医师', changed: false }]);
});

test('HN-15 an expert declares interests, and a buyer is not let into the pool', async () => {
  const [one] = experts;
  const buyer = await world.person(one!.person.organisationId, ['buyer']);
  expect((await buyer.call(readOwnExpert, {})).status).toBe(403);
  expect((await buyer.call(listExperts, {})).status).toBe(403);
  const otherMaker = await world.organisation({ kind: 'manufacturer', name: '配偶任职企业' });
  const body = { kind: 'other' as const, withId: otherMaker, note: '配偶任职' };
  expect((await one!.person.call(declareOwnInterest, { body })).ok).toBe(true);
  expect((await one!.person.call(readOwnExpert, {})).value.interests).toMatchObject([
    { kind: 'other', with: { name: '配偶任职企业' } },
  ]);
  const reviewId = await review({ interested: [otherMaker] });
  const pool = (await bureau.officer.call(previewPool, { params: { reviewId } })).value;
  expect(pool.experts.find((each) => each.code === one!.code)).toMatchObject({
    excluded: 'other',
    excludedWith: '配偶任职企业',
  });
});

test('HN-15 employer, shareholding and the same medical group are left out before the draw, each with its reason', async () => {
  const lead = await world.organisation({ kind: 'institution', name: '总院' });
  const memberOfGroup = await world.organisation({ kind: 'institution', name: '成员机构' });
  const group = '01991234-0000-7000-8000-00000000aaaa';
  await world.sql(
    `insert into medical_group (id, name, jurisdiction, lead_organisation_id) values ($1, '集团', '320100', $2)`,
    [group, lead],
  );
  for (const id of [lead, memberOfGroup]) {
    await world.sql(
      `insert into medical_group_member (group_id, organisation_id, from_date) values ($1, $2, '2026-01-01')`,
      [group, id],
    );
  }
  const colleague = await addExpert(world, bureau, { organisationId: memberOfGroup });
  const reviewId = await review({ interested: [makerId, lead, experts[3]!.person.organisationId] });
  const { experts: lines } = (await bureau.officer.call(previewPool, { params: { reviewId } })).value;
  const why = (code: string) => lines.find((each) => each.code === code)?.excluded;
  expect(why(bound.code)).toBe('shareholding');
  expect(why(experts[3]!.code)).toBe('employer');
  expect(why(colleague.code)).toBe('sameGroup');
  expect(why(experts[4]!.code)).toBeNull();
  const pause = { version: 2, pauses: true, note: '退休' };
  await bureau.officer.call(pauseExpert, { params: { expertId: colleague.expertId }, body: pause });
  const later = (await bureau.officer.call(previewPool, { params: { reviewId } })).value;
  expect(later.experts.some((each) => each.code === colleague.code)).toBe(false);
});

test('HN-15 only a second person ends an interest, and from then on the expert can be drawn', async () => {
  const shown = (await bureau.officer.call(readExpert, { params: { expertId: bound.expertId } })).value;
  const interestId = shown.interestList[0]!.id;
  const end = { params: { expertId: bound.expertId, interestId }, body: { note: '股份已转让' } };
  expect((await bureau.officer.call(endInterest, end)).status).toBe(403);
  expect((await bureau.supervisor.call(endInterest, end)).ok).toBe(true);
  expect((await bureau.supervisor.call(endInterest, end)).problem.code).toBe('panel.unknownInterest');
  const reviewId = await review();
  const pool = (await bureau.officer.call(previewPool, { params: { reviewId } })).value;
  expect(pool.experts.find((each) => each.code === bound.code)?.excluded).toBeNull();
});
