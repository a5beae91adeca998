import type { Quantity } from '@daylight/rules/money.ts';
import type { DemandFacts, KeptLine, NoNeed } from '@daylight/rules/demand/lines.ts';
import type { ReportState, Times } from '@daylight/rules/demand/report.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { databaseNow } from '../../clock.ts';
import type { Context } from '../../context.ts';
import { type Tx, ask, prepared, send } from '../../db.ts';
import { statement } from '../../statement.ts';

/** A report with what its round says about the times, locked for the one who changes it. */
export interface StoredReport {
  readonly tenderId: string;
  readonly institutionId: string;
  readonly organiserId: string;
  readonly partners: readonly string[];
  readonly area: string;
  readonly state: ReportState;
  readonly version: number;
  readonly lineCount: number;
  readonly submittedBy: string | null;
  readonly lockedAt: Instant | null;
  readonly tenderState: string;
  readonly number: string;
  readonly title: string;
  readonly jurisdiction: string;
  readonly openedOn: IsoDate;
  readonly fromAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly confirmEndedAt: Instant | null;
}

export interface ReportKey {
  readonly tenderId: string;
  readonly institutionId: string;
}

/**
 * The row of the report is locked, so whoever locks the whole round waits for a report under way, and a report that waited
 * for that lock finds itself locked.
 */
export async function lockReport(
  tx: Tx,
  province: number,
  { tenderId, institutionId }: ReportKey,
): Promise<StoredReport | null> {
  const { rows } = await sql<StoredReport>`${prepared}
    select r.tender_id, r.institution_id, r.organiser_id, r.partners, r.area, r.state, r.version, r.line_count,
      r.submitted_by, r.locked_at, t.state as tender_state, t.number, t.title, t.jurisdiction,
      (d.opened_at at time zone 'Asia/Shanghai')::date as opened_on, t.demand_from_at as from_at, t.demand_due_at as due_at,
      d.confirm_ended_at
    from demand_report r
    join demand_round d on d.province = r.province and d.tender_id = r.tender_id
    join tender t on t.province = r.province and t.id = r.tender_id
    where r.province = ${province} and r.tender_id = ${tenderId} and r.institution_id = ${institutionId}
    for update of r`.execute(tx);
  return rows[0] ?? null;
}

/** The window by the clock that decides; asked once the report is locked. */
export async function timesOf(context: Context, tx: Tx, report: StoredReport): Promise<Times> {
  return {
    isReporting: report.tenderState === 'reporting',
    fromAt: report.fromAt,
    dueAt: report.dueAt,
    confirmEndedAt: report.confirmEndedAt,
    now: await databaseNow(context, tx),
  };
}

/** The items of the round, the products named and those that the institution used last year. */
export async function factsOf(
  tx: Tx,
  province: number,
  { tenderId, institutionId }: ReportKey,
  named: readonly string[],
): Promise<DemandFacts> {
  const [items, products] = await Promise.all([
    ask<{ item: string; name: string; isRunning: boolean }>(
      tx,
      statement`
    select item, name, state = 'running' as "isRunning" from tender_item
    where province = ${province} and tender_id = ${tenderId}`,
    ),
    ask<{ id: string; item: string; name: string; used: Quantity | null }>(
      tx,
      statement`
    with used as (
      select product_id, quantity from demand_use
      where province = ${province} and tender_id = ${tenderId} and institution_id = ${institutionId}
    ), wanted as (select unnest(${[...named]}::uuid[]) as id union select product_id from used)
    select p.id, p.item, p.name, u.quantity as used
    from wanted w
    join tender_product p on p.province = ${province} and p.id = w.id and p.tender_id = ${tenderId}
    left join used u on u.product_id = p.id`,
    ),
  ]);
  return { items, products };
}

export interface Submission {
  readonly lines: readonly KeptLine[];
  readonly noNeed: readonly NoNeed[];
  readonly at: Instant;
  readonly by: string;
  readonly organisationId: string;
  readonly hash: string;
}

/** Lines, report and its history in one statement, with which journal and commit leave: all of it is there, or nothing. */
export async function saveSubmission(
  tx: Tx,
  province: number,
  report: StoredReport,
  { lines, noNeed, at, by, organisationId, hash }: Submission,
): Promise<void> {
  const { tenderId, institutionId, organiserId, partners } = report;
  if (report.lineCount > 0)
    await sql`delete from demand_line
      where province = ${province} and tender_id = ${tenderId} and institution_id = ${institutionId}`.execute(
      tx,
    );
  const none = Object.fromEntries(noNeed.map((each) => [each.item, each.explanation]));
  const deviating = lines.filter((line) => line.isDeviating).length;
  const said = JSON.stringify({ lines: lines.length, deviating, hash });
  const inserting = statement`
    with kept as (
      insert into demand_line (province, tender_id, institution_id, product_id, item, organiser_id, partners, reported,
        last_year, is_last_year_stated, is_deviating, explanation)
      select ${province}::smallint, ${tenderId}::uuid, ${institutionId}::uuid, l.product_id, l.item, ${organiserId}::uuid,
        ${partners}::uuid[], l.reported, l.last_year, l.stated, l.deviating, l.explanation
      from unnest(${lines.map((line) => line.productId)}::uuid[], ${lines.map((line) => line.item)}::text[],
        ${lines.map((line) => line.reported)}::numeric[], ${lines.map((line) => line.lastYear)}::numeric[],
        ${lines.map((line) => line.isLastYearStated)}::boolean[], ${lines.map((line) => line.isDeviating)}::boolean[],
        ${lines.map((line) => line.explanation)}::text[])
        as l (product_id, item, reported, last_year, stated, deviating, explanation)
    ), step as (
      insert into demand_step (province, tender_id, institution_id, step, organiser_id, partners, kind, organisation_id,
        account_id, facts, at)
      values (${province}, ${tenderId}, ${institutionId}, ${report.version + 1}, ${organiserId}, ${partners}::uuid[],
        'submitted', ${organisationId}, ${by}, ${said}::jsonb, ${at})
    )
    update demand_report set state = 'submitted', draft = null, drafted_at = null, no_need = ${JSON.stringify(none)}::jsonb,
      line_count = ${lines.length}::integer, deviating_count = ${deviating}::integer, submitted_at = ${at},
      submitted_by = ${by}, confirmed_at = null, confirmed_by = null, reviewed_at = null, reviewed_by = null, note = '',
      version = version + 1
    where province = ${province} and tender_id = ${tenderId} and institution_id = ${institutionId}`;
  send(tx, inserting);
}

export interface StepTaken {
  readonly state: ReportState;
  readonly kind: 'confirmed' | 'accepted' | 'returned' | 'excluded';
  readonly note: string;
  readonly set: Readonly<Record<string, unknown>>;
}

/** A step of a report that leaves its lines as they are. */
export async function saveStep(
  context: Context,
  tx: Tx,
  report: StoredReport,
  { state, kind, note, set }: StepTaken,
): Promise<number> {
  const version = report.version + 1;
  const { province } = context.scope;
  await tx
    .updateTable('demandReport')
    .set({ ...set, state, note, version })
    .where('province', '=', province)
    .where('tenderId', '=', report.tenderId)
    .where('institutionId', '=', report.institutionId)
    .execute();
  await tx
    .insertInto('demandStep')
    .values({
      province,
      tenderId: report.tenderId,
      institutionId: report.institutionId,
      step: version,
      organiserId: report.organiserId,
      partners: [...report.partners],
      kind,
      organisationId: context.actor?.organisationId ?? null,
      accountId: context.actor?.accountId ?? null,
      note,
      at: context.now,
    })
    .execute();
  return version;
}
