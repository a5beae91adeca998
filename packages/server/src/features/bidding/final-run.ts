import type { Quantity } from '@daylight/rules/money.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { readTender } from '../tender/port.ts';
import { type RoundRefusal, readAwardRound } from './award-facts.ts';
import { storeRun } from './award-store.ts';
import { followedRound } from './follow-round.ts';

/** What an institution chose of its leftover, in units of the item. */
export interface ChosenVolume {
  readonly institutionId: string;
  readonly productId: string;
  readonly quantity: Quantity;
}

export type FinalRunRefusal = 'bidding.noSelection' | RoundRefusal;

/**
 * The second run with the institutions' choices: how much each gets. Called by the clock once the choices are closed; it
 * stores the bundle and the allocation and does not move the round. The selection comes out as before, since choices place
 * only leftover.
 */
export async function runFinalAward(
  context: Context,
  unit: Unit,
  tender: { readonly id: string },
  chosen: readonly ChosenVolume[],
): Promise<Result<{ readonly runId: string; readonly hash: string }, FinalRunRefusal>> {
  const { province } = context.scope;
  const facts = await readTender(unit.tx, province, tender.id);
  const selection = await unit.tx
    .selectFrom('awardRun')
    .select('id')
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .where('purpose', '=', 'selection')
    .where('state', '=', 'valid')
    .executeTakeFirst();
  if (selection === undefined || facts === null)
    return refuse('bidding.noSelection', { facts: { tender: tender.id } });
  const choices = chosen.map((each) => ({
    institution: each.institutionId,
    product: each.productId,
    quantity: each.quantity,
  }));
  const isFollowed = facts.origin === 'followed';
  const followed = isFollowed ? await followedRound(unit.tx, province, facts, choices) : null;
  if (followed !== null && !followed.ok) return followed;
  const own = followed === null ? await readAwardRound(unit.tx, province, facts, choices) : null;
  if (own !== null && !own.ok) return own;
  const computed = own?.value ?? (followed === null ? null : { round: followed.value });
  assert(computed !== null, 'a round has bids of its own or follows');
  const run = await storeRun(context, unit, facts, { ...computed, purpose: 'allocation' });
  return ok({ runId: run.runId, hash: run.hash });
}
