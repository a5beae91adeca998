import {
  type Instant,
  type IsoDate,
  addDays,
  addHours,
  addMonths,
  shanghaiMoment,
} from '@daylight/rules/time.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { ZoneRule } from '@daylight/rules/policy/shapes.ts';
import { type ReferenceSet, type TradedPrice, comparedBy } from '@daylight/rules/supervision/zone.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';
import { type Database, type Tx, prepared } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';

/** Which trades count as peers of whom. */
export interface PeerGroup {
  readonly rule: ZoneRule;
  readonly level: string;
  readonly jurisdiction: string;
}

/** Reference sets kept in memory; a day's sets never change, so they need no invalidation. */
const keptMax = 20_000;
const kept = new WeakMap<Database, Map<string, ReferenceSet>>();

/**
 * The reference sets of items for one group of peers, by item code: real trades (JS-12) of the window that ended
 * yesterday. One statement for all items that were not asked for before on this day.
 */
export async function referencesOf(
  tx: Tx,
  context: Context,
  peers: PeerGroup,
  itemCodes: readonly string[],
): Promise<ReadonlyMap<string, ReferenceSet>> {
  const own = kept.get(context.database) ?? new Map<string, ReferenceSet>();
  kept.set(context.database, own);
  const region = peers.rule.peers.region === 'city' ? peers.jurisdiction.slice(0, 4) : '';
  const level = peers.rule.peers.sameLevel ? peers.level : '';
  const { scope, windowMonths } = peers.rule;
  const keyOf = (code: string) =>
    [context.scope.province, context.today, scope, windowMonths, region, level, code].join('/');
  const codes = [...new Set(itemCodes.map((itemCode) => comparedBy(itemCode, scope)))];
  const missing = codes.filter((code) => !own.has(keyOf(code)));
  const loaded =
    missing.length === 0
      ? null
      : await loadSets(tx, context, { codes: missing, region, level, scope, windowMonths });
  if (loaded !== null) {
    if (own.size + loaded.size > keptMax) own.clear();
    for (const [code, set] of loaded) own.set(keyOf(code), set);
  }
  return new Map(
    itemCodes.map((each) => {
      const code = comparedBy(each, scope);
      const set = loaded?.get(code) ?? own.get(keyOf(code));
      if (set === undefined) throw new Error(`no reference set of ${code}`);
      return [each, set];
    }),
  );
}

/** What is asked of the trades: `region` the beginning of a jurisdiction, `level` a level; '' means any. */
export interface WantedSets {
  readonly codes: readonly string[];
  readonly region: string;
  readonly level: string;
  readonly scope: ZoneRule['scope'];
  readonly windowMonths: number;
}

interface ReferenceRow {
  code: string;
  institutionId: string;
  price: Money;
  trades: number;
  lastTradedAt: Instant;
}

/** '27-digit code that begins with it' as a range, so that the index of trades by item serves every scope. */
export function itemWithin(code: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`t.item_code between ${code} and rpad(${code}, 27, '9')`;
}

const perUnit = sql`round(t.price / t.units_per_purchase_unit, 6)`;

/** The day as of which sets are kept, as last seen; each question checks it, so that a stale one only costs a second try. */
const marks = new WeakMap<Database, Map<string, IsoDate | null>>();

/**
 * Sets of today: what was kept as of a day, with the trades since, without those that fell out of the window since, and
 * without those newly excluded. Its cost is that of the kept rows and of a day or two of the item's trades, however
 * long the history. A slide between reading the mark and the rows would count a day twice: the statement compares.
 */
export async function loadSets(
  tx: Tx,
  context: Context,
  wanted: WantedSets,
): Promise<Map<string, ReferenceSet>> {
  const seen = marks.get(context.database) ?? new Map<string, IsoDate | null>();
  marks.set(context.database, seen);
  const key = [context.scope.province, wanted.scope, wanted.windowMonths].join('/');
  for (;;) {
    const known = seen.get(key);
    const asOf = known === undefined ? await markNow(tx, context, wanted) : known;
    seen.set(key, asOf);
    // One plan for good: planning the months of the trades anew for each question costs more than answering it.
    await sql`set local plan_cache_mode = force_generic_plan`.execute(tx);
    const sets = await setsAsOf(tx, context, wanted, asOf);
    await sql`set local plan_cache_mode = auto`.execute(tx);
    if (sets !== null) return sets;
    seen.delete(key);
  }
}

async function markNow(
  tx: Tx,
  context: Context,
  { scope, windowMonths }: WantedSets,
): Promise<IsoDate | null> {
  const row = await tx
    .selectFrom('zoneReferenceMark')
    .select('asOf')
    .where('province', '=', context.scope.province)
    .where('scope', '=', scope)
    .where('windowMonths', '=', windowMonths)
    .executeTakeFirst();
  return row?.asOf ?? null;
}

/** From the window that was kept to today's: which days come in, and which go. */
function slide(on: IsoDate, windowMonths: number, asOf: IsoDate | null) {
  const since = addMonths(on, -windowMonths);
  const goneFrom = asOf === null ? since : addMonths(asOf, -windowMonths);
  const goneUntil = asOf === null || since < asOf ? since : asOf;
  const start = (day: IsoDate) => shanghaiMoment(day, '00:00');
  return {
    since,
    until: addDays(on, -1),
    goneFrom,
    goneUntil,
    plus: start(asOf === null || asOf < since ? since : asOf),
    today: start(on),
    gone: start(goneFrom),
    goneEnd: start(goneUntil),
  };
}

/** Null when the sets are kept as of another day by now. */
async function setsAsOf(
  tx: Tx,
  context: Context,
  wanted: WantedSets,
  asOf: IsoDate | null,
): Promise<Map<string, ReferenceSet> | null> {
  const { province } = context.scope;
  const { scope, windowMonths, codes, level, region } = wanted;
  const sliding = slide(context.today, windowMonths, asOf);
  const { since, until, goneFrom, goneUntil, plus, today, gone, goneEnd } = sliding;
  const start = shanghaiMoment(since, '00:00');
  const end = shanghaiMoment(goneUntil === since ? (asOf ?? since) : since, '00:00');
  const kept = asOf ?? '0001-01-01'; // Without a kept set nothing is taken away from it.
  const { rows } = await sql<ReferenceRow & { isCurrent: boolean }>`${prepared}
    select m.is_current, s.* from (
      select (select as_of from zone_reference_mark
        where province = ${province} and scope = ${scope} and window_months = ${windowMonths}::int)
        is not distinct from ${asOf}::date as is_current
    ) m
    left join lateral (
      select k.code, r.institution_id, r.price, sum(r.trades)::bigint as trades,
        max(r.last_traded_at) filter (where r.trades > 0) as last_traded_at
      from unnest(${codes}::text[]) as k (code)
      cross join lateral (
        select z.institution_id, z.jurisdiction, z.level, z.price, z.trades, z.last_traded_at
        from zone_reference z
        where z.province = ${province} and z.scope = ${scope} and z.window_months = ${windowMonths}::int and z.code = k.code
        union all
        select t.institution_id, t.jurisdiction, t.level, ${perUnit}, 1, t.traded_at
        from trade t
        where t.province = ${province} and ${itemWithin(sql`k.code`)}
          and t.traded_at >= ${plus}::timestamptz and t.traded_at < ${today}::timestamptz
          and t.id >= ${uuidFloor(plus)}::uuid and t.id < ${uuidFloor(addHours(today, 24))}::uuid
          and not exists (select from zone_exclusion x
            where x.province = t.province and x.trade_id = t.id and x.from_day <= ${context.today}::date)
        union all
        select t.institution_id, t.jurisdiction, t.level, ${perUnit}, -1, t.traded_at
        from trade t
        where ${goneFrom}::date < ${goneUntil}::date and t.province = ${province} and ${itemWithin(sql`k.code`)}
          and t.traded_at >= ${gone}::timestamptz and t.traded_at < ${goneEnd}::timestamptz
          and t.id >= ${uuidFloor(gone)}::uuid and t.id < ${uuidFloor(addHours(goneEnd, 24))}::uuid
          and not exists (select from zone_exclusion x
            where x.province = t.province and x.trade_id = t.id and x.from_day <= ${kept}::date)
        union all
        select t.institution_id, t.jurisdiction, t.level, ${perUnit}, -1, t.traded_at
        from zone_exclusion x
        join trade t on t.province = x.province and t.id = x.trade_id
        where x.province = ${province} and x.item_code between k.code and rpad(k.code, 27, '9')
          and x.from_day > ${kept}::date and x.from_day <= ${context.today}::date
          and t.traded_at >= ${start}::timestamptz and t.traded_at < ${end}::timestamptz
          and t.id >= ${uuidFloor(start)}::uuid and t.id < ${uuidFloor(addHours(end, 24))}::uuid
      ) r
      where ${level}::text in ('', r.level) and starts_with(r.jurisdiction, ${region}::text)
      group by k.code, r.institution_id, r.price
      having sum(r.trades) > 0
    ) s on m.is_current`.execute(tx);
  if (rows[0]?.isCurrent !== true) return null;
  return setsOf(codes, rows, { since, until });
}

function setsOf(
  codes: readonly string[],
  rows: readonly ReferenceRow[],
  window: { readonly since: IsoDate; readonly until: IsoDate },
): Map<string, ReferenceSet> {
  const byCode = new Map<string, TradedPrice[]>(codes.map((code) => [code, []]));
  for (const { code, institutionId, price, trades, lastTradedAt } of rows)
    byCode.get(code)?.push({ institutionId, price, trades, lastTradedAt });
  return new Map([...byCode].map(([code, traded]) => [code, { ...window, traded }]));
}
