import * as api from '@daylight/api/account.ts';
import * as own from '@daylight/api/account-own.ts';
import { listNotices } from '@daylight/api/home.ts';
import { clearAnswers, clearAway } from '@daylight/server/features/account/cleanup.ts';
import { buildApp } from '@daylight/server/main.ts';
import { epochMs, addHours } from '@daylight/rules/time.ts';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { softwareAuthenticator } from '../support/authenticator.ts';
import { type Browser, account, browser, goodPassword } from '../support/sign-in.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let hospital: string;

beforeAll(async () => {
  world = await openTestWorld();
  hospital = await world.organisation({ kind: 'institution' });
});
afterAll(() => world.close());

const second = 1000;
function codeAt(secret: string, offsetMs = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: epochMs(world.now()) + offsetMs,
  });
}
async function signedIn(
  login: string,
  options: Partial<Parameters<typeof account>[1]> = {},
): Promise<{ id: string; person: Browser }> {
  const id = await account(world, { organisationId: hospital, roles: ['buyer'], login, ...options });
  const person = browser(world);
  await person.ask(api.signIn, { body: { login, password: options.password ?? goodPassword } });
  return { id, person };
}
async function withTotp(login: string, options: Partial<Parameters<typeof account>[1]> = {}) {
  const { id, person } = await signedIn(login, options);
  const { body } = await person.ask(own.beginTotp);
  const done = await person.ask(own.confirmTotp, {
    body: { ticket: body.ticket, code: codeAt(body.secret) },
  });
  expect(done.status).toBe(200);
  return { id, person, secret: body.secret };
}

test('an account that needs a second factor may do nothing until one is enrolled, and everything after', async () => {
  const { person, id } = await signedIn('first-time', { secondFactorRequired: true });
  expect((await person.ask(api.whoAmI)).body.actor.duty).toBe('enrolFactor');
  expect(await person.ask(listNotices)).toMatchObject({ status: 403 });
  const begun = await person.ask(own.beginTotp);
  expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\//);
  const wrong = await person.ask(own.confirmTotp, { body: { ticket: begun.body.ticket, code: '000000' } });
  expect(wrong.body.code).toBe('account.codeRefused');
  const before = person.cookie;
  const done = await person.ask(own.confirmTotp, {
    body: { ticket: begun.body.ticket, code: codeAt(begun.body.secret) },
  });
  expect(done.body).toEqual({ duty: null });
  expect(person.cookie).not.toBe(before);
  expect((await person.ask(api.whoAmI)).body).toMatchObject({ actor: { duty: null }, factor: 'totp' });
  const rows = await world.sql<{ totp_secret: string }>('select totp_secret from account where id = $1', [
    id,
  ]);
  expect(rows[0]!.totp_secret).not.toContain(begun.body.secret);
});

test('with a second factor the password alone opens nothing; the code does, once', async () => {
  const { secret } = await withTotp('two-steps');
  await world.moveBy(60 * second);
  const person = browser(world);
  const first = await person.ask(api.signIn, { body: { login: 'two-steps', password: goodPassword } });
  expect(first.body).toMatchObject({ state: 'factorNeeded', factors: ['totp'] });
  expect(person.cookie).toBeNull();
  const code = codeAt(secret);
  const ticket = first.body.ticket!;
  expect((await person.ask(api.signInWithCode, { body: { ticket, code } })).body.state).toBe('signedIn');
  expect((await person.ask(api.whoAmI)).status).toBe(200);
  const thief = browser(world, { address: '198.51.100.7' });
  const again = await thief.ask(api.signIn, { body: { login: 'two-steps', password: goodPassword } });
  const reused = await thief.ask(api.signInWithCode, { body: { ticket: again.body.ticket!, code } });
  expect(reused.body.code).toBe('account.codeRefused');
  const ended = await thief.ask(api.signInWithCode, { body: { ticket, code: codeAt(secret, 30 * second) } });
  expect(ended.body.code).toBe('account.ticketExpired');
});

test('of the same code sent twice at once, one gets in', async () => {
  const { secret } = await withTotp('race');
  await world.moveBy(60 * second);
  const tickets = [];
  for (let n = 0; n < 2; n += 1) {
    const first = await browser(world).ask(api.signIn, { body: { login: 'race', password: goodPassword } });
    tickets.push(first.body.ticket!);
  }
  const code = codeAt(secret);
  const answers = await Promise.all(
    tickets.map((ticket) => browser(world).ask(api.signInWithCode, { body: { ticket, code } })),
  );
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 401]);
});

test('a code of the neighbouring half minute is taken, one further off is not', async () => {
  const { secret } = await withTotp('clock');
  await world.moveBy(300 * second);
  const attempt = async (offsetMs: number) => {
    const person = browser(world);
    const first = await person.ask(api.signIn, { body: { login: 'clock', password: goodPassword } });
    return (
      await person.ask(api.signInWithCode, {
        body: { ticket: first.body.ticket!, code: codeAt(secret, offsetMs) },
      })
    ).status;
  };
  expect(await attempt(-90 * second)).toBe(401);
  expect(await attempt(90 * second)).toBe(401);
  expect(await attempt(-30 * second)).toBe(200);
  expect(await attempt(30 * second)).toBe(200);
});

test('guessing codes locks the second step, and the step itself expires', async () => {
  const { secret } = await withTotp('guessed');
  await world.moveBy(60 * second);
  const attacker = browser(world, { address: '198.51.100.8' });
  const first = await attacker.ask(api.signIn, { body: { login: 'guessed', password: goodPassword } });
  const guesses = [];
  for (let n = 0; n < 6; n += 1)
    guesses.push(
      (await attacker.ask(api.signInWithCode, { body: { ticket: first.body.ticket!, code: `00000${n}` } }))
        .body.code,
    );
  expect(guesses).toEqual([...Array.from({ length: 5 }, () => 'account.codeRefused'), 'account.lockedOut']);
  const owner = browser(world, { address: '10.2.2.2' });
  const begun = await owner.ask(api.signIn, { body: { login: 'guessed', password: goodPassword } });
  await world.moveBy(10 * 60 * second);
  const late = await owner.ask(api.signInWithCode, {
    body: { ticket: begun.body.ticket!, code: codeAt(secret) },
  });
  expect(late.body.code).toBe('account.ticketExpired');
});

test('enrolling a factor ends the other sessions of the person: one opened with only the password does not become whole', async () => {
  const { person } = await signedIn('owner', { secondFactorRequired: true });
  const thief = browser(world, { address: '198.51.100.9' });
  await thief.ask(api.signIn, { body: { login: 'owner', password: goodPassword } });
  const begun = await person.ask(own.beginTotp);
  await person.ask(own.confirmTotp, { body: { ticket: begun.body.ticket, code: codeAt(begun.body.secret) } });
  expect((await thief.ask(api.whoAmI)).status).toBe(401);
});

test('a ticket of one person does not work for another', async () => {
  const one = await signedIn('one-person');
  const other = await signedIn('other-person');
  const begun = await one.person.ask(own.beginTotp);
  const stolen = await other.person.ask(own.confirmTotp, {
    body: { ticket: begun.body.ticket, code: codeAt(begun.body.secret) },
  });
  expect(stolen.body.code).toBe('account.ticketExpired');
});

test('a session left open for ten minutes cannot change factors until the password is given again', async () => {
  const { person, id } = await signedIn('left-open');
  await world.moveBy(11 * 60 * second);
  expect((await person.ask(own.beginTotp)).body.code).toBe('account.confirmFirst');
  expect((await person.ask(api.confirmIdentity, { body: { password: 'wrong' } })).body.code).toBe(
    'account.passwordWrong',
  );
  expect((await person.ask(api.confirmIdentity, { body: { password: goodPassword } })).status).toBe(200);
  expect((await person.ask(own.beginTotp)).status).toBe(200);
  const events = await world.sql(
    `select 1 from journal where event = 'account.confirmFailed' and subject_id = $1`,
    [id],
  );
  expect(events).toHaveLength(1);
});

test('the last factor of an account that needs one cannot be removed', async () => {
  const { person } = await withTotp('needs-one', { secondFactorRequired: true });
  expect((await person.ask(own.removeTotp)).body.code).toBe('account.lastFactor');
  const free = await withTotp('free');
  expect((await free.person.ask(own.removeTotp)).status).toBe(200);
  expect((await free.person.ask(own.removeTotp)).body.code).toBe('account.factorUnknown');
});

test('a passkey is enrolled and signs in; a copied one, a foreign origin and a replay do not', async () => {
  const { person } = await signedIn('passkey-user', { secondFactorRequired: true });
  const device = softwareAuthenticator('http://localhost:3000');
  const begun = await person.ask(own.beginPasskey);
  expect(begun.body.options).toMatchObject({ rp: { id: 'localhost' } });
  const foreign = softwareAuthenticator('http://evil.example');
  const refused = await person.ask(own.confirmPasskey, {
    body: { ticket: begun.body.ticket, name: 'x', response: foreign.register(begun.body.options) },
  });
  expect(refused.body.code).toBe('account.passkeyRefused');
  const done = await person.ask(own.confirmPasskey, {
    body: { ticket: begun.body.ticket, name: '办公室电脑', response: device.register(begun.body.options) },
  });
  expect(done).toMatchObject({ status: 200, body: { duty: null } });

  const elsewhere = browser(world);
  const first = await elsewhere.ask(api.signIn, { body: { login: 'passkey-user', password: goodPassword } });
  expect(first.body.factors).toEqual(['passkey']);
  const ticket = first.body.ticket!;
  const early = await elsewhere.ask(api.signInWithPasskey, {
    body: { ticket, response: device.authenticate({ rpId: 'localhost', challenge: '' }) },
  });
  expect(early.body.code).toBe('account.passkeyRefused');
  const asked = await elsewhere.ask(api.passkeyOptions, { body: { ticket } });
  const answer = device.authenticate(asked.body.options);
  expect(
    (await elsewhere.ask(api.signInWithPasskey, { body: { ticket, response: { id: 'x' } } })).body.code,
  ).toBe('account.passkeyRefused');
  expect(
    (await elsewhere.ask(api.signInWithPasskey, { body: { ticket, response: answer } })).body.state,
  ).toBe('signedIn');

  const thief = browser(world, { address: '198.51.100.10' });
  const next = (await thief.ask(api.signIn, { body: { login: 'passkey-user', password: goodPassword } })).body
    .ticket!;
  const options = (await thief.ask(api.passkeyOptions, { body: { ticket: next } })).body.options;
  expect(
    (await thief.ask(api.signInWithPasskey, { body: { ticket: next, response: answer } })).body.code,
  ).toBe('account.passkeyRefused');
  device.rewind();
  const copied = await thief.ask(api.signInWithPasskey, {
    body: { ticket: next, response: device.authenticate(options) },
  });
  expect(copied.body.code).toBe('account.passkeyRefused');
});

test('on a bare IP address a passkey is refused with the reason', async () => {
  const { person } = await signedIn('ip-user');
  const there = browser(world, { headers: { host: '127.0.0.1:3000' } });
  there.cookie = person.cookie;
  expect((await there.ask(own.beginPasskey)).body.code).toBe('account.passkeyNeedsName');
});

test('a password is changed by who knows the old one, by the rules, and other sessions end', async () => {
  const { person } = await signedIn('changer', { mustChangePassword: true, password: 'k7mw-q2xp-aaaa-bbbb' });
  expect((await person.ask(api.whoAmI)).body.actor.duty).toBe('changePassword');
  const other = browser(world);
  await other.ask(api.signIn, { body: { login: 'changer', password: 'k7mw-q2xp-aaaa-bbbb' } });
  const change = (current: string, password: string) =>
    person.ask(own.changePassword, { body: { current, password } });
  expect((await change('wrong', 'a new long phrase')).body.code).toBe('account.passwordWrong');
  expect((await change('k7mw-q2xp-aaaa-bbbb', 'short')).body).toMatchObject({
    code: 'account.passwordTooShort',
    basis: { document: 'gbt-22239-2019' },
  });
  expect((await change('k7mw-q2xp-aaaa-bbbb', 'k7mw-q2xp-aaaa-bbbb')).body.code).toBe('account.passwordSame');
  expect((await change('k7mw-q2xp-aaaa-bbbb', 'my changer phrase')).body.code).toBe(
    'account.passwordLikeLogin',
  );
  expect((await change('k7mw-q2xp-aaaa-bbbb', 'a new long phrase')).body).toEqual({ duty: null });
  expect((await person.ask(api.whoAmI)).body.actor.duty).toBeNull();
  expect((await other.ask(api.whoAmI)).status).toBe(401);
  expect(
    (await browser(world).ask(api.signIn, { body: { login: 'changer', password: 'k7mw-q2xp-aaaa-bbbb' } }))
      .status,
  ).toBe(401);
});

test('a one-time password stops working when it expires', async () => {
  const id = await account(world, {
    organisationId: hospital,
    roles: ['buyer'],
    login: 'late',
    mustChangePassword: true,
  });
  await world.sql(`update account set password_expires_at = $2 where id = $1`, [id, world.now()]);
  expect(
    (await browser(world).ask(api.signIn, { body: { login: 'late', password: goodPassword } })).body.code,
  ).toBe('account.oneTimeExpired');
});

test('a person sees the own sessions and ends one or all others; those of others are unknown', async () => {
  const { person } = await signedIn('sessions', { mustChangePassword: false });
  const phone = browser(world, { headers: { 'user-agent': 'phone' } });
  const laptop = browser(world, { headers: { 'user-agent': 'laptop' } });
  for (const each of [phone, laptop])
    await each.ask(api.signIn, { body: { login: 'sessions', password: goodPassword } });
  const mine = (await person.ask(own.readOwnAccount)).body;
  expect(mine.sessions.map((each) => each.current).filter(Boolean)).toHaveLength(1);
  const stolen = mine.sessions.find((each) => each.agent === 'phone')!;
  const stranger = await signedIn('stranger');
  expect((await stranger.person.ask(own.endSession, { params: { sessionId: stolen.id } })).body.code).toBe(
    'account.sessionUnknown',
  );
  expect((await person.ask(own.endSession, { params: { sessionId: stolen.id } })).status).toBe(200);
  expect((await phone.ask(api.whoAmI)).status).toBe(401);
  expect((await laptop.ask(api.whoAmI)).status).toBe(200);
  expect((await person.ask(own.endOtherSessions)).body).toEqual({ ended: 1 });
  expect((await laptop.ask(api.whoAmI)).status).toBe(401);
  expect((await person.ask(api.whoAmI)).status).toBe(200);
});

test('over https, as the proxy in front says, the cookie is sent over https only', async () => {
  process.env['TRUST_PROXY'] = '1';
  const app = await buildApp(world.world, true).finally(() => delete process.env['TRUST_PROXY']);
  await account(world, { organisationId: hospital, roles: ['buyer'], login: 'tls' });
  const person = browser({ ...world, app }, { headers: { 'x-forwarded-proto': 'https' } });
  await person.ask(api.signIn, { body: { login: 'tls', password: goodPassword } });
  expect(person.lastCookie).toMatch(
    /^daylight_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  await app.close();
});

test('what is over is cleared away, and what is alive stays', async () => {
  const { person } = await signedIn('alive');
  await world.sql(
    `insert into challenge (token_hash, account_id, kind, data, expires_at) values ('\\x01', gen_random_uuid(), 'signIn', '', $1)`,
    [world.now()],
  );
  await clearAway(world.world);
  expect(await world.sql(`select 1 from challenge where token_hash = '\\x01'`)).toEqual([]);
  expect((await person.ask(api.whoAmI)).status).toBe(200);
});

test('first answers are kept as long as a repeat is recognised, then removed in every province, however many', async () => {
  const daysAgo = (days: number) => addHours(world.now(), -24 * days);
  const answered = (province: number, key: string, at: string) =>
    world.sql(
      `insert into idempotency (province, organisation_id, key, endpoint, body_hash, reply, created_at)
       values ($1, $2, $3, 'order.place', '\\x01', '{}', $4)`,
      [province, hospital, key, at],
    );
  for (let n = 0; n < 7; n += 1) await answered(32, `old-${n}`, daysAgo(31 + n));
  await answered(0, 'old-national', daysAgo(31));
  await answered(32, 'young', daysAgo(29));
  const kept = async () =>
    (
      await world.sql<{ key: string }>(
        `select key from idempotency where key like 'old-%' or key = 'young' order by key`,
      )
    ).map((row) => row.key);
  expect(await kept()).toHaveLength(9);
  await clearAnswers(world.world, 3);
  expect(await kept()).toEqual(['young']);
  await world.moveBy(2 * 86_400_000);
  await clearAway(world.world);
  expect(await kept()).toEqual([]);
});
