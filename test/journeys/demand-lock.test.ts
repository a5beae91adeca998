import { submitReport } from '@daylight/api/demand.ts';
import { addMs, instantOfMs } from '@daylight/rules/time.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import { sweeps } from '@daylight/server/features.ts';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { type ReportingRound, hour, openReporting } from '../support/measured.ts';
import { callAs } from '../support/world.ts';

/** What decides is the database's clock, and a lock waits for whoever is at it. */
let round: ReportingRound;
let params: { tenderId: string };

beforeAll(async () => {
  round = await openReporting();
  params = { tenderId: round.tenderId };
  // From here on the machine's own time: the window closes a day from now.
  await round.at.sql(
    `update tender set demand_from_at = now() - interval '1 day', demand_due_at = now() + interval '1 day'`,
  );
});
afterAll(() => round.at.close());

async function serverWith(clockAheadMs: number) {
  const world = await openWorld({
    url: round.at.url,
    dataDir: round.at.world.dataDir,
    demo: false,
    clock: () => addMs(instantOfMs(Date.now()), clockAheadMs),
    connections: 3,
  });
  // A machine whose clock is wrong, not one moved by hand.
  const wrong = { ...world, isClockMoved: false };
  const app = await buildApp(wrong, true);
  await app.ready();
  return { wrong, app, close: async () => void (await Promise.all([app.close(), world.database.close()])) };
}

const body = () => ({
  version: 1,
  lines: [
    { productId: round.products[0]!, reported: '4', lastYear: '3' },
    { productId: round.products[2]!, reported: '4', lastYear: '3' },
  ],
});

test('SX-3.1a a server whose clock is two days ahead neither refuses in time nor locks early', async () => {
  const { wrong, app, close } = await serverWith(48 * hour);
  await runSweeps(
    wrong,
    sweeps.filter((sweep) => sweep.name === 'demand-lock'),
  );
  const [{ locked_at: lockedAt } = { locked_at: '' }] = await round.at.sql(
    'select locked_at from demand_round',
  );
  expect(lockedAt).toBeNull();
  const answer = await callAs(app, round.hospitals[0]!.buyer.token, submitReport, { params, body: body() });
  await close();
  expect(answer.value).toMatchObject({ state: 'submitted', lineCount: 2 });
  expect(Math.abs(Date.parse(answer.value.submittedAt) - Date.now())).toBeLessThan(10_000);
});

test('SX-3.1a a server whose clock is behind takes nothing after the deadline', async () => {
  await round.at.sql(`update tender set demand_due_at = now() - interval '1 second'`);
  const { app, close } = await serverWith(-48 * hour);
  const answer = await callAs(app, round.hospitals[1]!.buyer.token, submitReport, { params, body: body() });
  await close();
  expect(answer.problem.code).toBe('demand.locked');
});

test('SX-3.1a the lock waits for a submission that holds its report, and counts its lines', async () => {
  await round.at.sql(`update tender set demand_due_at = now() + interval '1 day'`);
  const holder = new pg.Client({ connectionString: round.at.url });
  await holder.connect();
  await holder.query('begin');
  await holder.query(
    `update demand_report set state = 'submitted', line_count = 7, submitted_at = now(), submitted_by = institution_id
     where institution_id = $1`,
    [round.hospitals[2]!.id],
  );
  await round.at.sql(`update tender set demand_due_at = now() - interval '1 second'`);
  const { wrong, app, close } = await serverWith(0);
  const locking = runSweeps(
    wrong,
    sweeps.filter((sweep) => sweep.name === 'demand-lock'),
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  const [before] = await round.at.sql('select locked_at from demand_round');
  expect(before).toEqual({ locked_at: null });
  await holder.query('commit');
  await holder.end();
  await locking;
  const [after] = await round.at.sql('select lock_reports, lock_lines from demand_round');
  expect(after).toEqual({ lock_reports: 2, lock_lines: 9 });
  // Moving the deadline in the table alone does not open what is locked.
  await round.at.sql(`update tender set demand_due_at = now() + interval '1 day'`);
  const answer = await callAs(app, round.hospitals[1]!.buyer.token, submitReport, { params, body: body() });
  await close();
  expect(answer.problem.code).toBe('demand.locked');
});
