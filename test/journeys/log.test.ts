import * as api from '@daylight/api/account.ts';
import * as own from '@daylight/api/account-own.ts';
import { addUser, listUsers } from '@daylight/api/account-users.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { changeOrderSite } from '@daylight/api/order-cart.ts';
import { buildApp } from '@daylight/server/main.ts';
import { safeError } from '@daylight/server/log.ts';
import { epochMs } from '@daylight/rules/time.ts';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, pdf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { account, browser } from '../support/sign-in.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

/** Everything the log may hold, at its most talkative, while people sign in, order and hand in files. */
let world: TestWorld;
let market: Market;
const lines: string[] = [];

beforeAll(async () => {
  world = await openTestWorld();
  market = await openMarket(world);
  const level = process.env['LOG_LEVEL'];
  process.env['LOG_LEVEL'] = 'trace';
  const app = await buildApp(world.world, true, (line) => void lines.push(line)).finally(() => {
    if (level === undefined) delete process.env['LOG_LEVEL'];
    else process.env['LOG_LEVEL'] = level;
  });
  await app.ready();
  await world.app.close();
  world = { ...world, app };
});
afterAll(() => world.close());

const password = 'Correct-Horse-4711-蓝';
const wrongPassword = 'Wrong-Horse-0815';
const name = '欧阳慕雪';
const phone = '13951234567';

test('the log holds one JSON object per request with its id, and no password, code, token, name or phone number', async () => {
  const secrets = [password, wrongPassword, name, phone];
  const person = browser(world);
  await account(world, {
    organisationId: market.institutionId,
    roles: ['buyer'],
    login: 'muxue.ouyang',
    name,
    password,
  });
  await person.ask(api.signIn, { body: { login: 'muxue.ouyang', password: wrongPassword } });
  expect((await person.ask(api.signIn, { body: { login: 'muxue.ouyang', password } })).status).toBe(200);
  const totp = (await person.ask(own.beginTotp)).body;
  const code = new TOTP({ secret: Secret.fromBase32(totp.secret) }).generate({
    timestamp: epochMs(world.now()),
  });
  expect((await person.ask(own.confirmTotp, { body: { ticket: totp.ticket, code } })).status).toBe(200);
  secrets.push(totp.secret, totp.ticket, `"${code}"`, person.cookie ?? '-');

  const admin = await world.person(market.institutionId, ['admin']);
  secrets.push(admin.token);
  expect((await callAs(world.app, admin.token, listUsers, { query: { q: name } })).status).toBe(200);
  const added = await callAs(world.app, admin.token, addUser, {
    body: { login: 'someone', name, roles: ['buyer'] },
  });
  expect(added.value.name).toBe(name);
  const site = await callAs(world.app, market.buyer.token, changeOrderSite, {
    params: { siteId: market.institutionId },
    body: { address: '中山路 1 号', contact: name, telephone: phone, distanceKm: 3 },
  });
  expect(site.value.telephone).toBe(phone);
  secrets.push(market.buyer.token);
  const listingId = await market.listing({ price: '100' });
  const placed = await callAs(world.app, market.buyer.token, placeOrders, {
    body: { lines: [{ listingId, quantity: '2' }] },
  });
  expect(placed.value.orders).toHaveLength(1);
  const sales: Person = {
    ...market.sales,
    call: (endpoint, call) => callAs(world.app, market.sales.token, endpoint, call),
  };
  await handIn(world, sales, { bytes: pdf(`% ${name} ${phone}`), fileName: `${name}身份证.pdf` });
  // Broken bodies are met by a parser, which likes to quote them.
  const broken = await world.app.inject({
    method: 'POST',
    url: `/api/session?phone=${phone}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${password}` },
    payload: `{"login": "x", "password": "${password}" oops`,
  });
  expect(broken.statusCode).toBe(400);

  const answered = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const requests = answered.filter((line) => line['msg'] === 'answered');
  expect(requests.length).toBeGreaterThan(10);
  for (const line of requests)
    expect(line).toMatchObject({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: expect.any(Number),
    });
  expect(requests.map((line) => line['endpoint'])).toContain('account.signIn');
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
  expect(lines.filter((line) => line.includes(encodeURIComponent(name)))).toEqual([]);
});

test('an error of the database is told by its kind and place, not by the row that it quotes', async () => {
  await world.sql('create table quoted (phone text, constraint quoted_once unique (phone))');
  const failure = async (text: string): Promise<unknown> => world.sql(text).catch((error: unknown) => error);
  await world.sql(`insert into quoted values ('${phone}')`);
  const twice = await failure(`insert into quoted values ('${phone}')`);
  expect(JSON.stringify(twice)).toContain(phone);
  const said = safeError(
    new AggregateError([twice, await failure(`select '${phone}x'::uuid`)], `two ${phone}`),
  );
  expect(JSON.stringify(said)).not.toContain(phone);
  expect(said.causes).toMatchObject([
    { code: '23505', constraint: 'quoted_once', table: 'quoted' },
    { code: '22P02' },
  ]);
  expect(said.stack).toContain('log.test.ts');
});

test('a request that fails inside leaves a line with its id, which the caller is shown too', async () => {
  await world.sql('alter table session rename to session_gone');
  try {
    lines.length = 0;
    const response = await world.app.inject({
      url: '/api/orders',
      headers: { cookie: `daylight_session=${market.buyer.token}` },
    });
    expect(response.statusCode).toBe(500);
    const { requestId } = response.json<{ requestId: string }>();
    const failed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(failed.find((line) => line['msg'] === 'server.failed')).toMatchObject({
      requestId,
      level: 'error',
      err: { code: '42P01' },
    });
  } finally {
    await world.sql('alter table session_gone rename to session');
  }
});
