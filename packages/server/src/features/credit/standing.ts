import type { StandingItem } from '@daylight/api/credit-shapes.ts';
import { type Restriction, blockedBy, isRisk } from '@daylight/rules/credit/standing.ts';
import type { CreditAct, CreditEffect } from '@daylight/rules/credit/shapes.ts';
import { type Basis, type Refusal, refuse } from '@daylight/rules/result.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** A measure in force with the name of whom it is against. */
export interface Standing extends Restriction {
  readonly organisation: string;
}

/** What is in force against these enterprises now, in this province (JS-38, HN-12): the oldest first. */
export async function standingOf(
  tx: Tx,
  { scope, now }: Context,
  organisationIds: readonly string[],
): Promise<readonly Standing[]> {
  const asked = [...new Set(organisationIds)];
  if (asked.length === 0) return [];
  const rows = await tx
    .selectFrom('creditRestriction as r')
    .innerJoin('organisation as o', 'o.id', 'r.organisationId')
    .select(['r.organisationId', 'o.name as organisation', 'r.caseId', 'r.caseNumber', 'r.measureText'])
    .select(['r.blocks', 'r.itemCodes', 'r.basis'])
    .select((eb) => eb.ref('r.effect').$castTo<CreditEffect>().as('effect'))
    .where('r.province', '=', scope.province)
    .where('r.organisationId', 'in', asked)
    .where('r.inForce', '=', true)
    .where((eb) => eb.or([eb('r.endsAt', 'is', null), eb('r.endsAt', '>', now)]))
    .orderBy('r.id')
    .execute();
  return rows.map(({ measureText, blocks, basis, ...row }) => ({
    ...row,
    measure: measureText as Restriction['measure'],
    blocks: blocks as CreditAct[],
    basis: basis as Basis,
  }));
}

/** The refusal of an act, citing case and article; null where nothing stands in the way. */
export async function refusalByStanding(
  tx: Tx,
  context: Context,
  ask: { readonly act: CreditAct; readonly organisationIds: readonly string[]; readonly field?: string },
): Promise<Refusal<'credit.restricted'> | null> {
  const found = await standingOf(tx, context, ask.organisationIds);
  for (const id of ask.organisationIds) {
    const standing = found.find((each) => each === blockedBy(found, id, ask.act));
    if (standing === undefined) continue;
    const { organisation, caseNumber, measure, basis } = standing;
    return refuse('credit.restricted', {
      basis,
      ...(ask.field === undefined ? {} : { field: ask.field }),
      facts: { organisation, case: caseNumber, measure: measure.zh, measureEn: measure.en },
    });
  }
  return null;
}

/** What a buyer is told beside a product or an order. */
export async function risksOf(
  tx: Tx,
  context: Context,
  organisationIds: readonly string[],
): Promise<StandingItem[]> {
  const found = await standingOf(tx, context, organisationIds);
  return found
    .filter(isRisk)
    .map(({ organisationId, organisation, caseId, caseNumber, measure, effect, basis }) => ({
      enterprise: { id: organisationId, name: organisation },
      caseId,
      caseNumber,
      measure,
      effect,
      basis,
    }));
}
