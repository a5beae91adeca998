import { basisOf, type Provision } from '../policy/provision.ts';
import type { Coded } from '../policy/shapes.ts';
import { type Basis, type Refusal, type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { articles } from './articles.ts';

/** Who undertakes not to charge, bribe or deceive (廉洁承诺, GY-5.4). */
export const undertakingCapacities = ['bidder', 'trustee', 'team'] as const;
export type UndertakingCapacity = (typeof undertakingCapacities)[number];

/** A text with its version: the first day on which it was in force. */
export interface UndertakingText {
  readonly zh: string;
  readonly en: string;
  readonly from: IsoDate;
  readonly basis: Basis;
}

/** The text in force for a capacity; null where the pack asks for none. */
export function undertakingText(
  texts: Provision<readonly Coded[]>,
  capacity: UndertakingCapacity,
): UndertakingText | null {
  const found = texts.value.find((each) => each.code === capacity);
  if (found === undefined) return null;
  return { zh: found.zh, en: found.en, from: texts.from, basis: basisOf(texts) };
}

function missing(): Refusal<'tender.undertakingMissing'> {
  return refuse('tender.undertakingMissing', { basis: articles.supervision, field: 'undertaking' });
}

/** Whoever takes part accepts the text that is in force, not one that it read at another time. */
export function undertake(
  text: UndertakingText | null,
  accepted: IsoDate | null,
): Result<UndertakingText | null, 'tender.undertakingMissing'> {
  if (text === null) return ok(null);
  return accepted === text.from ? ok(text) : missing();
}
