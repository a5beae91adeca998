import { ratioOf } from '../money.ts';
import { type VolumeShare, at, intAt, lostBy, shareOf, sum, volumeShare } from './columns.ts';
import { type Field, firmsIn, winnersOf } from './field.ts';
import type { Ground } from './ground.ts';
import { methodOf, stepOf } from './ledger.ts';
import type { RatioText } from './pack.ts';
import { isInSpan } from './select.ts';
import type { Unit } from './units.ts';

/** SX-3.1b: the agreed ratio of a category in a unit with so many winning firms; null when none is set. */
export function ratioFor(ground: Ground, category: string, winningFirms: number): RatioText | null {
  const found = ground.pack.volume.ratios.find(
    ({ categories, winners }) =>
      (categories === null || categories.includes(category)) && isInSpan(winners, winningFirms),
  );
  return found?.ratio ?? null;
}

interface RatioGroup {
  readonly share: VolumeShare;
  readonly lines: Int32Array;
}

/** The lines of a unit by the ratio of their product. */
function ratioGroups(ground: Ground, unit: Unit, winningFirms: number): RatioGroup[] {
  const products = new Map<RatioText, number[]>();
  for (const product of unit.products) {
    const ratio = ratioFor(ground, ground.categoryOf[product]?.id ?? '', winningFirms);
    if (ratio === null) continue;
    const found = products.get(ratio);
    if (found === undefined) products.set(ratio, [product]);
    else found.push(product);
  }
  const { start } = ground.lines;
  return [...products].map(([ratio, own]) => {
    const lines = new Int32Array(
      own.reduce((count, product) => count + intAt(start, product + 1) - intAt(start, product), 0),
    );
    let next = 0;
    for (const product of own)
      for (let line = intAt(start, product); line < intAt(start, product + 1); line += 1) {
        lines[next] = line;
        next += 1;
      }
    return { share: volumeShare(ratioOf(ratio), stepOf(ground.pack.volume.rounding)), lines };
  });
}

/** Rounds the sum half up and gives the steps that rounding down left over to the lines that lost most. */
function byLargestRemainder(agreed: Float64Array, base: Float64Array, { share, lines }: RatioGroup): void {
  const volumes = Float64Array.from(lines, (line) => at(base, line));
  const target = shareOf(sum(volumes), share, 'halfUp');
  for (const line of lines) agreed[line] = shareOf(at(base, line), share, 'down');
  const missing = (target - sum(Float64Array.from(lines, (line) => at(agreed, line)))) / share.step;
  const lost = Float64Array.from(volumes, (volume) => lostBy(volume, share));
  const order = Int32Array.from(lines, (_, index) => index).toSorted(
    (a, b) => at(lost, b) - at(lost, a) || a - b,
  );
  for (let index = 0; index < missing; index += 1) {
    const line = intAt(lines, intAt(order, index));
    agreed[line] = at(agreed, line) + share.step;
  }
}

/** Agreed volume (约定采购量) of every line: base × ratio, rounded as the pack names it. */
export function agreedVolumes(field: Field): Float64Array {
  const { ground } = field;
  const { base } = ground.lines;
  const agreed = new Float64Array(base.length);
  const { rounding } = ground.pack.volume;
  const method = methodOf(rounding);
  for (const unit of field.units)
    for (const group of ratioGroups(ground, unit, firmsIn(winnersOf(field, unit.id)))) {
      if (rounding.method === 'largestRemainder') byLargestRemainder(agreed, base, group);
      else for (const line of group.lines) agreed[line] = shareOf(at(base, line), group.share, method);
    }
  return agreed;
}
