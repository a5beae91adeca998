import * as signIn from '@daylight/api/account.ts';
import * as own from '@daylight/api/account-own.ts';
import * as users from '@daylight/api/account-users.ts';
import { readHome } from '@daylight/api/home.ts';
import * as api from '@daylight/api/organisation.ts';
import { writeCreditCode } from '@daylight/rules/codes/credit-code.ts';
import { organisationOf, regulatorsOf, sitesOf } from '@daylight/server/features/organisation/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browser, goodPassword } from '../support/sign-in.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let bureau: string;
let officer: Person;
let supervisor: Person;
let system: Person;
let security: Person;
let buyer: Person;

beforeAll(async () => {
  world = await openTestWorld();
  bureau = await world.organisation({ kind: 'bureau', jurisdiction: '320000', name: '示例省医保局' });
  officer = await world.person(bureau, ['officer']);
  supervisor = await world.person(bureau, ['supervisor']);
  const platform = await world.organisation({ kind: 'platform', jurisdiction: '000000' });
  system = await world.person(platform, ['systemAdmin']);
  security = await world.person(platform, ['securityAdmin']);
  buyer = await world.person(await world.organisation({ kind: 'institution' }), ['buyer']);
});
afterAll(() => world.close());

let n = 0;
const creditCode = () => {
  n += 1;
  return writeCreditCode({
    department: '9',
    kind: '1',
    region: '320100',
    serial: `ABCD${String(n).padStart(4, '0')}`,
  });
};
const hospital = (more: object = {}) => {
  const code = creditCode();
  return {
    kind: 'institution' as const,
    name: `示例医院${n}`,
    shortName: `示例${n}`,
    jurisdiction: '320100',
    creditCode: code,
    institutionCode: `H32010${String(n).padStart(6, '0')}`,
    ownership: 'public' as const,
    level: 'tertiary' as const,
    ...more,
  };
};
const enter = (who: Person, body: object) => who.call(api.enterOrganisation, { body: body as never });
type Step = 'approve' | 'reject' | 'suspend' | 'resume' | 'close';
const step = (who: Person, organisationId: string, name: Step, [version, note = '']: [number, string?]) =>
  who.call(api.stepOrganisation, { params: { organisationId, step: name }, body: { version, note } });
const read = (who: Person, organisationId: string) =>
  who.call(api.readOrganisation, { params: { organisationId } });

test('JS-1 an officer enters an institution, a supervisor approves it, and its administrator begins with a one-time password', async () => {
  const entered = (await enter(officer, hospital({ administrator: { login: 'first.admin', name: '钱七' } })))
    .value;
  expect(entered).toMatchObject({ state: 'pending', may: ['edit'] });
  const params = { organisationId: entered.id };
  expect((await officer.call(api.issueFirstPassword, { params })).problem.code).toBe(
    'organisation.wrongState',
  );
  expect((await buyer.call(api.readOrganisation, { params })).status).toBe(404);
  const todos = (await supervisor.call(readHome)).value.todos;
  expect(todos.map((todo) => todo.href)).toContain(`/organisations/${entered.id}`);
  const approved = (await step(supervisor, entered.id, 'approve', [entered.version])).value;
  expect(approved).toMatchObject({ state: 'active', approvedBy: { id: supervisor.accountId } });
  expect((await supervisor.call(api.issueFirstPassword, { params })).status).toBe(403);
  const given = (await officer.call(api.issueFirstPassword, { params })).value;
  const person = browser(world);
  await person.ask(signIn.signIn, { body: { login: 'first.admin', password: given.password } });
  expect(
    (await person.ask(own.changePassword, { body: { current: given.password, password: goodPassword } }))
      .status,
  ).toBe(200);
  expect((await officer.call(api.issueFirstPassword, { params })).problem.code).toBe(
    'organisation.noFirstAdministrator',
  );
  const journal = await world.sql<{ event: string; province: number }>(
    `select event, province from journal where subject_id = $1 order by at, id`,
    [entered.id],
  );
  expect(journal.map((row) => row.event).toSorted()).toEqual([
    'organisation.approved',
    'organisation.entered',
  ]);
});

test('whoever entered an organisation does not approve it, whatever other position they hold', async () => {
  const both = await world.person(bureau, ['officer', 'supervisor']);
  const entered = (await enter(both, hospital())).value;
  expect(entered.may).toEqual(['edit']);
  expect((await step(both, entered.id, 'approve', [entered.version])).problem.code).toBe(
    'organisation.enteredByYou',
  );
});

test('authorities are entered by the system administrator and approved by the security administrator', async () => {
  const fund = { kind: 'fund', name: '示例医保中心', shortName: '医保中心', jurisdiction: '320000' };
  expect((await enter(officer, fund)).problem.code).toBe('organisation.outsideYourReach');
  const entered = (await enter(system, fund)).value;
  expect((await step(supervisor, entered.id, 'approve', [entered.version])).problem.code).toBe(
    'organisation.outsideYourReach',
  );
  expect((await step(security, entered.id, 'approve', [entered.version])).value.state).toBe('active');
});

test('wrong codes and missing particulars are refused with their field', async () => {
  const fields = async (more: object) => {
    const { problem } = await enter(officer, hospital(more));
    return [problem.code, problem.field];
  };
  expect(await fields({ creditCode: '91350100M000100Y44' })).toEqual(['creditCode.checkDigit', 'creditCode']);
  expect(await fields({ institutionCode: 'X1' })).toEqual(['institutionCode.prefix', 'institutionCode']);
  expect(await fields({ level: null })).toEqual(['organisation.ownershipAndLevel', 'level']);
  expect(await fields({ jurisdiction: '329999' })).toEqual(['organisation.noSuchPlace', 'jurisdiction']);
  expect(await fields({ jurisdiction: '430100' })).toEqual(['organisation.outsideYourReach', 'jurisdiction']);
  expect((await enter(officer, hospital({ name: '' }))).problem.code).toBe('request.malformed');
});

test('several sites stand under one credit code: the second is entered as a site, not as another institution', async () => {
  const main = (await enter(officer, hospital())).value;
  await step(supervisor, main.id, 'approve', [main.version]);
  const again = hospital({ creditCode: main.creditCode });
  expect((await enter(officer, again)).problem).toMatchObject({
    code: 'organisation.isASite',
    facts: { name: main.name },
  });
  expect((await enter(officer, hospital({ institutionCode: main.institutionCode }))).problem.code).toBe(
    'organisation.institutionCodeTaken',
  );
  expect((await enter(officer, hospital({ parentId: main.id }))).problem.code).toBe(
    'organisation.parentDiffers',
  );
  const site = (await enter(officer, { ...again, parentId: main.id })).value;
  expect(site.parent).toEqual({ id: main.id, name: main.name });
  await step(supervisor, site.id, 'approve', [site.version]);
  expect((await read(buyer, main.id)).value.sites.map((each) => each.id)).toEqual([site.id]);
  expect((await sitesOf(world.world.database.db, main.id)).map((each) => each.id)).toEqual([site.id]);
});

test('a firm is entered once, and once more as national agent (JS-1)', async () => {
  const firm = {
    kind: 'manufacturer',
    name: '示例器械',
    shortName: '示例',
    jurisdiction: '310000',
    creditCode: creditCode(),
  };
  expect((await enter(officer, firm)).ok).toBe(true);
  expect((await enter(officer, firm)).problem.code).toBe('organisation.alreadyThere');
  expect((await enter(officer, { ...firm, isNationalAgent: true })).ok).toBe(true);
  expect((await enter(officer, { ...firm, kind: 'distributor' })).ok).toBe(true);
});

test('a correction of an approved organisation holds only after another person approved it', async () => {
  const entered = (await enter(officer, hospital())).value;
  const active = (await step(supervisor, entered.id, 'approve', [entered.version])).value;
  const { kind: _, ...body } = hospital({
    name: '更名后的医院',
    creditCode: active.creditCode,
    institutionCode: active.institutionCode,
  });
  const params = { organisationId: active.id };
  const asked = (
    await officer.call(api.editOrganisation, { params, body: { ...body, version: active.version } })
  ).value;
  expect(asked).toMatchObject({
    name: active.name,
    proposed: { by: { id: officer.accountId }, fields: { name: '更名后的医院' } },
  });
  expect(
    (await officer.call(api.editOrganisation, { params, body: { ...body, version: active.version } })).problem
      .code,
  ).toBe('request.stale');
  expect((await step(officer, active.id, 'approve', [asked.version])).status).toBe(403);
  expect((await step(supervisor, active.id, 'approve', [asked.version])).value).toMatchObject({
    name: '更名后的医院',
    proposed: null,
    state: 'active',
  });
});

test('a suspended organisation’s people are signed out at once and come back when it resumes', async () => {
  const entered = (await enter(officer, hospital())).value;
  const active = (await step(supervisor, entered.id, 'approve', [entered.version])).value;
  const person = await world.person(active.id, ['buyer']);
  expect((await person.call(readHome)).ok).toBe(true);
  expect((await step(supervisor, active.id, 'suspend', [active.version])).problem).toMatchObject({
    code: 'organisation.reasonNeeded',
    field: 'note',
  });
  const suspended = (await step(supervisor, active.id, 'suspend', [active.version, '资质到期'])).value;
  expect((await person.call(readHome)).status).toBe(401);
  expect((await step(supervisor, active.id, 'approve', [suspended.version])).problem.code).toBe(
    'organisation.wrongState',
  );
  expect((await step(supervisor, active.id, 'resume', [suspended.version])).value.state).toBe('active');
});

test('contacts are whole for supervisors and the organisation itself, shortened for others; its administrator changes them', async () => {
  const entered = (
    await enter(
      officer,
      hospital({ contactName: '孙八', contactPhone: '13812345678', address: '示例路 1 号' }),
    )
  ).value;
  const active = (await step(supervisor, entered.id, 'approve', [entered.version])).value;
  expect((await read(buyer, active.id)).value).toMatchObject({
    contactName: '孙**',
    contactPhone: '138****5678',
    enteredBy: null,
  });
  const admin = await world.person(active.id, ['admin']);
  const body = {
    address: '示例路 2 号',
    contactName: '周九',
    contactPhone: '13900000000',
    version: active.version,
  };
  expect(
    (await admin.call(api.changeContact, { params: { organisationId: active.id }, body })).value,
  ).toMatchObject({ contactPhone: '13900000000', may: ['contact'] });
  expect(
    (await admin.call(api.changeContact, { params: { organisationId: buyer.organisationId }, body })).status,
  ).toBe(404);
});

test('the directory is searched by part of a name or the beginning of a code, by place and kind, page by page', async () => {
  const all = (
    await officer.call(api.listOrganisations, {
      query: { kind: 'institution', jurisdiction: '320000', limit: 200 },
    })
  ).value.items;
  expect(all.length).toBeGreaterThan(4);
  const pages: string[] = [];
  let cursor: string | undefined;
  do {
    const page: { items: { id: string }[]; next: string | null } = (
      await officer.call(api.listOrganisations, {
        query: { kind: 'institution', jurisdiction: '320000', limit: 3, cursor },
      })
    ).value;
    pages.push(...page.items.map((each) => each.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(pages).toEqual(all.map((each) => each.id));
  expect((await buyer.call(api.listOrganisations, { query: { q: '更名后' } })).value.items).toHaveLength(1);
  expect(
    (await buyer.call(api.listOrganisations, { query: { state: 'pending', limit: 200 } })).value.items.every(
      (each) => each.state === 'active',
    ),
  ).toBe(true);
  const code = all.find((each) => each.institutionCode !== null)!.institutionCode!;
  expect(
    (await buyer.call(api.listOrganisations, { query: { q: code.slice(0, 11).toLowerCase() } })).value.items
      .length,
  ).toBeGreaterThan(0);
});

test('GY-3.1 medical groups form a tree with members and a lead; a circle, a stranger and a missing lead are refused', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const entered = (await enter(officer, hospital())).value;
    ids.push((await step(supervisor, entered.id, 'approve', [entered.version])).value.id);
  }
  const members = ids.map((organisationId) => ({ organisationId, from: '2026-01-01' }));
  const make = (more: object) =>
    officer.call(api.enterGroup, {
      body: { jurisdiction: '320100', name: '示例医疗集团', leadId: ids[0]!, members, ...more } as never,
    });
  const top = (await make({})).value;
  expect(top).toMatchObject({ lead: { id: ids[0] }, parentId: null });
  expect(top.members).toHaveLength(3);
  const below = (
    await make({ name: '示例分集团', parentId: top.id, members: members.slice(1), leadId: ids[1]! })
  ).value;
  const circle = await officer.call(api.editGroup, {
    params: { groupId: top.id },
    body: {
      name: top.name,
      parentId: below.id,
      leadId: ids[0]!,
      members,
      state: 'active',
      version: 1,
    } as never,
  });
  expect(circle.problem.code).toBe('organisation.groupCircle');
  expect((await make({ leadId: buyer.organisationId })).problem.code).toBe('organisation.groupLead');
  expect(
    (await make({ members: [...members, { organisationId: bureau, from: '2026-01-01' }] })).problem.code,
  ).toBe('organisation.groupMember');
  expect((await make({ members: [...members, members[0]] })).problem.code).toBe('organisation.groupMember');
  expect((await make({ members: [{ ...members[0], until: '2025-01-01' }] })).problem).toMatchObject({
    code: 'organisation.groupDates',
    field: 'members.0.until',
  });
  expect((await make({ members: [] })).problem.code).toBe('organisation.groupLead');
  const out = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '430000' }), [
    'officer',
  ]);
  expect(
    (
      await out.call(api.enterGroup, {
        body: { jurisdiction: '320100', name: '示例集团', leadId: ids[0]!, members } as never,
      })
    ).status,
  ).toBe(403);
  const closed = await officer.call(api.editGroup, {
    params: { groupId: below.id },
    body: {
      name: below.name,
      parentId: top.id,
      leadId: ids[1]!,
      members: members.slice(1),
      state: 'closed',
      version: 1,
    } as never,
  });
  expect(closed.value.state).toBe('closed');
  expect((await read(buyer, ids[1]!)).value.groups.map((group) => group.id)).toEqual([top.id]);
});

test('the bureaus of a place are those of the city, the province and the nation, nearest first', async () => {
  const city = await world.organisation({ kind: 'bureau', jurisdiction: '320100' });
  await world.organisation({ kind: 'bureau', jurisdiction: '320200' });
  const { db } = world.world.database;
  expect((await regulatorsOf(db, '320100')).map((each) => each.id)).toEqual([city, bureau]);
  expect(await organisationOf(db, bureau)).toMatchObject({ kind: 'bureau', jurisdiction: '320000' });
  expect((await supervisor.call(users.listUsers)).status).toBe(403);
});

test.each([
  ['JS-2', '320100', 'public', true],
  ['JS-2', '320100', 'military', false],
  ['JS-2', '320100', 'private', false],
  ['HN-3a', '430100', 'military', true],
  ['HN-3a', '430100', 'private', false],
  ['GD-1a', '440100', 'public', true],
  ['SX-2.3', '610100', 'military', true],
] as const)(
  'JS-2 HN-3a SX-2.3 who has to buy on the platform (%s, %s, %s: %s)',
  async (clause, jurisdiction, ownership, isObliged) => {
    const id = await world.organisation({ kind: 'institution', jurisdiction, ownership });
    const { participation } = (await read(buyer, id)).value;
    expect(participation).toMatchObject({ isObliged, basis: { clause } });
  },
);
