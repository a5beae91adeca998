import { creditBasis } from '@daylight/rules/credit/basis.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { assert } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import { enterpriseOf } from './enter.ts';
import { figuresOf } from './supply.ts';

export interface SupplyCaseWish {
  readonly organisationId: string;
  readonly jurisdiction: string;
  readonly cause: 'notSupplied' | 'late' | 'refused';
  readonly facts: string;
  /** What the failure rests on, beside the ladder itself. */
  readonly basis: Basis;
  /** Who confirmed the failure. */
  readonly by: string;
}

/**
 * Opens a case against an enterprise that fails to supply, for a failure that two persons confirmed (SX-5.3c, HN-11a). Where
 * one runs already it stands for this failure too. Answers its id.
 */
export async function supplyCaseFor(context: Context, unit: Unit, wish: SupplyCaseWish): Promise<string> {
  const { scope, now } = context;
  const { organisationId, jurisdiction, cause, facts, basis, by } = wish;
  const enterprise = await enterpriseOf(unit.tx, organisationId);
  assert(enterprise !== null, 'a winner is an enterprise');
  const id = context.newId();
  const number = await nextNumber(context, 'LY');
  const figures = await figuresOf(unit.tx, context, enterprise);
  const inserted = await unit.tx
    .insertInto('creditSupply')
    .values({
      province: scope.province,
      id,
      number,
      jurisdiction,
      organisationId,
      cause,
      facts,
      figures: JSON.stringify(figures),
      state: 'open',
      openedAt: now,
      openedBy: by,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['province', 'jurisdiction', 'organisationId'])
        .where('state', '=', 'open')
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) {
    const running = await unit.tx
      .selectFrom('creditSupply')
      .select('id')
      .where('province', '=', scope.province)
      .where('jurisdiction', '=', jurisdiction)
      .where('organisationId', '=', organisationId)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    return running.id;
  }
  unit.record({
    event: 'credit.supplyOpened',
    subject: { kind: 'credit-supply', id },
    basis: [creditBasis.ladder, basis],
    after: { number, cause, facts, figures },
    readers: [organisationId],
  });
  return id;
}
