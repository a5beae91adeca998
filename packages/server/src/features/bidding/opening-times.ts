import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';

/** Until when trustees release their shares after the deadline, and bidders open their own bids where those are too few. */
export function openingTimes(
  { book, calendar }: Pick<Context, 'book' | 'calendar'>,
  { jurisdiction }: { readonly jurisdiction: string },
  closedAt: Instant,
): { readonly fromAt: Instant; readonly dueAt: Instant } {
  const on = shanghaiDate(closedAt);
  const shares = dueOf(closedAt, resolve(book, 'bidding.trusteesWithin', jurisdiction, on).value, calendar);
  const keys = dueOf(shares.dueAt, resolve(book, 'bidding.ownKeysWithin', jurisdiction, on).value, calendar);
  return { fromAt: shares.dueAt, dueAt: keys.dueAt };
}
