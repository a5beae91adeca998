import { addWorkdays } from '@daylight/rules/calendar/calendar.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Provision, type Term, basisOf } from '@daylight/rules/policy/provision.ts';
import type { AnomalyRules } from '@daylight/rules/policy/shapes.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import {
  type Anomaly,
  neverBargains,
  redPrices,
  singleSupplier,
  splitOrders,
  suddenVolume,
  aboveMedian,
} from '@daylight/rules/supervision/anomaly.ts';
import { type IsoDate, addDays, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, patiently, reading } from '../../db.ts';
import type { Sweep } from '../../sweep.ts';
import {
  type ActiveInstitution,
  activeOn,
  boughtSince,
  ordersNearLimit,
  pricedLines,
  redLines,
  suppliersOf,
  volumesOf,
} from './night-facts.ts';

const markName = 'anomalies';
/** What was traded at 23:59 is committed by then. */
const notBefore = '00:20';

/** Every night, one day at a time: adds the day to the months' purchases and looks at who bought or ordered on it. */
async function lookAtNextDay(context: Context): Promise<number> {
  const { database, scope, today, now } = context;
  const last = now < shanghaiMoment(today, notBefore) ? addDays(today, -2) : addDays(today, -1);
  const seen = await reading(database.db, scope, (tx) => markOf(tx, scope.province));
  if (seen !== null && seen >= last) return 0;
  const done = await command<number, 'nothingDue'>(context, async (unit) => {
    await sql`select pg_advisory_xact_lock(hashtext('anomalies'), ${scope.province}::int)`.execute(unit.tx);
    const mark = await markOf(unit.tx, scope.province);
    const day = mark === null ? last : addDays(mark, 1);
    if (mark !== null && mark >= last) return refuse('nothingDue');
    // The first night takes in what went before, so that months are whole.
    await addPurchases(unit.tx, context, mark === null ? addMonths(day, -13) : day, day);
    const found = await look(unit.tx, context, day);
    const kept = await keep(unit.tx, context, day, found);
    await sql`
      insert into supervision_mark (province, name, until_day) values (${scope.province}::smallint, ${markName}, ${day}::date)
      on conflict (province, name) do update set until_day = excluded.until_day`.execute(unit.tx);
    unit.record({
      event: 'supervision.anomaliesFound',
      subject: { kind: 'day', id: day },
      basis: [],
      after: { day, found: found.length, new: kept },
    });
    return ok(1);
  });
  return done.ok ? done.value : 0;
}

export const anomalyDue: Sweep = { name: 'anomalies', run: lookAtNextDay };

async function markOf(tx: Tx, province: number): Promise<IsoDate | null> {
  const row = await tx
    .selectFrom('supervisionMark')
    .select('untilDay')
    .where('province', '=', province)
    .where('name', '=', markName)
    .executeTakeFirst();
  return row?.untilDay ?? null;
}

/** Adds the trades of some days to the sums by month; its cost is that of those days. */
async function addPurchases(tx: Tx, context: Context, from: IsoDate, until: IsoDate): Promise<void> {
  const [since, before] = [shanghaiMoment(from, '00:00'), shanghaiMoment(until, '24:00')];
  await patiently(tx);
  await sql`
    insert into purchase_month (province, institution_id, jurisdiction, month, item_code, manufacturer_id, lines, units, amount,
      listed_amount)
    select t.province, t.institution_id, max(t.jurisdiction), date_trunc('month', t.traded_at at time zone 'Asia/Shanghai')::date as month,
      t.item_code, t.manufacturer_id, count(*), sum(t.quantity * t.units_per_purchase_unit), sum(round(t.price * t.quantity, 2)),
      coalesce(sum(round(t.price * t.quantity, 2)) filter (where l.price_kind is distinct from 'agreed'), 0)
    from trade t
    left join order_line l on l.province = t.province and l.order_id = t.order_id and l.line = t.order_line
    where t.province = ${context.scope.province} and t.traded_at >= ${since}::timestamptz and t.traded_at < ${before}::timestamptz
      and t.id >= app.uuid_floor(${since}::timestamptz) and t.id < app.uuid_floor(${before}::timestamptz + interval '1 day')
    group by t.province, t.institution_id, month, t.item_code, t.manufacturer_id
    on conflict (province, institution_id, month, item_code, manufacturer_id) do update
    set lines = purchase_month.lines + excluded.lines, units = purchase_month.units + excluded.units,
      amount = purchase_month.amount + excluded.amount, listed_amount = purchase_month.listed_amount + excluded.listed_amount`.execute(
    tx,
  );
}

export interface FoundAnomaly extends Anomaly {
  readonly institutionId: string;
  readonly jurisdiction: string;
}

/** First of the months of a term that ends on a day, for sums by month. */
export function monthsBack(context: Context, day: IsoDate, term: Term): IsoDate {
  const since =
    term.unit === 'month'
      ? addMonths(day, -term.amount)
      : term.unit === 'workday'
        ? addWorkdays(day, -term.amount, context.calendar).date
        : addDays(day, -term.amount);
  return `${since.slice(0, 8)}01` as IsoDate;
}

async function look(tx: Tx, context: Context, day: IsoDate): Promise<readonly FoundAnomaly[]> {
  const active = await activeOn(tx, context, day);
  const found: FoundAnomaly[] = [];
  for (const [, own] of Map.groupBy(active, ({ jurisdiction }) => jurisdiction))
    found.push(...(await lookAt(tx, context, day, own)));
  return found;
}

/** The institutions of one place, who are all under the same rules; each kind of fact is one statement for all of them. */
async function lookAt(
  tx: Tx,
  context: Context,
  day: IsoDate,
  institutions: readonly ActiveInstitution[],
): Promise<readonly FoundAnomaly[]> {
  const [{ jurisdiction } = { jurisdiction: '000000' }] = institutions;
  const rule: Provision<AnomalyRules> = resolve(context.book, 'supervision.anomalyRules', jurisdiction, day);
  const never = resolve(context.book, 'supervision.neverBargainedAfter', jurisdiction, day);
  const asked = { tx, context, day, ids: institutions.map(({ id }) => id) };
  const red = await redLines(asked, rule.value.redPrices.days);
  const bought = await boughtSince(asked, monthsBack(context, day, never.value));
  const volumes = await volumesOf(asked, rule.value.suddenVolume.months);
  const suppliers = await suppliersOf(asked, rule.value.singleSupplier.months);
  const orders = await ordersNearLimit(asked, rule.value.splitOrders.withinDays);
  const priced = await pricedLines(asked, institutions);
  return institutions.flatMap(({ id }) => {
    const sums = bought.get(id);
    const silent = sums === undefined ? null : neverBargains(rule, day, sums);
    const all: readonly (Anomaly | null)[] = [
      redPrices(rule, day, red.get(id) ?? []),
      silent === null ? null : { ...silent, basis: { ...basisOf(never), clause: 'JS-12D' } },
      ...(volumes.get(id) ?? []).map((each) => suddenVolume(rule, day, each)),
      ...(suppliers.get(id) ?? []).map((each) => singleSupplier(rule, day, each)),
      ...splitOrders(rule, day, orders.get(id) ?? { orders: [], limit: null }),
      ...aboveMedian(rule, day, priced.get(id) ?? []),
    ];
    return all.flatMap((each) => (each === null ? [] : [{ ...each, institutionId: id, jurisdiction }]));
  });
}

/** What was found before keeps its day; while nobody has dealt with it, its facts follow. */
async function keep(tx: Tx, context: Context, day: IsoDate, found: readonly FoundAnomaly[]): Promise<number> {
  if (found.length === 0) return 0;
  const rows = found.map((each) => ({
    id: context.newId(),
    kind: each.kind,
    institution_id: each.institutionId,
    jurisdiction: each.jurisdiction,
    subject_key: each.subjectKey,
    facts: each.facts,
    lines: each.lines,
    amount: each.amount,
    basis: each.basis,
  }));
  const { rows: written } = await sql<{ isNew: boolean }>`
    insert into anomaly (province, id, kind, institution_id, jurisdiction, subject_key, found_on, facts, lines, amount, basis, state)
    select ${context.scope.province}::smallint, f.id, f.kind, f.institution_id, f.jurisdiction, f.subject_key, ${day}::date, f.facts,
      f.lines, f.amount, f.basis, 'new'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f (id uuid, kind text, institution_id uuid, jurisdiction text,
      subject_key text, facts jsonb, lines jsonb, amount numeric, basis jsonb)
    on conflict on constraint anomaly_is_found_once do update
    set facts = excluded.facts, lines = excluded.lines, amount = excluded.amount
    where anomaly.state = 'new'
    returning (xmax = 0) as is_new`.execute(tx);
  return written.filter((row) => row.isNew).length;
}
