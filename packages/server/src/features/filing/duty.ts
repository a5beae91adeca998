import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { StoredFiling } from './store.ts';

/** The duty to file what was bought in an emergency (JS-19): kept on the purchase, fulfilled line by line. */
export interface OverdueDuty {
  readonly id: string;
  readonly number: string;
  readonly since: Instant;
}

/** An emergency purchase of the institution that should have been filed by now. */
export async function overdueDuty(
  tx: Tx,
  context: Context,
  institutionId: string,
): Promise<OverdueDuty | null> {
  const row = await tx
    .selectFrom('outsidePurchase')
    .select(['id', 'number', 'fileDueAt'])
    .where('province', '=', context.scope.province)
    .where('institutionId', '=', institutionId)
    .where('kind', '=', 'emergency')
    .where('fileDueAt', '<=', context.now)
    .where('filedAt', 'is', null)
    .where('state', 'in', ['consented', 'reported', 'noted'])
    .orderBy('fileDueAt')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.fileDueAt === null) return null;
  return { id: row.id, number: row.number, since: row.fileDueAt };
}

/** A filing of a product that was bought in an emergency: the last line filed ends the duty. */
export async function fulfilDuty(
  unit: Unit,
  context: Context,
  { outsideId, stored }: { readonly outsideId: string; readonly stored: StoredFiling },
): Promise<Result<true, 'filing.emergencyNotToFile'>> {
  const { tx } = unit;
  const { province } = context.scope;
  const purchase = await tx
    .selectFrom('outsidePurchase')
    .select(['id', 'number', 'fileDueBasis'])
    .where('province', '=', province)
    .where('id', '=', outsideId)
    .where('institutionId', '=', stored.institutionId)
    .where('kind', '=', 'emergency')
    .where('state', 'in', ['consented', 'reported', 'noted'])
    .forUpdate()
    .executeTakeFirst();
  if (purchase === undefined) return refuse('filing.emergencyNotToFile', { field: 'outsideId' });
  const { numUpdatedRows } = await tx
    .updateTable('outsidePurchaseLine')
    .set({ filingId: stored.id })
    .where('province', '=', province)
    .where('purchaseId', '=', outsideId)
    .where('itemCode', '=', stored.itemCode)
    .where('filingId', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return refuse('filing.emergencyNotToFile', { field: 'outsideId' });
  const left = await tx
    .selectFrom('outsidePurchaseLine')
    .select('line')
    .where('province', '=', province)
    .where('purchaseId', '=', outsideId)
    .where('filingId', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (left !== undefined) return ok(true);
  await sql`
    update outside_purchase set filed_at = ${context.now}, version = version + 1,
      due_kind = case when due_kind in ('remind', 'file') then null else due_kind end,
      due_at = case when due_kind in ('remind', 'file') then null else due_at end,
      due_provisional = due_provisional and due_kind not in ('remind', 'file')
    where province = ${province} and id = ${outsideId}::uuid`.execute(tx);
  unit.record({
    event: 'filing.outsideFiled',
    subject: { kind: 'outside-purchase', id: outsideId },
    basis: [purchase.fileDueBasis as never],
    after: { number: purchase.number, filing: stored.number },
  });
  return ok(true);
}

/** The filing that made it good was withdrawn or lapsed: the duty stands as it was, with the day it had. */
export async function reopenDuty(
  unit: Unit,
  context: Context,
  { outsideId, filingId }: { readonly outsideId: string; readonly filingId: string },
): Promise<void> {
  const { province } = context.scope;
  await unit.tx
    .updateTable('outsidePurchaseLine')
    .set({ filingId: null })
    .where('province', '=', province)
    .where('purchaseId', '=', outsideId)
    .where('filingId', '=', filingId)
    .execute();
  await sql`
    update outside_purchase set filed_at = null, due_kind = 'file', due_at = file_due_at,
      due_provisional = file_due_provisional, version = version + 1
    where province = ${province} and id = ${outsideId}::uuid and file_overdue_at is null`.execute(unit.tx);
  await sql`
    update outside_purchase set filed_at = null, version = version + 1
    where province = ${province} and id = ${outsideId}::uuid and file_overdue_at is not null`.execute(
    unit.tx,
  );
}

/** What was really bought may be more than what was filed: then the duty is there again. */
export async function reopenIfUnfiled(unit: Unit, context: Context, outsideId: string): Promise<void> {
  await sql`
    update outside_purchase p set filed_at = null, due_kind = 'file', due_at = file_due_at,
      due_provisional = file_due_provisional
    where p.province = ${context.scope.province} and p.id = ${outsideId}::uuid and exists (
      select from outside_purchase_line l where l.province = p.province and l.purchase_id = p.id and l.filing_id is null
    )`.execute(unit.tx);
}
