import { basisOf } from '../policy/provision.ts';
import type { Basis } from '../result.ts';
import { type TenderLevel, type TenderState, hasReached, isWider } from './state.ts';
import type { TenderPolicy } from './policy.ts';

/** The beginnings of codes that two items have in common, each as the longer of the two. */
export function sharedCodes(own: readonly string[], other: readonly string[]): readonly string[] {
  const shared = own.flatMap((a) =>
    other.flatMap((b) => (a.startsWith(b) ? [a] : b.startsWith(a) ? [b] : [])),
  );
  return [...new Set(shared)].toSorted();
}

export interface RunningItem {
  readonly level: TenderLevel;
  readonly codePrefixes: readonly string[];
}
export interface WiderItem extends RunningItem {
  readonly state: TenderState;
}

/**
 * Whether a wider round takes an item over (GY-2.4): its level comes first in this place, it has come far enough, and codes
 * are common. Answers the codes and what it rests on, null where the item goes on.
 */
export function takenOver(
  own: RunningItem,
  wider: WiderItem,
  policy: Pick<TenderPolicy, 'stopWhenInWiderRound' | 'widerLevels' | 'takenOverFrom'>,
): { readonly codes: readonly string[]; readonly basis: Basis } | null {
  const { stopWhenInWiderRound, widerLevels, takenOverFrom } = policy;
  if (!stopWhenInWiderRound.value || !isWider(wider.level, own.level)) return null;
  if (!widerLevels.value.some(({ code }) => code === wider.level)) return null;
  const from = takenOverFrom.value[0]?.code as TenderState | undefined;
  if (from === undefined || !hasReached(wider.state, from)) return null;
  const codes = sharedCodes(own.codePrefixes, wider.codePrefixes);
  return codes.length === 0 ? null : { codes, basis: basisOf(stopWhenInWiderRound) };
}
