import type { PublicityKind } from '@daylight/rules/publicity/kind.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export { type NewPublicity, type OpenedPublicity, type PublicityItem, openPublicity } from './open.ts';
export { type SettledItem, type SettledPublicity, settledPublicities, takePublicity } from './settle.ts';

export interface PublicityShown {
  readonly id: string;
  readonly number: string;
  readonly kind: PublicityKind;
  readonly state: 'open' | 'ended' | 'taken' | 'withdrawn';
  readonly endsAt: Instant;
  readonly provisional: boolean;
}

interface ShownRow {
  subjectKind: string;
  subjectId: string;
  id: string;
  number: string;
  kind: PublicityKind;
  state: PublicityShown['state'];
  endsAt: Instant;
  endsProvisional: boolean;
}

/** The newest publicity of each subject, by `${kind}:${id}`; a subject that was never public is not in the map. */
export async function publicityOf(
  tx: Tx,
  province: number,
  subjects: readonly { readonly kind: string; readonly id: string }[],
): Promise<Map<string, PublicityShown>> {
  if (subjects.length === 0) return new Map();
  const { rows } = await sql<ShownRow>`
    select distinct on (p.subject_kind, p.subject_id)
      p.subject_kind, p.subject_id, p.id, p.number, p.kind, p.state, p.ends_at, p.ends_provisional
    from publicity p
    join jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as s (kind text, id text)
      on p.subject_kind = s.kind and p.subject_id = s.id
    where p.province = ${province}
    order by p.subject_kind, p.subject_id, p.id desc`.execute(tx);
  return new Map(
    rows.map((row) => [
      `${row.subjectKind}:${row.subjectId}`,
      {
        id: row.id,
        number: row.number,
        kind: row.kind,
        state: row.state,
        endsAt: row.endsAt,
        provisional: row.endsProvisional,
      },
    ]),
  );
}

/** The owner takes a list back before it took effect, e.g. because the application behind it was withdrawn. */
export async function withdrawPublicity(
  context: Context,
  unit: Unit,
  id: string,
  reason: string,
): Promise<void> {
  const row = await unit.tx
    .updateTable('publicity')
    .set((eb) => ({ state: 'withdrawn', stateNote: reason, version: eb('version', '+', 1) }))
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .where('state', 'in', ['open', 'ended'])
    .returning(['number', 'period'])
    .executeTakeFirst();
  if (row === undefined) return;
  const { document, article, clause } = row.period as Basis;
  unit.record({
    event: 'publicity.withdrawn',
    subject: { kind: 'publicity', id },
    basis: [{ document, article, clause }],
    after: { number: row.number, reason },
  });
}

export { recomputeProvisional } from './due.ts';
export { publicityTodos } from './todos.ts';
