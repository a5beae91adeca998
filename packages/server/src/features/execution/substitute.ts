import type { Quantity } from '@daylight/rules/money.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { assert } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { watch, watchCoverage } from './accounts.ts';
import type { AnyFailure } from './failure-rows.ts';

interface Source {
  id: string;
  institutionId: string;
  remaining: Quantity;
  untilOn: IsoDate;
  price: Money;
  unitsPerPurchaseUnit: number;
}
interface Substitute {
  manufacturerId: string;
  product: string;
  listingIds: string[];
}

/** The accounts of those who are not supplied, with what is left on them and the price they were promised; locked. */
async function sourcesOf(tx: Tx, context: Context, row: AnyFailure): Promise<Source[]> {
  const { rows } = await sql<Source>`
    with own as materialized (
      select * from volume_account
      where province = ${context.scope.province} and product_id = ${row.productId}::uuid and state = 'open'
        and failure_id is null and institution_id = any(${row.institutions}::uuid[]) and remaining > 0
      order by id for update
    )
    select a.id, a.institution_id, a.remaining, a.until_on, l.price, l.units_per_purchase_unit
    from own a
    join lateral (
      select x.price, x.units_per_purchase_unit from volume_listing v
      join listing x on x.province = v.province and x.id = v.listing_id
      where v.province = a.province and v.account_id = a.id order by x.number limit 1
    ) l on true
    order by a.id`.execute(tx);
  return rows;
}

async function substituteOf(tx: Tx, context: Context, row: AnyFailure): Promise<Substitute> {
  const { rows } = await sql<Substitute>`
    select p.manufacturer_id, trim(p.name || ' ' || p.specification) as product,
      array(select r.listing_id from round_listing r where r.province = ${context.scope.province}
        and r.tender_id = ${row.tenderId}::uuid and r.product_id = p.id and r.ended_on is null order by 1) as listing_ids
    from tender_product p
    where p.province = ${context.scope.province} and p.id = ${row.substituteProductId}::uuid`.execute(tx);
  const [found] = rows;
  assert(found !== undefined, 'a substitute was checked when it was found');
  return found;
}

export interface TakenOver extends Substitute {
  readonly institutionIds: readonly string[];
}

/**
 * What is left of the failing product goes to the substitute: an account of its own for each institution, so that what it
 * costs more can be told line by line. What is on order with the winner stays with it.
 */
export async function takeOver(tx: Tx, context: Context, row: AnyFailure): Promise<TakenOver> {
  const sources = await sourcesOf(tx, context, row);
  const substitute = await substituteOf(tx, context, row);
  const institutionIds = sources.map(({ institutionId }) => institutionId);
  if (sources.length === 0) return { ...substitute, institutionIds };
  const moves = sources.map((source) => ({
    from_id: source.id,
    to_id: context.newId(),
    out_id: context.newId(),
    in_id: context.newId(),
    institution_id: source.institutionId,
    quantity: source.remaining,
    until_on: source.untilOn,
    price: source.price,
    units: source.unitsPerPurchaseUnit,
  }));
  await openSubstitutes(tx, context, { row, substitute, moves: JSON.stringify(moves) });
  const draws = moves.flatMap((move) =>
    substitute.listingIds.map((listing) => ({
      listing,
      account: move.to_id,
      institution: move.institution_id,
    })),
  );
  await sql`
    insert into volume_listing (province, institution_id, listing_id, account_id, manufacturer_id)
    select ${context.scope.province}::smallint, d.institution, d.listing, d.account, ${substitute.manufacturerId}::uuid
    from jsonb_to_recordset(${JSON.stringify(draws)}::jsonb) as d (listing uuid, account uuid, institution uuid)
    on conflict (province, institution_id, listing_id, account_id) do nothing`.execute(tx);
  await watch(tx, context, institutionIds);
  await watchCoverage(tx, context, { tenderId: row.tenderId, manufacturerId: substitute.manufacturerId });
  return { ...substitute, institutionIds };
}

interface Opening {
  readonly row: AnyFailure;
  readonly substitute: Substitute;
  readonly moves: string;
}

async function openSubstitutes(tx: Tx, context: Context, { row, substitute, moves }: Opening): Promise<void> {
  const { province } = context.scope;
  const by = context.actor?.accountId ?? null;
  const { numAffectedRows } = await sql`
    with moves as materialized (
      select * from jsonb_to_recordset(${moves}::jsonb) as m (from_id uuid, to_id uuid, out_id uuid, in_id uuid,
        institution_id uuid, quantity numeric, until_on date, price numeric, units integer)
    ), taken as (
      update volume_account a set agreed = a.agreed - m.quantity, version = a.version + 1
      from moves m where a.province = ${province} and a.id = m.from_id
      returning a.*
    ), opened as (
      insert into volume_account (province, id, tender_id, agreement_id, organiser_id, institution_id, manufacturer_id,
        product_id, item, item_name, product_name, unit, area, jurisdiction, rules_of, code_prefixes, agreed, from_on, until_on,
        look_on, failure_id, opened_at)
      select a.province, m.to_id, a.tender_id, a.agreement_id, a.organiser_id, a.institution_id,
        ${substitute.manufacturerId}::uuid, ${row.substituteProductId}::uuid, a.item, a.item_name, ${substitute.product}, a.unit,
        a.area, a.jurisdiction, a.rules_of, a.code_prefixes, m.quantity, ${context.today}::date, a.until_on, a.until_on + 1,
        ${row.id}::uuid, ${context.now}::timestamptz
      from taken a join moves m on m.from_id = a.id
      returning id
    ), entries as (
      insert into volume_entry (province, id, account_id, institution_id, manufacturer_id, organiser_id, at, kind,
        agreed_change, agreed, ordered, accepted, by_account)
      select ${province}::smallint, m.out_id, a.id, a.institution_id, a.manufacturer_id, a.organiser_id,
        ${context.now}::timestamptz, 'transferredOut', -m.quantity, a.agreed, a.ordered, a.accepted, ${by}::uuid
      from taken a join moves m on m.from_id = a.id
      union all
      select ${province}::smallint, m.in_id, m.to_id, a.institution_id, ${substitute.manufacturerId}::uuid, a.organiser_id,
        ${context.now}::timestamptz, 'transferredIn', m.quantity, m.quantity, 0, 0, ${by}::uuid
      from taken a join moves m on m.from_id = a.id
    )
    insert into supply_substitution (province, failure_id, institution_id, manufacturer_id, organiser_id, from_account_id,
      to_account_id, quantity, price, units_per_purchase_unit, at)
    select ${province}::smallint, ${row.id}::uuid, a.institution_id, a.manufacturer_id, a.organiser_id, m.from_id, m.to_id,
      m.quantity, m.price, m.units, ${context.now}::timestamptz
    from taken a join moves m on m.from_id = a.id`.execute(tx);
  assert((numAffectedRows ?? 0n) > 0n, 'what is taken over is written');
}

/** Ends the substitute's accounts of a failure; what is left on them goes back where it came from. */
export async function giveBack(tx: Tx, context: Context, failureId: string): Promise<string[]> {
  const { province } = context.scope;
  const by = context.actor?.accountId ?? null;
  const pairs = await sql<{ fromId: string; toId: string; institutionId: string }>`
    select s.from_account_id as from_id, s.to_account_id as to_id, s.institution_id from supply_substitution s
    where s.province = ${province} and s.failure_id = ${failureId}::uuid order by s.from_account_id`.execute(
    tx,
  );
  if (pairs.rows.length === 0) return [];
  const ids = pairs.rows.flatMap((pair) => [pair.fromId, pair.toId]);
  await sql`
    select 1 from volume_account where province = ${province} and id = any(${ids}::uuid[]) order by id for update`.execute(
    tx,
  );
  const moves = pairs.rows.map((pair) => ({
    from_id: pair.fromId,
    to_id: pair.toId,
    out_id: context.newId(),
    in_id: context.newId(),
  }));
  await sql`
    with moves as materialized (
      select m.*, t.remaining as quantity
      from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m (from_id uuid, to_id uuid, out_id uuid, in_id uuid)
      join volume_account t on t.province = ${province} and t.id = m.to_id
      join volume_account s on s.province = ${province} and s.id = m.from_id and s.state = 'open'
    ), returned as (
      update volume_account a set agreed = a.agreed + m.quantity, version = a.version + 1
      from moves m where a.province = ${province} and a.id = m.from_id
      returning a.*, m.in_id, m.quantity
    ), ended as (
      update volume_account a set agreed = a.agreed - m.quantity, state = 'ended', ended_at = ${context.now}::timestamptz,
        end_reason = 'suppliedAgain', look_on = null, version = a.version + 1
      from moves m where a.province = ${province} and a.id = m.to_id
      returning a.*, m.out_id, m.quantity
    )
    insert into volume_entry (province, id, account_id, institution_id, manufacturer_id, organiser_id, at, kind, agreed_change,
      agreed, ordered, accepted, by_account)
    select province, in_id, id, institution_id, manufacturer_id, organiser_id, ${context.now}::timestamptz, 'transferredIn',
      quantity, agreed, ordered, accepted, ${by}::uuid from returned
    union all
    select province, out_id, id, institution_id, manufacturer_id, organiser_id, ${context.now}::timestamptz, 'transferredOut',
      -quantity, agreed, ordered, accepted, ${by}::uuid from ended`.execute(tx);
  const institutions = pairs.rows.map((pair) => pair.institutionId);
  await watch(tx, context, institutions);
  return institutions;
}
