import { reviewBasis } from '@daylight/rules/panel/policy.ts';
import { pointsText } from '@daylight/rules/panel/score.ts';
import { assert } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export type PanelOutcome = 'recommended' | 'notRecommended';

export interface ClosedReview {
  readonly id: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly outcome: PanelOutcome;
  /** Points with two decimals, '85.33'. */
  readonly score: string;
  readonly minutesId: string;
}

/** Reviews whose minutes are confirmed and whose result the owner has not taken yet, oldest first. */
export async function closedReviews(
  tx: Tx,
  province: number,
  kind: string,
  limit: number,
): Promise<readonly ClosedReview[]> {
  const rows = await tx
    .selectFrom('panelReview')
    .select(['id', 'subjectKind', 'subjectId', 'outcome', 'scoreHundredths', 'minutesId'])
    .where('province', '=', province)
    .where('kind', '=', kind)
    .where('state', '=', 'confirmed')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    subject: { kind: row.subjectKind, id: row.subjectId },
    outcome: row.outcome as PanelOutcome,
    score: pointsText(row.scoreHundredths ?? 0),
    minutesId: row.minutesId ?? '',
  }));
}

/** Marks the result as taken in the owner's command; null where another server was first. Throws before it is confirmed. */
export async function takeReview(context: Context, unit: Unit, id: string): Promise<ClosedReview | null> {
  const row = await unit.tx
    .selectFrom('panelReview')
    .select(['number', 'state', 'subjectKind', 'subjectId', 'outcome', 'scoreHundredths', 'minutesId'])
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  assert(row !== undefined, `no panel review ${id}`);
  if (row.state === 'taken') return null;
  assert(row.state === 'confirmed', `panel review ${id} is ${row.state}`);
  await unit.tx
    .updateTable('panelReview')
    .set((eb) => ({ state: 'taken', takenAt: context.now, version: eb('version', '+', 1) }))
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .execute();
  const score = pointsText(row.scoreHundredths ?? 0);
  unit.record({
    event: 'panel.taken',
    subject: { kind: 'panel', id },
    basis: [reviewBasis],
    after: { number: row.number, outcome: row.outcome, score },
  });
  return {
    id,
    subject: { kind: row.subjectKind, id: row.subjectId },
    outcome: row.outcome as PanelOutcome,
    score,
    minutesId: row.minutesId ?? '',
  };
}

export interface ReviewShown {
  readonly id: string;
  readonly number: string;
  readonly state: 'opened' | 'frozen' | 'sitting' | 'short' | 'closed' | 'confirmed' | 'taken' | 'withdrawn';
  readonly outcome: PanelOutcome | null;
  readonly score: string | null;
}

interface ShownRow {
  subjectKind: string;
  subjectId: string;
  id: string;
  number: string;
  state: ReviewShown['state'];
  outcome: PanelOutcome | null;
  scoreHundredths: number | null;
}

/** The newest review of each subject, by `${kind}:${id}`; outcome and score only once the minutes are confirmed. */
export async function reviewOf(
  tx: Tx,
  province: number,
  subjects: readonly { readonly kind: string; readonly id: string }[],
): Promise<Map<string, ReviewShown>> {
  if (subjects.length === 0) return new Map();
  const { rows } = await sql<ShownRow>`
    select distinct on (r.subject_kind, r.subject_id)
      r.subject_kind, r.subject_id, r.id, r.number, r.state, r.outcome, r.score_hundredths
    from panel_review r
    join jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as s (kind text, id text)
      on r.subject_kind = s.kind and r.subject_id = s.id
    where r.province = ${province}
    order by r.subject_kind, r.subject_id, r.id desc`.execute(tx);
  return new Map(
    rows.map((row) => {
      const known = row.state === 'confirmed' || row.state === 'taken';
      const shown: ReviewShown = {
        id: row.id,
        number: row.number,
        state: row.state,
        outcome: known ? row.outcome : null,
        score: known && row.scoreHundredths !== null ? pointsText(row.scoreHundredths) : null,
      };
      return [`${row.subjectKind}:${row.subjectId}`, shown];
    }),
  );
}

/** The owner takes a review back, e.g. because the application behind it was withdrawn; a confirmed one stays. */
export async function withdrawReview(
  context: Context,
  unit: Unit,
  id: string,
  reason: string,
): Promise<void> {
  const { province } = context.scope;
  const row = await unit.tx
    .updateTable('panelReview')
    .set((eb) => ({ state: 'withdrawn', shortNote: reason, version: eb('version', '+', 1) }))
    .where('province', '=', province)
    .where('id', '=', id)
    .where('state', 'in', ['opened', 'frozen', 'sitting', 'short'])
    .returning('number')
    .executeTakeFirst();
  if (row === undefined) return;
  await unit.tx
    .updateTable('panelCandidate')
    .set((eb) => ({ state: 'released', dueAt: null, version: eb('version', '+', 1) }))
    .where('province', '=', province)
    .where('reviewId', '=', id)
    .where('state', 'in', ['invited', 'accepted', 'reserve', 'frozen'])
    .execute();
  unit.record({
    event: 'panel.withdrawn',
    subject: { kind: 'panel', id },
    basis: [reviewBasis],
    after: { number: row.number, reason },
  });
}
