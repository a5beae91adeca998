import type { Ratio } from '../money.ts';

export function reduced({ over, under }: Ratio): Ratio {
  const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
  const by = divisor(over, under);
  return { over: over / by, under: under / by };
}
/** '0.8' where six decimals hold it, else '2/3'. */
export function ratioText(ratio: Ratio): string {
  const { over, under } = reduced(ratio);
  if (1_000_000n % under !== 0n) return `${over}/${under}`;
  const micro = over * (1_000_000n / under);
  const decimals = (micro % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return `${micro / 1_000_000n}${decimals === '' ? '' : `.${decimals}`}`;
}
export function lessThan(a: Ratio, b: Ratio): boolean {
  return a.over * b.under < b.over * a.under;
}
export function times(a: Ratio, b: Ratio): Ratio {
  return reduced({ over: a.over * b.over, under: a.under * b.under });
}
export function minus(a: Ratio, b: Ratio): Ratio {
  return reduced({ over: a.over * b.under - b.over * a.under, under: a.under * b.under });
}
export function plus(a: Ratio, b: Ratio): Ratio {
  return reduced({ over: a.over * b.under + b.over * a.under, under: a.under * b.under });
}
