import { type Quantity, compare, isPositive } from '../money.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { AgreementLine } from './content.ts';
import type { AgreementState } from './signing.ts';

/** JS-25a, SX-5.4a: variety, quantity and price of the contract are kept; a change is a supplement both sides sign. */
export const amendBasis: Basis = { document: 'js-2020-22', article: '25', clause: 'JS-25a' };

export interface Change {
  readonly productId: string;
  /** New agreed volume of the whole term. */
  readonly agreed: Quantity;
}

export type AmendRefusal =
  | 'agreement.notInForce'
  | 'agreement.amendmentOpen'
  | 'agreement.productUnknown'
  | 'agreement.productTwice'
  | 'agreement.nothingChanges'
  | 'agreement.belowUsed'
  | 'agreement.volumeNotPositive';

export interface Amending {
  readonly state: AgreementState;
  readonly hasOpenAmendment: boolean;
  readonly lines: readonly AgreementLine[];
  /** Ordered and accepted so far, by product: an agreed volume never falls below it. */
  readonly used: ReadonlyMap<string, Quantity>;
}

/** The lines of a supplement. Volumes may move, prices may not: the round set them (JS-25a). */
export function amend(
  { state, hasOpenAmendment, lines, used }: Amending,
  changes: readonly Change[],
): Result<readonly AgreementLine[], AmendRefusal> {
  if (state !== 'inForce') return refuse('agreement.notInForce', { basis: amendBasis });
  if (hasOpenAmendment) return refuse('agreement.amendmentOpen', { basis: amendBasis });
  const seen = new Set<string>();
  const changed: AgreementLine[] = [];
  for (const [index, { productId, agreed }] of changes.entries()) {
    const field = `lines.${index}.agreed`;
    const line = lines.find((each) => each.productId === productId);
    if (line === undefined) return refuse('agreement.productUnknown', { field: `lines.${index}.productId` });
    if (seen.has(productId)) return refuse('agreement.productTwice', { field: `lines.${index}.productId` });
    seen.add(productId);
    if (!isPositive(agreed)) return refuse('agreement.volumeNotPositive', { basis: amendBasis, field });
    const already = used.get(productId);
    if (already !== undefined && compare(agreed, already) < 0)
      return refuse('agreement.belowUsed', { basis: amendBasis, field, facts: { used: already } });
    if (compare(agreed, line.agreed) !== 0) changed.push({ ...line, agreed });
  }
  if (changed.length === 0) return refuse('agreement.nothingChanges', { field: 'lines' });
  return ok(changed);
}

/** The lines in force: those of the contract, replaced by those of the supplements in their order. */
export function linesInForce(
  lines: readonly AgreementLine[],
  supplements: readonly (readonly AgreementLine[])[],
): AgreementLine[] {
  const current = new Map(lines.map((line) => [line.productId, line]));
  for (const supplement of supplements) for (const line of supplement) current.set(line.productId, line);
  return [...current.values()];
}
