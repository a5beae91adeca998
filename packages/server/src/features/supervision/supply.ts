import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { shareText } from '@daylight/rules/policy/value-text.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { type SupplyMonth, lowDelivery } from '@daylight/rules/supervision/supply.ts';
import { type IsoDate, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, patiently, reading } from '../../db.ts';
import type { Sweep } from '../../sweep.ts';
import { raiseWarning } from './warn.ts';

const markName = 'supply';

/**
 * Once a month: how much of what was ordered from each distributor in a month was delivered by the end of the month after
 * (配送率, HN-11b); who stays below the least for the months of the rule is reported to the bureau.
 */
async function lookAtNextMonth(context: Context): Promise<number> {
  const { scope, today } = context;
  const last = addMonths(`${today.slice(0, 8)}01` as IsoDate, -2);
  const seen = await reading(context.database.db, scope, (tx) => markOf(tx, scope.province));
  if (seen !== null && seen >= last) return 0;
  const done = await command<number, 'nothingDue'>(context, async (unit) => {
    await sql`select pg_advisory_xact_lock(hashtext('supply'), ${scope.province}::int)`.execute(unit.tx);
    const mark = await markOf(unit.tx, scope.province);
    if (mark !== null && mark >= last) return refuse('nothingDue');
    const months = resolve(context.book, 'supervision.lowDeliveryMonths', '000000', today).value;
    const month = mark === null ? addMonths(last, 1 - months) : addMonths(mark, 1);
    await sumMonth(unit.tx, context, month);
    const warned = month === last ? await warnOfLow(unit, context, month) : 0;
    await sql`
      insert into supervision_mark (province, name, until_day) values (${scope.province}::smallint, ${markName}, ${month}::date)
      on conflict (province, name) do update set until_day = excluded.until_day`.execute(unit.tx);
    unit.record({
      event: 'supervision.anomaliesFound',
      subject: { kind: 'month', id: month.slice(0, 7) },
      basis: [],
      after: { month, lowDelivery: warned },
    });
    return ok(1);
  });
  return done.ok ? done.value : 0;
}

export const supplyDue: Sweep = { name: 'supply', run: lookAtNextMonth };

async function markOf(tx: Tx, province: number): Promise<IsoDate | null> {
  const row = await tx
    .selectFrom('supervisionMark')
    .select('untilDay')
    .where('province', '=', province)
    .where('name', '=', markName)
    .executeTakeFirst();
  return row?.untilDay ?? null;
}

/** Lines the institution itself cancelled or never approved are no order to the distributor. */
async function sumMonth(tx: Tx, context: Context, month: IsoDate): Promise<void> {
  const [from, before] = [shanghaiMoment(month, '00:00'), shanghaiMoment(addMonths(month, 1), '00:00')];
  await patiently(tx);
  await sql`
    insert into supply_month (province, distributor_id, jurisdiction, month, lines, ordered_amount, delivered_amount)
    select p.province, p.distributor_id, d.jurisdiction, ${month}::date, count(*), sum(l.amount),
      sum(round(l.price * least(l.accepted, l.quantity), 2))
    from purchase_order p
    join order_line l on l.province = p.province and l.order_id = p.id
    join organisation d on d.id = p.distributor_id
    where p.province = ${context.scope.province} and p.id >= app.uuid_floor(${from}::timestamptz)
      and p.id < app.uuid_floor(${before}::timestamptz) and l.order_id >= app.uuid_floor(${from}::timestamptz)
      and l.order_id < app.uuid_floor(${before}::timestamptz) and p.state <> 'waiting-approval'
      and l.ending is distinct from 'cancelled'
    group by p.province, p.distributor_id, d.jurisdiction
    on conflict (province, distributor_id, month) do nothing`.execute(tx);
}

interface Named extends SupplyMonth {
  readonly distributorId: string;
  readonly name: string;
  readonly jurisdiction: string;
}

async function warnOfLow(
  unit: Parameters<typeof raiseWarning>[0],
  context: Context,
  month: IsoDate,
): Promise<number> {
  const { province } = context.scope;
  const { rows } = await sql<Named>`
    select s.distributor_id, o.name, s.jurisdiction, s.month, s.ordered_amount as ordered, s.delivered_amount as delivered
    from supply_month s join organisation o on o.id = s.distributor_id
    where s.province = ${province} and s.month > (${month}::date - interval '24 months') and s.month <= ${month}::date
    order by s.distributor_id, s.month`.execute(unit.tx);
  let warned = 0;
  for (const [distributorId, own] of Map.groupBy(rows, (row) => row.distributorId)) {
    const [{ name, jurisdiction } = { name: '', jurisdiction: '000000' }] = own;
    // A distributor of another province is supervised by the province that orders from it.
    const place = Number(jurisdiction.slice(0, 2)) === province ? jurisdiction : `${province}0000`;
    const least = resolve(context.book, 'supervision.deliveryRateMin', place, context.today);
    const months = resolve(context.book, 'supervision.lowDeliveryMonths', place, context.today);
    const found = lowDelivery(own, month, { least: least.value, months: months.value });
    if (found === null) continue;
    const isNew = await raiseWarning(unit, context, {
      kind: 'delivery.low',
      jurisdiction: place,
      institutionId: null,
      organisationId: distributorId,
      subject: { kind: 'distributor', id: `${distributorId}/${month.slice(0, 7)}` },
      facts: {
        distributor: name,
        month: month.slice(0, 7),
        months: months.value,
        least: shareText(least.value),
        rate: found.rate,
        ordered: found.ordered,
        delivered: found.delivered,
      },
      basis: basisOf(least),
    });
    if (isNew) warned += 1;
  }
  return warned;
}
