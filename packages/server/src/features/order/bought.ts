import type { Money, Quantity } from '@daylight/rules/money.ts';
import { type IsoDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';

export interface BoughtAsk {
  readonly listingIds: readonly string[];
  /** First day, and the day after the last. */
  readonly from: IsoDate;
  readonly before: IsoDate;
}

/**
 * What was really bought of listings in a time, in the purchase units that each listing has now, by listing id; one that
 * nobody bought is not in the map. Trades are cut by month, so only the months of the time are read.
 */
export async function boughtOf(
  tx: Tx,
  province: number,
  { listingIds, from, before }: BoughtAsk,
): Promise<ReadonlyMap<string, Quantity>> {
  if (listingIds.length === 0) return new Map();
  const start = shanghaiMoment(from, '00:00');
  const end = shanghaiMoment(before, '00:00');
  const { rows } = await sql<{ listingId: string; quantity: Quantity }>`
    select t.listing_id as "listingId",
      round(sum(t.quantity * t.units_per_purchase_unit) / l.units_per_purchase_unit, 3)::numeric(18, 3) as quantity
    from trade t
    join listing l on l.province = t.province and l.id = t.listing_id
    where t.province = ${province} and t.listing_id = any(${[...listingIds]}::uuid[])
      and t.traded_at >= ${start}::timestamptz and t.traded_at < ${end}::timestamptz
      and t.id >= ${uuidFloor(start)}::uuid and t.id < ${uuidFloor(end)}::uuid
    group by t.listing_id, l.units_per_purchase_unit`.execute(tx);
  return new Map(rows.map((row) => [row.listingId, row.quantity]));
}

export interface BuyersAsk {
  /** Listings with what they are summed up under. */
  readonly listings: readonly { readonly listingId: string; readonly group: string }[];
  readonly from: IsoDate;
  readonly before: IsoDate;
}

/** How many institutions bought of some listings in a time and for how much, by group; read as boughtOf reads. */
export async function buyersOf(
  tx: Tx,
  province: number,
  { listings, from, before }: BuyersAsk,
): Promise<ReadonlyMap<string, { readonly institutions: number; readonly amount: Money }>> {
  if (listings.length === 0) return new Map();
  const start = shanghaiMoment(from, '00:00');
  const end = shanghaiMoment(before, '00:00');
  const { rows } = await sql<{ group: string; institutions: number; amount: Money }>`
    select g.name as group, count(distinct t.institution_id)::int as institutions,
      sum(round(t.price * t.quantity, 2))::numeric(18, 2) as amount
    from unnest(${listings.map((each) => each.listingId)}::uuid[], ${listings.map((each) => each.group)}::text[])
      as g (listing_id, name)
    join trade t on t.province = ${province} and t.listing_id = g.listing_id
      and t.traded_at >= ${start}::timestamptz and t.traded_at < ${end}::timestamptz
      and t.id >= ${uuidFloor(start)}::uuid and t.id < ${uuidFloor(end)}::uuid
    group by g.name`.execute(tx);
  return new Map(rows.map(({ group, ...use }) => [group, use]));
}
