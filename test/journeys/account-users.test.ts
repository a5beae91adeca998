import * as signIn from '@daylight/api/account.ts';
import * as own from '@daylight/api/account-own.ts';
import * as api from '@daylight/api/account-users.ts';
import { listNotices, markNoticesRead, readHome } from '@daylight/api/home.ts';
import { listSecurityEvents, readHealth } from '@daylight/api/platform.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, browser, goodPassword } from '../support/sign-in.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let hospital: string;
let admin: Person;
let second: Person;
let security: Person;
let system: Person;

beforeAll(async () => {
  world = await openTestWorld();
  hospital = await world.organisation({ kind: 'institution', name: '示例医院' });
  admin = await world.person(hospital, ['admin']);
  second = await world.person(hospital, ['admin']);
  const platform = await world.organisation({ kind: 'platform', jurisdiction: '000000' });
  security = await world.person(platform, ['securityAdmin']);
  system = await world.person(platform, ['systemAdmin']);
});
afterAll(() => world.close());

let n = 0;
const add = async (who: Person, roles: string[], more: object = {}) => {
  n += 1;
  return who.call(api.addUser, { body: { login: `user.${n}`, name: '王五', roles, ...more } });
};
const issue = (who: Person, accountId: string, forgetFactors = false) =>
  who.call(api.issuePassword, { params: { accountId }, body: { forgetFactors } });

test('an administrator adds a buyer, hands over a one-time password, and the buyer begins with a password and factor of their own', async () => {
  const user = (await add(admin, ['buyer'])).value;
  expect(user).toMatchObject({ state: 'active', roles: ['buyer'], waiting: null, totp: false });
  const given = (await issue(admin, user.id)).value;
  const person = browser(world);
  const first = await person.ask(signIn.signIn, { body: { login: user.login, password: given.password } });
  expect(first.body).toMatchObject({ state: 'signedIn', duty: 'changePassword' });
  const changed = await person.ask(own.changePassword, {
    body: { current: given.password, password: goodPassword },
  });
  expect(changed.body).toEqual({ duty: 'enrolFactor' });
  const again = await browser(world).ask(signIn.signIn, {
    body: { login: user.login, password: given.password },
  });
  expect(again.status).toBe(401);
});

test('a one-time password stands nowhere in the database', async () => {
  const user = (await add(admin, ['buyer'])).value;
  const { password } = (await issue(admin, user.id)).value;
  for (const table of ['journal', 'idempotency', 'account'])
    expect(await world.sql(`select 1 from ${table} t where t::text like $1`, [`%${password}%`])).toEqual([]);
});

test('malformed users, foreign roles, taken logins and combined administrators are refused', async () => {
  expect((await add(admin, [])).problem.code).toBe('request.malformed');
  expect((await add(admin, ['buyer'], { login: 'a b' })).problem.fields[0]!.path).toBe('body.login');
  expect((await add(admin, ['sales'])).problem).toMatchObject({
    code: 'account.rolesUnknown',
    facts: { role: 'sales' },
  });
  await add(admin, ['buyer'], { login: 'Taken' });
  expect((await add(admin, ['buyer'], { login: 'tAKEN' })).problem.code).toBe('account.loginTaken');
  const platform = await system.call(api.addUser, {
    body: { login: 'both', name: '兼任', roles: ['systemAdmin', 'auditAdmin'] },
  });
  expect(platform.problem).toMatchObject({ code: 'account.rolesApart', basis: { article: '8.1.5' } });
});

test('a new approver waits for a second administrator; the one who entered cannot approve, nor issue a password before', async () => {
  const user = (await add(admin, ['approver'])).value;
  expect(user).toMatchObject({ state: 'pending', waiting: { kind: 'open' } });
  const params = { requestId: user.waiting!.id };
  expect((await admin.call(api.approveRequest, { params })).problem.code).toBe('account.enteredByYou');
  expect((await issue(admin, user.id)).problem.code).toBe('account.wrongState');
  const home = (await second.call(readHome)).value;
  expect(home.todos.some((todo) => todo.id === `account-request-${params.requestId}`)).toBe(true);
  expect(
    (await admin.call(readHome)).value.todos.some(
      (todo) => todo.id === `account-request-${params.requestId}`,
    ),
  ).toBe(false);
  const approved = (await second.call(api.approveRequest, { params })).value;
  expect(approved).toMatchObject({ state: 'active', waiting: null, issueBy: { id: admin.accountId } });
  expect((await issue(second, user.id)).problem.code).toBe('account.secondPersonFirst');
  expect((await issue(admin, user.id)).ok).toBe(true);
  expect((await issue(admin, user.id)).problem.code).toBe('account.secondPersonFirst');
  expect((await second.call(api.approveRequest, { params })).problem.code).toBe('account.requestUnknown');
});

test('two administrators who approve at once approve once', async () => {
  const user = (await add(admin, ['approver'])).value;
  const params = { requestId: user.waiting!.id };
  const answers = await Promise.all([
    second.call(api.approveRequest, { params }),
    security.call(api.refuseRequest, { params, body: { note: '不同意' } }),
  ]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
});

test('more powers wait for approval while the name changes at once; fewer powers take effect at once', async () => {
  const user = (await add(admin, ['buyer'])).value;
  const params = { accountId: user.id };
  const asked = (
    await admin.call(api.changeUser, {
      params,
      body: { name: '赵六', roles: ['buyer', 'approver'], version: user.version },
    })
  ).value;
  expect(asked).toMatchObject({
    name: '赵六',
    roles: ['buyer'],
    waiting: { kind: 'roles', roles: ['buyer', 'approver'] },
  });
  const stale = await admin.call(api.changeUser, {
    params,
    body: { name: 'x', roles: ['buyer'], version: user.version },
  });
  expect(stale.problem.code).toBe('request.stale');
  const twice = await admin.call(api.changeUser, {
    params,
    body: { name: 'x', roles: ['admin'], version: asked.version },
  });
  expect(twice.problem.code).toBe('account.changeWaits');
  const given = (await second.call(api.approveRequest, { params: { requestId: asked.waiting!.id } })).value;
  expect(given.roles).toEqual(['buyer', 'approver']);
  const fewer = (
    await admin.call(api.changeUser, {
      params,
      body: { name: '赵六', roles: ['buyer'], version: given.version },
    })
  ).value;
  expect(fewer).toMatchObject({ roles: ['buyer'], waiting: null });
});

test('nobody changes their own roles, disables themselves, or approves what is about them', async () => {
  const me = (await admin.call(api.readUser, { params: { accountId: admin.accountId } })).value;
  const params = { accountId: me.id };
  expect(
    (
      await admin.call(api.changeUser, {
        params,
        body: { name: '我', roles: ['admin', 'approver'], version: me.version },
      })
    ).problem.code,
  ).toBe('account.notYourself');
  expect((await admin.call(api.disableUser, { params, body: { version: me.version } })).problem.code).toBe(
    'account.notYourself',
  );
  const asked = (
    await second.call(api.changeUser, {
      params,
      body: { name: '我', roles: ['admin', 'approver'], version: me.version },
    })
  ).value;
  const about = await admin.call(api.approveRequest, { params: { requestId: asked.waiting!.id } });
  expect(about.problem.code).toBe('account.aboutYou');
  expect(
    (
      await security.call(api.refuseRequest, {
        params: { requestId: asked.waiting!.id },
        body: { note: '一人一岗' },
      })
    ).value.roles,
  ).toEqual(['admin']);
});

test('disabling ends every session at once; enabling lets the person in again', async () => {
  const id = await account(world, {
    organisationId: hospital,
    roles: ['storekeeper'],
    login: 'store.keeper',
  });
  const person = browser(world);
  await person.ask(signIn.signIn, { body: { login: 'store.keeper', password: goodPassword } });
  const user = (await admin.call(api.readUser, { params: { accountId: id } })).value;
  expect(user.sessionList).toHaveLength(1);
  const off = (
    await admin.call(api.disableUser, { params: { accountId: id }, body: { version: user.version } })
  ).value;
  expect(off).toMatchObject({ state: 'disabled', sessions: 0 });
  expect((await person.ask(signIn.whoAmI)).status).toBe(401);
  expect(
    (await admin.call(api.disableUser, { params: { accountId: id }, body: { version: off.version } })).problem
      .code,
  ).toBe('account.wrongState');
  expect(
    (await admin.call(api.enableUser, { params: { accountId: id }, body: { version: off.version } })).value
      .state,
  ).toBe('active');
  expect(
    (await person.ask(signIn.signIn, { body: { login: 'store.keeper', password: goodPassword } })).status,
  ).toBe(200);
  expect((await admin.call(api.endUserSessions, { params: { accountId: id } })).value).toEqual({ ended: 1 });
});

test('a lost phone is forgotten by a reset, which for an approver takes two persons', async () => {
  const id = await account(world, { organisationId: hospital, roles: ['approver'], login: 'lost.phone' });
  await world.sql(`update account set totp_secret = 'v1.x' where id = $1`, [id]);
  expect((await issue(admin, id, true)).problem.code).toBe('account.secondPersonFirst');
  const asked = (await admin.call(api.requestReset, { params: { accountId: id } })).value;
  expect((await admin.call(api.requestReset, { params: { accountId: id } })).problem.code).toBe(
    'account.changeWaits',
  );
  await second.call(api.approveRequest, { params: { requestId: asked.waiting!.id } });
  expect((await issue(admin, id, true)).ok).toBe(true);
  expect((await admin.call(api.readUser, { params: { accountId: id } })).value.totp).toBe(false);
});

test('to another organisation the users do not exist, and without the position the door is closed', async () => {
  const other = await world.person(await world.organisation({ kind: 'institution' }), ['admin']);
  const params = { accountId: admin.accountId };
  expect((await other.call(api.readUser, { params })).status).toBe(404);
  expect((await other.call(api.disableUser, { params, body: { version: 1 } })).status).toBe(404);
  expect((await issue(other, admin.accountId)).status).toBe(404);
  expect((await other.call(api.listUsers, { query: { organisationId: hospital } })).status).toBe(404);
  expect((await add(other, ['buyer'], { organisationId: hospital })).status).toBe(404);
  const listed = (await other.call(api.listUsers)).value.items;
  expect(listed.map((user) => user.organisation.id)).toEqual([other.organisationId]);
  expect((await (await world.person(hospital, ['buyer'])).call(api.listUsers)).status).toBe(403);
});

test('an administrator of the platform changes users of an organisation only together with another person', async () => {
  const user = (await add(system, ['buyer'], { organisationId: hospital })).value;
  expect(user).toMatchObject({ state: 'pending', waiting: { kind: 'open' } });
  const listed = (await security.call(api.listRequests, { query: { limit: 200 } })).value.items.find(
    (each) => each.id === user.waiting!.id,
  )!;
  expect(listed).toMatchObject({ mayDecide: true, organisation: { id: hospital } });
  expect((await security.call(api.approveRequest, { params: { requestId: listed.id } })).value.state).toBe(
    'active',
  );
  const rows = await world.sql<{ province: number }>(`select province from journal where subject_id = $1`, [
    user.id,
  ]);
  expect(new Set(rows.map((row) => row.province))).toEqual(new Set([32]));
});

test('users are found by part of login or name, by state and position, page by page', async () => {
  const firm = await world.organisation({ kind: 'distributor' });
  const boss = await world.person(firm, ['admin']);
  for (const name of ['甲一', '甲二', '乙三']) await add(boss, ['dispatcher'], { name });
  const page = (await boss.call(api.listUsers, { query: { limit: 2, role: 'dispatcher' } })).value;
  const rest = (
    await boss.call(api.listUsers, { query: { limit: 2, role: 'dispatcher', cursor: page.next! } })
  ).value;
  expect([...page.items, ...rest.items]).toHaveLength(3);
  expect(rest.next).toBeNull();
  expect((await boss.call(api.listUsers, { query: { q: '甲' } })).value.items).toHaveLength(2);
  expect(
    (await boss.call(api.listUsers, { query: { cursor: 'nonsense' } })).value.items.length,
  ).toBeGreaterThan(3);
});

test('notices reach the people whose work they are; each reads for themselves', async () => {
  await world.moveBy(1000);
  await add(admin, ['approver']);
  const buyer = await world.person(hospital, ['buyer']);
  expect((await buyer.call(listNotices)).value).toMatchObject({ items: [], unread: 0 });
  const inbox = (await second.call(listNotices, { query: { limit: 1 } })).value;
  expect(inbox.items[0]).toMatchObject({ title: { zh: '账号变更待审批' }, href: '/users', read: false });
  expect(inbox.next).not.toBeNull();
  const before = inbox.unread;
  expect((await second.call(markNoticesRead, { body: { ids: [inbox.items[0]!.id] } })).value.unread).toBe(
    before - 1,
  );
  expect((await second.call(listNotices, { query: { limit: 1 } })).value.items[0]!.read).toBe(true);
  const older = (await second.call(listNotices, { query: { limit: 200, cursor: inbox.next! } })).value.items;
  expect(older.map((item) => item.id)).not.toContain(inbox.items[0]!.id);
  expect((await second.call(markNoticesRead, { body: { ids: 'all' } })).value.unread).toBe(0);
  expect((await second.call(listNotices, { query: { unread: 'true' } })).value.items).toEqual([]);
  expect((await admin.call(listNotices)).value.unread).toBe(before);
  await world.moveBy(2 * 3_600_000);
  await add(admin, ['approver']);
  expect((await second.call(listNotices)).value.unread).toBe(1);
  expect((await second.call(markNoticesRead, { body: { ids: 'all' } })).value.unread).toBe(0);
  expect(await world.sql('select 1 from notice_read where account_id = $1', [second.accountId])).toHaveLength(
    1,
  );
  expect(
    (await second.call(listNotices, { query: { limit: 200 } })).value.items.every((item) => item.read),
  ).toBe(true);
});

test('the security administrator sees failed sign-ins with their address; nobody else does', async () => {
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'watched' });
  await browser(world, { address: '203.0.113.77' }).ask(signIn.signIn, {
    body: { login: 'watched', password: 'wrong' },
  });
  const seen = (await security.call(listSecurityEvents, { query: { province: 32, failures: 'true' } })).value;
  expect(seen.items[0]).toMatchObject({
    event: 'account.signInFailed',
    address: '203.0.113.77',
    account: { login: 'watched' },
    by: null,
  });
  expect((await admin.call(listSecurityEvents)).status).toBe(403);
  expect((await system.call(readHealth)).value).toMatchObject({
    demo: false,
    calendarYears: expect.arrayContaining([2026]),
  });
});
