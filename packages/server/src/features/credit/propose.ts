import { creditBasis } from '@daylight/rules/credit/basis.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';

export interface ProposalWish {
  readonly organisationId: string;
  /** Whose bureau settles it: that of the place, and the province above. */
  readonly jurisdiction: string;
  /** Codes of the pack's grounds and sources of bad records. */
  readonly ground: string;
  readonly sourceKind: string;
  readonly sourceDocument: string;
  readonly sourceOn: IsoDate;
  readonly facts: string;
  readonly itemCodes: readonly string[];
  readonly basis: Basis;
  readonly subject: { readonly kind: 'supply-failure' | 'tender-breach'; readonly id: string };
}

/**
 * Proposes a bad record for what was found elsewhere on the platform (SX-5.3c, JS-38); the bureau confirms or declines it.
 * Once for each thing that it arose from. Answers the id.
 */
export async function proposeRecord(context: Context, unit: Unit, wish: ProposalWish): Promise<string> {
  const { scope, now } = context;
  const { subject, basis, itemCodes, ...rest } = wish;
  const id = context.newId();
  const number = await nextNumber(context, 'TQ');
  const inserted = await unit.tx
    .insertInto('creditProposal')
    .values({
      ...rest,
      province: scope.province,
      id,
      number,
      itemCodes: [...itemCodes],
      basis: JSON.stringify(basis),
      subjectKind: subject.kind,
      subjectId: subject.id,
      state: 'open',
      proposedAt: now,
    })
    .onConflict((conflict) => conflict.columns(['province', 'subjectKind', 'subjectId']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) {
    const before = await unit.tx
      .selectFrom('creditProposal')
      .select('id')
      .where('province', '=', scope.province)
      .where('subjectKind', '=', subject.kind)
      .where('subjectId', '=', subject.id)
      .executeTakeFirstOrThrow();
    return before.id;
  }
  unit.record({
    event: 'credit.recordProposed',
    subject: { kind: 'credit-proposal', id },
    basis: [creditBasis.badRecord, basis],
    after: { number, organisationId: wish.organisationId, ground: wish.ground, arose: subject },
  });
  return id;
}
