import { national, resolve } from '@daylight/rules/policy/book.ts';
import { ok } from '@daylight/rules/result.ts';
import { type Instant, addHours, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { World } from '../../context.ts';
import { type Db, writing } from '../../db.ts';
import { forgetSenders } from '../../sender.ts';
import { provincesOf } from '../../sweep.ts';

/** Failures are forgotten after a quiet day by the rule; their rows may go a day later. */
const guardHours = 48;

/** First answers that go in one transaction: a night's work never holds many rows at once. */
const answersAtOnce = 1000;

/** Sessions and steps that are over, and failures nobody counts any more. What happened is in the journal. */
export async function clearAway(world: World): Promise<void> {
  const { db } = world.database;
  const now = world.clock();
  await db.deleteFrom('session').where('expiresAt', '<=', now).execute();
  await db.deleteFrom('challenge').where('expiresAt', '<=', now).execute();
  await db.deleteFrom('signInGuard').where('lastAt', '<', addHours(now, -guardHours)).execute();
  await forgetSenders(db, shanghaiDate(now));
  await clearAnswers(world);
}

/** First answers kept for repeats of a request, after the time in which one is recognised (account.repeatDays). */
export async function clearAnswers(world: World, atOnce = answersAtOnce): Promise<void> {
  const now = world.clock();
  const days = resolve(world.book, 'account.repeatDays', national, shanghaiDate(now)).value;
  const before = addHours(now, -24 * days);
  for (const province of [0, ...(await provincesOf(world))]) {
    while ((await clearSome(world.database.db, province, { before, atOnce })) === atOnce);
  }
}

interface Old {
  readonly before: Instant;
  readonly atOnce: number;
}

async function clearSome(db: Db, province: number, { before, atOnce }: Old): Promise<number> {
  const cleared = await writing<number, never>(
    db,
    { province, organisationId: null, reach: 'system' },
    async (tx) => {
      const { numAffectedRows } = await sql`
        delete from idempotency
        where province = ${province} and (organisation_id, key) in (
          select organisation_id, key from idempotency
          where province = ${province} and created_at < ${before}::timestamptz
          order by created_at limit ${atOnce})`.execute(tx);
      return ok(Number(numAffectedRows ?? 0n));
    },
  );
  return cleared.ok ? cleared.value : 0;
}
