import type { Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { type Money, add, zero } from '../money.ts';
import type { Term } from '../policy/provision.ts';
import { type Instant, type IsoDate, addDays, shanghaiDate, shanghaiMoment } from '../time.ts';

export interface PastSale {
  readonly at: Instant;
  readonly amount: Money;
  readonly institutionId: string;
}
export interface PastListing {
  readonly listingId: string;
  readonly number: string;
  readonly product: string;
  readonly manufacturer: string;
  readonly listedAt: Instant;
  /** Oldest first; those before the window say when it was last sold. */
  readonly sales: readonly PastSale[];
}

export interface NoSaleTrialRow {
  readonly listingId: string;
  readonly number: string;
  readonly product: string;
  readonly manufacturer: string;
  /** First day of suspension in the window; null where it stays listed. */
  readonly onNow: IsoDate | null;
  readonly onDraft: IsoDate | null;
  /** Sales of the window that the draft would have stood in the way of: they needed an application first (JS-14a). */
  readonly hindered: number;
  readonly hinderedAmount: Money;
  readonly institutions: number;
}
export interface NoSaleTrialReport {
  readonly listings: number;
  readonly suspendedNow: number;
  readonly suspended: number;
  readonly hindered: number;
  readonly hinderedAmount: Money;
  readonly rows: readonly NoSaleTrialRow[];
}

/**
 * The first day within from..until on which a listing would have been suspended for want of a sale within the term
 * (JS-14a 1年内无销售); the time runs from its listing or from the last sale. Null where it never ran out.
 */
export function suspendedOn(
  listing: Pick<PastListing, 'listedAt' | 'sales'>,
  term: Term,
  { from, until, calendar }: { readonly from: IsoDate; readonly until: IsoDate; readonly calendar: Calendar },
): IsoDate | null {
  const begins = [listing.listedAt, ...listing.sales.map((sale) => sale.at)].toSorted();
  for (const [at, begin] of begins.entries()) {
    const { dueAt, lastDay } = dueOf(begin, term, calendar);
    const next = begins[at + 1];
    const first = addDays(lastDay, 1);
    if (next !== undefined && next < dueAt) continue;
    if (first > until) return null;
    if (first >= from) return first;
    // It ran out before the window: such a listing would have stood suspended from the window's first day.
    if (next === undefined || next >= shanghaiMoment(from, '00:00')) return from;
  }
  return null;
}

export interface NoSaleTerms {
  readonly inForce: Term | null;
  readonly draft: Term;
}

/** What another term would have suspended, and which purchases it would have stood in the way of. */
export function noSaleTrial(
  listings: readonly PastListing[],
  { inForce, draft }: NoSaleTerms,
  span: { readonly from: IsoDate; readonly until: IsoDate; readonly calendar: Calendar },
): NoSaleTrialReport {
  const rows = listings.map((listing): NoSaleTrialRow => {
    const onNow = inForce === null ? null : suspendedOn(listing, inForce, span);
    const onDraft = suspendedOn(listing, draft, span);
    const hindered =
      onDraft === null
        ? []
        : listing.sales.filter(({ at }) => {
            const day = shanghaiDate(at);
            return day >= onDraft && day <= span.until;
          });
    const { listingId, number, product, manufacturer } = listing;
    return {
      listingId,
      number,
      product,
      manufacturer,
      onNow,
      onDraft,
      hindered: hindered.length,
      hinderedAmount: hindered.reduce<Money>((sum, sale) => add(sum, sale.amount), zero),
      institutions: new Set(hindered.map((sale) => sale.institutionId)).size,
    };
  });
  return {
    listings: rows.length,
    suspendedNow: rows.filter((row) => row.onNow !== null).length,
    suspended: rows.filter((row) => row.onDraft !== null).length,
    hindered: rows.reduce((sum, row) => sum + row.hindered, 0),
    hinderedAmount: rows.reduce<Money>((sum, row) => add(sum, row.hinderedAmount), zero),
    rows: rows.filter((row) => row.onNow !== row.onDraft || row.hindered > 0),
  };
}
