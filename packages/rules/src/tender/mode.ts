import { type PolicyBook, type ProvisionOf, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { articles } from './articles.ts';
import type { TenderMode } from './state.ts';

/** What a bidder sees of the others between quoting rounds: nothing, its own rank, or the lowest price without a name. */
export const quotingShown = ['nothing', 'rank', 'lowest'] as const;
export type QuotingShown = (typeof quotingShown)[number];

/** How a round is quoted (报价轮次), as its plan says. */
export interface QuotingTerms {
  /** Quoting rounds at most. */
  readonly rounds: number;
  /** What a later quote has to lie below one's own standing one, in ten-thousandths of it; 0: any lower price. */
  readonly stepPermyriad: number;
  readonly shown: QuotingShown;
  /** Why one bidder is enough (单一来源); null where bidders compete. */
  readonly singleSource: string | null;
}

/** 'opened' at once after the only round, called round by round downward, or a first and a final one with talks between. */
export type QuotingWay = 'once' | 'downward' | 'talks';

const ways: Readonly<Record<TenderMode, QuotingWay>> = {
  tender: 'once',
  auction: 'downward',
  negotiation: 'talks',
  inquiry: 'once',
  bargain: 'talks',
  listing: 'once',
};

export function quotingWay(mode: TenderMode): QuotingWay {
  return ways[mode];
}

const once: QuotingTerms = { rounds: 1, stepPermyriad: 0, shown: 'nothing', singleSource: null };

/** What a mode does where its plan says nothing else. */
export function usualTerms(mode: TenderMode): QuotingTerms {
  switch (ways[mode]) {
    case 'once':
      return once;
    case 'downward':
      return { ...once, rounds: 3, shown: 'rank' };
    case 'talks':
      return { ...once, rounds: 2 };
  }
}

/** The terms that hold in a round; `quoting` is what its plan carries, null in rounds planned before there were any. */
export function termsIn(mode: TenderMode, quoting: unknown): QuotingTerms {
  return quoting === null || quoting === undefined ? usualTerms(mode) : (quoting as QuotingTerms);
}

const packs: Partial<Record<TenderMode, string>> = {
  inquiry: 'inquiry',
  bargain: 'bargain',
  listing: 'listing',
};

/** The ready pack that goes with a mode, null where there is no usual one; any other may be chosen. */
export function usualPack(mode: TenderMode): string | null {
  return packs[mode] ?? null;
}

export interface QuotingPolicy {
  readonly roundsMax: ProvisionOf<'tender.quotingRoundsMax'>;
  readonly stepMax: ProvisionOf<'tender.quotingStepMax'>;
}

export function quotingPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): QuotingPolicy {
  return {
    roundsMax: resolve(book, 'tender.quotingRoundsMax', jurisdiction, on),
    stepMax: resolve(book, 'tender.quotingStepMax', jurisdiction, on),
  };
}

export type QuotingRefusal =
  | 'tender.quotingRounds'
  | 'tender.quotingStep'
  | 'tender.quotingShown'
  | 'tender.singleSource';

/** Whether a plan's terms fit its mode and the limits of the packs (SX-3.2b, GD-1b). */
export function checkQuoting(
  mode: TenderMode,
  terms: QuotingTerms,
  { roundsMax, stepMax }: QuotingPolicy,
): Result<QuotingTerms, QuotingRefusal> {
  const way = ways[mode];
  const [least, most] = way === 'downward' ? [2, roundsMax.value] : way === 'talks' ? [2, 2] : [1, 1];
  if (!Number.isSafeInteger(terms.rounds) || terms.rounds < least || terms.rounds > most)
    return refuse('tender.quotingRounds', {
      basis: way === 'downward' ? basisOf(roundsMax) : articles.modes,
      field: 'quoting.rounds',
      facts: { least, most },
    });
  const { over, under } = stepMax.value;
  const permyriadMax = way === 'downward' ? Math.floor((over * 10_000) / under) : 0;
  const isStep = Number.isSafeInteger(terms.stepPermyriad) && terms.stepPermyriad >= 0;
  if (!isStep || terms.stepPermyriad > permyriadMax)
    return refuse('tender.quotingStep', {
      basis: way === 'downward' ? basisOf(stepMax) : articles.modes,
      field: 'quoting.stepPermyriad',
      facts: { most: `${permyriadMax / 100}%` },
    });
  // In talks nobody's price is told to anybody else; with one round there is no time in which it could be.
  if (way !== 'downward' && terms.shown !== 'nothing')
    return refuse('tender.quotingShown', { basis: articles.modes, field: 'quoting.shown' });
  if (terms.singleSource !== null && (mode !== 'negotiation' || terms.singleSource.trim().length < 5))
    return refuse('tender.singleSource', { basis: articles.modes, field: 'quoting.singleSource' });
  return ok(terms);
}
