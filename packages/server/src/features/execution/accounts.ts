import type { Quantity } from '@daylight/rules/money.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface OpeningLine {
  readonly productId: string;
  readonly item: string;
  readonly listingIds: readonly string[];
  /** In units of the item. */
  readonly agreed: Quantity;
}
export interface Opening {
  readonly tenderId: string;
  readonly agreementId: string | null;
  readonly institutionId: string;
  readonly manufacturerId: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly lines: readonly OpeningLine[];
}

/**
 * Opens the accounts of one agreement, or amends those that are there: a second call with another volume or term is an
 * amendment. Only the clock and the bureau reach them, so a signature opens nothing by itself (decision 0007).
 */
export async function openAccounts(context: Context, unit: Unit, opening: Opening): Promise<void> {
  if (opening.lines.length === 0) return;
  const { tenderId, institutionId, manufacturerId } = opening;
  await writeAccounts(unit.tx, context, opening);
  await writeListings(unit.tx, context, opening);
  await watchCoverage(unit.tx, context, opening);
  await watch(unit.tx, context, [institutionId]);
  unit.record({
    event: 'execution.accountsOpened',
    subject: { kind: 'tender', id: tenderId },
    basis: [executionBasis.agreedVolume],
    after: {
      institutionId,
      manufacturerId,
      from: opening.from,
      until: opening.until,
      lines: opening.lines.map(({ productId, agreed }) => ({ productId, agreed })),
    },
    readers: [institutionId, manufacturerId],
  });
}

function rowsOf(context: Context, { lines }: Opening) {
  return JSON.stringify(
    lines.map((line) => ({
      id: context.newId(),
      entry_id: context.newId(),
      product_id: line.productId,
      item: line.item,
      agreed: line.agreed,
    })),
  );
}

async function writeAccounts(tx: Tx, context: Context, opening: Opening): Promise<void> {
  const { province } = context.scope;
  const { tenderId, agreementId, institutionId, manufacturerId, from, until, lines } = opening;
  const { numAffectedRows } = await sql`
    with wished as materialized (
      select * from jsonb_to_recordset(${rowsOf(context, opening)}::jsonb)
        as w (id uuid, entry_id uuid, product_id uuid, item text, agreed numeric)
    ), before as materialized (
      select id, product_id, agreed from volume_account
      where province = ${province} and tender_id = ${tenderId} and institution_id = ${institutionId} and failure_id is null
      order by id for update
    ), written as (
      insert into volume_account as a (province, id, tender_id, agreement_id, organiser_id, institution_id, manufacturer_id,
        product_id, item, item_name, product_name, unit, area, jurisdiction, rules_of, code_prefixes, agreed, from_on, until_on,
        look_on, opened_at)
      select ${province}::smallint, w.id, t.id, ${agreementId}::uuid, t.organiser_id, o.id, ${manufacturerId}::uuid, p.id,
        i.item, i.name, trim(p.name || ' ' || p.specification), i.unit, coalesce(m.area, o.jurisdiction), o.jurisdiction,
        t.jurisdiction, i.code_prefixes, w.agreed, ${from}::date, ${until}::date,
        least((date_trunc('month', ${from}::date) + interval '1 month')::date, ${until}::date + 1), ${context.now}::timestamptz
      from wished w
      join tender t on t.province = ${province} and t.id = ${tenderId}
      join organisation o on o.id = ${institutionId}
      join tender_item i on i.province = ${province} and i.tender_id = t.id and i.item = w.item
      join tender_product p on p.province = ${province} and p.id = w.product_id
      left join tender_institution m on m.province = ${province} and m.tender_id = t.id and m.institution_id = o.id
      order by w.product_id
      on conflict (province, tender_id, institution_id, product_id) where failure_id is null
        do update set agreed = excluded.agreed, agreement_id = excluded.agreement_id, from_on = excluded.from_on,
          until_on = excluded.until_on, look_on = least(a.look_on, excluded.until_on + 1),
          version = a.version + 1
      returning a.id, a.product_id, a.institution_id, a.manufacturer_id, a.organiser_id, a.agreed, a.ordered, a.accepted
    )
    insert into volume_entry (province, id, account_id, institution_id, manufacturer_id, organiser_id, at, kind,
      agreed_change, agreed, ordered, accepted, by_account)
    select ${province}::smallint, w.entry_id, a.id, a.institution_id, a.manufacturer_id, a.organiser_id,
      ${context.now}::timestamptz, case when b.id is null then 'opened' else 'amended' end, a.agreed - coalesce(b.agreed, 0),
      a.agreed, a.ordered, a.accepted, ${context.actor?.accountId ?? null}::uuid
    from wished w
    join written a on a.product_id = w.product_id
    left join before b on b.product_id = w.product_id`.execute(tx);
  assert(numAffectedRows === BigInt(lines.length), 'an account belongs to a product of the round');
}

/** Which listings draw on the accounts, and that they stand in the term of the round (JS-25a). */
async function writeListings(tx: Tx, context: Context, opening: Opening): Promise<void> {
  const { province } = context.scope;
  const { tenderId, institutionId, manufacturerId, from, until } = opening;
  const rows = opening.lines.flatMap(({ productId, item, listingIds }) =>
    listingIds.map((listingId) => ({ product_id: productId, item, listing_id: listingId })),
  );
  await sql`
    with lines as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (product_id uuid, item text, listing_id uuid)
    ), draws as (
      insert into volume_listing (province, institution_id, listing_id, account_id, manufacturer_id)
      select ${province}::smallint, a.institution_id, l.listing_id, a.id, a.manufacturer_id
      from lines l
      join volume_account a on a.province = ${province} and a.tender_id = ${tenderId} and a.institution_id = ${institutionId}
        and a.product_id = l.product_id and a.failure_id is null
      on conflict (province, institution_id, listing_id, account_id) do nothing
    )
    insert into round_listing as r (province, listing_id, tender_id, product_id, item, manufacturer_id, from_on, until_on)
    select ${province}::smallint, l.listing_id, ${tenderId}::uuid, l.product_id, l.item, ${manufacturerId}::uuid, ${from}::date,
      ${until}::date
    from lines l order by l.listing_id
    on conflict (province, listing_id, tender_id)
      do update set from_on = least(r.from_on, excluded.from_on), until_on = greatest(r.until_on, excluded.until_on)`.execute(
    tx,
  );
}

/** From now on the clock looks each day whether the winner's delivery reaches everybody who undertook to buy (SX-5.3b). */
export async function watchCoverage(
  tx: Tx,
  { scope, today }: Context,
  { tenderId, manufacturerId }: Pick<Opening, 'tenderId' | 'manufacturerId'>,
): Promise<void> {
  await sql`
    insert into coverage_watch as w (province, tender_id, manufacturer_id, organiser_id, rules_of, look_on)
    select t.province, t.id, ${manufacturerId}::uuid, t.organiser_id, t.jurisdiction, ${today}::date
    from tender t where t.province = ${scope.province} and t.id = ${tenderId}::uuid
    on conflict (province, tender_id, manufacturer_id) do update set look_on = ${today}::date
      where w.look_on is distinct from ${today}::date`.execute(tx);
}

/** The codes of an institution's open accounts, counted anew. */
export async function watch(tx: Tx, context: Context, institutionIds: readonly string[]): Promise<void> {
  const { province } = context.scope;
  const ids = [...new Set(institutionIds)].toSorted();
  await sql`
    insert into volume_watch (province, institution_id, code_prefixes)
    select ${province}::smallint, id, '{}' from unnest(${ids}::uuid[]) as n (id) order by id
    on conflict (province, institution_id) do nothing`.execute(tx);
  // The lock first: whoever opens or ends accounts of the same institution at this moment waits, and then sees all of them.
  await sql`
    select 1 from volume_watch where province = ${province} and institution_id = any(${ids}::uuid[])
    order by institution_id for update`.execute(tx);
  await sql`
    update volume_watch w set code_prefixes = coalesce((
      select array_agg(distinct prefix order by prefix) from volume_account a cross join unnest(a.code_prefixes) as p (prefix)
      where a.province = ${province} and a.institution_id = w.institution_id and a.state = 'open'), '{}')
    where w.province = ${province} and w.institution_id = any(${ids}::uuid[])`.execute(tx);
}

export interface Stopping {
  readonly tenderId: string;
  /** Null for the whole round. */
  readonly item: string | null;
  readonly reason: string;
  readonly basis: Basis;
}

/**
 * Stops the accounts of an item: nothing new draws on them, what is on order goes on. The listings leave the term of the
 * round, so that they are bargained for again like any others (GY-2.4).
 */
export async function stopAccounts(context: Context, unit: Unit, stopping: Stopping): Promise<number> {
  const { province } = context.scope;
  const { tenderId, item, reason, basis } = stopping;
  const { rows } = await sql<{ institutionId: string; manufacturerId: string }>`
    with ids as materialized (
      select id from volume_account
      where province = ${province} and tender_id = ${tenderId} and state = 'open' and (${item}::text is null or item = ${item})
      order by id for update
    )
    update volume_account a set state = 'stopped', ended_at = ${context.now}, end_reason = ${reason},
      end_basis = ${JSON.stringify(basis)}::jsonb, look_on = null, version = a.version + 1
    from ids where a.province = ${province} and a.id = ids.id
    returning a.institution_id, a.manufacturer_id`.execute(unit.tx);
  await sql`
    update round_listing set ended_on = ${context.today}
    where province = ${province} and tender_id = ${tenderId} and ended_on is null
      and (${item}::text is null or item = ${item})`.execute(unit.tx);
  if (rows.length === 0) return 0;
  await watch(
    unit.tx,
    context,
    rows.map((row) => row.institutionId),
  );
  unit.record({
    event: 'execution.accountsStopped',
    subject: { kind: 'tender', id: tenderId },
    basis: [basis],
    after: { item, reason, accounts: rows.length },
    readers: [...new Set(rows.flatMap((row) => [row.institutionId, row.manufacturerId]))],
  });
  return rows.length;
}
