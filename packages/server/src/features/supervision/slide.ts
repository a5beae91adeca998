import { national } from '@daylight/rules/policy/book.ts';
import type { ZoneRule } from '@daylight/rules/policy/shapes.ts';
import { ok } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import { command } from '../../command.ts';
import { type Context, type World, systemContext } from '../../context.ts';
import { type Tx, patiently, reading, writing } from '../../db.ts';
import { type Sweep, provincesOf } from '../../sweep.ts';

/** One kind of reference sets that is kept: what is compared, over how many months. */
export interface KeptSets {
  readonly scope: ZoneRule['scope'];
  readonly windowMonths: number;
}

/**
 * Which sets rules in force today and decisions for days to come in the province need: a rule tried or switched to for
 * the first time is answered from the trades until its sets are kept.
 */
export function setsInUse(context: Context): readonly KeptSets[] {
  const { book, today, scope } = context;
  const own = (jurisdiction: string) =>
    jurisdiction === national || Number(jurisdiction.slice(0, 2)) === scope.province;
  const all = (book.provisions['supervision.zoneRule'] ?? []).filter(
    ({ jurisdiction, until }) => own(jurisdiction) && (until === null || until >= today),
  );
  const sets = all.map(({ value }) => ({ scope: value.scope, windowMonths: value.windowMonths }));
  return [...new Map(sets.map((each) => [`${each.scope}/${each.windowMonths}`, each])).values()];
}

/** A day late: what was traded just before midnight may be committed after it, and must not be missed for good. */
const lagDays = 1;

function codeOf({ scope }: KeptSets): RawBuilder<unknown> {
  return {
    sameItem: sql`t.item_code`,
    sameProduct: sql`left(t.item_code, 20)`,
    sameClass: sql`left(t.item_code, 7)`,
  }[scope];
}

/** Trades of the days from..until (exclusive), but those excluded by a day; `sign` -1 takes them away. */
function tradesOf(sets: KeptSets, within: { from: IsoDate; until: IsoDate; by: IsoDate; sign: 1 | -1 }) {
  const [from, until] = [shanghaiMoment(within.from, '00:00'), shanghaiMoment(within.until, '00:00')];
  return (province: number, more: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> => sql`
    select ${codeOf(sets)} as code, t.institution_id, t.jurisdiction, t.level,
      round(t.price / t.units_per_purchase_unit, 6) as price, ${within.sign}::int as n, t.traded_at
    from trade t
    where t.province = ${province} and t.traded_at >= ${from}::timestamptz and t.traded_at < ${until}::timestamptz
      and t.id >= app.uuid_floor(${from}::timestamptz) and t.id < app.uuid_floor(${until}::timestamptz + interval '1 day')
      and ${more}
      and not exists (select from zone_exclusion x
        where x.province = t.province and x.trade_id = t.id and x.from_day <= ${within.by}::date)`;
}

/** What a window that ends before `asOf` holds, summed up: the truth that the kept sets have to agree with. */
function summed(
  sets: KeptSets,
  province: number,
  asOf: IsoDate,
  more?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const from = addMonths(asOf, -sets.windowMonths);
  const trades = tradesOf(sets, { from, until: asOf, by: asOf, sign: 1 });
  return sql`
    select code, institution_id, jurisdiction, level, price, sum(n)::int as trades, max(traded_at) as last_traded_at
    from (${trades(province, more)}) of_window
    group by code, institution_id, jurisdiction, level, price`;
}

const columns = sql`code, institution_id, jurisdiction, level, price, trades, last_traded_at`;
const sameKey = sql`z.code = m.code and z.institution_id = m.institution_id and z.price = m.price and z.level = m.level
  and z.jurisdiction = m.jurisdiction`;

function ofSets({ scope, windowMonths }: KeptSets, province: number): RawBuilder<unknown> {
  return sql`z.province = ${province} and z.scope = ${scope} and z.window_months = ${windowMonths}::int`;
}

/** Lays the sets anew from the trades; its cost is that of the window. */
export async function rebuild(tx: Tx, context: Context, sets: KeptSets, asOf: IsoDate): Promise<void> {
  const { province } = context.scope;
  await patiently(tx);
  await sql`delete from zone_reference z where ${ofSets(sets, province)}`.execute(tx);
  await sql`
    insert into zone_reference (province, scope, window_months, ${columns})
    select ${province}::smallint, ${sets.scope}, ${sets.windowMonths}::int, ${columns}
    from (${summed(sets, province, asOf)}) fresh`.execute(tx);
  await sql`
    insert into zone_reference_mark (province, scope, window_months, as_of)
    values (${province}::smallint, ${sets.scope}, ${sets.windowMonths}::int, ${asOf}::date)
    on conflict (province, scope, window_months) do update set as_of = excluded.as_of`.execute(tx);
}

/**
 * Moves the sets on by some days: what was traded since is added, what fell out of the window is taken away, and items
 * of newly excluded trades are summed up anew. Its cost is that of those days, not of the history.
 */
export async function slide(
  tx: Tx,
  context: Context,
  sets: KeptSets,
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
): Promise<void> {
  const { province } = context.scope;
  const [gone, goneUntil] = [addMonths(from, -sets.windowMonths), addMonths(to, -sets.windowMonths)];
  await patiently(tx);
  // Row by row through the key, whatever the planner thinks of the day: a hash of the kept sets would read all of them.
  await sql`set local enable_hashjoin = off`.execute(tx);
  await sql`set local enable_mergejoin = off`.execute(tx);
  await sql`
    with moved as materialized (
      select code, institution_id, jurisdiction, level, price, sum(n)::int as n, max(traded_at) filter (where n > 0) as last_traded_at
      from (
        ${tradesOf(sets, { from, until: to, by: from, sign: 1 })(province)}
        union all
        ${tradesOf(sets, { from: gone, until: goneUntil < from ? goneUntil : from, by: from, sign: -1 })(province)}
      ) both_ends
      group by code, institution_id, jurisdiction, level, price
    ), emptied as (
      delete from zone_reference z using moved m where ${ofSets(sets, province)} and ${sameKey} and z.trades + m.n <= 0
    ), changed as (
      update zone_reference z
      set trades = z.trades + m.n, last_traded_at = greatest(z.last_traded_at, m.last_traded_at)
      from moved m where ${ofSets(sets, province)} and ${sameKey} and z.trades + m.n > 0
    )
    insert into zone_reference (province, scope, window_months, ${columns})
    select ${province}::smallint, ${sets.scope}, ${sets.windowMonths}::int, m.code, m.institution_id, m.jurisdiction, m.level, m.price,
      m.n, m.last_traded_at
    from moved m
    where m.n > 0 and not exists (select from zone_reference z where ${ofSets(sets, province)} and ${sameKey})`.execute(
    tx,
  );
  await sumExcludedAnew(tx, context, sets, { from, to });
  await sql`
    update zone_reference_mark set as_of = ${to}::date
    where province = ${province} and scope = ${sets.scope} and window_months = ${sets.windowMonths}::int`.execute(
    tx,
  );
}

async function sumExcludedAnew(
  tx: Tx,
  context: Context,
  sets: KeptSets,
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
): Promise<void> {
  const { province } = context.scope;
  const { rows } = await sql<{ code: string }>`
    select distinct ${codeOf(sets)} as code from zone_exclusion t
    where t.province = ${province} and t.from_day > ${from}::date and t.from_day <= ${to}::date`.execute(tx);
  for (const { code } of rows) {
    await sql`delete from zone_reference z where ${ofSets(sets, province)} and z.code = ${code}`.execute(tx);
    await sql`
      insert into zone_reference (province, scope, window_months, ${columns})
      select ${province}::smallint, ${sets.scope}, ${sets.windowMonths}::int, ${columns}
      from (${summed(sets, province, to, sql`t.item_code between ${code} and rpad(${code}, 27, '9')`)}) fresh`.execute(
      tx,
    );
  }
}

/** Rows in which the kept sets and the trades differ; 0 unless something went past the platform. */
export async function differences(tx: Tx, context: Context, sets: KeptSets): Promise<number> {
  const { province } = context.scope;
  const mark = await markOf(tx, context, sets);
  if (mark === null) return 0;
  await patiently(tx);
  const { rows } = await sql<{ n: number }>`
    select count(*)::bigint as n
    from (${summed(sets, province, mark)}) m
    full join (select * from zone_reference z where ${ofSets(sets, province)}) z on ${sameKey}
    where m.code is null or z.code is null or z.trades <> m.trades or z.last_traded_at <> m.last_traded_at`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

async function markOf(tx: Tx, context: Context, sets: KeptSets): Promise<IsoDate | null> {
  const row = await tx
    .selectFrom('zoneReferenceMark')
    .select('asOf')
    .where('province', '=', context.scope.province)
    .where('scope', '=', sets.scope)
    .where('windowMonths', '=', sets.windowMonths)
    .executeTakeFirst();
  return row?.asOf ?? null;
}

/** Moves sets that are behind to yesterday, and lays those anew that a rule needs for the first time. */
async function keepUp(context: Context): Promise<number> {
  const target = addDays(context.today, -lagDays);
  let moved = 0;
  for (const sets of setsInUse(context)) {
    const seen = await reading(context.database.db, context.scope, (tx) => markOf(tx, context, sets));
    if (seen !== null && seen >= target) continue;
    await writing(context.database.db, context.scope, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('zone_reference'), ${context.scope.province}::int)`.execute(
        tx,
      );
      const mark = await markOf(tx, context, sets);
      if (mark === null) await rebuild(tx, context, sets, target);
      else if (mark < target) await slide(tx, context, sets, { from: mark, to: target });
      return ok(null);
    });
    moved += 1;
  }
  return moved;
}

export const referenceDue: Sweep = { name: 'zone-reference', run: keepUp };

/** Every night: the sets are summed up anew beside the kept ones; where they differ the fresh ones stand, and the journal says so. */
export async function checkReferences(world: World): Promise<void> {
  for (const province of await provincesOf(world)) {
    const context = systemContext(world, province, 'zone-reference-check');
    for (const sets of setsInUse(context)) await checkSets(context, sets);
  }
}

/** The check of one kind of sets; answers how many rows differed. */
export async function checkSets(context: Context, sets: KeptSets): Promise<number> {
  const { province } = context.scope;
  const found = await reading(context.database.db, context.scope, (tx) => differences(tx, context, sets));
  if (found === 0) {
    await writing(context.database.db, context.scope, async (tx) => {
      await sql`
        update zone_reference_mark set checked_at = ${context.now}::timestamptz, difference = 0
        where province = ${province} and scope = ${sets.scope} and window_months = ${sets.windowMonths}::int`.execute(
        tx,
      );
      return ok(null);
    });
    return 0;
  }
  await command<null, never>(context, async (unit) => {
    await sql`select pg_advisory_xact_lock(hashtext('zone_reference'), ${province}::int)`.execute(unit.tx);
    const mark = await markOf(unit.tx, context, sets);
    if (mark !== null) await rebuild(unit.tx, context, sets, mark);
    await sql`
      update zone_reference_mark set checked_at = ${context.now}::timestamptz, difference = ${found}::bigint
      where province = ${province} and scope = ${sets.scope} and window_months = ${sets.windowMonths}::int`.execute(
      unit.tx,
    );
    unit.record({
      event: 'supervision.referenceRebuilt',
      subject: { kind: 'zone-reference', id: `${sets.scope}/${sets.windowMonths}` },
      basis: [],
      after: { differences: found },
    });
    return ok(null);
  });
  return found;
}
