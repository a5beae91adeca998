import type { Result } from '@daylight/rules/result.ts';
import {
  type QuotingRefusal,
  type QuotingTerms,
  checkQuoting,
  quotingPolicyOf,
  usualTerms,
} from '@daylight/rules/tender/mode.ts';
import type { TenderMode } from '@daylight/rules/tender/state.ts';
import { follow } from '@daylight/rules/tender/timetable.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { saveTender } from './changing.ts';
import type { TenderFacts } from './store.ts';

/** The quoting terms of a plan: what it says, else what its mode usually does, within the limits of the packs. */
export function plannedQuoting(
  { book, today }: Pick<Context, 'book' | 'today'>,
  jurisdiction: string,
  { mode, quoting }: { readonly mode: TenderMode; readonly quoting: QuotingTerms | null },
): Result<QuotingTerms, QuotingRefusal> {
  return checkQuoting(mode, quoting ?? usualTerms(mode), quotingPolicyOf(book, jurisdiction, today));
}

/** The window of a further quoting round; what comes after bids keeps its distance from them. */
export function setBidWindow(
  tx: Tx,
  tender: TenderFacts,
  { from, due }: { readonly from: Instant; readonly due: Instant },
): Promise<TenderFacts> {
  const { choiceDueAt, signDueAt } = follow(tender, { ...tender, bidFromAt: from, bidDueAt: due });
  return saveTender(tx, tender, { bidFromAt: from, bidDueAt: due, choiceDueAt, signDueAt });
}
