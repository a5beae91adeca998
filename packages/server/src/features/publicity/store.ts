import type { Objection, ObjectionOutcome, ObjectionState } from '@daylight/rules/publicity/objection.ts';
import { type PublicityPolicy, publicityPolicyOf } from '@daylight/rules/publicity/policy.ts';
import type { PublicityKind } from '@daylight/rules/publicity/kind.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

export type ObjectionRow = Selectable<DB['publicityObjection']>;
export type ListRow = Selectable<DB['publicity']>;
export type ItemRow = Selectable<DB['publicityItem']>;

export async function listOf(tx: Tx, province: number, id: string): Promise<ListRow | null> {
  const row = await tx
    .selectFrom('publicity')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function itemAt(
  tx: Tx,
  province: number,
  publicityId: string,
  key: string | null,
): Promise<ItemRow | null> {
  if (key === null) return null;
  const row = await tx
    .selectFrom('publicityItem')
    .selectAll()
    .where('province', '=', province)
    .where('publicityId', '=', publicityId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}

/** The rules of the day on which the list became public hold to its end. */
export function policyOf(context: Context, list: ListRow): PublicityPolicy {
  return publicityPolicyOf(
    context.book,
    list.jurisdiction,
    shanghaiDate(list.openedAt),
    list.kind as PublicityKind,
  );
}

export function objectionOf(row: ObjectionRow): Objection {
  return {
    state: row.state as ObjectionState,
    madeAt: row.madeAt,
    takenUpAt: row.takenUpAt,
    extendedWorkdays: row.extendedWorkdays,
    answeredBy: row.answeredBy,
    outcome: row.outcome as ObjectionOutcome | null,
    itemStands: row.itemStands,
    due:
      row.dueAt === null
        ? null
        : { at: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as Basis },
  };
}

/** The columns that follow from the value of the rule. */
export function columnsOf(objection: Objection) {
  const { due } = objection;
  return {
    state: objection.state,
    takenUpAt: objection.takenUpAt,
    extendedWorkdays: objection.extendedWorkdays,
    answeredBy: objection.answeredBy,
    outcome: objection.outcome,
    itemStands: objection.itemStands,
    dueAt: due?.at ?? null,
    dueProvisional: due?.provisional ?? false,
    dueBasis: due === null ? null : JSON.stringify(due.basis),
  };
}

export async function loadObjection(
  tx: Tx,
  province: number,
  id: string,
  skipLocked = false,
): Promise<ObjectionRow | null> {
  let row = tx
    .selectFrom('publicityObjection')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate();
  if (skipLocked) row = row.skipLocked();
  return (await row.executeTakeFirst()) ?? null;
}

export async function insertObjection(tx: Tx, row: Insertable<DB['publicityObjection']>): Promise<void> {
  await tx.insertInto('publicityObjection').values(row).execute();
}

export async function saveObjection(
  tx: Tx,
  row: ObjectionRow,
  objection: Objection,
  more: Updateable<DB['publicityObjection']> = {},
): Promise<void> {
  await tx
    .updateTable('publicityObjection')
    .set({ ...columnsOf(objection), ...more, version: row.version + 1 })
    .where('province', '=', row.province)
    .where('id', '=', row.id)
    .execute();
}

/** What the public reads of an objection that is being examined or was decided. */
export async function savePublicFace(tx: Tx, face: Insertable<DB['publicityAnswer']>): Promise<void> {
  const { state, issue, outcome = null, itemStands = null, answer = '', decidedAt = null } = face;
  const changing = { state, issue, outcome, itemStands, answer, decidedAt };
  await tx
    .insertInto('publicityAnswer')
    .values(face)
    .onConflict((conflict) => conflict.columns(['province', 'objectionId']).doUpdateSet(changing))
    .execute();
}
