import { type Money, compare, money } from '../money.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { CreditGround, CreditLevel, CreditMeasure, CreditRole, CreditScale } from './shapes.ts';

/** Credit rating of price and procurement dishonesty (医药价格和招采信用评价, HN-12), by the scale in force on its day. */
export interface RatingWish {
  readonly role: CreditRole;
  readonly ground: string;
  readonly sourceKind: string;
  readonly level: string;
  /** Yuan that the source established, where the ground has thresholds. */
  readonly amount: Money | null;
  readonly itemCodes: readonly string[];
}

export type RatingRefusal =
  | 'credit.groundUnknown'
  | 'credit.sourceUnknown'
  | 'credit.levelUnknown'
  | 'credit.levelTooLow'
  | 'credit.productsMissing';

/** The lowest level that the thresholds of a ground allow; null where the ground leaves it to judgement. */
export function leastLevel(ground: CreditGround, amount: Money | null): string | null {
  if (ground.atOnce !== null) return ground.atOnce;
  if (amount === null) return null;
  const reached = ground.steps.filter((step) => compare(amount, money(step.from)) >= 0);
  return reached.at(-1)?.level ?? null;
}

/** Whether a level may be proposed: never below the thresholds, and with products where a measure needs them. */
export function enterRating(
  wish: RatingWish,
  scale: CreditScale,
  basis: Basis,
): Result<CreditLevel, RatingRefusal> {
  const ground = scale.grounds.find((each) => each.code === wish.ground);
  if (ground === undefined) return refuse('credit.groundUnknown', { field: 'ground' });
  if (!scale.sources.some((each) => each.code === wish.sourceKind))
    return refuse('credit.sourceUnknown', { field: 'sourceKind' });
  const at = scale.levels.findIndex((each) => each.code === wish.level);
  const level = scale.levels[at];
  if (level === undefined) return refuse('credit.levelUnknown', { field: 'level' });
  const least = leastLevel(ground, wish.amount);
  const leastAt = scale.levels.findIndex((each) => each.code === least);
  if (at < leastAt)
    return refuse('credit.levelTooLow', {
      basis,
      field: 'level',
      facts: { least: scale.levels[leastAt]?.zh ?? '', leastEn: scale.levels[leastAt]?.en ?? '' },
    });
  const needsProducts = level[wish.role].some(
    (each) => scale.measures.find(({ code }) => code === each.measure)?.effect === 'caseProducts',
  );
  if (needsProducts && wish.itemCodes.length === 0)
    return refuse('credit.productsMissing', { basis, field: 'itemCodes' });
  return ok(level);
}

export interface Graded {
  readonly measure: CreditMeasure;
  readonly months: number | null;
}

/**
 * The measures of a rating in a province: all of them where it was given, elsewhere those that hold everywhere (特别严重失信:
 * all products in the rating province, and the products of the case in every province).
 */
export function measuresOf(
  scale: CreditScale,
  level: string,
  at: { readonly role: CreditRole; readonly here: boolean },
): readonly Graded[] {
  const found = scale.levels.find((each) => each.code === level);
  return (found?.[at.role] ?? []).flatMap((graded) => {
    const measure = scale.measures.find((each) => each.code === graded.measure);
    return measure === undefined || (!at.here && !graded.elsewhere)
      ? []
      : [{ measure, months: graded.months }];
  });
}
