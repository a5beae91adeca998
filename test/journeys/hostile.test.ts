import { searchListings } from '@daylight/api/listing.ts';
import { searchPublicListings } from '@daylight/api/portal.ts';
import { addToCart } from '@daylight/api/order-cart.ts';
import { routes } from '@daylight/server/features.ts';
import { buildApp } from '@daylight/server/main.ts';
import { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let buyer: Person;
let hospital: string;

beforeAll(async () => {
  world = await openTestWorld();
  hospital = await world.organisation({ kind: 'institution', name: '<img src=x onerror=alert(1)>' });
  buyer = await world.person(hospital, ['buyer']);
});
afterAll(() => world.close());

const json = { 'content-type': 'application/json' };
const cookie = () => ({ cookie: `daylight_session=${buyer.token}` });

test('a body that is too large, nested without end or no JSON is refused at once, and the server goes on', async () => {
  const post = (payload: string) =>
    world.app.inject({ method: 'POST', url: '/api/cart', headers: { ...json, ...cookie() }, payload });
  expect((await post(`{"lines":"${'x'.repeat(2_200_000)}"}`)).statusCode).toBe(413);
  for (const payload of [
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    '{"a":',
    '\u0000',
    '{"lines":[]}}',
  ]) {
    const begun = performance.now();
    const answer = await post(payload);
    expect([answer.statusCode, answer.statusCode < 500]).toEqual([answer.statusCode, true]);
    expect(performance.now() - begun).toBeLessThan(20_000);
  }
  expect((await world.app.inject('/healthz')).statusCode).toBe(200);
});

test('keys that reach for the prototype of objects change nothing and are refused', async () => {
  for (const payload of [
    '{"__proto__":{"isAdmin":true},"lines":[]}',
    '{"constructor":{"prototype":{"isAdmin":true}},"lines":[]}',
  ]) {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/cart',
      headers: { ...json, ...cookie() },
      payload,
    });
    expect(answer.statusCode).toBe(400);
  }
  const query = await world.app.inject(
    '/api/portal/listings?__proto__[isAdmin]=1&constructor.prototype.isAdmin=1',
  );
  expect(query.statusCode).toBeLessThan(500);
  expect('isAdmin' in {}).toBe(false);
});

test('an address that climbs out of its folder reaches no file', async () => {
  for (const url of [
    '/assets/../../package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/../../../../etc/passwd',
    '/api/../package.json',
    '/assets/%00',
  ]) {
    const { statusCode, body } = await world.app.inject(url);
    expect([url, statusCode < 500, body.includes('"workspaces"') || body.includes('root:')]).toEqual([
      url,
      true,
      false,
    ]);
  }
});

test('a search is never more than a search: quotes, wildcards and statements find nothing else and break nothing', async () => {
  for (const q of [
    `'`,
    `' or 1=1 --`,
    `%`,
    `\\`,
    `_`,
    `');drop table listing;--`,
    `a'||pg_sleep(5)||'`,
    '(a+)+$',
    '*:*',
  ]) {
    const begun = performance.now();
    const answers = [
      await callAs(world.app, null, searchPublicListings, { query: { jurisdiction: '320000', q } as never }),
      await buyer.call(searchListings, { query: { q } as never }),
    ];
    for (const { status } of answers) expect([q, status < 500]).toEqual([q, true]);
    expect(performance.now() - begun).toBeLessThan(20_000);
  }
  expect(await world.sql('select 1 as there from listing where false')).toEqual([]);
});

test('what people typed comes back as JSON that no browser takes for a page', async () => {
  const answer = await world.app.inject({ url: '/api/organisations', headers: cookie() });
  expect(answer.headers['content-type']).toMatch(/^application\/(problem\+)?json/);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('no endpoint and no page sends the browser elsewhere, and no other site may read an answer', async () => {
  for (const url of [
    '/?next=https://evil.example',
    '//evil.example',
    '/api/session?return=//evil.example',
    '/sign-in?to=https:evil.example',
  ]) {
    const { statusCode, headers } = await world.app.inject({
      url,
      headers: { origin: 'https://evil.example' },
    });
    expect([url, statusCode >= 300 && statusCode < 400, headers.location]).toEqual([url, false, undefined]);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
  const trace = await world.app.inject({ method: 'TRACE' as never, url: '/healthz' }).catch(() => null);
  expect(trace?.statusCode ?? 404).toBeGreaterThanOrEqual(400);
});

test('a method that changes something refuses a foreign origin, whatever its content type', async () => {
  for (const type of [
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ]) {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await world.app.inject({
        method: addToCart.method,
        url: addToCart.path,
        headers: { ...cookie(), ...headers, 'content-type': type },
        payload: '{}',
      });
      expect([type, answer.statusCode]).toEqual([
        type,
        type.startsWith('application/json') ? 403 : answer.statusCode,
      ]);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    }
  }
});

test('no pattern of a definition takes long over a text made against it', () => {
  const patterns = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (value !== null && typeof value === 'object')
      for (const [key, each] of Object.entries(value))
        if (key === 'pattern' && typeof each === 'string') patterns.add(each);
        else collect(each);
  };
  for (const { endpoint } of routes)
    for (const type of [endpoint.params, endpoint.query, endpoint.body])
      collect(z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }));
  expect(patterns.size).toBeGreaterThan(5);
  for (const pattern of patterns) {
    const tried = new RegExp(pattern, 'u');
    for (const text of ['a', '0', '-', ' ', '0.', 'A_', '中'].map((part) => `${part.repeat(20_000)}\u0001`)) {
      const begun = performance.now();
      tried.test(text);
      expect([pattern, performance.now() - begun < 2000]).toEqual([pattern, true]);
    }
  }
});

test('https is remembered for a year where the connection was https', async () => {
  process.env['TRUST_PROXY'] = '1';
  try {
    const app = await buildApp(world.world, true);
    const { headers } = await app.inject({ url: '/healthz', headers: { 'x-forwarded-proto': 'https' } });
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect((await app.inject('/healthz')).headers['strict-transport-security']).toBeUndefined();
    await app.close();
  } finally {
    delete process.env['TRUST_PROXY'];
  }
});
