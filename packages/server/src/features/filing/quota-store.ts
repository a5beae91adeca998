import { type PurchaseSums, type Quota, mayReserve, quotaOf } from '@daylight/rules/filing/quota.ts';
import { type OutsidePolicy } from '@daylight/rules/filing/outside.ts';
import { type Money, add, amountOf, subtract, zero } from '@daylight/rules/money.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { type Result, assert, ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** Enough rows that goods received at the same moment rarely meet in one. */
const SLOTS = 16;

export interface Purchased {
  readonly institutionId: string;
  /** Yuan per purchase unit. */
  readonly price: Money;
  readonly quantity: Quantity;
  /** What went back to the distributor. */
  readonly returned?: boolean;
}

/**
 * Adds what was received on the platform (or sent back) to the yearly totals of the institutions (GD-3), in the command that
 * receives it: one statement whatever the number of lines, its cost does not grow with what was bought before.
 */
export async function addPurchased(tx: Tx, context: Context, purchased: readonly Purchased[]): Promise<void> {
  const sums = new Map<string, Money>();
  for (const { institutionId, price, quantity, returned } of purchased) {
    const amount = amountOf(price, quantity);
    const before = sums.get(institutionId) ?? zero;
    sums.set(institutionId, returned === true ? subtract(before, amount) : add(before, amount));
  }
  const rows = [...sums].filter(([, amount]) => amount !== zero);
  if (rows.length === 0) return;
  const slot = Number.parseInt(context.newId().slice(-2), 16) % SLOTS;
  // In one order, so that two that add to the same institutions wait for each other and do not lock each other up.
  const sorted = rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
  await sql`
    insert into purchase_total (province, institution_id, year, slot, amount)
    select ${context.scope.province}::smallint, n.institution_id, ${yearOf(context)}::integer, ${slot}::smallint, n.amount
    from unnest(${sorted.map(([id]) => id)}::uuid[], ${sorted.map(([, amount]) => amount)}::numeric[])
      as n (institution_id, amount)
    on conflict (province, institution_id, year, slot)
      do update set amount = purchase_total.amount + excluded.amount`.execute(tx);
}

export function yearOf({ today }: Pick<Context, 'today'>): number {
  return Number(today.slice(0, 4));
}

export interface QuotaAsk {
  readonly institutionId: string;
  readonly year: number;
}

/** The sums of a year; with the row of the quota locked first where somebody is about to reserve. */
export async function sumsOf(
  tx: Tx,
  context: Context,
  { institutionId, year }: QuotaAsk,
): Promise<PurchaseSums> {
  const { province } = context.scope;
  const { rows } = await sql<PurchaseSums>`
    with platform as (
      select year, sum(amount) as amount from purchase_total
      where province = ${province} and institution_id = ${institutionId}::uuid and year in (${year}, ${year - 1})
      group by year
    ), quota as (
      select year, reserved, used, emergency from self_purchase_quota
      where province = ${province} and institution_id = ${institutionId}::uuid and year in (${year}, ${year - 1})
    )
    select
      coalesce((select amount from platform where year = ${year}), 0) as platform,
      coalesce((select used from quota where year = ${year}), 0) as used,
      coalesce((select reserved from quota where year = ${year}), 0) as reserved,
      coalesce((select emergency from quota where year = ${year}), 0) as emergency,
      coalesce((select amount from platform where year = ${year - 1}), 0)
        + coalesce((select used + emergency from quota where year = ${year - 1}), 0) as last_year`.execute(
    tx,
  );
  const [row] = rows;
  assert(row !== undefined, 'sums are always there');
  return row;
}

/** The row of the quota, made when it is not there, locked until the commit: whoever reserves waits here. */
async function lockQuota(tx: Tx, context: Context, { institutionId, year }: QuotaAsk): Promise<void> {
  const { province } = context.scope;
  await sql`
    insert into self_purchase_quota (province, institution_id, year) values (${province}, ${institutionId}::uuid, ${year})
    on conflict (province, institution_id, year) do nothing`.execute(tx);
  await sql`
    select 1 from self_purchase_quota
    where province = ${province} and institution_id = ${institutionId}::uuid and year = ${year} for update`.execute(
    tx,
  );
}

type SelfRule = NonNullable<OutsidePolicy['self']>;

export async function readQuotaOf(tx: Tx, context: Context, ask: QuotaAsk, rule: SelfRule): Promise<Quota> {
  return quotaOf(await sumsOf(tx, context, ask), rule);
}

interface Reserving {
  readonly ask: QuotaAsk;
  readonly rule: SelfRule;
  readonly amount: Money;
  /** What of an earlier reservation comes back with it. */
  readonly instead?: Money;
}

/** Reserves an amount of the quota or refuses with its numbers (GD-3); two at once are looked at one after the other. */
export async function reserve(
  unit: Unit,
  context: Context,
  { ask, rule, amount, instead = zero }: Reserving,
): Promise<Result<Quota, 'filing.quotaExceeded'>> {
  await lockQuota(unit.tx, context, ask);
  const sums = await sumsOf(unit.tx, context, ask);
  const quota = quotaOf({ ...sums, reserved: subtract(sums.reserved, instead) }, rule);
  const may = mayReserve(quota, amount);
  if (!may.ok) return may;
  await move(unit.tx, context, ask, { reserved: subtract(amount, instead) });
  return ok(quota);
}

export interface QuotaMove {
  readonly reserved?: Money;
  readonly used?: Money;
  readonly emergency?: Money;
}

/** Adds to the sums of a quota; negative amounts release. */
export async function move(tx: Tx, context: Context, ask: QuotaAsk, by: QuotaMove): Promise<void> {
  const { reserved = zero, used = zero, emergency = zero } = by;
  await lockQuota(tx, context, ask);
  await sql`
    update self_purchase_quota set reserved = reserved + ${reserved}::numeric, used = used + ${used}::numeric,
      emergency = emergency + ${emergency}::numeric
    where province = ${context.scope.province} and institution_id = ${ask.institutionId}::uuid and year = ${ask.year}`.execute(
    tx,
  );
}
