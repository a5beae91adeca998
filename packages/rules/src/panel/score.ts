import { type ScoreSheet } from '../policy/shapes.ts';
import { type Result, assert, ok, refuse } from '../result.ts';
import { reviewBasis } from './policy.ts';

/** Whole points of one member by the code of each criterion. */
export type Points = Readonly<Record<string, number>>;
export type ScoreRefusal = 'panel.criterionMissing' | 'panel.criterionUnknown' | 'panel.pointsOffScale';

/** Every criterion once, whole points on the scale. */
export function checkPoints(points: Points, sheet: ScoreSheet): Result<Points, ScoreRefusal> {
  const known = new Set(sheet.criteria.map((each) => each.code));
  for (const code of Object.keys(points)) {
    if (!known.has(code)) {
      return refuse('panel.criterionUnknown', {
        basis: reviewBasis,
        field: `points.${code}`,
        facts: { code },
      });
    }
  }
  for (const { code, zh, en } of sheet.criteria) {
    const value = points[code];
    const field = `points.${code}`;
    if (value === undefined) {
      return refuse('panel.criterionMissing', {
        basis: reviewBasis,
        field,
        facts: { criterion: zh, criterionEn: en },
      });
    }
    if (!Number.isSafeInteger(value) || value < 0 || value > sheet.scale) {
      return refuse('panel.pointsOffScale', {
        basis: reviewBasis,
        field,
        facts: { criterion: zh, criterionEn: en, scale: sheet.scale },
      });
    }
  }
  return ok(points);
}

/** Over and under of an exact fraction: nothing is rounded before the end. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** Rounds half up to hundredths. */
function hundredths({ over, under }: Fraction): number {
  return Number((over * 200n + under) / (under * 2n));
}

function weighted(points: Points, sheet: ScoreSheet): bigint {
  return sheet.criteria.reduce((sum, each) => sum + BigInt(points[each.code] ?? 0) * BigInt(each.weight), 0n);
}

function weightOf(sheet: ScoreSheet): bigint {
  return sheet.criteria.reduce((sum, each) => sum + BigInt(each.weight), 0n);
}

/** The total of one member on the scale, in hundredths of a point, rounded half up. */
export function totalOf(points: Points, sheet: ScoreSheet): number {
  return hundredths({ over: weighted(points, sheet), under: weightOf(sheet) });
}

export interface PanelResult {
  /** Hundredths of a point. */
  readonly hundredths: number;
  readonly outcome: 'recommended' | 'notRecommended';
  /** Totals left out at each end. */
  readonly trimmed: number;
}

/**
 * The result over all members: the statistic of the sheet over their exact totals, rounded half up to hundredths once at
 * the end. Where trimming would leave nothing, nothing is trimmed. Throws without a score.
 */
export function resultOf(all: readonly Points[], sheet: ScoreSheet): PanelResult {
  assert(all.length > 0, 'a review without scores');
  const totals = all
    .map((points) => weighted(points, sheet))
    .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const trimmed = sheet.statistic === 'trimmedMean' && totals.length > sheet.trim * 2 ? sheet.trim : 0;
  const kept = sheet.statistic === 'median' ? middle(totals) : totals.slice(trimmed, totals.length - trimmed);
  const sum = kept.reduce((total, each) => total + each, 0n);
  const result = hundredths({ over: sum, under: BigInt(kept.length) * weightOf(sheet) });
  const isEnough = result >= sheet.threshold * 100;
  return { hundredths: result, outcome: isEnough ? 'recommended' : 'notRecommended', trimmed };
}

function middle(sorted: readonly bigint[]): readonly bigint[] {
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted.slice(half, half + 1) : sorted.slice(half - 1, half + 1);
}

/** 8533 is '85.33'. */
export function pointsText(inHundredths: number): string {
  const whole = Math.floor(inHundredths / 100);
  return `${whole}.${String(inHundredths % 100).padStart(2, '0')}`;
}
