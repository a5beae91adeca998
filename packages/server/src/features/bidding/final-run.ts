import { type Result, refuse } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';

export type FinalRunRefusal = 'bidding.noSelection';

/**
 * The second run with the institutions' choices: how much each gets. Called by the clock once the choices are closed; it
 * stores the bundle and the allocation and does not move the round.
 */
export async function runFinalAward(
  context: Context,
  unit: Unit,
  tender: { readonly id: string },
): Promise<Result<{ readonly runId: string; readonly hash: string }, FinalRunRefusal>> {
  const selection = await unit.tx
    .selectFrom('awardRun')
    .select('id')
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', tender.id)
    .where('purpose', '=', 'selection')
    .where('state', '=', 'valid')
    .executeTakeFirst();
  if (selection === undefined) return refuse('bidding.noSelection', { facts: { tender: tender.id } });
  throw new Error('the final run comes with the award runs');
}
