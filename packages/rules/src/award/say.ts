import { ratioOf } from '../money.ts';
import type { Wording } from '../policy/provision.ts';

export function w(zh: string, en: string): Wording {
  return { zh, en };
}

/** Several wordings as one text, each language with its own sign between. */
export function joined(parts: readonly Wording[], zh: string, en: string): Wording {
  return w(parts.map((each) => each.zh).join(zh), parts.map((each) => each.en).join(en));
}

/** '0.85' → '85%', '0.0005' → '0.05%'; a fraction that is no decimal percentage stays as written. */
export function percentText(ratio: string): string {
  const { over, under } = ratioOf(ratio);
  const scaled = over * 1_000_000n;
  if (scaled % under !== 0n) return ratio;
  const digits = String(scaled / under).padStart(5, '0');
  const rest = digits.slice(-4).replace(/0+$/, '');
  return `${digits.slice(0, -4)}${rest === '' ? '' : `.${rest}`}%`;
}

/** 'A, B' or 'A、B'. */
export function names(all: readonly string[]): Wording {
  return w(all.join('、'), all.join(', '));
}
