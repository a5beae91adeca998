import { addDays, addMonths, type Instant } from '@daylight/rules/time.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { ZoneRule } from '@daylight/rules/policy/shapes.ts';
import { type ReferenceSet, type TradedPrice, comparedBy } from '@daylight/rules/supervision/zone.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';
import { type Database, type Tx, prepared } from '../../db.ts';

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

/** The first moment of a day in Shanghai. */
export function dayStart(day: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`((${day})::timestamp at time zone 'Asia/Shanghai')`;
}

const perUnit = sql`round(t.price / t.units_per_purchase_unit, 6)`;

/**
 * Sets of today: what was kept as of a day, with the trades since, without those that fell out of the window since, and
 * without those newly excluded. Its cost is that of the kept rows and of a day or two of the item's trades, however
 * long the history. Mark and rows are read in one statement: a slide between two would count a day twice.
 */
export async function loadSets(
  tx: Tx,
  context: Context,
  wanted: WantedSets,
): Promise<Map<string, ReferenceSet>> {
  const since = addMonths(context.today, -wanted.windowMonths);
  const { province } = context.scope;
  const { scope, windowMonths } = wanted;
  const { rows } = await sql<ReferenceRow>`${prepared}
    with days as (
      select m.as_of, ${since}::date as since, ${context.today}::date as today,
        greatest(coalesce(m.as_of, ${since}::date), ${since}::date) as plus_from,
        (m.as_of - make_interval(months => ${windowMonths}::int))::date as gone_from,
        least(${since}::date, m.as_of) as gone_until
      from (select 1) one
      left join zone_reference_mark m on m.province = ${province} and m.scope = ${scope} and m.window_months = ${windowMonths}::int
    )
    select k.code, r.institution_id, r.price, sum(r.trades)::bigint as trades,
      max(r.last_traded_at) filter (where r.trades > 0) as last_traded_at
    from days d
    cross join unnest(${wanted.codes}::text[]) as k (code)
    cross join lateral (
      select z.institution_id, z.jurisdiction, z.level, z.price, z.trades, z.last_traded_at
      from zone_reference z
      where d.as_of is not null and z.province = ${province} and z.scope = ${scope} and z.window_months = ${windowMonths}::int
        and z.code = k.code
      union all
      select t.institution_id, t.jurisdiction, t.level, ${perUnit}, 1, t.traded_at
      from trade t
      where t.province = ${province} and ${itemWithin(sql`k.code`)}
        and t.traded_at >= ${dayStart(sql`d.plus_from`)} and t.traded_at < ${dayStart(sql`d.today`)}
        and t.id >= app.uuid_floor(${dayStart(sql`d.plus_from`)})
        and not exists (select from zone_exclusion x
          where x.province = t.province and x.trade_id = t.id and x.from_day <= d.today)
      union all
      select t.institution_id, t.jurisdiction, t.level, ${perUnit}, -1, t.traded_at
      from trade t
      where d.gone_from < d.gone_until and t.province = ${province} and ${itemWithin(sql`k.code`)}
        and t.traded_at >= ${dayStart(sql`d.gone_from`)} and t.traded_at < ${dayStart(sql`d.gone_until`)}
        and t.id >= app.uuid_floor(${dayStart(sql`d.gone_from`)})
        and not exists (select from zone_exclusion x
          where x.province = t.province and x.trade_id = t.id and x.from_day <= d.as_of)
      union all
      select t.institution_id, t.jurisdiction, t.level, ${perUnit}, -1, t.traded_at
      from zone_exclusion x
      join trade t on t.province = x.province and t.id = x.trade_id
      where x.province = ${province} and x.item_code between k.code and rpad(k.code, 27, '9')
        and x.from_day > d.as_of and x.from_day <= d.today
        and t.traded_at >= ${dayStart(sql`d.since`)} and t.traded_at < ${dayStart(sql`d.as_of`)}
    ) r
    where (${wanted.level}::text = '' or r.level = ${wanted.level}::text)
      and (${wanted.region}::text = '' or starts_with(r.jurisdiction, ${wanted.region}::text))
    group by k.code, r.institution_id, r.price
    having sum(r.trades) > 0`.execute(tx);
  const until = addDays(context.today, -1);
  const byCode = new Map<string, TradedPrice[]>(wanted.codes.map((code) => [code, []]));
  for (const { code, ...traded } of rows) byCode.get(code)?.push(traded);
  return new Map([...byCode].map(([code, traded]) => [code, { since, until, traded }]));
}
