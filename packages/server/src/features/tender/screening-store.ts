import type { ScreeningCriterion } from '@daylight/rules/policy/shapes.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { CandidateFigures, CriterionScore } from '@daylight/rules/tender/screening.ts';
import type { TenderLevel } from '@daylight/rules/tender/state.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import type { Updateable } from 'kysely';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { DB } from '../../tables.ts';

export interface Screening {
  readonly province: number;
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly level: TenderLevel;
  readonly jurisdiction: string;
  readonly organiserId: string;
  readonly partners: readonly string[];
  readonly regions: readonly string[];
  readonly groupIds: readonly string[];
  readonly institutionIds: readonly string[];
  readonly fromDay: IsoDate;
  readonly beforeDay: IsoDate;
  readonly collectedTo: IsoDate;
  readonly chooseCount: number | null;
  readonly criteria: readonly ScreeningCriterion[];
  readonly basis: Basis;
  readonly state: 'collecting' | 'ready' | 'proposed' | 'agreed' | 'dropped';
  readonly reason: string;
  readonly choiceHash: string | null;
  readonly agreedAt: Instant | null;
  readonly version: number;
}

const columns = [
  'province',
  'id',
  'number',
  'title',
  'level',
  'jurisdiction',
  'organiserId',
  'partners',
  'regions',
  'groupIds',
  'institutionIds',
  'fromDay',
  'beforeDay',
  'collectedTo',
  'chooseCount',
  'criteria',
  'basis',
  'state',
  'reason',
  'choiceHash',
  'agreedAt',
  'version',
] as const;

function screenings(tx: Tx, province: number) {
  return tx.selectFrom('tenderScreening').select(columns).where('province', '=', province);
}

export async function readScreeningRow(tx: Tx, province: number, id: string): Promise<Screening | null> {
  const row = await screenings(tx, province).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : (row as Screening);
}

/** The clock passes by one that another server holds. */
export async function lockScreening(
  tx: Tx,
  province: number,
  id: string,
  skipHeld = false,
): Promise<Screening | null> {
  const row = await screenings(tx, province)
    .where('id', '=', id)
    .forUpdate()
    .$if(skipHeld, (query) => query.skipLocked())
    .executeTakeFirst();
  return row === undefined ? null : (row as Screening);
}

/** Those that the clock has to go on with. */
export function screeningsIn(context: Context, state: Screening['state']): Promise<{ id: string }[]> {
  return reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('tenderScreening')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('state', '=', state)
      .orderBy('id')
      .limit(100)
      .execute(),
  );
}

export async function setScreening(
  tx: Tx,
  screening: Screening,
  set: Omit<Updateable<DB['tenderScreening']>, 'version'> & { state?: Screening['state'] },
): Promise<Screening> {
  await tx
    .updateTable('tenderScreening')
    .set({ ...set, version: screening.version + 1 })
    .where('province', '=', screening.province)
    .where('id', '=', screening.id)
    .execute();
  return { ...screening, ...(set as Partial<Screening>), version: screening.version + 1 };
}

export function outcomeOf({ id, number, state, version }: Screening) {
  return { id, number, state, version };
}

export interface Excluded {
  readonly number: string;
  readonly title: string;
  readonly level: TenderLevel | null;
  readonly basis: Basis;
}
export interface CandidateRow {
  readonly prefix: string;
  readonly name: string;
  readonly unit: string;
  readonly figures: CandidateFigures;
  readonly scores: readonly CriterionScore[];
  readonly total: string;
  readonly place: number;
  readonly excluded: Excluded | null;
  readonly chosen: boolean;
}

export async function candidatesOf(
  tx: Tx,
  { province, id }: Pick<Screening, 'province' | 'id'>,
): Promise<CandidateRow[]> {
  const rows = await tx
    .selectFrom('tenderCandidate')
    .select(['prefix', 'name', 'unit', 'figures', 'scores', 'total', 'place', 'excluded', 'chosen'])
    .where('province', '=', province)
    .where('screeningId', '=', id)
    .orderBy('place')
    .execute();
  return rows as unknown as CandidateRow[];
}
