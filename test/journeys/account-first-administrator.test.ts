import * as signIn from '@daylight/api/account.ts';
import * as users from '@daylight/api/account-users.ts';
import { createFirstAdministrator } from '@daylight/server/features/account/first-administrator.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browser } from '../support/sign-in.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const password = 'a phrase nobody knows';

test('a weak password or a strange login is refused, and nothing is made', async () => {
  const first = { url: world.url, log: () => undefined };
  expect(await createFirstAdministrator({ ...first, login: 'root', password: 'short' })).toMatchObject({
    code: 'account.passwordTooShort',
  });
  expect(await createFirstAdministrator({ ...first, login: 'a b', password })).toMatchObject({
    code: 'account.loginMalformed',
  });
  expect(await world.sql('select 1 from account')).toEqual([]);
});

test('an empty installation gets three administrators who are three persons; the second call is refused', async () => {
  const lines: string[] = [];
  const made = await createFirstAdministrator({
    url: world.url,
    login: 'root',
    password,
    log: (line) => lines.push(line),
  });
  expect(made).toEqual({ ok: true, value: null });
  expect(lines).toHaveLength(2);
  const rows = await world.sql<{ roles: string[] }>('select roles from account order by roles');
  expect(rows.map((row) => row.roles)).toEqual([['auditAdmin'], ['securityAdmin'], ['systemAdmin']]);
  const again = await createFirstAdministrator({
    url: world.url,
    login: 'other',
    password,
    log: () => undefined,
  });
  expect(again).toMatchObject({ code: 'account.alreadyThere' });
  const person = browser(world);
  expect((await person.ask(signIn.signIn, { body: { login: 'root', password } })).body).toMatchObject({
    state: 'signedIn',
    duty: 'enrolFactor',
  });
  expect((await person.ask(users.listUsers)).status).toBe(403);
  const [, login = '', oneTime = ''] = /login (\S+), one-time password (\S+)/.exec(lines[0]!)!;
  // The database's own clock set the end of the one-time password; the test's clock is another.
  await world.sql(`update account set password_expires_at = null`);
  expect(
    (await browser(world).ask(signIn.signIn, { body: { login, password: oneTime } })).body,
  ).toMatchObject({ duty: 'changePassword' });
});
