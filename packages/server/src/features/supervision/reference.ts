import { type IsoDate, type Instant, addDays, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { ZoneRule } from '@daylight/rules/policy/shapes.ts';
import type { ReferenceSet, TradedPrice } from '@daylight/rules/supervision/zone.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database, Tx } from '../../db.ts';

/** Which trades count as peers of whom. */
export interface PeerGroup {
  readonly rule: ZoneRule;
  readonly level: string;
  readonly jurisdiction: string;
}

/** Trades of one item that are looked at, newest first: enough for any percentile, bounded for the busiest item. */
const tradesMax = 5000;
/** Reference sets kept in memory; a day's sets never change, so they need no invalidation. */
const keptMax = 20_000;
const kept = new WeakMap<Database, Map<string, ReferenceSet>>();

function codeOf(itemCode: string, rule: ZoneRule): string {
  return rule.scope === 'sameItem' ? itemCode : itemCode.slice(0, 20);
}

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
  const codes = [...new Set(itemCodes.map((itemCode) => codeOf(itemCode, peers.rule)))];
  const missing = codes.filter((code) => !own.has(keyOf(code)));
  if (missing.length > 0) {
    const loaded = await load(tx, context, { codes: missing, region, level, rule: peers.rule });
    if (own.size + loaded.size > keptMax) own.clear();
    for (const [code, set] of loaded) own.set(keyOf(code), set);
    return new Map(itemCodes.map((each) => [each, setOf(own, loaded, keyOf, codeOf(each, peers.rule))]));
  }
  return new Map(itemCodes.map((each) => [each, setOf(own, null, keyOf, codeOf(each, peers.rule))]));
}

function setOf(
  own: ReadonlyMap<string, ReferenceSet>,
  loaded: ReadonlyMap<string, ReferenceSet> | null,
  keyOf: (code: string) => string,
  code: string,
): ReferenceSet {
  const set = loaded?.get(code) ?? own.get(keyOf(code));
  if (set === undefined) throw new Error(`no reference set of ${code}`);
  return set;
}

interface Wanted {
  readonly codes: readonly string[];
  readonly region: string;
  readonly level: string;
  readonly rule: ZoneRule;
}

interface ReferenceRow {
  code: string;
  institutionId: string;
  price: Money;
  trades: number;
  lastTradedAt: Instant;
}

async function load(tx: Tx, context: Context, wanted: Wanted): Promise<Map<string, ReferenceSet>> {
  const since: IsoDate = addMonths(context.today, -wanted.rule.windowMonths);
  const until = addDays(context.today, -1);
  const from = shanghaiMoment(since, '00:00');
  const before = shanghaiMoment(context.today, '00:00');
  const { rows } = await sql<ReferenceRow>`
    select k.code, t.institution_id, t.price, count(*) as trades, max(t.traded_at) as last_traded_at
    from unnest(${wanted.codes}::text[]) as k (code)
    cross join lateral (
      select institution_id, traded_at, round(price / units_per_purchase_unit, 6) as price
      from trade
      where province = ${context.scope.province} and ${itemIs(wanted.rule)}
        and traded_at >= ${from} and traded_at < ${before} and id >= app.uuid_floor(${from}::timestamptz)
        and (${wanted.level} = '' or level = ${wanted.level})
        and (${wanted.region} = '' or jurisdiction like ${`${wanted.region}%`})
      order by traded_at desc
      limit ${tradesMax}
    ) t
    group by k.code, t.institution_id, t.price`.execute(tx);
  const byCode = new Map<string, TradedPrice[]>(wanted.codes.map((code) => [code, []]));
  for (const { code, ...traded } of rows) byCode.get(code)?.push(traded);
  return new Map([...byCode].map(([code, traded]) => [code, { since, until, traded }]));
}

/** A 20-digit product code covers the 27-digit codes that begin with it: a range, so that the index serves both. */
function itemIs(rule: ZoneRule): RawBuilder<unknown> {
  return rule.scope === 'sameItem'
    ? sql`item_code = k.code`
    : sql`item_code between k.code || '0000000' and k.code || '9999999'`;
}
