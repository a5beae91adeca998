import { createHash } from 'node:crypto';
import { type Failures, type LockOutRules, countTry, lockedUntil } from '@daylight/rules/account/lock-out.ts';
import { national, resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { epochMs, shanghaiDate } from '@daylight/rules/time.ts';
import type { World } from '../../context.ts';
import { writing } from '../../db.ts';

export interface Guarded {
  /** What is counted: 'password' by login and address, 'factor' by account and address, … */
  readonly parts: readonly string[];
  /** How many times as many tries as the policy's attempts are free; 1 unless the count spans addresses. */
  readonly slack?: number;
}

function keyOf({ parts }: Guarded): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

export interface Counted {
  /** True for the try that begins a lock-out when it fails. */
  readonly isLast: boolean;
}

/** Counts one try before it is checked; refused while locked out, and then nothing is checked or counted. */
export async function countOne(
  world: World,
  guarded: Guarded,
): Promise<Result<Counted, 'account.lockedOut'>> {
  const now = world.clock();
  const today = shanghaiDate(now);
  const attempts = resolve(world.book, 'account.lockoutAttempts', national, today);
  const minutes = resolve(world.book, 'account.lockoutMinutes', national, today);
  const rules: LockOutRules = { attempts: attempts.value * (guarded.slack ?? 1), minutes: minutes.value };
  const key = keyOf(guarded);
  return writing<Counted, 'account.lockedOut'>(
    world.database.db,
    { province: 0, organisationId: null, reach: 'system' },
    async (tx) => {
      await tx
        .insertInto('signInGuard')
        .values({ key, failures: 0, lastAt: now, lockedUntil: null })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const row = await tx
        .selectFrom('signInGuard')
        .selectAll()
        .where('key', '=', key)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const before: Failures | null =
        row.failures === 0 ? null : { count: row.failures, lastAt: row.lastAt, lockedUntil: row.lockedUntil };
      const locked = lockedUntil(before, now);
      if (locked !== null) {
        const left = Math.ceil((epochMs(locked) - epochMs(now)) / 60_000);
        return refuse('account.lockedOut', { basis: basisOf(minutes), facts: { minutes: left } });
      }
      const after = countTry(before, now, rules);
      await tx
        .updateTable('signInGuard')
        .set({ failures: after.count, lastAt: after.lastAt, lockedUntil: after.lockedUntil })
        .where('key', '=', key)
        .execute();
      return ok({ isLast: after.lockedUntil !== null });
    },
  );
}

export async function forgetTries(world: World, ...guarded: readonly Guarded[]): Promise<void> {
  await world.database.db.deleteFrom('signInGuard').where('key', 'in', guarded.map(keyOf)).execute();
}
