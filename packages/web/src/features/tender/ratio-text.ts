import { isRatio, ratioOf } from '@daylight/rules/money.ts';

/** Shares as a person types them into a pack: '0.8', '0.75'. Exact, without floating point. */
export function isRatioText(text: string): boolean {
  return isRatio(text);
}

export function compareRatios(a: string, b: string): number {
  const [x, y] = [ratioOf(a), ratioOf(b)];
  const [left, right] = [x.over * y.under, y.over * x.under];
  return left < right ? -1 : left > right ? 1 : 0;
}

const digits = 1_000_000n;

/** a − b as decimal text, cut after six digits. */
export function differenceOf(a: string, b: string): string {
  const [x, y] = [ratioOf(a), ratioOf(b)];
  const micro = ((x.over * y.under - y.over * x.under) * digits) / (x.under * y.under);
  const sign = micro < 0n ? '-' : '';
  const size = micro < 0n ? -micro : micro;
  const rest = String(size % digits)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${sign}${size / digits}${rest === '' ? '' : `.${rest}`}`;
}
