import { ok, refuse } from '@daylight/rules/result.ts';
import { ask, brokenConstraint, reading, send, writing } from '@daylight/server/db.ts';
import { statement } from '@daylight/server/statement.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const scope = { province: 32, organisationId: null, reach: 'system' } as const;

const counted = (kind: string) =>
  statement`insert into counter (province, kind, day, value) values (32, ${kind}, '2026-01-01', 1)`;

async function kept(kind: string): Promise<number> {
  const rows = await reading(world.world.database.db, scope, (tx) =>
    ask<{ many: number }>(
      tx,
      statement`select count(*) as many from counter where province = 32 and kind = ${kind}`,
    ),
  );
  return rows[0]?.many ?? -1;
}

test('what leaves together with the beginning of a transaction is in its scope', async () => {
  const rows = await reading(world.world.database.db, scope, (tx) =>
    ask<{ reach: string }>(tx, statement`select current_setting('app.reach') as reach`),
  );
  expect(rows).toEqual([{ reach: 'system' }]);
});

test('statements nobody waits for are kept with their transaction', async () => {
  await writing(world.world.database.db, scope, async (tx) => {
    send(tx, counted('T1'));
    return ok(null);
  });
  expect(await kept('T1')).toBe(1);
});

test('one of them that fails takes the whole transaction with it, and its own error is told', async () => {
  const failing = writing(world.world.database.db, scope, async (tx) => {
    send(tx, counted('T2'));
    send(tx, counted('T2'));
    send(tx, counted('T3'));
    return ok(null);
  });
  expect(brokenConstraint(await failing.catch((error: unknown) => error))).toBe('counter_pkey');
  expect([await kept('T2'), await kept('T3')]).toEqual([0, 0]);
});

test('a value that cannot be written down fails before the commit is on its way', async () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const failing = writing(world.world.database.db, scope, async (tx) => {
    send(tx, counted('T4'));
    send(tx, statement`select ${circle}::jsonb`);
    return ok(null);
  });
  await expect(failing).rejects.toThrow(TypeError);
  expect(await kept('T4')).toBe(0);
});

test('nothing is kept of a transaction that ends in a refusal', async () => {
  const answer = await writing(world.world.database.db, scope, async (tx) => {
    send(tx, counted('T5'));
    return refuse('request.malformed');
  });
  expect(answer.ok).toBe(false);
  expect(await kept('T5')).toBe(0);
});

test('a transaction that asked nothing ends like any other', async () => {
  expect(await reading(world.world.database.db, scope, async () => 'nothing')).toBe('nothing');
});
