import * as api from '@daylight/api/account.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, browser, goodPassword } from '../support/sign-in.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let hospital: string;

beforeAll(async () => {
  world = await openTestWorld();
  hospital = await world.organisation({ kind: 'institution', name: '南京示例医院' });
});
afterAll(() => world.close());

const events = (id: string) =>
  world
    .sql<{ event: string }>(
      `select event from journal where subject_kind = 'account' and subject_id = $1 order by id`,
      [id],
    )
    .then((rows) => rows.map((row) => row.event));

test('a person signs in with login and password, is known, and signs out again', async () => {
  const id = await account(world, {
    organisationId: hospital,
    roles: ['buyer'],
    login: 'Han.Meimei',
    name: '韩梅梅',
  });
  const person = browser(world);
  const answer = await person.ask(api.signIn, { body: { login: ' han.meimei ', password: goodPassword } });
  expect(answer).toMatchObject({ status: 200, body: { state: 'signedIn', duty: null, ticket: null } });
  expect(person.lastCookie).toMatch(/HttpOnly/);
  expect(person.lastCookie).toMatch(/SameSite=Strict/);
  expect(person.lastCookie).toMatch(/Path=\//);
  expect(person.lastCookie).not.toMatch(/Secure/);
  const me = await person.ask(api.whoAmI);
  expect(me.body).toMatchObject({
    actor: {
      accountId: id,
      kind: 'institution',
      jurisdiction: '320100',
      province: 32,
      roles: ['buyer'],
      duty: null,
    },
    name: '韩梅梅',
    organisation: '南京示例医院',
    demo: false,
    platforms: [],
  });
  const token = person.cookie;
  expect((await person.ask(api.signOut)).status).toBe(200);
  expect(person.cookie).toBeNull();
  person.cookie = token;
  expect((await person.ask(api.whoAmI)).status).toBe(401);
  expect(await events(id)).toEqual(['account.signedIn', 'account.signedOut']);
});

test('nobody is told 401 with where to begin', async () => {
  expect(await browser(world).ask(api.whoAmI)).toMatchObject({
    status: 401,
    body: { code: 'access.signInFirst' },
  });
});

test('malformed sign-ins are refused with the field', async () => {
  const person = browser(world);
  for (const body of [
    {},
    { login: 'a' },
    { login: 'a', password: 'b', extra: 1 },
    { login: 7, password: 'x' },
    { login: 'a', password: 'x'.repeat(201) },
  ]) {
    expect((await person.ask(api.signIn, { body: body as never })).body.code).toBe('request.malformed');
  }
});

test('a wrong password, an unknown login and a demo account without demo data get the very same answer', async () => {
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'known' });
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'demo', demo: true });
  const person = browser(world);
  const answers = [];
  for (const body of [
    { login: 'known', password: 'not the password' },
    { login: 'nobody-here', password: 'not the password' },
    { login: 'demo', password: goodPassword },
  ]) {
    const { status, body: problem } = await person.ask(api.signIn, { body });
    answers.push({ status, ...problem, requestId: '' });
  }
  expect(answers[0]).toMatchObject({ status: 401, code: 'account.signInRefused' });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test('what was typed for an unknown login is written down nowhere', async () => {
  await browser(world).ask(api.signIn, { body: { login: 'my-secret-password', password: 'x' } });
  const rows = await world.sql(`select 1 from journal where journal::text like '%my-secret%'`);
  expect(rows).toEqual([]);
  expect(
    await world.sql(`select 1 from journal where event = 'account.signInFailed' and subject_id = 'unknown'`),
  ).not.toEqual([]);
});

test('after five failures the address is locked out even with the right password, and another address is not', async () => {
  const id = await account(world, { organisationId: hospital, roles: ['buyer'], login: 'target' });
  const attacker = browser(world, { address: '203.0.113.9' });
  for (let n = 0; n < 5; n += 1) {
    expect(
      (await attacker.ask(api.signIn, { body: { login: 'target', password: `guess ${n}` } })).status,
    ).toBe(401);
  }
  const locked = await attacker.ask(api.signIn, { body: { login: 'TARGET', password: goodPassword } });
  expect(locked).toMatchObject({
    status: 429,
    body: { code: 'account.lockedOut', facts: { minutes: 15 }, basis: { document: 'gbt-22239-2019' } },
  });
  const owner = await browser(world, { address: '10.1.1.1' }).ask(api.signIn, {
    body: { login: 'target', password: goodPassword },
  });
  expect(owner.status).toBe(200);
  expect(await events(id)).toEqual([
    ...Array.from({ length: 5 }, () => 'account.signInFailed'),
    'account.signedIn',
  ]);
  await world.moveBy(15 * 60_000);
  await attacker.ask(api.signIn, { body: { login: 'target', password: 'guess again' } });
  const again = await attacker.ask(api.signIn, { body: { login: 'target', password: goodPassword } });
  expect(again.body.facts).toEqual({ minutes: 30 });
});

test('an unknown login is locked out just as a known one', async () => {
  const attacker = browser(world, { address: '203.0.113.10' });
  for (let n = 0; n < 5; n += 1)
    await attacker.ask(api.signIn, { body: { login: 'ghost', password: 'guess' } });
  expect((await attacker.ask(api.signIn, { body: { login: 'ghost', password: 'guess' } })).body.code).toBe(
    'account.lockedOut',
  );
});

test('guesses sent all at once are counted one by one', async () => {
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'burst' });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      browser(world, { address: '203.0.113.11' }).ask(api.signIn, {
        body: { login: 'burst', password: `guess ${n}` },
      }),
    ),
  );
  expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(7);
});

test('addresses of one IPv6 network count as one', async () => {
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'six' });
  for (let n = 0; n < 5; n += 1)
    await browser(world, { address: `2001:db8:1:2::${n + 1}` }).ask(api.signIn, {
      body: { login: 'six', password: 'guess' },
    });
  const next = await browser(world, { address: '2001:db8:1:2:aaaa::1' }).ask(api.signIn, {
    body: { login: 'six', password: goodPassword },
  });
  expect(next.body.code).toBe('account.lockedOut');
});

test('a stopped account is told so only to who knows the password', async () => {
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'stopped', state: 'disabled' });
  const person = browser(world);
  expect((await person.ask(api.signIn, { body: { login: 'stopped', password: 'wrong' } })).body.code).toBe(
    'account.signInRefused',
  );
  expect(
    (await person.ask(api.signIn, { body: { login: 'stopped', password: goodPassword } })).body.code,
  ).toBe('account.notActive');
});

test('signing in never keeps the token a browser came with, and ends the session behind it', async () => {
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'fixated' });
  const body = { login: 'fixated', password: goodPassword };
  const victim = browser(world);
  victim.cookie = 'A'.repeat(43);
  await victim.ask(api.signIn, { body });
  expect(victim.cookie).not.toBe('A'.repeat(43));
  const first = victim.cookie;
  await victim.ask(api.signIn, { body });
  const thief = browser(world);
  thief.cookie = first;
  expect((await thief.ask(api.whoAmI)).status).toBe(401);
});

test('a session ends when it was idle too long, when its time is up, and when its person or firm is stopped', async () => {
  const firm = await world.organisation({ kind: 'distributor' });
  const id = await account(world, { organisationId: firm, roles: ['dispatcher'], login: 'ends' });
  const open = async () => {
    const person = browser(world);
    await person.ask(api.signIn, { body: { login: 'ends', password: goodPassword } });
    return person;
  };
  const idle = await open();
  await world.moveBy(31 * 60_000);
  expect((await idle.ask(api.whoAmI)).status).toBe(401);
  const busy = await open();
  for (let n = 0; n < 24; n += 1) {
    await world.moveBy(29 * 60_000);
    expect((await busy.ask(api.whoAmI)).status).toBe(200);
  }
  await world.moveBy(25 * 60_000);
  expect((await busy.ask(api.whoAmI)).status).toBe(401);
  const stopped = await open();
  await world.sql(`update account set state = 'disabled' where id = $1`, [id]);
  expect((await stopped.ask(api.whoAmI)).status).toBe(401);
  await world.sql(`update account set state = 'active' where id = $1`, [id]);
  const suspended = await open();
  await world.sql(`update organisation set state = 'suspended' where id = $1`, [firm]);
  expect((await suspended.ask(api.whoAmI)).status).toBe(401);
});

test('a request from a foreign site is refused before anything else', async () => {
  const evil = browser(world, { headers: { 'sec-fetch-site': 'cross-site' } });
  expect((await evil.ask(api.signIn, { body: { login: 'a', password: 'b' } })).body.code).toBe(
    'request.foreignOrigin',
  );
});

test('an enterprise switches between platforms; an institution cannot, and an unknown platform is refused', async () => {
  const firm = await world.organisation({ kind: 'manufacturer', jurisdiction: '310000' });
  await account(world, { organisationId: firm, roles: ['sales'], login: 'seller' });
  const seller = browser(world);
  await seller.ask(api.signIn, { body: { login: 'seller', password: goodPassword } });
  const me = await seller.ask(api.whoAmI);
  expect(me.body.actor.jurisdiction).toBe('320000');
  expect(me.body.platforms.map((each) => each.code)).toContain('430000');
  const there = await seller.ask(api.switchPlatform, { body: { jurisdiction: '430000' } });
  expect(there.body).toMatchObject({
    actor: { jurisdiction: '430000', province: 43 },
    platform: { name: { zh: '湖南省' } },
  });
  expect((await seller.ask(api.switchPlatform, { body: { jurisdiction: '310000' } })).body.code).toBe(
    'account.noSuchPlatform',
  );
  const later = browser(world);
  await later.ask(api.signIn, { body: { login: 'seller', password: goodPassword } });
  expect((await later.ask(api.whoAmI)).body.actor.jurisdiction).toBe('430000');
  const buyer = await world.person(hospital, ['buyer']);
  expect((await buyer.call(api.switchPlatform, { body: { jurisdiction: '430000' } })).problem.code).toBe(
    'account.onePlatformOnly',
  );
});

test('without demo data there are no demo accounts to list', async () => {
  expect((await browser(world).ask(api.listDemoAccounts)).body).toEqual({ password: null, accounts: [] });
});
