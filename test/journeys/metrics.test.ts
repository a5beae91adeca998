import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runJob } from '@daylight/server/jobs.ts';
import { openMarket } from '../support/market.ts';
import { account, browser } from '../support/sign-in.ts';
import * as api from '@daylight/api/account.ts';
import { openBargain } from '@daylight/api/bargain.ts';
import { addHours } from '@daylight/rules/time.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

/** What a monitoring system reads, and who else does not. */
let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
  const market = await openMarket(world);
  const body = { listingId: await market.listing({ price: '100' }), price: '90', quantity: '10' };
  const { id } = (await market.buyer.call(openBargain, { body })).value;
  await world.sql('update bargain set due_at = $2 where id = $1', [id, addHours(world.now(), -1)]);
  await account(world, { organisationId: market.institutionId, roles: ['buyer'], login: 'somebody' });
  await browser(world).ask(api.signIn, { body: { login: 'somebody', password: 'not this one' } });
  const sweep = { name: 'sweep', cron: '', run: async () => undefined };
  await runJob(sweep, { world: world.world, url: world.url, log: { error: () => undefined } });
});
afterAll(() => world.close());

const ask = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
  world.app.inject({ url: '/metrics', headers, remoteAddress });

test('the figures are there for a caller on this machine', async () => {
  const { body, statusCode } = await ask();
  expect(statusCode).toBe(200);
  expect(body).toContain('daylight_database_up 1');
  expect(body).toContain('daylight_failed_sign_ins 1');
  expect(body).toContain('daylight_past_due_rows{table="bargain"} 1');
  expect(body).toContain('daylight_past_due_age_seconds{table="bargain"} 3600');
  expect(body).toContain('daylight_sweep_lag_seconds 0');
  expect(body).toMatch(/daylight_journal_unsealed_records [1-9]/);
  expect(body).toMatch(/daylight_request_seconds_count\{endpoint="bargain.open",status="201"\} 1/);
});

test('to a caller from elsewhere, or through a proxy on this machine, there is nothing here', async () => {
  for (const answer of [
    await ask({}, '10.1.2.3'),
    await ask({ 'x-forwarded-for': '127.0.0.1' }),
    await ask({ via: '1.1 caddy' }),
    await ask({ authorization: 'Bearer ' }, '10.1.2.3'),
    await ask({ authorization: 'Bearer undefined' }, '10.1.2.3'),
  ]) {
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('daylight_request');
  }
});

test('whoever shows the token reads them from anywhere, and a wrong token does not help even here', async () => {
  process.env['METRICS_TOKEN'] = 'a-token-of-the-monitoring';
  try {
    const right = { authorization: 'Bearer a-token-of-the-monitoring', 'x-forwarded-for': '10.9.9.9' };
    expect((await ask(right, '10.1.2.3')).statusCode).toBe(200);
    expect((await ask({ authorization: 'Bearer a-token-of-the-monitorinG' })).statusCode).toBe(404);
  } finally {
    delete process.env['METRICS_TOKEN'];
  }
});

test('every figure that an example alert asks for is one that the platform tells', async () => {
  const alerts = readFileSync(path.resolve(import.meta.dirname, '../../docs/alerts.yml'), 'utf8');
  const asked = new Set([...alerts.matchAll(/\bdaylight_[a-z_]+/g)].map((match) => match[0]));
  const told = new Set(
    [...(await ask()).body.matchAll(/^# TYPE (\S+) (\w+)/gm)].flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? [`${name}_bucket`, `${name}_count`] : [name],
    ),
  );
  expect(asked.size).toBeGreaterThan(10);
  expect([...asked].filter((name) => !told.has(name))).toEqual([]);
});
