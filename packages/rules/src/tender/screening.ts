import { type Money, compare } from '../money.ts';
import type { ScreeningCriterion } from '../policy/shapes.ts';
import type { ProvisionOf } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import { type Basis, type Result, assert, never, ok, refuse } from '../result.ts';
import { articles } from './articles.ts';
import type { TenderLevel } from './state.ts';

/** Characters of a national code that name a product group: C, six of the classification, three of the generic name. */
export const groupCodeLength = 10;

/** What was bought of one product group (by the beginning of its codes) in the time of a screening. */
export interface CandidateFigures {
  readonly amount: Money;
  /** In smallest units, as decimal text. */
  readonly volume: string;
  readonly institutions: number;
  readonly manufacturers: number;
  readonly products: number;
  /** Years since the first registration of any of its products, null where no certificate tells. */
  readonly maturityYears: number | null;
  /** Hundredths of a per cent of the amount that lies with the commonest features: how alike the products are. */
  readonly homogeneity: number;
  /** Hundredths of a per cent that would be saved if all had paid the lowest price. */
  readonly benefit: number;
  /** Per smallest unit. */
  readonly priceLow: Money;
  readonly priceHigh: Money;
}

export interface Candidate {
  readonly prefix: string;
  readonly figures: CandidateFigures;
}

export interface CriterionScore {
  readonly code: string;
  readonly weight: number;
  /** Ten-thousandths of the criterion's points: 10,000 is all of them. */
  readonly share: number;
  /** Hundredths of a point, out of weight × 100. */
  readonly points: number;
}
export interface ScoredCandidate extends Candidate {
  readonly scores: readonly CriterionScore[];
  /** Hundredths of a point of 100, whatever the weights sum to. */
  readonly total: number;
  readonly place: number;
}

const whole = 10_000;

function figureOf(code: string, figures: CandidateFigures): number | Money | string | null {
  switch (code) {
    case 'amount':
      return figures.amount;
    case 'volume':
      return figures.volume;
    case 'institutions':
      return figures.institutions;
    case 'maturity':
      return figures.maturityYears;
    case 'competition':
      return figures.manufacturers;
    case 'homogeneity':
      return Math.floor(figures.homogeneity / 100);
    case 'benefit':
      return Math.floor(figures.benefit / 100);
    default:
      return null;
  }
}

function asText(figure: number | string): Money {
  return String(figure) as Money;
}

/** Place shares: the first of n gets all, the last one n-th; equals share the better place. */
function rankShares(candidates: readonly Candidate[], code: string): ReadonlyMap<string, number> {
  const known = candidates.flatMap(({ prefix, figures }) => {
    const figure = figureOf(code, figures);
    return figure === null ? [] : [{ prefix, figure: asText(figure) }];
  });
  const sorted = known.toSorted((a, b) => compare(b.figure, a.figure));
  const shares = new Map<string, number>();
  let place = 0;
  sorted.forEach((each, n) => {
    const before = sorted[n - 1];
    if (before === undefined || compare(before.figure, each.figure) !== 0) place = n;
    shares.set(each.prefix, Math.floor(((sorted.length - place) * whole) / sorted.length));
  });
  return shares;
}

function shareAgainst(criterion: ScreeningCriterion, figure: number | Money | string | null): number {
  const { full, by } = criterion;
  assert(full !== null, `criterion ${criterion.code} has no full figure`);
  if (figure === null) return 0;
  const value = Number(figure);
  const reached = Math.min(whole, Math.max(0, Math.floor((value * whole) / full)));
  return by === 'downTo' ? whole - reached : reached;
}

function shareOf(
  criterion: ScreeningCriterion,
  candidate: Candidate,
  ranks: ReadonlyMap<string, number>,
): number {
  switch (criterion.by) {
    case 'rank':
      return ranks.get(candidate.prefix) ?? 0;
    case 'upTo':
    case 'downTo':
      return shareAgainst(criterion, figureOf(criterion.code, candidate.figures));
    default:
      return never(criterion.by);
  }
}

/**
 * Scores candidates by the criteria of a pack and puts them in order (SX-2.1, GY-3.2): total first, then amount, then the
 * code, so that the order is total. The order of the input does not matter.
 */
export function scoreCandidates(
  candidates: readonly Candidate[],
  criteria: readonly ScreeningCriterion[],
): readonly ScoredCandidate[] {
  const weights = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const ranks = new Map(
    criteria.map(({ code, by }) => [
      code,
      by === 'rank' ? rankShares(candidates, code) : new Map<string, number>(),
    ]),
  );
  const scored = candidates.map((candidate) => {
    const scores = criteria.map((criterion) => {
      const share = shareOf(criterion, candidate, ranks.get(criterion.code) ?? new Map<string, number>());
      const { code, weight } = criterion;
      return { code, weight, share, points: Math.round((weight * share) / 100) };
    });
    const sum = scores.reduce((all, { weight, share }) => all + weight * share, 0);
    return { ...candidate, scores, total: weights === 0 ? 0 : Math.round(sum / weights) };
  });
  return scored
    .toSorted(
      (a, b) =>
        b.total - a.total || compare(b.figures.amount, a.figures.amount) || (a.prefix < b.prefix ? -1 : 1),
    )
    .map((each, n) => ({ ...each, place: n + 1 }));
}

export interface ChoiceAsk {
  readonly level: TenderLevel;
  readonly candidates: readonly {
    readonly prefix: string;
    readonly excluded: { readonly basis: Basis } | null;
  }[];
  readonly chosen: readonly string[];
  readonly jointItems: ProvisionOf<'tender.jointItems'> | null;
}

export type ChoiceRefusal =
  | 'tender.nothingChosen'
  | 'tender.candidateUnknown'
  | 'tender.candidateExcluded'
  | 'tender.jointItemCount';

/** What may be chosen: candidates that are not left out, in Guiyang exactly as many as the document says (GY-3.2). */
export function checkChoice(ask: ChoiceAsk): Result<null, ChoiceRefusal> {
  const { candidates, chosen, jointItems, level } = ask;
  if (chosen.length === 0)
    return refuse('tender.nothingChosen', { basis: articles.screening, field: 'chosen' });
  const known = new Map(candidates.map((each) => [each.prefix, each]));
  for (const prefix of chosen) {
    const candidate = known.get(prefix);
    if (candidate === undefined)
      return refuse('tender.candidateUnknown', { field: 'chosen', facts: { prefix } });
    if (candidate.excluded !== null)
      return refuse('tender.candidateExcluded', {
        basis: candidate.excluded.basis,
        field: 'chosen',
        facts: { prefix },
      });
  }
  if (level === 'group' && jointItems !== null && chosen.length !== jointItems.value)
    return refuse('tender.jointItemCount', {
      basis: basisOf(jointItems),
      field: 'chosen',
      facts: { wanted: jointItems.value, found: chosen.length },
    });
  return ok(null);
}
