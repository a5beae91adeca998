import { type Candidate, type CheckFacts, checkRecord } from '@daylight/rules/linkage/check.ts';
import type { RecordFinding } from '@daylight/rules/linkage/finding.ts';
import type { RecordSource } from '@daylight/rules/linkage/record.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { recordsOfItems } from './records.ts';

/** A record to be kept, as it came: by entry, workbook or feed, with an application or a declaration. */
export interface NewRecord extends Candidate {
  readonly source: Exclude<RecordSource, 'ownListing'>;
  /** The number or title of the document that shows it. */
  readonly document: string;
  /** Why an unusual price is right after all. */
  readonly reason?: string;
  readonly id?: string;
  readonly sourceId?: string;
  readonly externalId?: string;
  readonly externalVersion?: number;
  /** Given when the record counts at once: the second person of an import, null for a feed that was opened by two. */
  readonly verified?: { readonly by: string | null };
  readonly enteredBy?: string | null;
  readonly findings?: readonly RecordFinding[];
}

export interface AddedRecord {
  readonly id: string;
  readonly itemCode: string;
  readonly findings: readonly RecordFinding[];
}

/** What candidates are checked against: three statements for all of them. */
export async function checkFacts(
  tx: Tx,
  context: Context,
  itemCodes: readonly string[],
): Promise<(itemCode: string) => CheckFacts> {
  const codes = [...new Set(itemCodes)];
  const { province } = context.scope;
  const items =
    codes.length === 0
      ? []
      : await tx
          .selectFrom('catalogueItem')
          .select('itemCode')
          .select((eb) => eb.ref('state').$castTo<'active' | 'disabled' | 'transcoded'>().as('state'))
          .where('itemCode', 'in', codes)
          .execute();
  const records = await recordsOfItems(tx, context, { itemCodes: codes, on: null });
  const stateOf = new Map(items.map((each) => [each.itemCode, each.state]));
  const outlierShare = resolve(
    context.book,
    'linkage.outlierShare',
    `${String(province).padStart(2, '0')}0000`,
    context.today,
  );
  return (itemCode) => {
    const known = records.get(itemCode) ?? [];
    return {
      item: stateOf.get(itemCode) ?? null,
      records: known.filter((each) => each.source !== 'ownListing'),
      listings: known.filter((each) => each.source === 'ownListing'),
      outlierShare,
      today: context.today,
      ownProvince: province,
    };
  };
}

/**
 * Puts records into the book of prices in the caller's transaction. They are 'entered' until somebody else verified them,
 * unless `verified` says that this has happened. What the checks found is kept with each; errors are the caller's to refuse.
 */
export async function addRecords(
  context: Context,
  unit: Unit,
  records: readonly NewRecord[],
): Promise<readonly AddedRecord[]> {
  if (records.length === 0) return [];
  const factsOf = records.some((each) => each.findings === undefined)
    ? await checkFacts(
        unit.tx,
        context,
        records.map((each) => each.itemCode),
      )
    : null;
  const added = records.map((record) => ({
    ...record,
    id: record.id ?? context.newId(),
    findings: record.findings ?? (factsOf === null ? [] : checkRecord(record, factsOf(record.itemCode))),
  }));
  await insertRecords(unit.tx, context, added);
  await touch(
    unit.tx,
    context,
    added.filter((each) => each.verified !== undefined),
  );
  return added.map(({ id, itemCode, findings }) => ({ id, itemCode, findings }));
}

type Inserted = NewRecord & { readonly id: string; readonly findings: readonly RecordFinding[] };

async function insertRecords(tx: Tx, context: Context, records: readonly Inserted[]): Promise<void> {
  const { actor, scope, now } = context;
  const rows = records.map((each) => ({
    item_code: each.itemCode,
    id: each.id,
    jurisdiction: each.jurisdiction,
    kind: each.kind,
    price: each.price,
    purchase_unit: each.purchaseUnit,
    units: each.unitsPerPurchaseUnit,
    effective_from: each.effectiveFrom,
    effective_to: each.effectiveTo,
    contract: each.contract,
    document: each.document,
    source: each.source,
    source_id: each.sourceId ?? null,
    external_id: each.externalId ?? null,
    external_version: each.externalVersion ?? null,
    findings: each.findings,
    reason: each.reason ?? '',
    replaces: each.replaces ?? null,
    entered_by: each.enteredBy === undefined ? (actor?.accountId ?? null) : each.enteredBy,
    is_verified: each.verified !== undefined,
    verified_by: each.verified?.by ?? null,
  }));
  await sql`
    insert into price_record (province, item_code, id, jurisdiction, kind, price, purchase_unit, units_per_purchase_unit,
      effective_from, effective_to, contract, document, state, source, source_id, external_id, external_version, findings,
      reason, replaces, organisation_id, entered_by, entered_at, verified_by, verified_at)
    select ${scope.province}::smallint, r.item_code, r.id, r.jurisdiction, r.kind, r.price, r.purchase_unit, r.units,
      r.effective_from, r.effective_to, r.contract, r.document, case when r.is_verified then 'verified' else 'entered' end,
      r.source, r.source_id, r.external_id, r.external_version, r.findings, r.reason, r.replaces,
      ${actor?.organisationId ?? null}::uuid, r.entered_by, ${now}::timestamptz, r.verified_by,
      case when r.is_verified then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (item_code text, id uuid, jurisdiction text, kind text,
      price numeric, purchase_unit text, units integer, effective_from date, effective_to date, contract text, document text,
      source text, source_id uuid, external_id text, external_version integer, findings jsonb, reason text, replaces uuid,
      entered_by uuid, is_verified boolean, verified_by uuid)`.execute(tx);
}

interface Touched {
  readonly itemCode: string;
  readonly effectiveFrom: IsoDate;
}

/** Notes which items’ listings are to be looked at, now or on the day a price begins. */
export async function touch(tx: Tx, context: Context, touched: readonly Touched[]): Promise<void> {
  const { province } = context.scope;
  const days = new Map<string, { code: string; on: IsoDate }>();
  for (const { itemCode, effectiveFrom } of touched) {
    const on = effectiveFrom > context.today ? effectiveFrom : context.today;
    days.set(`${itemCode} ${on}`, { code: itemCode, on });
  }
  if (days.size === 0) return;
  const list = [...days.values()];
  await sql`
    insert into price_touch (province, item_code, due_on)
    select ${province}::smallint, t.code, t.due_on
    from unnest(${list.map((each) => each.code)}::text[], ${list.map((each) => each.on)}::date[]) as t (code, due_on)
    order by 2, 3
    on conflict (province, item_code, due_on) do nothing`.execute(tx);
}

/** Ends records with a last day, the day before another takes their place; one that begins later holds for its first day only. */
export async function endRecords(
  tx: Tx,
  context: Context,
  ends: readonly { readonly itemCode: string; readonly id: string; readonly lastDay: IsoDate }[],
): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    update price_record r set effective_to = greatest(e.last_day, r.effective_from)
    from unnest(${ends.map((each) => each.itemCode)}::text[], ${ends.map((each) => each.id)}::uuid[],
      ${ends.map((each) => each.lastDay)}::date[]) as e (item_code, id, last_day)
    where r.province = ${context.scope.province} and r.item_code = e.item_code and r.id = e.id
      and (r.effective_to is null or r.effective_to > e.last_day)`.execute(tx);
}
