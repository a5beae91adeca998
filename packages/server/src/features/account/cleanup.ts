import { addHours } from '@daylight/rules/time.ts';
import type { World } from '../../context.ts';

/** Failures are forgotten after a quiet day by the rule; their rows may go a day later. */
const guardHours = 48;

/** Sessions and steps that are over, and failures nobody counts any more. What happened is in the journal. */
export async function clearAway(world: World): Promise<void> {
  const { db } = world.database;
  const now = world.clock();
  await db.deleteFrom('session').where('expiresAt', '<=', now).execute();
  await db.deleteFrom('challenge').where('expiresAt', '<=', now).execute();
  await db.deleteFrom('signInGuard').where('lastAt', '<', addHours(now, -guardHours)).execute();
}
