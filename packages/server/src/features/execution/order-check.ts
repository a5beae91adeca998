import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { standingOf } from '@daylight/rules/execution/account.ts';
import { type ProgressAccount, othersAreLimited } from '@daylight/rules/execution/progress.ts';
import { isPositive } from '@daylight/rules/money.ts';
import type { LineLimit } from '@daylight/rules/order/place.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface RoundAsk {
  readonly institutionId: string;
  readonly asked: readonly { readonly listingId: string; readonly itemCode: string }[];
}
export interface RoundAnswer {
  readonly accounts: ReadonlyMap<string, string>;
  readonly limits: ReadonlyMap<string, LineLimit>;
}

interface Row extends ProgressAccount {
  id: string;
  tenderId: string;
  round: string;
  item: string;
  itemName: string;
  productName: string;
  rulesOf: string;
  codePrefixes: string[];
  failureId: string | null;
  listingIds: string[];
}

/** The open accounts of the institution for these listings and codes, in one statement. */
async function rowsOf(tx: Tx, context: Context, { institutionId, asked }: RoundAsk): Promise<Row[]> {
  const { province } = context.scope;
  const { rows } = await sql<Row>`
    select a.id, a.tender_id, t.number as round, a.item, a.item_name, a.product_name, a.rules_of, a.code_prefixes,
      a.failure_id, a.agreed, a.ordered, a.accepted, a.from_on as "from", a.until_on as "until",
      array(select v.listing_id from volume_listing v where v.province = ${province} and v.account_id = a.id) as listing_ids
    from volume_account a
    join tender t on t.province = ${province} and t.id = a.tender_id
    where a.province = ${province} and a.institution_id = ${institutionId} and a.state = 'open'
      and a.from_on <= ${context.today} and a.until_on >= ${context.today}
      and (
        exists (select 1 from unnest(a.code_prefixes) as p (prefix)
          join unnest(${asked.map((each) => each.itemCode)}::text[]) as c (code) on starts_with(c.code, p.prefix))
        or exists (select 1 from volume_listing v where v.province = ${province} and v.institution_id = ${institutionId}
          and v.account_id = a.id and v.listing_id = any(${asked.map((each) => each.listingId)}::uuid[])))
    order by a.until_on, a.id`.execute(tx);
  return rows;
}

/** A listing that stands in for another product first fills what it stands in for, then its own volume. */
function accountFor(rows: readonly Row[], listingId: string): Row | undefined {
  const own = rows.filter((row) => row.listingIds.includes(listingId));
  return (
    own.find((row) => row.failureId !== null && isPositive(standingOf(row).remaining)) ??
    own.find((row) => row.failureId === null) ??
    own[0]
  );
}

function limitFor(context: Context, rows: readonly Row[], itemCode: string): LineLimit | null {
  const concerned = rows.filter((row) => row.codePrefixes.some((prefix) => itemCode.startsWith(prefix)));
  for (const group of Map.groupBy(concerned, (row) => `${row.tenderId} ${row.item}`).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const others = resolve(context.book, 'execution.others', first.rulesOf, context.today);
    if (others.value === 'none') continue;
    const factor = resolve(context.book, 'execution.behindShare', first.rulesOf, context.today);
    if (!othersAreLimited(group, context.today, factor.value)) continue;
    return {
      effect: others.value,
      // A bar of its own cites who set it; what the documents ask for cites them.
      basis: others.origin === 'default' ? executionBasis.selectedFirst : basisOf(others),
      round: first.round,
      item: first.itemName,
      selected: [...new Set(group.map((row) => row.productName))].join('、'),
    };
  }
  return null;
}

/** What rounds say to the lines of an order (SX-3.1c, SX-5.4a). */
export async function roundsOfOrder(tx: Tx, context: Context, ask: RoundAsk): Promise<RoundAnswer> {
  const rows = await rowsOf(tx, context, ask);
  const accounts = new Map<string, string>();
  const limits = new Map<string, LineLimit>();
  for (const { listingId, itemCode } of ask.asked) {
    const account = accountFor(rows, listingId);
    if (account !== undefined) {
      accounts.set(listingId, account.id);
      continue;
    }
    const limit = limitFor(context, rows, itemCode);
    if (limit !== null) limits.set(listingId, limit);
  }
  return { accounts, limits };
}
