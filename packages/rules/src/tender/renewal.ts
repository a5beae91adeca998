import { type Result, ok, refuse } from '../result.ts';
import { type IsoDate, addMonths } from '../time.ts';
import { articles } from './articles.ts';
import type { TenderPolicy } from './policy.ts';
import type { TenderMode, TenderOrigin } from './state.ts';

/** What may follow a round at the end of its term (SX-3.3). */
export const renewalPaths = ['inquiry', 'negotiation', 'bargain', 'follow', 'rebid', 'none'] as const;
export type RenewalPath = (typeof renewalPaths)[number];

/** From which day on the renewal of a round is asked for. */
export function renewalFrom(
  termUntil: IsoDate,
  { renewalMonths }: Pick<TenderPolicy, 'renewalMonths'>,
): IsoDate {
  return addMonths(termUntil, -renewalMonths.value);
}

/** What the term looks like when its renewal is decided: execution, supply, credit, need, prices. */
export interface RenewalFigures {
  /** Hundredths of a per cent of the agreed volume that was accepted; null without an account. */
  readonly completed: number | null;
  readonly accounts: number;
  readonly behind: number;
  readonly reminders: number;
  /** Cases and measures against winners in the term. */
  readonly supplyCases: number;
  readonly stoppedItems: number;
  readonly items: number;
  /** Hundredths of a per cent by which listings of the items fell in the term, by their mean; null without prices. */
  readonly marketFell: number | null;
}

export interface Advice {
  readonly path: RenewalPath;
  /** Why: quality and supply held, or the market moved, or supply failed, or nothing is left. */
  readonly because: 'steady' | 'marketMoved' | 'supplyFailed' | 'allStopped';
}

/** What the figures speak for; the organiser decides. A market that fell far is asked again by bids (市场发生重大变化). */
export function adviseRenewal(
  figures: RenewalFigures,
  { marketMoved }: Pick<TenderPolicy, 'marketMoved'>,
): Advice {
  if (figures.items === figures.stoppedItems) return { path: 'none', because: 'allStopped' };
  const { over, under } = marketMoved.value;
  if (figures.marketFell !== null && figures.marketFell * under >= over * 10_000)
    return { path: 'rebid', because: 'marketMoved' };
  if (figures.supplyCases > 0) return { path: 'rebid', because: 'supplyFailed' };
  return { path: 'inquiry', because: 'steady' };
}

export interface RenewalWish {
  readonly path: RenewalPath;
  readonly reason: string;
}

/** A decision says why, also that nothing follows. */
export function checkRenewal(
  { state }: { readonly state: string },
  { path, reason }: RenewalWish,
): Result<
  { readonly mode: TenderMode; readonly origin: TenderOrigin } | null,
  'tender.renewalDecided' | 'tender.reasonMissing'
> {
  if (state !== 'open') return refuse('tender.renewalDecided', { basis: articles.renewal });
  if (reason.trim().length < 2)
    return refuse('tender.reasonMissing', { basis: articles.renewal, field: 'reason' });
  switch (path) {
    case 'inquiry':
    case 'negotiation':
    case 'bargain':
      return ok({ mode: path, origin: 'run' });
    case 'follow':
      return ok({ mode: 'inquiry', origin: 'followed' });
    case 'rebid':
      return ok({ mode: 'tender', origin: 'run' });
    case 'none':
      return ok(null);
  }
}
