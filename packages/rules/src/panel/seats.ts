import type { Instant } from '../time.ts';

/** How one expert of a drawn list stands. */
export type CandidateState =
  | 'excluded'
  | 'frozen'
  | 'reserve'
  | 'invited'
  | 'accepted'
  | 'declined'
  | 'recused'
  | 'lapsed'
  | 'scored'
  | 'released';

export interface Candidate {
  readonly code: string;
  /** Place in the draw, from 1. */
  readonly rank: number;
  readonly state: CandidateState;
  readonly dueAt: Instant | null;
}

export interface SeatStep {
  /** Codes whose clock has ended without an answer or a score. */
  readonly lapsed: readonly string[];
  /** Codes from the reserve that take free seats, in the order of the draw. */
  readonly invited: readonly string[];
  /** What the panel is after that. */
  readonly then: 'waits' | 'closes' | 'short';
}

const sits = (state: CandidateState): boolean =>
  state === 'invited' || state === 'accepted' || state === 'scored';

/**
 * What the clock does with a panel: seats whose clock ended are freed, free seats go to the reserve in the order of the
 * draw, and when nobody is awaited any more the panel closes with a quorum of scores, or is short.
 */
export function nextSeats(
  candidates: readonly Candidate[],
  { seats, quorum, now }: { readonly seats: number; readonly quorum: number; readonly now: Instant },
): SeatStep {
  const lapsed = candidates
    .filter(
      (each) =>
        (each.state === 'invited' || each.state === 'accepted') && each.dueAt !== null && now >= each.dueAt,
    )
    .map((each) => each.code);
  const gone = new Set(lapsed);
  const left = candidates.filter((each) => !gone.has(each.code));
  const taken = left.filter((each) => sits(each.state));
  const invited = left
    .filter((each) => each.state === 'reserve')
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, Math.max(0, seats - taken.length))
    .map((each) => each.code);
  const awaited = taken.some((each) => each.state !== 'scored') || invited.length > 0;
  if (awaited) return { lapsed, invited, then: 'waits' };
  const scored = taken.filter((each) => each.state === 'scored').length;
  return { lapsed, invited, then: scored >= quorum ? 'closes' : 'short' };
}

/** What the minutes and the applicant call a member: A, B, … Z, AA, AB. */
export function memberCode(rank: number): string {
  const letter = (n: number): string => String.fromCodePoint(65 + n);
  const at = rank - 1;
  return at < 26 ? letter(at) : `${letter(Math.floor(at / 26) - 1)}${letter(at % 26)}`;
}
