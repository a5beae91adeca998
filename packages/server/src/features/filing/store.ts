import type { Filing, FilingDueKind, FilingState, LowestRecord } from '@daylight/rules/filing/filing.ts';
import type { Money, Quantity } from '@daylight/rules/money.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { Basis, Facts } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

export type FilingRow = Selectable<DB['filing']>;

/** A filing with what the rules do not decide on: who, about what, under which number. */
export interface StoredFiling {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly institutionId: string;
  readonly manufacturerId: string;
  readonly jurisdiction: string;
  readonly bureau: string;
  readonly itemCode: string;
  readonly class: ConsumableClass;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly outsideId: string | null;
  readonly publicityId: string | null;
  readonly appliedAt: Instant;
  readonly filing: Filing;
}

export function filingOf(row: FilingRow): Filing {
  return {
    state: row.state as FilingState,
    round: row.round,
    price: row.price,
    quantity: row.quantity,
    unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
    lowest: row.lowest as LowestRecord | null,
    hasRecords: row.hasRecords,
    opinion: row.opinion as Filing['opinion'],
    objectionUpheld: row.objectionUpheld,
    checkedBy: row.checkedBy,
    reportedBy: row.reportedBy,
    clockStartedAt: row.clockStartedAt,
    due:
      row.dueAt === null
        ? null
        : {
            kind: row.dueKind as FilingDueKind,
            at: row.dueAt,
            provisional: row.dueProvisional,
            basis: row.dueBasis as Basis,
          },
    overdueAt: row.overdueAt,
    outcomeBasis: row.outcomeBasis as Basis | null,
  };
}

export function storedOf(row: FilingRow): StoredFiling {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    institutionId: row.institutionId,
    manufacturerId: row.manufacturerId,
    jurisdiction: row.jurisdiction,
    bureau: row.bureau,
    itemCode: row.itemCode,
    class: row.class as ConsumableClass,
    purchaseUnit: row.purchaseUnit,
    smallestUnit: row.smallestUnit,
    outsideId: row.outsideId,
    publicityId: row.publicityId,
    appliedAt: row.appliedAt,
    filing: filingOf(row),
  };
}

export function columnsOf(filing: Filing) {
  const { due } = filing;
  return {
    state: filing.state,
    round: filing.round,
    price: filing.price,
    quantity: filing.quantity,
    hasRecords: filing.hasRecords,
    lowest: filing.lowest === null ? null : JSON.stringify(filing.lowest),
    opinion: filing.opinion,
    objectionUpheld: filing.objectionUpheld,
    checkedBy: filing.checkedBy,
    reportedBy: filing.reportedBy,
    clockStartedAt: filing.clockStartedAt,
    dueKind: due?.kind ?? null,
    dueAt: due?.at ?? null,
    dueProvisional: due?.provisional ?? false,
    dueBasis: due === null ? null : JSON.stringify(due.basis),
    overdueAt: filing.overdueAt,
    outcomeBasis: filing.outcomeBasis === null ? null : JSON.stringify(filing.outcomeBasis),
  };
}

/** The row locked until the commit; with `skipLocked` a row that another server holds counts as not there. */
export async function lockFiling(
  tx: Tx,
  province: number,
  id: string,
  skipLocked = false,
): Promise<StoredFiling | null> {
  let query = tx
    .selectFrom('filing')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate();
  if (skipLocked) query = query.skipLocked();
  const row = await query.executeTakeFirst();
  return row === undefined ? null : storedOf(row);
}

/** What a step writes beside the decision. */
export interface FilingSet {
  readonly deliveredAt?: Instant;
  readonly checkedAt?: Instant;
  readonly reportedAt?: Instant;
  readonly decidedAt?: Instant;
  readonly decidedBy?: string;
  readonly reviewId?: string;
  readonly publicityId?: string;
  readonly listingId?: string;
  readonly listingNumber?: string;
  readonly outcomeReason?: string;
  readonly outcomeNote?: string;
}

export async function saveFiling(
  tx: Tx,
  context: Context,
  stored: StoredFiling,
  { filing, set }: { readonly filing: Filing; readonly set?: FilingSet | undefined },
): Promise<void> {
  const isEnded = filing.outcomeBasis !== null;
  await tx
    .updateTable('filing')
    .set({
      ...columnsOf(filing),
      ...set,
      closedAt: isEnded ? context.now : null,
      version: stored.version + 1,
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', stored.id)
    .execute();
}

export interface NewStep {
  readonly kind: string;
  readonly price?: Money | null;
  readonly quantity?: Quantity | null;
  readonly note?: string;
  readonly facts?: Facts;
}

/** A line of what happened; the number follows from those that are there (the filing's row is locked). */
export async function addStep(
  tx: Tx,
  context: Context,
  of: Pick<StoredFiling, 'id' | 'institutionId' | 'manufacturerId'>,
  step: NewStep,
): Promise<void> {
  const { scope, actor, now } = context;
  await sql`
    insert into filing_step (province, filing_id, step, kind, organisation_id, account_id, price, quantity, note, facts, at,
      institution_id, manufacturer_id)
    select ${scope.province}::smallint, ${of.id}::uuid, count(*)::integer + 1, ${step.kind},
      ${actor?.organisationId ?? null}::uuid, ${actor?.accountId ?? null}::uuid, ${step.price ?? null}::numeric,
      ${step.quantity ?? null}::numeric, ${step.note ?? ''}, ${JSON.stringify(step.facts ?? {})}::jsonb, ${now}::timestamptz,
      ${of.institutionId}::uuid, ${of.manufacturerId}::uuid
    from filing_step where province = ${scope.province} and filing_id = ${of.id}::uuid`.execute(tx);
}
