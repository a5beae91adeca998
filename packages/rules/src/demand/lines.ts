import { type Quantity, isPositive, thousandthsOf } from '../money.ts';
import { type Facts, type Basis, type Result, ok, refuse } from '../result.ts';
import { type DemandPolicy, reportBasis } from './policy.ts';
import { basisOf } from '../policy/provision.ts';
import type { Share } from '../policy/shapes.ts';

/** What an institution says of one product; quantities in units of the item. Last year's use is always said, also when zero. */
export interface ReportLine {
  readonly productId: string;
  readonly reported: Quantity;
  readonly lastYear: Quantity;
  readonly explanation: string;
}
/** An item of which it needs nothing: said, because what is not said is not zero. */
export interface NoNeed {
  readonly item: string;
  readonly explanation: string;
}
export interface Report {
  readonly lines: readonly ReportLine[];
  readonly noNeed: readonly NoNeed[];
}

export interface DemandItem {
  readonly item: string;
  readonly name: string;
  readonly isRunning: boolean;
}
export interface DemandProduct {
  readonly id: string;
  readonly item: string;
  readonly name: string;
  /** What the institution used of it last year by the platform's records; null where there are none. */
  readonly used: Quantity | null;
}
/** What a report is measured by. Products: those it names and those the institution used. */
export interface DemandFacts {
  readonly items: readonly DemandItem[];
  readonly products: readonly DemandProduct[];
}

export type LineFault =
  | 'demand.productUnknown'
  | 'demand.productTwice'
  | 'demand.itemUnknown'
  | 'demand.itemTwice'
  | 'demand.itemStopped'
  | 'demand.needContradicts'
  | 'demand.itemUnanswered'
  | 'demand.productUnanswered'
  | 'demand.deviationUnexplained'
  | 'demand.lastYearUnexplained'
  | 'demand.noNeedUnexplained';
export interface LineFinding {
  readonly code: LineFault;
  /** 'lines.3.reported' or 'noNeed.0.explanation'; 'noNeed' where an item was not answered. */
  readonly field: string;
  readonly facts: Facts;
  readonly basis: Basis;
}

/** Shorter than this is no explanation. */
const explanationMin = 4;

function isExplained(text: string): boolean {
  return [...text].length >= explanationMin;
}

export interface Deviation {
  /** Whole per cents above or below last year's use, rounded towards zero; null where nothing was used. */
  readonly percent: number | null;
  readonly isBeyond: boolean;
}

/** From which share and from how many units on a deviation is explained. */
export interface DeviationRule {
  readonly deviationMax: { readonly value: Share };
  readonly deviationFloor: { readonly value: number };
}

/** SX-3.1a: how far a report lies from last year's use, and whether that needs an explanation. Exact. */
export function deviationOf(
  reported: Quantity,
  lastYear: Quantity,
  { deviationMax, deviationFloor }: DeviationRule,
): Deviation {
  const [now, before] = [BigInt(thousandthsOf(reported)), BigInt(thousandthsOf(lastYear))];
  const apart = now > before ? now - before : before - now;
  const share = deviationMax.value;
  const isFar = apart * BigInt(share.under) > before * BigInt(share.over);
  return {
    percent: before === 0n ? null : Number(((now - before) * 100n) / before),
    isBeyond: isFar && apart > BigInt(deviationFloor.value) * 1000n,
  };
}

type Found = (code: LineFault, field: string, facts: Facts, basis?: Basis) => void;

function checkLine(
  line: ReportLine,
  product: DemandProduct,
  { found, at, policy }: { readonly found: Found; readonly at: string; readonly policy: DemandPolicy },
): void {
  if (isExplained(line.explanation)) return;
  const deviation = deviationOf(line.reported, line.lastYear, policy);
  const field = `${at}.explanation`;
  if (product.used !== null && product.used !== line.lastYear)
    found('demand.lastYearUnexplained', field, {
      product: product.name,
      stated: line.lastYear,
      platform: product.used,
    });
  else if (deviation.isBeyond)
    found(
      'demand.deviationUnexplained',
      field,
      {
        product: product.name,
        reported: line.reported,
        lastYear: line.lastYear,
        percent: deviation.percent,
        max: `${policy.deviationMax.value.over}/${policy.deviationMax.value.under}`,
      },
      basisOf(policy.deviationMax),
    );
}

/** Everything that keeps a report from being handed in, so that one round of corrections is enough. */
export function findingsOf(report: Report, facts: DemandFacts, policy: DemandPolicy): readonly LineFinding[] {
  const findings: LineFinding[] = [];
  const found: Found = (code, field, said, basis = reportBasis) =>
    void findings.push({ code, field, facts: said, basis });
  const items = new Map(facts.items.map((each) => [each.item, each]));
  const products = new Map(facts.products.map((each) => [each.id, each]));
  const answered = new Map<string, 'lines' | 'noNeed'>();
  const named = new Set<string>();
  for (const [index, line] of report.lines.entries()) {
    const at = `lines.${index}`;
    const product = products.get(line.productId);
    const item = product === undefined ? undefined : items.get(product.item);
    if (product === undefined || item === undefined) {
      found('demand.productUnknown', `${at}.productId`, { product: line.productId });
      continue;
    }
    if (named.has(line.productId)) found('demand.productTwice', `${at}.productId`, { product: product.name });
    named.add(line.productId);
    answered.set(product.item, 'lines');
    if (!item.isRunning) found('demand.itemStopped', `${at}.productId`, { item: item.name });
    checkLine(line, product, { found, at, policy });
  }
  checkNoNeed(report.noNeed, { items, facts, answered, found });
  for (const { item, name, isRunning } of facts.items)
    if (isRunning && !answered.has(item)) found('demand.itemUnanswered', 'noNeed', { item: name });
  // A product in use is answered by itself, also with zero: what nobody mentions is not zero.
  for (const product of facts.products)
    if (product.used !== null && !named.has(product.id) && answered.get(product.item) === 'lines')
      found('demand.productUnanswered', 'lines', { product: product.name, used: product.used });
  return findings;
}

interface Checking {
  readonly items: ReadonlyMap<string, DemandItem>;
  readonly facts: DemandFacts;
  readonly answered: Map<string, 'lines' | 'noNeed'>;
  readonly found: Found;
}

function checkNoNeed(noNeed: readonly NoNeed[], { items, facts, answered, found }: Checking): void {
  for (const [index, { item, explanation }] of noNeed.entries()) {
    const at = `noNeed.${index}`;
    const known = items.get(item);
    if (known === undefined) {
      found('demand.itemUnknown', `${at}.item`, { item });
      continue;
    }
    const before = answered.get(item);
    if (before !== undefined)
      found(before === 'lines' ? 'demand.needContradicts' : 'demand.itemTwice', `${at}.item`, {
        item: known.name,
      });
    answered.set(item, 'noNeed');
    const used = facts.products.some(
      (each) => each.item === item && each.used !== null && isPositive(each.used),
    );
    if (used && !isExplained(explanation))
      found('demand.noNeedUnexplained', `${at}.explanation`, { item: known.name });
  }
}

/** A line as it is kept; an item without need leaves a zero for each product that was in use. */
export interface KeptLine extends ReportLine {
  readonly item: string;
  readonly isLastYearStated: boolean;
  readonly isDeviating: boolean;
}

/** The lines of a report that may be handed in, or the first thing wrong with it (`more`: how many others). */
export function checkedReport(
  report: Report,
  facts: DemandFacts,
  policy: DemandPolicy,
): Result<readonly KeptLine[], LineFault> {
  const findings = findingsOf(report, facts, policy);
  const [first] = findings;
  if (first !== undefined) {
    const { code, field, facts: said, basis } = first;
    return refuse(code, { field, basis, facts: { ...said, more: findings.length - 1 } });
  }
  const products = new Map(facts.products.map((each) => [each.id, each]));
  const kept = report.lines.map((line): KeptLine => {
    const product = products.get(line.productId);
    return {
      ...line,
      item: product?.item ?? '',
      isLastYearStated: product?.used !== line.lastYear,
      isDeviating: deviationOf(line.reported, line.lastYear, policy).isBeyond,
    };
  });
  const none = new Map(report.noNeed.map((each) => [each.item, each.explanation]));
  const zeros = facts.products.flatMap((product): KeptLine[] => {
    const explanation = none.get(product.item);
    if (explanation === undefined || product.used === null) return [];
    const reported = '0' as Quantity;
    return [
      {
        productId: product.id,
        item: product.item,
        reported,
        lastYear: product.used,
        explanation,
        isLastYearStated: false,
        isDeviating: deviationOf(reported, product.used, policy).isBeyond,
      },
    ];
  });
  return ok([...kept, ...zeros]);
}
