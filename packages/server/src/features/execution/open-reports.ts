import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';

interface Reporting {
  readonly institutionId: string;
  readonly tenderId: string;
}

interface Month extends Reporting {
  readonly month: IsoDate;
}

interface Clock {
  readonly dueAt: Instant;
  readonly provisional: boolean;
  readonly basis: Basis;
}

/** A month as the days and ids in it: ledger lines are found by both. */
function spanOf(month: IsoDate) {
  const from = shanghaiMoment(month, '00:00');
  const until = shanghaiMoment(addMonths(month, 1), '00:00');
  return { from, until, first: uuidFloor(from), last: uuidFloor(until) };
}

/** The month is over on the morning of the first of the next one: from then the term of the pack runs. */
function clockFor(
  context: Context,
  rulesOf: string,
  month: IsoDate,
  key: 'execution.usageWithin' | 'execution.supplyWithin',
): Clock {
  const term = resolve(context.book, key, rulesOf, context.today);
  const { dueAt, provisional } = dueOf(
    shanghaiMoment(addMonths(month, 1), '00:00'),
    term.value,
    context.calendar,
  );
  return { dueAt, provisional, basis: basisOf(term) };
}

/** Opens the institution's report on a month, and those of the winners whose products it has (JS-25b, SX-5.3a). */
export async function openReports(
  unit: Unit,
  context: Context,
  { institutionId, tenderId }: Reporting,
  month: IsoDate,
): Promise<void> {
  const tender = await unit.tx
    .selectFrom('tender')
    .select(['number', 'title', 'jurisdiction', 'organiserId'])
    .where('province', '=', context.scope.province)
    .where('id', '=', tenderId)
    .executeTakeFirst();
  assert(tender !== undefined, 'an account belongs to a round');
  const usage = clockFor(context, tender.jurisdiction, month, 'execution.usageWithin');
  const opened = await openUsage(unit.tx, context, { institutionId, tenderId, month }, usage);
  const facts = { number: tender.number, title: tender.title, month: month.slice(0, 7) };
  if (opened !== null)
    unit.notify({
      organisationId: institutionId,
      kind: 'execution.usageDue',
      subject: { kind: 'volume-report', id: opened },
      facts,
      dueAt: usage.dueAt,
    });
  const supply = clockFor(context, tender.jurisdiction, month, 'execution.supplyWithin');
  for (const { id, manufacturerId } of await openSupply(
    unit.tx,
    context,
    { institutionId, tenderId, month },
    supply,
  )) {
    const subject = { kind: 'supply-report', id };
    unit.notify({
      organisationId: manufacturerId,
      kind: 'execution.supplyDue',
      subject,
      facts,
      dueAt: supply.dueAt,
    });
    unit.record({
      event: 'execution.supplyOpened',
      subject,
      basis: [executionBasis.supplyReport],
      after: { ...facts, dueAt: supply.dueAt },
      readers: [manufacturerId],
    });
  }
}

async function openUsage(
  tx: Tx,
  context: Context,
  { institutionId, tenderId, month }: Month,
  clock: Clock,
): Promise<string | null> {
  const { province } = context.scope;
  const id = context.newId();
  const span = spanOf(month);
  const { rows } = await sql<{ id: string }>`
    with accounts as materialized (
      select * from volume_account
      where province = ${province} and institution_id = ${institutionId}::uuid and tender_id = ${tenderId}::uuid
        and from_on < ${addMonths(month, 1)}::date and until_on >= ${month}::date
        and (ended_at is null or ended_at >= ${span.from}::timestamptz)
    ), report as (
      insert into volume_report (province, id, tender_id, organiser_id, institution_id, jurisdiction, month, state, due_at,
        due_provisional, due_basis, opened_at)
      select ${province}::smallint, ${id}::uuid, ${tenderId}::uuid, a.organiser_id, ${institutionId}::uuid, a.jurisdiction,
        ${month}::date, 'open', ${clock.dueAt}::timestamptz, ${clock.provisional}, ${JSON.stringify(clock.basis)}::jsonb,
        ${context.now}::timestamptz
      from accounts a limit 1
      on conflict (province, institution_id, tender_id, month) do nothing
      returning id, organiser_id
    ), sums as (
      select e.account_id, sum(e.ordered_change) filter (where e.kind = 'ordered') as ordered, sum(e.accepted_change) as bought
      from volume_entry e
      where e.province = ${province} and e.account_id in (select id from accounts)
        and e.id >= ${span.first}::uuid and e.id < ${span.last}::uuid
      group by e.account_id
    ), lines as (
      insert into volume_report_line (province, report_id, account_id, institution_id, organiser_id, ordered, bought)
      select ${province}::smallint, r.id, a.id, ${institutionId}::uuid, r.organiser_id, coalesce(s.ordered, 0),
        coalesce(s.bought, 0)
      from report r cross join accounts a left join sums s on s.account_id = a.id
    )
    select id from report`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Of every winner that the institution buys from, once for each month whoever's look comes first. */
async function openSupply(
  tx: Tx,
  context: Context,
  { institutionId, tenderId, month }: Month,
  clock: Clock,
): Promise<readonly { id: string; manufacturerId: string }[]> {
  const { province } = context.scope;
  const missing = await sql<{ manufacturerId: string }>`
    select distinct a.manufacturer_id from volume_account a
    where a.province = ${province} and a.institution_id = ${institutionId}::uuid and a.tender_id = ${tenderId}::uuid
      and not exists (select 1 from supply_report r where r.province = ${province} and r.tender_id = ${tenderId}::uuid
        and r.manufacturer_id = a.manufacturer_id and r.month = ${month}::date)
    order by a.manufacturer_id`.execute(tx);
  const wanted = missing.rows.map(({ manufacturerId }) => ({
    id: context.newId(),
    manufacturer_id: manufacturerId,
  }));
  if (wanted.length === 0) return [];
  const span = spanOf(month);
  const { rows } = await sql<{ id: string; manufacturerId: string }>`
    with report as (
      insert into supply_report (province, id, tender_id, organiser_id, manufacturer_id, month, state, due_at, due_provisional,
        due_basis, opened_at)
      select ${province}::smallint, w.id, ${tenderId}::uuid, t.organiser_id, w.manufacturer_id, ${month}::date, 'open',
        ${clock.dueAt}::timestamptz, ${clock.provisional}, ${JSON.stringify(clock.basis)}::jsonb, ${context.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (id uuid, manufacturer_id uuid)
      join tender t on t.province = ${province} and t.id = ${tenderId}::uuid
      order by w.manufacturer_id
      on conflict (province, manufacturer_id, tender_id, month) do nothing
      returning id, manufacturer_id, organiser_id
    ), accounts as materialized (
      select a.id, a.product_id, a.manufacturer_id, a.state, a.agreed - a.consumed as owed
      from volume_account a join report r on r.manufacturer_id = a.manufacturer_id
      where a.province = ${province} and a.tender_id = ${tenderId}::uuid
    ), sums as (
      select a.product_id, sum(e.accepted_change) as accepted
      from accounts a
      join volume_entry e on e.province = ${province} and e.account_id = a.id
        and e.id >= ${span.first}::uuid and e.id < ${span.last}::uuid
      group by a.product_id
    ), lines as (
      insert into supply_report_line (province, report_id, product_id, manufacturer_id, organiser_id, owed, accepted)
      select ${province}::smallint, r.id, a.product_id, r.manufacturer_id, r.organiser_id,
        coalesce(sum(a.owed) filter (where a.state = 'open'), 0), coalesce(max(s.accepted), 0)
      from report r
      join accounts a on a.manufacturer_id = r.manufacturer_id
      left join sums s on s.product_id = a.product_id
      group by r.id, a.product_id, r.manufacturer_id, r.organiser_id
      having sum(a.owed) filter (where a.state = 'open') is not null or max(s.accepted) is not null
    )
    select id, manufacturer_id from report`.execute(tx);
  return rows;
}
