import type { Money } from '@daylight/rules/money.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { tenderPolicyOf } from '@daylight/rules/tender/policy.ts';
import {
  type Candidate,
  type CandidateFigures,
  type ScoredCandidate,
  groupCodeLength,
  scoreCandidates,
} from '@daylight/rules/tender/screening.ts';
import { type IsoDate, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { uuidFloor } from '../../ids.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type MetItem, roundsWithCodes, widerOf } from './overlap.ts';
import {
  type Excluded,
  type Screening,
  lockScreening,
  screeningsIn,
  setScreening,
} from './screening-store.ts';

/** Features within a group: the characters after the generic name that say material and specification. */
const featureCodeLength = groupCodeLength + 5;

/**
 * Reads past purchases of a screening one month at a time (GY-4.1): a month is one partition, and a server that stops in
 * between goes on where it was. After the last month the candidates are scored.
 */
export const collectSweep: Sweep = {
  name: 'tender-collect',
  run: async (context) =>
    moveEach(await screeningsIn(context, 'collecting'), async ({ id }) => {
      const done = await command(context, async (unit) => {
        const screening = await lockScreening(unit.tx, context.scope.province, id, true);
        if (screening?.state !== 'collecting') return refuse('tender.screeningState');
        await step(unit, context, screening);
        return ok(id);
      });
      return done.ok;
    }),
};

async function step(unit: Unit, context: Context, screening: Screening): Promise<void> {
  const until = earlier(nextMonth(screening.collectedTo), screening.beforeDay);
  await addMonth(unit, screening, until);
  const isLast = until === screening.beforeDay;
  if (isLast) await score(unit, context, screening);
  await setScreening(unit.tx, screening, { collectedTo: until, ...(isLast ? { state: 'ready' } : {}) });
  const subject = { kind: 'tender-screening', id: screening.id };
  const { number, title, organiserId, partners } = screening;
  unit.record({
    event: 'tender.collected',
    subject,
    basis: [articles.data],
    after: { number, from: screening.collectedTo, before: until },
    readers: [organiserId, ...partners],
  });
  if (!isLast) return;
  for (const organisationId of [organiserId, ...partners])
    unit.notify({ organisationId, kind: 'tender.screeningReady', subject, facts: { number, title } });
}

const nextMonth = (day: IsoDate): IsoDate => addMonths(`${day.slice(0, 8)}01` as IsoDate, 1);
const earlier = (a: IsoDate, b: IsoDate): IsoDate => (a < b ? a : b);

async function addMonth({ tx }: Unit, screening: Screening, until: IsoDate): Promise<void> {
  const { province, id, organiserId, partners, institutionIds } = screening;
  const start = shanghaiMoment(screening.collectedTo, '00:00');
  const end = shanghaiMoment(until, '00:00');
  await sql`
    insert into tender_screening_use as u (province, screening_id, prefix, institution_id, item_code, manufacturer_id,
      organiser_id, partners, quantity, amount, selected_amount, trades, price_low, price_high)
    select ${province}::smallint, ${id}::uuid, left(t.item_code, ${groupCodeLength}::int), t.institution_id, t.item_code,
      t.manufacturer_id, ${organiserId}::uuid, ${[...partners]}::uuid[], sum(t.quantity * t.units_per_purchase_unit),
      sum(round(t.price * t.quantity, 2)),
      coalesce(sum(round(t.price * t.quantity, 2)) filter (where l.form = 'alliance'), 0), count(*),
      min(t.price / t.units_per_purchase_unit), max(t.price / t.units_per_purchase_unit)
    from trade t
    join listing l on l.province = t.province and l.id = t.listing_id
    where t.province = ${province} and t.traded_at >= ${start}::timestamptz and t.traded_at < ${end}::timestamptz
      and t.id >= ${uuidFloor(start)}::uuid and t.id < ${uuidFloor(end)}::uuid
      and t.institution_id = any(${[...institutionIds]}::uuid[])
    group by t.institution_id, t.item_code, t.manufacturer_id
    on conflict (province, screening_id, prefix, institution_id, item_code, manufacturer_id) do update set
      quantity = u.quantity + excluded.quantity, amount = u.amount + excluded.amount,
      selected_amount = u.selected_amount + excluded.selected_amount, trades = u.trades + excluded.trades,
      price_low = least(u.price_low, excluded.price_low), price_high = greatest(u.price_high, excluded.price_high)`.execute(
    tx,
  );
}

interface Summed {
  readonly prefix: string;
  readonly name: string;
  readonly unit: string;
  readonly amount: Money;
  readonly volume: string;
  readonly institutions: number;
  readonly manufacturers: number;
  readonly products: number;
  readonly firstYear: number | null;
  readonly homogeneity: number;
  readonly benefit: number;
  readonly priceLow: Money;
  readonly priceHigh: Money;
  readonly selected: boolean;
}

/** The sums of a screening by product group, with what the catalogue says of names, units and certificates. */
async function sumsOf({ tx }: Unit, { province, id }: Screening): Promise<Summed[]> {
  const { rows } = await sql<Summed>`
    with used as materialized (
      select * from tender_screening_use where province = ${province} and screening_id = ${id}
    ), features as (
      select prefix, max(amount) as largest from (
        select prefix, left(item_code, ${featureCodeLength}::int), sum(amount) as amount from used group by 1, 2) f
      group by prefix
    ), named as (
      select distinct on (u.prefix) u.prefix, c.generic_name, c.class_name_3, l.smallest_unit
      from (select distinct prefix, item_code from used) u
      join catalogue_item c on c.item_code = u.item_code
      left join listing l on l.province = ${province} and l.item_code = u.item_code
      order by u.prefix, u.item_code
    ), years as (
      select u.prefix, min(substring(c.certificate from '(?:准|进|许)([0-9]{4})')::int) as first_year
      from (select distinct prefix, item_code from used) u join catalogue_item c on c.item_code = u.item_code
      group by u.prefix
    )
    select u.prefix, coalesce(nullif(n.generic_name, ''), n.class_name_3, u.prefix) as name,
      coalesce(n.smallest_unit, '') as unit, sum(u.amount) as amount, trim_scale(sum(u.quantity))::text as volume,
      count(distinct u.institution_id)::int as institutions, count(distinct u.manufacturer_id)::int as manufacturers,
      count(distinct u.item_code)::int as products, min(y.first_year) as first_year,
      (floor(max(f.largest) * 10000 / nullif(sum(u.amount), 0)))::int as homogeneity,
      greatest(0, floor((1 - min(u.price_low) * sum(u.quantity) / nullif(sum(u.amount), 0)) * 10000))::int as benefit,
      round(min(u.price_low), 6) as price_low, round(max(u.price_high), 6) as price_high,
      sum(u.selected_amount) > 0 as selected
    from used u
    join features f on f.prefix = u.prefix
    left join named n on n.prefix = u.prefix
    left join years y on y.prefix = u.prefix
    group by u.prefix, n.generic_name, n.class_name_3, n.smallest_unit
    having sum(u.amount) > 0
    order by u.prefix`.execute(tx);
  return rows;
}

async function score(unit: Unit, context: Context, screening: Screening): Promise<void> {
  const sums = await sumsOf(unit, screening);
  const year = Number(context.today.slice(0, 4));
  const candidates = sums.map((sum): Candidate => ({ prefix: sum.prefix, figures: figuresOf(sum, year) }));
  const scored = scoreCandidates(candidates, screening.criteria);
  const excluded = await excludedOf(unit, context, screening, sums);
  const named = new Map(sums.map((sum) => [sum.prefix, sum]));
  const rows = scored.map((each) => rowOf(each, named.get(each.prefix), excluded.get(each.prefix) ?? null));
  await sql`
    insert into tender_candidate (province, screening_id, prefix, organiser_id, partners, name, unit, figures, scores, total,
      place, excluded)
    select ${screening.province}::smallint, ${screening.id}::uuid, c.prefix, ${screening.organiserId}::uuid,
      ${[...screening.partners]}::uuid[], c.name, c.unit, c.figures, c.scores, c.total, c.place,
      nullif(c.excluded, 'null'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (prefix text, name text, unit text, figures jsonb,
      scores jsonb, total numeric, place int, excluded jsonb)`.execute(unit.tx);
}

function figuresOf(sum: Summed, year: number): CandidateFigures {
  const { amount, volume, institutions, manufacturers, products, homogeneity, benefit } = sum;
  return {
    amount,
    volume,
    institutions,
    manufacturers,
    products,
    maturityYears: sum.firstYear === null ? null : Math.max(0, year - sum.firstYear),
    homogeneity,
    benefit,
    priceLow: sum.priceLow,
    priceHigh: sum.priceHigh,
  };
}

function rowOf(
  { prefix, figures, scores, total, place }: ScoredCandidate,
  sum: Summed | undefined,
  excluded: Excluded | null,
) {
  const points = `${Math.floor(total / 100)}.${String(total % 100).padStart(2, '0')}`;
  return {
    prefix,
    name: sum?.name ?? prefix,
    unit: sum?.unit ?? '',
    figures,
    scores,
    total: points,
    place,
    excluded,
  };
}

/** Items of a wider round are left out with the round's name (SX-2.1, GY-3.2), as are those bought as selected products. */
async function excludedOf(
  unit: Unit,
  context: Context,
  screening: Screening,
  sums: readonly Summed[],
): Promise<ReadonlyMap<string, Excluded>> {
  const policy = tenderPolicyOf(context.book, screening.jurisdiction, context.today);
  const met = await roundsWithCodes(unit.tx, screening.province, {
    codePrefixes: sums.map(({ prefix }) => prefix),
    institutionIds: screening.institutionIds,
  });
  const byPrefix = Map.groupBy(met, (each: MetItem) => each.asked);
  const rule = screening.level === 'group' ? articles.jointChoice : basisOf(policy.stopWhenInWiderRound);
  const excluded = new Map<string, Excluded>();
  for (const { prefix, selected } of sums) {
    const own = byPrefix.get(prefix) ?? [];
    const wider = widerOf(own, screening.level);
    if (wider !== null) {
      const { number, title, level } = wider;
      excluded.set(prefix, { number, title, level, basis: rule });
    } else if (selected && own.length === 0) {
      // Bought as selected in a round that this platform does not run.
      excluded.set(prefix, { number: '', title: '', level: null, basis: articles.screening });
    }
  }
  return excluded;
}
