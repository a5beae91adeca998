import type { TenderLevel, TenderMode, TenderOrigin, TenderState } from '@daylight/rules/tender/state.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Selectable } from 'kysely';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

type Row = Selectable<DB['tender']>;

/** All that stages ask of a round. */
export interface TenderFacts extends Omit<Row, 'level' | 'mode' | 'origin' | 'state'> {
  readonly level: TenderLevel;
  readonly mode: TenderMode;
  readonly origin: TenderOrigin;
  readonly state: TenderState;
}
export type TenderItem = Selectable<DB['tenderItem']>;
export type TenderProduct = Selectable<DB['tenderProduct']>;
export type TenderInstitution = Selectable<DB['tenderInstitution']>;

// A check of the table keeps these columns to the words of the rules.
const asFacts = (row: Row): TenderFacts => row as TenderFacts;

/** A round, if the scope of the transaction may see it. */
export async function readTender(tx: Tx, province: number, id: string): Promise<TenderFacts | null> {
  const row = await tx
    .selectFrom('tender')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : asFacts(row);
}

/** A round that a command changes. The wall lets only those lock it who may change it: staff, the clock, its organiser. */
export async function lockTender(tx: Tx, province: number, id: string): Promise<TenderFacts | null> {
  const row = await tx
    .selectFrom('tender')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : asFacts(row);
}

export async function tenderItems(tx: Tx, province: number, tenderId: string): Promise<TenderItem[]> {
  return tx
    .selectFrom('tenderItem')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('item')
    .execute();
}

export async function tenderProducts(tx: Tx, province: number, tenderId: string): Promise<TenderProduct[]> {
  return tx
    .selectFrom('tenderProduct')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('item')
    .orderBy('id')
    .execute();
}

/** The institutions that take part now: those that left are not among them. */
export async function tenderInstitutions(
  tx: Tx,
  province: number,
  tenderId: string,
): Promise<TenderInstitution[]> {
  return tx
    .selectFrom('tenderInstitution')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('leftOn', 'is', null)
    .orderBy('institutionId')
    .execute();
}

/** Until when leftover volume is chosen, where the plan set no end that is still to come. */
export async function setChoiceDue(
  tx: Tx,
  province: number,
  { tenderId, dueAt }: { readonly tenderId: string; readonly dueAt: Instant },
): Promise<void> {
  await tx
    .updateTable('tender')
    .set({ choiceDueAt: dueAt })
    .where('province', '=', province)
    .where('id', '=', tenderId)
    .execute();
}
