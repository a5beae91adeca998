import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

test('a server is alive, ready and says what it serves', async () => {
  expect((await world.app.inject('/healthz')).json()).toEqual({ alive: true });
  expect((await world.app.inject('/readyz')).json()).toEqual({ ready: true });
  expect((await world.app.inject('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
  expect((await world.app.inject('/metrics')).body).toContain('daylight_request_seconds');
});

test('an unknown address under /api is answered as a problem, not as a page', async () => {
  const answer = await world.app.inject('/api/nothing-here');
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ code: 'request.unknownPath', text: { zh: '没有这个地址' } });
});

test('every answer forbids framing, sniffing and foreign content', async () => {
  const { headers } = await world.app.inject('/healthz');
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

test('the application works as a role that does not own the tables', async () => {
  const { rows } = await world.world.database.pool.query<{ current_user: string }>('select current_user');
  expect(rows[0]?.current_user).toBe('daylight_app');
});
