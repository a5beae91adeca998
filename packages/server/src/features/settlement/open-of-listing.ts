import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** An invoice with lines of a listing that is not wholly verified and paid. */
export interface OpenInvoice {
  readonly listingId: string;
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly institutionId: string;
  readonly otherId: string;
  readonly since: Instant;
}

/** Invoices over goods of these listings that somebody still has to do with; the oldest first (JS-14b). */
export async function openInvoicesOf(
  tx: Tx,
  province: number,
  listingIds: readonly string[],
): Promise<OpenInvoice[]> {
  const { rows } = await sql<OpenInvoice>`
    select distinct l.listing_id, i.id, i.number, i.state, i.institution_id, i.distributor_id as other_id,
      i.entered_at as since
    from order_line l
    join invoice_line n on n.province = ${province} and n.order_id = l.order_id and n.order_line = l.line
    join invoice i on i.province = ${province} and i.id = n.invoice_id
      and (i.state in ('entered', 'disputed') or (i.kind = 'blue' and i.state = 'verified'))
    where l.province = ${province} and l.listing_id = any(${[...listingIds]}::uuid[])
    order by since, i.id`.execute(tx);
  return rows;
}
