import { type Result, ok, refuse } from '../result.ts';

/** Who answers for a round; from the widest to the narrowest (HN-4, GD-1b, GY-3.1, HN-5). */
export const tenderLevels = [
  'national',
  'interProvincial',
  'provincial',
  'interCity',
  'group',
  'union',
] as const;
export type TenderLevel = (typeof tenderLevels)[number];

/**
 * How it runs (SX-3.2b, GD-1b): sealed bids, sealed bids in rounds downward, competitive negotiation, inquiry, bargaining with
 * the one enterprise of a product, a ceiling at which every valid quote is taken (挂网). What each does: mode.ts.
 */
export const tenderModes = ['tender', 'auction', 'negotiation', 'inquiry', 'bargain', 'listing'] as const;
export type TenderMode = (typeof tenderModes)[number];

/** 'run' here from demand to award; 'followed' takes over the result of another round (JS-24, SX-4.1). */
export const tenderOrigins = ['run', 'followed'] as const;
export type TenderOrigin = (typeof tenderOrigins)[number];

export const tenderStates = [
  'draft',
  'planned',
  'reporting',
  'measured',
  'bidding',
  'opening',
  'opened',
  'evaluated',
  'published',
  'awarded',
  'choosing',
  'signing',
  'executing',
  'ended',
  'cancelled',
  'failed',
] as const;
export type TenderState = (typeof tenderStates)[number];

const moves: Readonly<Record<TenderState, readonly TenderState[]>> = {
  draft: ['planned', 'cancelled'],
  // A plan that comes back from filing is a draft again.
  planned: ['reporting', 'draft', 'cancelled'],
  reporting: ['measured', 'cancelled', 'failed'],
  measured: ['bidding', 'cancelled', 'failed'],
  bidding: ['opening', 'cancelled', 'failed'],
  opening: ['opened', 'cancelled', 'failed'],
  // Bids are taken again where the mode has another quoting round.
  opened: ['evaluated', 'bidding', 'cancelled', 'failed'],
  evaluated: ['published', 'cancelled', 'failed'],
  // An objection that is upheld leads to a new run of the award.
  published: ['awarded', 'evaluated', 'cancelled', 'failed'],
  // From here on a round ends early only when all its items went over to a wider round (GY-2.4).
  awarded: ['choosing', 'ended'],
  choosing: ['signing', 'ended'],
  signing: ['executing', 'ended'],
  executing: ['ended'],
  ended: [],
  cancelled: [],
  failed: [],
};

/** A round that follows another has no bids of its own: its volumes are known, then it has a result. */
const followedMoves: Partial<Record<TenderState, readonly TenderState[]>> = {
  measured: ['published', 'awarded', 'cancelled'],
};

export const endStates: readonly TenderState[] = ['ended', 'cancelled', 'failed'];

export function nextStates(state: TenderState, origin: TenderOrigin = 'run'): readonly TenderState[] {
  return (origin === 'followed' ? followedMoves[state] : undefined) ?? moves[state];
}

/** Whether a round may go from its state to another. Refuses `tender.wrongState`. */
export function checkMove(
  tender: { readonly state: TenderState; readonly origin: TenderOrigin },
  to: TenderState,
): Result<TenderState, 'tender.wrongState'> {
  return nextStates(tender.state, tender.origin).includes(to)
    ? ok(to)
    : refuse('tender.wrongState', { facts: { state: tender.state, to } });
}

/** Whether a level is wider than another: what it takes over, the narrower one stops (GY-2.4). */
export function isWider(level: TenderLevel, than: TenderLevel): boolean {
  return tenderLevels.indexOf(level) < tenderLevels.indexOf(than);
}

/** The way of a round as screens show it. */
export const mainWay: readonly TenderState[] = [
  'draft',
  'planned',
  'reporting',
  'measured',
  'bidding',
  'opening',
  'opened',
  'evaluated',
  'published',
  'awarded',
  'choosing',
  'signing',
  'executing',
  'ended',
];

const way = new Map(mainWay.map((state, place) => [state, place]));

/** Whether a round has come at least as far as a state; cancelled and failed rounds have not. */
export function hasReached(state: TenderState, wanted: TenderState): boolean {
  return (way.get(state) ?? -1) >= (way.get(wanted) ?? 0);
}

/** What it rests on that a round goes by steps and each step is published (SX-3.2b, JS-23, GY-4.2). */
export const articleSteps = { document: 'sx-2021-09', article: '三（二）', clause: 'SX-3.2b' } as const;
