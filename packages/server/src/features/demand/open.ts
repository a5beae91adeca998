import { demandPolicyOf, reportBasis } from '@daylight/rules/demand/policy.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, addHours, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type TenderFacts, lockTender } from '../tender/port.ts';

const batch = 20;

/**
 * Announced rounds get a report for each institution, pre-filled from its purchases (SX-3.1a, GY-4.1); so do institutions
 * that join while reports are taken.
 */
export const demandOpens: Sweep = {
  name: 'demand-open',
  run: async (context) => {
    const { province } = context.scope;
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('tender as t')
        .select('t.id')
        .where('t.province', '=', province)
        .where('t.state', '=', 'reporting')
        .where('t.demandDueAt', '>', context.now)
        .where(
          sql<boolean>`exists (
            select from tender_institution i
            where i.province = t.province and i.tender_id = t.id and i.left_on is null and not exists (
              select from demand_report r
              where r.province = i.province and r.tender_id = i.tender_id and r.institution_id = i.institution_id))`,
        )
        .orderBy('t.id')
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, ({ id }) => openRound(context, id));
  },
};

async function openRound(context: Context, tenderId: string): Promise<boolean> {
  const opened = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    if (tender === null || tender.state !== 'reporting' || tender.demandDueAt === null)
      return refuse('demand.notOpen');
    const policy = demandPolicyOf(context.book, tender.jurisdiction, context.today);
    const remindAt = addHours(tender.demandDueAt, -24 * policy.remindBefore.value);
    const useFrom = addMonths(context.today, -policy.useMonths.value);
    const useUntil = addDays(context.today, -1);
    await unit.tx
      .insertInto('demandRound')
      .values({
        province,
        tenderId,
        organiserId: tender.organiserId,
        openedAt: context.now,
        useFrom,
        useUntil,
        remindAt,
      })
      .onConflict((conflict) => conflict.columns(['province', 'tenderId']).doNothing())
      .execute();
    const round = await unit.tx
      .selectFrom('demandRound')
      .select(['useFrom', 'useUntil'])
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .executeTakeFirstOrThrow();
    await fillUse(unit, context, tender, round);
    const institutions = await addReports(unit, context, tender);
    unit.record({
      event: 'demand.opened',
      subject: { kind: 'tender', id: tenderId },
      basis: [reportBasis],
      after: { number: tender.number, institutions: institutions.length, ...round },
      readers: [tender.organiserId],
    });
    for (const institution of institutions)
      unit.notify({
        organisationId: institution,
        kind: 'demand.opened',
        subject: { kind: 'tender', id: tenderId },
        facts: { title: tender.title, number: tender.number, institution },
        dueAt: tender.demandDueAt,
      });
    return ok(tenderId);
  });
  return opened.ok;
}

interface UseDays {
  readonly useFrom: IsoDate;
  readonly useUntil: IsoDate;
}

/**
 * What was accepted of each product's codes, in smallest units, which are the units of the item. A system holds one of each
 * of its parts: there the part used most counts, and not their sum. Trades are cut by month, so only those months are read.
 */
async function fillUse(
  { tx }: Unit,
  { scope }: Context,
  { id, organiserId, partners }: TenderFacts,
  { useFrom, useUntil }: UseDays,
): Promise<void> {
  const start = shanghaiMoment(useFrom, '00:00');
  const end = shanghaiMoment(addDays(useUntil, 1), '00:00');
  await sql`
    insert into demand_use (province, tender_id, institution_id, product_id, item, organiser_id, partners, quantity, amount, trades)
    select ${scope.province}::smallint, ${id}::uuid, c.institution_id, c.product_id, c.item, ${organiserId}::uuid,
      ${partners}::uuid[], round(case when c.is_system then max(c.units) else sum(c.units) end, 3), round(sum(c.amount), 2),
      sum(c.trades)::integer
    from (
      select i.institution_id, p.id as product_id, p.item, jsonb_array_length(p.parts) > 0 as is_system, k.item_code,
        sum(t.quantity * t.units_per_purchase_unit) as units, sum(t.quantity * t.price) as amount, count(*) as trades
      from tender_product p
      cross join lateral (select distinct e->>'itemCode' as item_code from jsonb_array_elements(p.codes) e) k
      join trade t on t.province = p.province and t.item_code = k.item_code
        and t.traded_at >= ${start}::timestamptz and t.traded_at < ${end}::timestamptz
        and t.id >= ${uuidFloor(start)}::uuid and t.id < ${uuidFloor(end)}::uuid
      join tender_institution i on i.province = p.province and i.tender_id = p.tender_id
        and i.institution_id = t.institution_id and i.left_on is null
      where p.province = ${scope.province} and p.tender_id = ${id}
      group by i.institution_id, p.id, p.item, is_system, k.item_code
    ) c
    where not exists (select from demand_report r where r.province = ${scope.province} and r.tender_id = ${id}
      and r.institution_id = c.institution_id)
    group by c.institution_id, c.product_id, c.item, c.is_system
    having sum(c.units) > 0
    on conflict do nothing`.execute(tx);
}

async function addReports(
  { tx }: Unit,
  { scope }: Context,
  { id, organiserId, partners }: TenderFacts,
): Promise<readonly string[]> {
  const { rows } = await sql<{ institutionId: string }>`
    insert into demand_report (province, tender_id, institution_id, organiser_id, partners, area, state)
    select i.province, i.tender_id, i.institution_id, ${organiserId}::uuid, ${partners}::uuid[], i.area, 'open'
    from tender_institution i
    where i.province = ${scope.province} and i.tender_id = ${id} and i.left_on is null
    on conflict do nothing
    returning institution_id`.execute(tx);
  return rows.map((row) => row.institutionId);
}
