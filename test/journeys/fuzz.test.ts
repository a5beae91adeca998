import { listReports } from '@daylight/api/demand.ts';
import { listQualificationChanges } from '@daylight/api/qualification.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';
import { demoNow, demoTemplate } from '../support/demo.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld(demoNow, demoTemplate);
}, 600_000);
afterAll(() => world.close());

test('a list that is narrowed to nothing is empty, also for a position that waits for nothing of it', async () => {
  const organisation = await world.organisation({ kind: 'institution' });
  const approver = await world.person(organisation, ['approver']);
  const buyer = await world.person(organisation, ['buyer']);
  const mine = { query: { mine: 'true' } } as const;
  expect((await buyer.call(listQualificationChanges, mine)).value.items).toEqual([]);
  expect((await approver.call(listReports, { query: { show: 'waiting' } })).status).toBeLessThan(500);
  const { db } = world.world.database;
  const none = await db.selectFrom('organisation').select('id').where('kind', 'in', []).execute();
  const all = await db.selectFrom('organisation').select('id').where('kind', 'not in', []).limit(1).execute();
  expect([none.length, all.length]).toEqual([0, 1]);
});

test('thousands of valid and broken requests in any order: none fails or hangs, and the data stay true', async () => {
  const seed = 3;
  const report = await fuzz(world, { seed, requests: 2500, slowMs: 60_000, log: () => undefined });
  expect({ seed, faults: report.faults }).toEqual({ seed, faults: [] });
  // The requests get somewhere: a third of all endpoints did something, and every kind of answer came.
  expect(report.done).toBeGreaterThan(130);
  for (const status of ['200', '201', '400', '401', '403', '404', '409'])
    expect([status, (report.byStatus[status] ?? 0) > 0]).toEqual([status, true]);
}, 600_000);
