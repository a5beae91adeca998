import type { OutsideOutcome } from '@daylight/api/filing-outside.ts';
import type { OutsideKind, OutsideLine, OutsideState } from '@daylight/rules/filing/outside.ts';
import { type Money, amountOf } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Insertable, type Selectable, type Updateable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

export type OutsideRow = Selectable<DB['outsidePurchase']>;

export interface EnteredLine extends OutsideLine {
  readonly productName: string;
  readonly specification: string;
  readonly manufacturerName: string;
  readonly purchaseUnit: string;
  readonly lot: string;
}

export async function lockOutside(
  tx: Tx,
  province: number,
  id: string,
  skipLocked = false,
): Promise<OutsideRow | null> {
  let query = tx
    .selectFrom('outsidePurchase')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate();
  if (skipLocked) query = query.skipLocked();
  return (await query.executeTakeFirst()) ?? null;
}

export async function insertOutside(tx: Tx, row: Insertable<DB['outsidePurchase']>): Promise<void> {
  await tx.insertInto('outsidePurchase').values(row).execute();
}

export async function saveOutside(
  tx: Tx,
  row: Pick<OutsideRow, 'province' | 'id' | 'version'>,
  set: Updateable<DB['outsidePurchase']>,
): Promise<void> {
  await tx
    .updateTable('outsidePurchase')
    .set({ ...set, version: row.version + 1 })
    .where('province', '=', row.province)
    .where('id', '=', row.id)
    .execute();
}

/** The lines as they are now; those that are there already keep the filing of their product. */
export async function putLines(
  tx: Tx,
  context: Context,
  of: { readonly id: string; readonly institutionId: string },
  lines: readonly EnteredLine[],
): Promise<void> {
  const { province } = context.scope;
  const kept = await tx
    .deleteFrom('outsidePurchaseLine')
    .where('province', '=', province)
    .where('purchaseId', '=', of.id)
    .returning(['itemCode', 'filingId'])
    .execute();
  const filingOf = new Map(kept.map((each) => [each.itemCode, each.filingId]));
  const rows = lines.map((line, at) => ({
    line: at + 1,
    item_code: line.itemCode,
    product_name: line.productName,
    specification: line.specification,
    manufacturer_name: line.manufacturerName,
    purchase_unit: line.purchaseUnit,
    price: line.price,
    quantity: line.quantity,
    amount: amountOf(line.price, line.quantity),
    lot: line.lot,
    filing_id: line.itemCode === '' ? null : (filingOf.get(line.itemCode) ?? null),
  }));
  await sql`
    insert into outside_purchase_line (province, purchase_id, line, institution_id, item_code, product_name, specification,
      manufacturer_name, purchase_unit, price, quantity, amount, lot, filing_id)
    select ${province}::smallint, ${of.id}::uuid, l.line, ${of.institutionId}::uuid, l.item_code, l.product_name,
      l.specification, l.manufacturer_name, l.purchase_unit, l.price, l.quantity, l.amount, l.lot, l.filing_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (line integer, item_code text, product_name text,
      specification text, manufacturer_name text, purchase_unit text, price numeric, quantity numeric, amount numeric,
      lot text, filing_id uuid)`.execute(tx);
}

/** Until when it has to be filed, while that is open. */
export function fileDueOf(row: {
  readonly fileDueAt: OutsideRow['fileDueAt'];
  readonly fileDueProvisional: boolean;
  readonly fileDueBasis: unknown;
  readonly filedAt: OutsideRow['filedAt'];
}) {
  return row.fileDueAt === null || row.filedAt !== null
    ? null
    : {
        dueAt: row.fileDueAt,
        provisional: row.fileDueProvisional,
        basis: row.fileDueBasis as Basis | null,
      };
}

interface Outcome {
  readonly id: string;
  readonly number: string;
  readonly state: OutsideState;
  readonly amount: Money;
  readonly fileDue: OutsideOutcome['fileDue'];
  readonly version: number;
}

export function outsideOutcome(given: Outcome): OutsideOutcome {
  return { ...given };
}

export function subjectOf(id: string) {
  return { kind: 'outside-purchase', id } as const;
}

export function kindOf(row: Pick<OutsideRow, 'kind'>): OutsideKind {
  return row.kind as OutsideKind;
}
