import { ok, refuse } from '@daylight/rules/result.ts';
import type { Basis, Result } from '@daylight/rules/result.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/**
 * A product on its way out of the directory is not resumed; a suspension that still waits for open business ends when the
 * product is. Asked with the listing locked.
 */
export async function endSuspension(
  tx: Tx,
  context: Context,
  listingId: string,
  basis: Basis,
): Promise<Result<null, 'listing.wrongState'>> {
  const { province } = context.scope;
  const running = await tx
    .selectFrom('directoryClosing')
    .select(['id', 'kind'])
    .where('province', '=', province)
    .where('listingId', '=', listingId)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst();
  if (running === undefined) return ok(null);
  if (running.kind !== 'suspend') return refuse('listing.wrongState', { basis, facts: { state: 'closing' } });
  await tx
    .updateTable('directoryClosing')
    .set((eb) => ({ state: 'closed', closedAt: context.now, lookAt: null, version: eb('version', '+', 1) }))
    .where('province', '=', province)
    .where('id', '=', running.id)
    .execute();
  return ok(null);
}
