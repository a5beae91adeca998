import {
  approvePlan,
  answerFiling,
  beginRound,
  filePlan,
  saveItems,
  savePlan,
  submitPlan,
  drawProducts,
} from '@daylight/api/tender-plan.ts';
import { announceRound } from '@daylight/api/tender-notice.ts';
import { choosePack } from '@daylight/api/tender-pack.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import {
  agreeToChoice,
  beginScreening,
  chooseItems,
  dropScreening,
  listPlaces,
  listScreeningUse,
  listScreenings,
  readScreening,
} from '@daylight/api/tender-screening.ts';
import { readHome } from '@daylight/api/home.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RoundGround, announcedRound, medicalGroup, openGround, timesFrom } from '../support/tender.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

/** Guiyang: two city medical groups choose ten items together and run one joint purchase. */
let at: TestWorld;
let ground: RoundGround;
let first: Person;
let firstApprover: Person;
let second: Person;
let secondApprover: Person;
let health: Person;
let groups: string[];
let members: string[];
let makers: string[];
const guiyang = '520100';
const group = (n: number): string => `C0101010${String(n).padStart(2, '0')}`;

beforeAll(async () => {
  at = await openTestWorld();
  ground = openGround(at, 52);
  const hospital = (name: string) => at.organisation({ kind: 'institution', name, jurisdiction: guiyang });
  members = [];
  for (const name of ['市一医', '市二医', '甲区医院', '乙区医院']) members.push(await hospital(name));
  const [one, two, three, four] = members as [string, string, string, string];
  first = await at.person(one, ['organiser'], guiyang);
  firstApprover = await at.person(one, ['approver'], guiyang);
  second = await at.person(two, ['organiser'], guiyang);
  secondApprover = await at.person(two, ['approver'], guiyang);
  health = await at.person(
    await at.organisation({ kind: 'health', name: '市卫生健康局', jurisdiction: guiyang }),
    ['observer'],
    guiyang,
  );
  groups = [
    await medicalGroup(at, { name: '第一医疗集团', jurisdiction: guiyang, lead: one, members: [three] }),
    await medicalGroup(at, { name: '第二医疗集团', jurisdiction: guiyang, lead: two, members: [four] }),
  ];
  makers = [];
  for (const name of ['甲公司', '乙公司'])
    makers.push(await at.organisation({ kind: 'manufacturer', name, jurisdiction: '520000' }));
  for (let n = 1; n <= 12; n += 1)
    for (const [place, manufacturerId] of makers.entries()) {
      const listing = await ground.listing({ group: group(n), manufacturerId, name: `品种${n}` });
      for (const [month, institutionId] of members.entries())
        await ground.trade({
          listing,
          institutionId,
          manufacturerId,
          price: `${10 + place}`,
          quantity: `${n * 5}`,
          at: `2026-0${month + 3}-10T02:00:00.000Z`,
        });
    }
});
afterAll(() => at.close());

async function ready(title = '首次联合采购品种遴选'): Promise<string> {
  const begun = await first.call(beginScreening, { body: { title, level: 'group', groupIds: groups } });
  await at.moveBy(1000);
  return begun.value.id;
}
const show = async (screeningId: string, who: Person = first) =>
  (await who.call(readScreening, { params: { screeningId } })).value;

test('GY-4.1 SX-2.1 last year’s purchases of every member are collected and scored, each candidate with its figures', async () => {
  const id = await ready();
  const screening = await show(id);
  expect(screening).toMatchObject({
    state: 'ready',
    fromDay: '2025-09-01',
    beforeDay: '2026-09-01',
    institutions: 4,
    chooseCount: 10,
    partners: [{ name: '市二医', agreed: null }],
    mine: { isOrganiser: true },
  });
  expect(screening.candidates).toHaveLength(12);
  // Twelve times five boxes of ten pieces, four members, at 10 and at 11 yuan.
  expect(screening.candidates[0]).toMatchObject({
    prefix: group(12),
    name: '品种12',
    place: 1,
    figures: { amount: '5040', volume: '4800', institutions: 4, manufacturers: 2, maturityYears: 10 },
  });
  expect(screening.candidates.at(-1)?.prefix).toBe(group(1));
  const use = await first.call(listScreeningUse, {
    params: { screeningId: id },
    query: { prefix: group(12), limit: 3 },
  });
  expect(use.value.items).toHaveLength(3);
  expect(use.value.items[0]).toMatchObject({ quantity: '600', trades: 1, institution: { name: '市一医' } });
  const more = await first.call(listScreeningUse, {
    params: { screeningId: id },
    query: { prefix: group(12), limit: 10, cursor: use.value.next ?? '' },
  });
  expect(use.value.items.length + more.value.items.length).toBe(8);
});

test('GY-3.2 both groups choose ten items together: the choice stands once the other lead hospital agrees to that very choice', async () => {
  const id = await ready('共同确定');
  const screening = await show(id);
  const chosen = screening.candidates.slice(0, 10).map(({ prefix }) => prefix);
  const nine = await first.call(chooseItems, {
    params: { screeningId: id },
    body: { version: screening.version, chosen: chosen.slice(1), reason: '按得分' },
  });
  expect(nine.problem).toMatchObject({
    code: 'tender.jointItemCount',
    basis: { clause: 'GY-3.2' },
    facts: { wanted: 10, found: 9 },
  });
  const stranger = await second.call(chooseItems, {
    params: { screeningId: id },
    body: { version: screening.version, chosen, reason: '按得分' },
  });
  expect(stranger.problem.code).toBe('tender.notYours');
  const proposed = await first.call(chooseItems, {
    params: { screeningId: id },
    body: { version: screening.version, chosen, reason: '按得分' },
  });
  expect(proposed.value.state).toBe('proposed');
  const asked = await show(id, second);
  const todos = (await second.call(readHome)).value.todos;
  expect(todos).toContainEqual(
    expect.objectContaining({ kind: 'tender.agree', href: `/round-screenings/${id}` }),
  );
  expect(asked.mine).toEqual({ isOrganiser: false, isAsked: true });
  const other = await second.call(agreeToChoice, {
    params: { screeningId: id },
    body: { choiceHash: '0'.repeat(64), agreed: true },
  });
  expect(other.problem.code).toBe('tender.otherChoice');
  const early = await first.call(beginRound, { body: project(id) });
  expect(early.problem.code).toBe('tender.screeningState');

  // A refusal sends it back; the same choice can be proposed again.
  await second.call(agreeToChoice, {
    params: { screeningId: id },
    body: { choiceHash: asked.choiceHash!, agreed: false, note: '第十项请换' },
  });
  await at.moveBy(1000);
  const back = await show(id);
  expect(back).toMatchObject({ state: 'ready', choiceHash: null });
  const again = await first.call(chooseItems, {
    params: { screeningId: id },
    body: { version: back.version, chosen: [...chosen.slice(0, 9), group(1)], reason: '换第十项' },
  });
  expect(again.ok).toBe(true);
  await second
    .call(agreeToChoice, {
      params: { screeningId: id },
      body: { choiceHash: (await show(id, second)).choiceHash!, agreed: true },
    })
    .then((answer) => answer.value);
  await at.moveBy(1000);
  expect(await show(id)).toMatchObject({ state: 'agreed', chosen: 10 });
});

const project = (screeningId: string) => ({
  title: '两个医疗集团首次联合采购',
  level: 'group' as const,
  modeCode: 'tender',
  mode: 'tender' as const,
  screeningId,
  groupIds: groups,
  scope: '两个城市医疗集团成员机构',
  process: '报量、投标、公示、签约',
  duties: '各成员机构按合同采购，三个月内付款',
  committee: [{ name: '院长甲', organisation: '市一医', post: '主任' }],
  team: [{ name: '采购科长', organisation: '市二医', post: '组长' }],
});

async function agreedScreening(title: string): Promise<string> {
  const id = await ready(title);
  const screening = await show(id);
  await first.call(chooseItems, {
    params: { screeningId: id },
    body: {
      version: screening.version,
      chosen: screening.candidates.slice(0, 10).map(({ prefix }) => prefix),
      reason: '按得分',
    },
  });
  await second.call(agreeToChoice, {
    params: { screeningId: id },
    body: { choiceHash: (await show(id, second)).choiceHash!, agreed: true },
  });
  await at.moveBy(1000);
  return id;
}

test('GY-3.1 GY-4.2 GY-5.1 GY-5.2 the joint purchase: both party committees approve one plan, the health commission is told, then it is announced', async () => {
  const screeningId = await agreedScreening('联合采购方案');
  const begun = await first.call(beginRound, { body: project(screeningId) });
  const tenderId = begun.value.id;
  const params = { tenderId };
  const version = async () => (await first.call(readRound, { params })).value.version;
  expect((await first.call(beginRound, { body: project(screeningId) })).problem.code).toBe(
    'tender.screeningUsed',
  );
  const round = (await first.call(readRound, { params })).value;
  expect(round).toMatchObject({ items: 10, institutions: 4, partners: [{ name: '市二医' }], state: 'draft' });
  const { scope, process, duties, committee, team } = project(screeningId);
  await first
    .call(savePlan, {
      params,
      body: {
        version: round.version,
        title: round.title,
        modeCode: 'tender',
        mode: 'tender',
        termMonths: 12,
        scope,
        process,
        duties,
        committee,
        team,
        timetable: timesFrom(at.now()),
      },
    })
    .then((answer) => answer.value);
  await first
    .call(saveItems, {
      params,
      body: {
        version: await version(),
        items: round.itemList.map(({ item, name, unit, codePrefixes }) => ({
          item,
          name,
          unit,
          codePrefixes,
          cap: '2',
        })),
      },
    })
    .then((answer) => answer.value);
  await first.call(drawProducts, { params, body: { version: await version() } });
  await first
    .call(choosePack, { params, body: { version: await version(), from: 'spread-1.8' } })
    .then((answer) => answer.value);
  await first.call(submitPlan, { params, body: { version: await version() } }).then((answer) => answer.value);

  const noMeeting = await firstApprover.call(approvePlan, { params, body: { approved: true } });
  expect(noMeeting.problem).toMatchObject({ code: 'tender.meetingMissing', basis: { clause: 'GY-5.2' } });
  const meeting = (name: string) => ({ approved: true, meeting: `${name}党委会 2026-09-02` });
  const one = await firstApprover.call(approvePlan, { params, body: meeting('市一医') });
  expect(one.value.state).toBe('draft');
  await secondApprover.call(approvePlan, { params, body: meeting('市二医') }).then((answer) => answer.value);
  await at.moveBy(1000);
  expect((await first.call(readRound, { params })).value).toMatchObject({
    state: 'planned',
    steps: [{ to: 'planned', note: expect.stringContaining('党委会') }],
  });

  const text = { title: '联合采购公告', body: '公告正文' };
  const early = await first.call(announceRound, { params, body: { version: await version(), ...text } });
  expect(early.problem).toMatchObject({ code: 'tender.planNotFiled', basis: { clause: 'GY-5.2' } });
  await first.call(filePlan, { params, body: { version: await version() } }).then((answer) => answer.value);
  expect((await health.call(readRound, { params })).value.mine.isAuthority).toBe(true);
  await health.call(answerFiling, { params, body: { answer: 'noted' } }).then((answer) => answer.value);
  const done = await first.call(announceRound, { params, body: { version: await version(), ...text } });
  expect(done.value.state).toBe('reporting');
  // The other lead hospital sees the same timetable as everybody (GY-5.1), and may not change it alone.
  const seen = (await second.call(readRound, { params })).value;
  expect(seen.timetable).toEqual((await first.call(readRound, { params })).value.timetable);
  expect(seen.mine).toMatchObject({ isPartner: true, isOrganiser: false });
});

test('GY-3.1 only a lead hospital runs a joint purchase, with its own group in it', async () => {
  const member = await at.person(members[2]!, ['organiser'], guiyang);
  const body = { title: '成员自行组织', level: 'group' as const, groupIds: groups };
  expect((await member.call(beginScreening, { body })).problem).toMatchObject({
    code: 'tender.notLead',
    basis: { clause: 'GY-3.1' },
  });
  expect((await first.call(beginScreening, { body: { ...body, groupIds: [groups[1]!] } })).problem.code).toBe(
    'tender.ownGroupMissing',
  );
  expect(
    (await first.call(beginScreening, { body: { ...body, groupIds: [groups[0]!, members[0]!] } })).problem
      .code,
  ).toBe('tender.groupUnknown');
  expect((await first.call(beginScreening, { body: { ...body, title: '' } })).status).toBe(400);
  expect((await health.call(beginScreening, { body })).status).toBe(403);
  const places = await first.call(listPlaces);
  expect(places.value).toMatchObject({ levels: ['group', 'union'], jointItems: 10, termMonths: 12 });
  expect(places.value.groups.filter(({ isOwn }) => isOwn)).toHaveLength(1);
});

test('SX-2.1 GY-3.2 an item of a wider round is left out with the round’s name, and cannot be chosen', async () => {
  const bureau = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '520000' });
  const officer = await at.person(bureau, ['officer'], '520000');
  const supervisor = await at.person(bureau, ['supervisor'], '520000');
  await announcedRound(at, {
    officer,
    supervisor,
    level: 'provincial',
    modeCode: 'tender',
    regions: [guiyang],
    items: [{ item: 'item5', name: '品种5', prefix: group(5) }],
    title: '省级带量采购',
  });
  const id = await ready('有上级集采');
  const screening = await show(id);
  const excluded = screening.candidates.find(({ prefix }) => prefix === group(5));
  expect(excluded?.excluded).toMatchObject({ title: '省级带量采购', level: 'provincial' });
  const nine = screening.candidates.filter(({ prefix }) => prefix !== group(5)).slice(0, 9);
  const answer = await first.call(chooseItems, {
    params: { screeningId: id },
    body: {
      version: screening.version,
      chosen: [...nine.map(({ prefix }) => prefix), group(5)],
      reason: '按得分',
    },
  });
  expect(answer.problem).toMatchObject({ code: 'tender.candidateExcluded', facts: { prefix: group(5) } });
  // A purchasing union buys what stands outside any round (HN-5).
  const union = await first.call(beginRound, {
    body: {
      title: '采购联合体',
      level: 'union',
      modeCode: 'inquiry',
      mode: 'inquiry',
      items: [{ item: 'a', name: '品种5', unit: '支', codePrefixes: [`${group(5)}0`] }],
    },
  });
  expect(union.problem).toMatchObject({ code: 'tender.itemInVolumeRound', basis: { clause: 'HN-5' } });
  const free = await first.call(beginRound, {
    body: {
      title: '采购联合体',
      level: 'union',
      modeCode: 'inquiry',
      mode: 'inquiry',
      items: [{ item: 'a', name: '品种11', unit: '支', codePrefixes: ['C020202020'] }],
    },
  });
  expect(free.value.state).toBe('draft');
});

test('a dropped screening stays dropped; others do not see it at all', async () => {
  const id = await ready('放弃');
  const { version } = await show(id);
  const dropped = await first.call(dropScreening, {
    params: { screeningId: id },
    body: { version, reason: '数据不全' },
  });
  expect(dropped.value.state).toBe('dropped');
  const late = await first.call(chooseItems, {
    params: { screeningId: id },
    body: { version: dropped.value.version, chosen: [group(1)], reason: '按得分' },
  });
  expect(late.problem).toMatchObject({ code: 'tender.screeningState' });
  const member = await at.person(members[2]!, ['organiser'], guiyang);
  expect((await member.call(readScreening, { params: { screeningId: id } })).status).toBe(404);
  expect((await member.call(listScreenings)).value.items).toEqual([]);
});
