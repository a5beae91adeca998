import type { EvidenceFile } from '@daylight/api/evidence.ts';
import type { ContentsWire, QualificationChangeWire } from '@daylight/api/qualification-shapes.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filesOf } from '../evidence/port.ts';
import { type ChangeRow, contentsOf, mayStep, qualificationRows, shownPath } from './store.ts';

export const changeSubject = 'qualification-change';

interface Beside {
  readonly now: ContentsWire | null;
  readonly files: readonly EvidenceFile[];
}

function shownChange(row: ChangeRow, { now, files }: Beside, context: ActorContext): QualificationChangeWire {
  const { id, number, qualificationId, jurisdiction, act, contents, reason, state } = row;
  return {
    id,
    number,
    qualificationId,
    organisation: { id: row.organisationId, name: row.organisationName },
    jurisdiction,
    act,
    contents,
    now,
    reason,
    state,
    ...shownPath(row, context),
    dueAt: row.dueAt,
    dueProvisional: row.dueProvisional,
    dueBasis: row.dueBasis,
    files: [...files],
    may: mayStep(context.actor, row),
    version: row.version,
  };
}

/** Changes with their files and with what is in force beside them. */
export async function shownChanges(
  tx: Tx,
  context: ActorContext,
  rows: readonly ChangeRow[],
): Promise<QualificationChangeWire[]> {
  if (rows.length === 0) return [];
  const { province } = context.scope;
  const ids = [...new Set(rows.map((row) => row.qualificationId))];
  const above = await qualificationRows(tx, province).where('q.id', 'in', ids).execute();
  const now = new Map(above.map((row) => [row.id, contentsOf(row)]));
  const subjects = rows.map(({ id }) => ({ kind: changeSubject, id }));
  const files = await filesOf(tx, province, subjects);
  return rows.map((row) =>
    shownChange(
      row,
      { now: now.get(row.qualificationId) ?? null, files: files.get(`${changeSubject}:${row.id}`) ?? [] },
      context,
    ),
  );
}
