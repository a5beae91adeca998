import { readHome } from '@daylight/api/home.ts';
import {
  answerInvitation,
  listAssignments,
  readAssignment,
  saveScoreDraft,
  signMinutes,
  submitScore,
} from '@daylight/api/panel-member.ts';
import {
  freezePool,
  listDraws,
  previewPool,
  readReview,
  readReviewResult,
  redrawPanel,
  showDraw,
} from '@daylight/api/panel.ts';
import { faultsOf } from '@daylight/rules/panel/draw.ts';
import { ok } from '@daylight/rules/result.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { closedReviews, reviewOf, takeReview } from '@daylight/server/features/panel/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AskedReview,
  type Bureau,
  type PoolExpert,
  addExpert,
  addExperts,
  askForReview,
  decideReview,
  draw,
  openBureau,
} from '../support/panel.ts';
import { askAsApplication } from '../support/unrecorded.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let bureau: Bureau;
let makerId: string;
let sales: Person;
let experts: PoolExpert[];
let bound: PoolExpert;

beforeAll(async () => {
  world = await openTestWorld();
  bureau = await openBureau(world);
  makerId = await world.organisation({ kind: 'manufacturer', name: '申报企业' });
  sales = await world.person(makerId, ['sales']);
  bound = await addExpert(world, bureau, { interests: [{ kind: 'shareholding', withId: makerId }] });
  experts = await addExperts(world, bureau, 9);
});
afterAll(() => world.close());

const review = (asked: Partial<AskedReview> = {}) => askForReview(world, { interested: [makerId], ...asked });
const read = async (reviewId: string) =>
  (await bureau.officer.call(readReview, { params: { reviewId } })).value;
const seated = async (reviewId: string, state: string) => {
  const { members } = await read(reviewId);
  const codes = members.filter((each) => each.state === state).map((each) => each.code);
  return experts.filter((each) => codes.includes(each.code));
};
const own = async (expert: PoolExpert, reviewId: string) =>
  (await expert.person.call(readAssignment, { params: { reviewId } })).value;
const answer = async (expert: PoolExpert, reviewId: string, body: object) =>
  expert.person.call(answerInvitation, {
    params: { reviewId },
    body: { version: (await own(expert, reviewId)).version, ...body } as never,
  });
const all = (value: number) => ({ necessity: value, safety: value, price: value, supply: value });
const score = async (expert: PoolExpert, reviewId: string, points: object, opinion = '临床确有需要。') =>
  expert.person.call(submitScore, {
    params: { reviewId },
    body: { version: (await own(expert, reviewId)).version, points, opinion } as never,
  });

test('HN-15 the seed is committed before the list is frozen, the beacon comes after, and anyone can do the draw again', async () => {
  const reviewId = await review();
  const [committed] = (await callAs(world.app, null, listDraws, {})).value.items;
  expect(committed).toMatchObject({ frozenAt: null, seed: null, poolHash: null });
  const journalled = await world.sql<{ after: { seedHash: string } }>(
    `select after from journal where subject_id = $1 and event = 'panel.opened'`,
    [reviewId],
  );
  expect(journalled[0]?.after.seedHash).toBe(committed?.seedHash);
  const { version } = await read(reviewId);
  const frozen = await bureau.officer.call(freezePool, { params: { reviewId }, body: { version } });
  expect(frozen.value.state).toBe('frozen');
  // A seal from before the moment of the draw does not count.
  await sealAll(world.world);
  await world.moveBy(10 * 60_000);
  expect((await read(reviewId)).state).toBe('frozen');
  await sealAll(world.world);
  await world.moveBy(60_000);
  const params = { drawId: committed!.id };
  const shown = (await callAs(world.app, null, showDraw, { params })).value;
  expect(shown.seedHash).toBe(committed?.seedHash);
  const beacon = shown.beacon!;
  expect(beacon.sealedAt >= shown.drawAt!).toBe(true);
  expect(shown.committedAt <= shown.frozenAt! && shown.frozenAt! < shown.drawAt!).toBe(true);
  const checkpoint = await world.sql<{ hash: string }>(
    `select encode(chain_hash, 'hex') as hash from journal_checkpoint where province = 32 and position = $1`,
    [beacon.position],
  );
  expect(checkpoint[0]?.hash).toBe(beacon.hash);
  expect(faultsOf({ ...shown, beacon: beacon.hash })).toEqual([]);
  expect(shown.drawn).not.toContain(bound.code);
  const invited = await seated(reviewId, 'invited');
  expect(invited.map((each) => each.code).toSorted()).toEqual(shown.drawn!.slice(0, 5).toSorted());
  expect(JSON.stringify(shown)).not.toContain(invited[0]!.person.accountId);
});

test('HN-15 until the draw nobody can read the seed, not even the bureau by the database', async () => {
  const reviewId = await review();
  const client = await world.world.database.pool.connect();
  try {
    await client.query('begin');
    await askAsApplication(client);
    await client.query(
      `set local app.province = '32'; set local app.organisation = '${bureau.officer.organisationId}'; set local app.reach = 'province'`,
    );
    expect((await client.query('select seed from panel_seed')).rows).toEqual([]);
    const draws = await client.query('select seed from panel_draw where review_id = $1', [reviewId]);
    expect(draws.rows).toEqual([{ seed: null }]);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('JS-8 fewer experts than seats are no panel, and only the officer of the place freezes a list', async () => {
  const reviewId = await review({ specialty: 'ophthalmology' });
  const freeze = { params: { reviewId }, body: { version: 1 } };
  expect((await bureau.officer.call(freezePool, freeze)).problem).toMatchObject({
    code: 'panel.tooFewExperts',
    facts: { eligible: 0, seats: 5 },
    basis: { clause: 'JS-8' },
  });
  expect((await bureau.supervisor.call(freezePool, freeze)).status).toBe(403);
  expect((await sales.call(freezePool, freeze)).status).toBe(403);
  expect((await bureau.officer.call(freezePool, { ...freeze, body: { version: 9 } })).problem.code).toBe(
    'request.stale',
  );
  expect((await bureau.officer.call(freezePool, { ...freeze, body: {} as never })).status).toBe(400);
  const city = await openBureau(world, '320600');
  expect((await city.officer.call(freezePool, freeze)).status).toBe(404);
  const outside = { params: { reviewId }, body: { version: 1, area: '430000' } };
  expect((await bureau.officer.call(freezePool, outside)).problem.code).toBe('panel.areaOutside');
});

test('HN-15 who declines, recuses or stays silent is followed by the reserve in the order of the draw', async () => {
  const reviewId = await review();
  await draw(world, bureau, reviewId);
  const order = (await read(reviewId)).draws[0]!.drawn!;
  const byCode = new Map(experts.map((each) => [each.code, each]));
  const [first, second, third] = order.map((code) => byCode.get(code)!);
  expect((await answer(first!, reviewId, { answer: 'decline' })).problem).toMatchObject({
    code: 'panel.reasonNeeded',
    field: 'reason',
  });
  expect((await answer(first!, reviewId, { answer: 'decline', reason: '出差' })).value.state).toBe(
    'declined',
  );
  expect((await answer(second!, reviewId, { answer: 'accept' })).value.due?.basis?.clause).toBe('JS-8');
  expect((await answer(second!, reviewId, { answer: 'recuse', reason: '曾任该企业顾问' })).value.state).toBe(
    'recused',
  );
  await world.moveBy(60_000);
  const invited = (await seated(reviewId, 'invited')).map((each) => each.code).toSorted();
  expect(invited).toEqual(order.slice(2, 7).toSorted());
  // One working day later the silent ones are out, and those who follow are called.
  await world.moveBy(2 * 86_400_000);
  expect((await answer(third!, reviewId, { answer: 'accept' })).problem.code).toBe('panel.notInvited');
  const states = (await read(reviewId)).members;
  expect(states.filter((each) => each.state === 'lapsed')).toHaveLength(5);
  expect(states.filter((each) => each.state === 'invited').map((each) => each.code)).toEqual(order.slice(7));
});

test('JS-8 without a quorum the panel is short, and a new draw leaves out who was called in vain', async () => {
  const reviewId = await review();
  await draw(world, bureau, reviewId);
  const early = await bureau.officer.call(redrawPanel, {
    params: { reviewId },
    body: { version: (await read(reviewId)).version, reason: '重新抽取一次' },
  });
  expect(early.problem.code).toBe('panel.notShort');
  for (let days = 0; days < 5; days += 1) await world.moveBy(3 * 86_400_000);
  const short = await read(reviewId);
  expect(short.state).toBe('short');
  const home = (await bureau.officer.call(readHome, {})).value.todos;
  expect(home.some((each) => each.id === `panel-draw-${reviewId}`)).toBe(true);
  const again = { params: { reviewId }, body: { version: short.version, reason: '全部专家未答复' } };
  expect((await bureau.officer.call(redrawPanel, again)).value.state).toBe('opened');
  const { draws } = await read(reviewId);
  expect(draws).toHaveLength(2);
  expect(draws[1]?.seedHash).not.toBe(draws[0]?.seedHash);
  const pool = (await bureau.officer.call(previewPool, { params: { reviewId } })).value;
  expect(pool.experts.filter((each) => each.excluded === 'earlier').length).toBeGreaterThanOrEqual(9);
});

test('HN-15 members see nothing of each other before closing, and the officer only who is done', async () => {
  const reviewId = await review();
  await draw(world, bureau, reviewId);
  const members = await seated(reviewId, 'invited');
  for (const each of members) await answer(each, reviewId, { answer: 'accept' });
  const [first, second, ...others] = members;
  const draft = { points: { necessity: 61 }, opinion: '先存一稿' };
  await first!.person.call(saveScoreDraft, { params: { reviewId }, body: draft });
  expect((await own(first!, reviewId)).draft).toMatchObject(draft);
  expect((await score(first!, reviewId, { ...all(90), price: 101 })).problem).toMatchObject({
    code: 'panel.pointsOffScale',
    field: 'points.price',
  });
  expect((await score(first!, reviewId, { necessity: 90 })).problem.code).toBe('panel.criterionMissing');
  expect((await score(first!, reviewId, all(91), '独有意见甲')).value.state).toBe('scored');
  expect((await score(first!, reviewId, all(50))).problem.code).toBe('panel.notMember');
  const seen = JSON.stringify([
    await own(second!, reviewId),
    await read(reviewId),
    (await second!.person.call(listAssignments, {})).value,
  ]);
  expect(seen).not.toContain('独有意见甲');
  expect((await read(reviewId)).members.filter((each) => each.state === 'scored')).toMatchObject([
    { total: null },
  ]);
  const client = await world.world.database.pool.connect();
  try {
    for (const [organisation, reach] of [
      [bureau.officer.organisationId, 'province'],
      [second!.person.organisationId, 'own'],
    ]) {
      await client.query('begin');
      await askAsApplication(client);
      await client.query(
        `set local app.province = '32'; set local app.organisation = '${organisation}'; set local app.reach = '${reach}'`,
      );
      expect(
        (await client.query('select points from panel_score where review_id = $1', [reviewId])).rows,
      ).toEqual([]);
      await client.query('rollback');
    }
  } finally {
    client.release();
  }
  for (const each of [second!, ...others]) await score(each, reviewId, all(60));
  await world.moveBy(60_000);
  const closed = await read(reviewId);
  // Three of 60 are left when 91 and one 60 are trimmed.
  expect(closed).toMatchObject({ state: 'closed', score: '60.00', outcome: 'notRecommended' });
  expect(closed.minutes?.members).toHaveLength(5);
  expect(JSON.stringify(closed.minutes)).toContain('独有意见甲');
});

test('JS-8 the result waits for signatures, then goes to its owner once; the applicant reads letters and no names', async () => {
  const reviewId = await review({ kind: 'signing' });
  const result = { params: { reviewId } };
  expect((await sales.call(readReviewResult, result)).problem.code).toBe('panel.notConfirmed');
  await decideReview(world, bureau, { reviewId, experts, points: 85 });
  const context = systemContext(world.world, 32, 'test');
  const closed = await reading(world.world.database.db, context.scope, (tx) =>
    closedReviews(tx, 32, 'signing', 10),
  );
  expect(closed).toMatchObject([{ id: reviewId, outcome: 'recommended', score: '85.00' }]);
  const applicant = (await sales.call(readReviewResult, result)).value;
  expect(applicant.minutes).toMatchObject({ outcome: 'recommended', score: '85.00', threshold: 70 });
  expect(applicant.minutes.members.every((each) => each.name === null && each.employer === null)).toBe(true);
  const rival = await world.person(await world.organisation({ kind: 'manufacturer' }), ['sales']);
  expect((await rival.call(readReviewResult, result)).status).toBe(404);
  const takes: unknown[] = [];
  for (let time = 0; time < 2; time += 1) {
    await command(context, async (unit) => {
      takes.push(await takeReview(context, unit, reviewId));
      unit.record({ event: 'panel.taken', subject: { kind: 'test', id: reviewId }, basis: [] });
      return ok(null);
    });
  }
  expect(takes).toMatchObject([{ id: reviewId, outcome: 'recommended' }, null]);
  const subject = closed[0]!.subject;
  const shown = await reading(world.world.database.db, context.scope, (tx) => reviewOf(tx, 32, [subject]));
  expect(shown.get(`${subject.kind}:${subject.id}`)).toMatchObject({ state: 'taken', score: '85.00' });
});

test('HN-15 minutes that too few sign stay open; at the end of the clock a quorum is enough', async () => {
  const reviewId = await review();
  await draw(world, bureau, reviewId);
  const members = await seated(reviewId, 'invited');
  for (const each of members) {
    await answer(each, reviewId, { answer: 'accept' });
    await score(each, reviewId, all(75));
  }
  await world.moveBy(60_000);
  const sign = async (each: PoolExpert) =>
    each.person.call(signMinutes, {
      params: { reviewId },
      body: { version: (await own(each, reviewId)).version },
    });
  const home = (await members[0]!.person.call(readHome, {})).value.todos;
  expect(home.find((each) => each.id === `panel-sign-${reviewId}`)?.href).toBe(`/my-reviews/${reviewId}`);
  expect((await sign(members[0]!)).ok).toBe(true);
  expect((await sign(members[0]!)).problem.code).toBe('panel.nothingToSign');
  await world.moveBy(6 * 86_400_000);
  expect((await read(reviewId)).state).toBe('closed');
  for (const each of members.slice(1, 4)) await sign(each);
  await world.moveBy(60_000);
  expect((await read(reviewId)).state).toBe('closed');
  await world.moveBy(6 * 86_400_000);
  expect((await read(reviewId)).state).toBe('confirmed');
});

test('JS-8 a member who was not drawn has no such review, and scores after the clock come too late', async () => {
  const reviewId = await review();
  await draw(world, bureau, reviewId);
  const members = await seated(reviewId, 'invited');
  const outsider = experts.find((each) => !members.includes(each))!;
  expect((await outsider.person.call(readAssignment, { params: { reviewId } })).status).toBe(404);
  await answer(members[0]!, reviewId, { answer: 'accept' });
  await world.sql(`update panel_candidate set due_at = $2 where review_id = $1 and state = 'accepted'`, [
    reviewId,
    world.now(),
  ]);
  expect((await score(members[0]!, reviewId, all(80))).problem.code).toBe('panel.tooLate');
});
