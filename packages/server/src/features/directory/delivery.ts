import type { deliveryMonth } from '@daylight/api/directory-shapes.ts';
import {
  type DeliveryMonth,
  type DeliveryRule,
  deliveryRule,
  isLow,
  monthOf,
  rateOf,
} from '@daylight/rules/directory/delivery.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, addMonths, endOfMonth, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Sweep } from '../../sweep.ts';

/** The moment that says whether an order was delivered in time; the index purchase_order_judged is on it. */
const judgedAt = sql.raw('coalesce(o.deliver_due_at, o.answered_at, o.expire_due_at)');
const daysAtOnce = 31;
/** A month that is over is counted at once, days within one by the week: figures of a day would not be read. */
const daysAtLeast = 7;

/** HN-11b: counts the days that are over, each once, by the index of what was due on them. */
export const deliveryCount: Sweep = {
  name: 'directory-delivery',
  run: async (context) => {
    const from = await reading(context.database.db, context.scope, (tx) => firstUncounted(tx, context));
    const yesterday = addDays(context.today, -1);
    if (from === null || from > yesterday) return 0;
    const limit = addDays(from, daysAtOnce - 1);
    const until = limit < yesterday ? limit : yesterday;
    if (until < addDays(from, daysAtLeast - 1) && endOfMonth(from) > until) return 0;
    const counted = await command(context, async (unit) => {
      const claimed = await unit.tx
        .insertInto('directoryDay')
        .values({ province: context.scope.province, day: until, countedAt: context.now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      // Another server counts the same days at this moment.
      if (claimed.numInsertedOrUpdatedRows === 0n) return refuse('directory.dayTaken');
      const listings = await countDays(unit.tx, context, { from, until });
      await tellLow(unit, context, { from, until });
      unit.record({
        event: 'directory.dayCounted',
        subject: { kind: 'directory', id: String(context.scope.province) },
        basis: [deliveryRule(context.book, platformCode(context), context.today).basis],
        after: { from, until, listings },
      });
      return ok(1);
    });
    return counted.ok ? 1 : 0;
  },
};

function platformCode({ scope }: Context): string {
  return `${scope.province}0000`;
}

async function firstUncounted(tx: Tx, context: Context): Promise<IsoDate | null> {
  const { province } = context.scope;
  const last = await tx
    .selectFrom('directoryDay')
    .select('day')
    .where('province', '=', province)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last !== undefined) return addDays(last.day, 1);
  const { rows } = await sql<{ day: IsoDate }>`
    select ((${judgedAt} - interval '1 millisecond') at time zone 'Asia/Shanghai')::date as day
    from purchase_order o where o.province = ${province} and ${judgedAt} is not null
    order by o.province, ${judgedAt} limit 1`.execute(tx);
  return rows[0]?.day ?? null;
}

interface Days {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

async function countDays(tx: Tx, context: Context, { from, until }: Days): Promise<number> {
  const { province } = context.scope;
  const excused = resolve(context.book, 'directory.deliveryExcused', platformCode(context), context.today);
  const { numAffectedRows } = await sql`
    with judged as (
      select o.id, o.deliver_due_at, ${judgedAt} as at from purchase_order o
      where o.province = ${province} and ${judgedAt} > ${shanghaiMoment(from, '00:00')}::timestamptz
        and ${judgedAt} <= ${shanghaiMoment(until, '24:00')}::timestamptz
    ), counted as (
      select l.listing_id, l.manufacturer_id, l.quantity - e.excluded as due, e.excluded,
        date_trunc('month', (j.at - interval '1 millisecond') at time zone 'Asia/Shanghai')::date as month,
        least(l.quantity - e.excluded, coalesce(s.in_time, 0)) as on_time
      from judged j
      join order_line l on l.province = ${province} and l.order_id = j.id
      cross join lateral (
        select case when l.ending = 'cancelled' or l.ending = 'refused'
          and l.reason = any(${excused.value.map((each) => each.code)}::text[]) then l.closed else 0 end as excluded
      ) e
      left join lateral (
        select sum(p.quantity - p.rejected) as in_time
        from shipment h
        join shipment_line p on p.province = ${province} and p.shipment_id = h.id and p.order_line = l.line
        where h.province = ${province} and h.order_id = l.order_id
          and coalesce(h.arrived_at, h.received_at) <= j.deliver_due_at
      ) s on true
    )
    insert into listing_delivery (province, listing_id, month, manufacturer_id, jurisdiction, lines, late_lines,
      excluded_lines, due_quantity, on_time_quantity, excluded_quantity)
    select ${province}::smallint, c.listing_id, c.month, g.manufacturer_id, g.jurisdiction,
      count(*) filter (where c.due > 0), count(*) filter (where c.on_time < c.due), count(*) filter (where c.excluded > 0),
      sum(c.due), sum(c.on_time), sum(c.excluded)
    from counted c
    join listing g on g.province = ${province} and g.id = c.listing_id
    group by c.listing_id, c.month, g.manufacturer_id, g.jurisdiction
    on conflict (province, listing_id, month) do update set lines = listing_delivery.lines + excluded.lines,
      late_lines = listing_delivery.late_lines + excluded.late_lines,
      excluded_lines = listing_delivery.excluded_lines + excluded.excluded_lines,
      due_quantity = listing_delivery.due_quantity + excluded.due_quantity,
      on_time_quantity = listing_delivery.on_time_quantity + excluded.on_time_quantity,
      excluded_quantity = listing_delivery.excluded_quantity + excluded.excluded_quantity`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** A month that is over: enterprises hear which rates were low before anything follows from them (HN-11b: 屡犯不改). */
async function tellLow(unit: Unit, context: Context, { from, until }: Days): Promise<void> {
  const months: IsoDate[] = [];
  for (let month = monthOf(from); month <= until; month = addMonths(month, 1))
    if (endOfMonth(month) >= from && endOfMonth(month) <= until) months.push(month);
  const rule = deliveryRule(context.book, platformCode(context), context.today);
  for (const month of months) {
    const rows = await unit.tx
      .selectFrom('listingDelivery')
      .select('manufacturerId')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('province', '=', context.scope.province)
      .where('month', '=', month)
      .where(lowHere(rule))
      .groupBy('manufacturerId')
      .execute();
    for (const { manufacturerId, count } of rows)
      unit.notify({
        organisationId: manufacturerId,
        kind: 'directory.lowDelivery',
        subject: { kind: 'directory', id: manufacturerId },
        facts: { month: month.slice(0, 7), count },
      });
  }
}

/** The rule of rules/directory/delivery isLow as a condition on listing_delivery. */
export function lowHere({ over, under }: DeliveryRule) {
  return sql<boolean>`listing_delivery.due_quantity > 0
    and listing_delivery.on_time_quantity * ${under}::integer < listing_delivery.due_quantity * ${over}::integer`;
}

export const deliveryColumns = [
  'listingId',
  'month',
  'lines',
  'lateLines',
  'excludedLines',
  'dueQuantity as due',
  'onTimeQuantity as onTime',
  'excludedQuantity as excluded',
] as const;

/** The latest months of a listing, the latest first. */
export async function monthsOf(
  tx: Tx,
  province: number,
  listingId: string,
  count: number,
): Promise<readonly (DeliveryMonth & { lines: number; lateLines: number; excludedLines: number })[]> {
  return tx
    .selectFrom('listingDelivery')
    .select(deliveryColumns)
    .where('province', '=', province)
    .where('listingId', '=', listingId)
    .orderBy('month', 'desc')
    .limit(count + 1)
    .execute();
}

export function shownMonth(
  month: DeliveryMonth & { lines: number; lateLines: number; excludedLines: number },
  rule: DeliveryRule,
): z.output<typeof deliveryMonth> {
  const { lines, lateLines, excludedLines, due, onTime, excluded } = month;
  return {
    month: month.month,
    lines,
    lateLines,
    excludedLines,
    due,
    onTime,
    excluded,
    rate: rateOf(month),
    low: isLow(month, rule),
  };
}
