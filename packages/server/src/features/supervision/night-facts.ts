import type { Money } from '@daylight/rules/money.ts';
import type {
  Bought,
  ClassSuppliers,
  ItemVolume,
  LineKey,
  PlacedOrder,
  PricedLine,
  RedLine,
} from '@daylight/rules/supervision/anomaly.ts';
import { type IsoDate, addDays, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type ZoneInstitution, zonesOfPrices } from './port.ts';

/** For whom facts are fetched: institutions that bought or ordered on the day. */
export interface Asked {
  readonly tx: Tx;
  readonly context: Context;
  readonly day: IsoDate;
  readonly ids: readonly string[];
}
export type ActiveInstitution = ZoneInstitution;

type Of<T> = T & { readonly institutionId: string };

function byInstitution<T>(rows: readonly Of<T>[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.institutionId);
    if (group === undefined) groups.set(row.institutionId, [row]);
    else group.push(row);
  }
  return groups;
}

/** From the first moment of a day, `days` long until the end of `day`. */
function within(day: IsoDate, days: number) {
  return {
    from: shanghaiMoment(addDays(day, 1 - days), '00:00'),
    before: shanghaiMoment(day, '24:00'),
  };
}

/** Public institutions with a trade or an order on the day (JS-12 重点对公立医疗机构). */
export async function activeOn(
  tx: Tx,
  context: Context,
  day: IsoDate,
): Promise<readonly ActiveInstitution[]> {
  const { from, before } = within(day, 1);
  const { province } = context.scope;
  const { rows } = await sql<ActiveInstitution>`
    select o.id, o.jurisdiction, o.level, o.ownership
    from organisation o
    where o.kind = 'institution' and o.ownership = 'public' and o.id in (
      select institution_id from trade
      where province = ${province} and traded_at >= ${from}::timestamptz and traded_at < ${before}::timestamptz
        and id >= app.uuid_floor(${from}::timestamptz) and id < app.uuid_floor(${before}::timestamptz + interval '1 day')
      union
      select institution_id from purchase_order
      where province = ${province} and id >= app.uuid_floor(${from}::timestamptz) and id < app.uuid_floor(${before}::timestamptz)
    )
    order by o.id`.execute(tx);
  return rows;
}

export async function redLines(
  { tx, context, day, ids }: Asked,
  days: number,
): Promise<Map<string, RedLine[]>> {
  const { from, before } = within(day, days);
  const { rows } = await sql<Of<RedLine>>`
    select p.institution_id, l.order_id, l.line, l.amount
    from purchase_order p
    join order_line l on l.province = p.province and l.order_id = p.id and l.zone = 'red'
    where p.province = ${context.scope.province} and p.institution_id = any(${ids}::uuid[])
      and p.id >= app.uuid_floor(${from}::timestamptz) and p.id < app.uuid_floor(${before}::timestamptz)
      and l.order_id >= app.uuid_floor(${from}::timestamptz) and p.state <> 'cancelled'
    order by l.order_id desc, l.line`.execute(tx);
  return byInstitution(rows);
}

/** Sums of the months since, with the bargains below the listing price that were opened or joined. */
export async function boughtSince(
  { tx, context, day, ids }: Asked,
  firstMonth: IsoDate,
): Promise<Map<string, Bought>> {
  const from = shanghaiMoment(firstMonth, '00:00');
  const { rows } = await sql<Of<Bought>>`
    select m.institution_id, sum(m.lines)::bigint as lines, sum(m.amount) as amount, sum(m.listed_amount) as listed_amount,
      (select count(*) from bargain_member b join bargain g on g.province = b.province and g.id = b.bargain_id
        where b.province = ${context.scope.province} and b.institution_id = m.institution_id and b.joined_at >= ${from}::timestamptz
          and g.kind <> 'listed') as bargains
    from purchase_month m
    where m.province = ${context.scope.province} and m.institution_id = any(${ids}::uuid[])
      and m.month >= ${firstMonth}::date and m.month <= ${day}::date
    group by m.institution_id`.execute(tx);
  return new Map(rows.map((row) => [row.institutionId, row]));
}

/** Of items bought on the day: units of this month and of the months before. */
export async function volumesOf(
  { tx, context, day, ids }: Asked,
  months: number,
): Promise<Map<string, ItemVolume[]>> {
  const { from, before } = within(day, 1);
  const month = `${day.slice(0, 8)}01` as IsoDate;
  const { rows } = await sql<Of<Omit<ItemVolume, 'lines'> & { lines: LineKey[] }>>`
    with today as (
      select institution_id, item_code, jsonb_agg(jsonb_build_object('orderId', order_id, 'line', order_line)) as lines
      from trade
      where province = ${context.scope.province} and traded_at >= ${from}::timestamptz and traded_at < ${before}::timestamptz
        and id >= app.uuid_floor(${from}::timestamptz) and id < app.uuid_floor(${before}::timestamptz + interval '1 day')
        and institution_id = any(${ids}::uuid[])
      group by institution_id, item_code
    )
    select t.institution_id, t.item_code, i.product_name as product, t.lines,
      coalesce(sum(m.units) filter (where m.month = ${month}::date), 0)::text as units,
      coalesce(sum(m.units) filter (where m.month < ${month}::date), 0)::text as units_before,
      coalesce(sum(m.amount) filter (where m.month = ${month}::date), 0) as amount
    from today t
    join catalogue_item i on i.item_code = t.item_code
    join purchase_month m on m.province = ${context.scope.province} and m.institution_id = t.institution_id
      and m.item_code = t.item_code and m.month >= ${addMonths(month, -months)}::date and m.month <= ${month}::date
    group by t.institution_id, t.item_code, i.product_name, t.lines`.execute(tx);
  return byInstitution(
    rows.map((row) => ({ ...row, units: plain(row.units), unitsBefore: plain(row.unitsBefore) })),
  );
}

/** '12.000' as '12': sums of quantities come as text of three decimals. */
function plain(text: string): Money {
  return (text.includes('.') ? text.replace(/\.?0+$/, '') : text) as Money;
}

interface SupplierRow {
  institutionId: string;
  classCode: string;
  className: string;
  amount: Money;
  topId: string;
  topName: string;
  topAmount: Money;
  suppliersElsewhere: number;
}

/** By class of the third level: how much from whom, and how many makers the province buys the class from. */
export async function suppliersOf(
  { tx, context, day, ids }: Asked,
  months: number,
): Promise<Map<string, ClassSuppliers[]>> {
  const first = `${addMonths(day, 1 - months).slice(0, 8)}01` as IsoDate;
  const { rows } = await sql<SupplierRow>`
    with own as (
      select institution_id, left(item_code, 7) as class_code, manufacturer_id, sum(amount) as amount
      from purchase_month
      where province = ${context.scope.province} and institution_id = any(${ids}::uuid[]) and month >= ${first}::date
        and month <= ${day}::date
      group by 1, 2, 3
    ), per_class as (
      select institution_id, class_code, sum(amount) as amount, (array_agg(manufacturer_id order by amount desc))[1] as top_id,
        max(amount) as top_amount
      from own group by 1, 2
    ), everywhere as (
      select left(m.item_code, 7) as class_code, count(distinct m.manufacturer_id) as suppliers
      from purchase_month m
      where m.province = ${context.scope.province} and m.month >= ${first}::date and m.month <= ${day}::date
        and left(m.item_code, 7) = any(select class_code from per_class)
      group by 1
    )
    select p.institution_id, p.class_code, coalesce(n.class_name_3, p.class_code) as class_name, p.amount, p.top_id, o.name as top_name,
      p.top_amount, e.suppliers as suppliers_elsewhere
    from per_class p
    join everywhere e on e.class_code = p.class_code
    join organisation o on o.id = p.top_id
    left join lateral (
      select class_name_3 from catalogue_item i
      where i.item_code between p.class_code and rpad(p.class_code, 27, '9') limit 1
    ) n on true`.execute(tx);
  return byInstitution(
    rows.map(({ topId, topName, ...row }) => ({ ...row, topManufacturer: { id: topId, name: topName } })),
  );
}

export interface OrdersAndLimit {
  readonly orders: PlacedOrder[];
  readonly limit: Money | null;
}

/** Orders of the last days of institutions that set a limit above which an order needs an approver. */
export async function ordersNearLimit(
  { tx, context, day, ids }: Asked,
  days: number,
): Promise<Map<string, OrdersAndLimit>> {
  const { from, before } = within(day, days);
  const { rows } = await sql<Of<PlacedOrder> & { limit: Money }>`
    select p.institution_id, p.id as order_id, p.number, p.distributor_id, d.name as distributor, p.amount, s.approval_above as limit
    from order_setting s
    join purchase_order p on p.province = s.province and p.institution_id = s.institution_id
    join organisation d on d.id = p.distributor_id
    where s.province = ${context.scope.province} and s.institution_id = any(${ids}::uuid[]) and s.approval_above is not null
      and p.id >= app.uuid_floor(${from}::timestamptz) and p.id < app.uuid_floor(${before}::timestamptz) and p.state <> 'cancelled'
    order by p.id`.execute(tx);
  return new Map(
    [...byInstitution(rows)].map(([id, own]) => [id, { orders: own, limit: own[0]?.limit ?? null }]),
  );
}

interface TradedLine {
  institutionId: string;
  orderId: string;
  line: number;
  itemCode: string;
  product: string;
  price: Money;
  unitsPerPurchaseUnit: number;
  amount: Money;
}

/** The day's trades with the median of the peers, out of the same reference sets that zones use. */
export async function pricedLines(
  { tx, context, day, ids }: Asked,
  institutions: readonly ActiveInstitution[],
): Promise<Map<string, PricedLine[]>> {
  const { from, before } = within(day, 1);
  const { rows } = await sql<TradedLine>`
    select t.institution_id, t.order_id, t.order_line as line, t.item_code, i.product_name as product, t.price,
      t.units_per_purchase_unit, round(t.price * t.quantity, 2) as amount
    from trade t join catalogue_item i on i.item_code = t.item_code
    where t.province = ${context.scope.province} and t.traded_at >= ${from}::timestamptz and t.traded_at < ${before}::timestamptz
      and t.id >= app.uuid_floor(${from}::timestamptz) and t.id < app.uuid_floor(${before}::timestamptz + interval '1 day')
      and t.institution_id = any(${ids}::uuid[])`.execute(tx);
  const lines = new Map<string, PricedLine[]>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.institutionId)) {
    const institution = institutions.find((each) => each.id === id);
    if (institution === undefined) continue;
    const findings = await zonesOfPrices(tx, context, institution, own);
    lines.set(
      id,
      own.flatMap(({ orderId, line, itemCode, product, amount }, at) => {
        const finding = findings[at];
        if (finding === undefined) return [];
        const median = finding.reason === 'tooFewTrades' ? null : finding.median;
        return [{ orderId, line, itemCode, product, amount, price: finding.price, median }];
      }),
    );
  }
  return lines;
}
