import type { RuleDraft } from '@daylight/api/rule-draft.ts';
import type { RuleTrialDetails, TrialReport } from '@daylight/api/supervision-trials.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** Trials of one's own and those that colleagues of the same bureau share. */
export function trialRows(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('ruleTrial as t')
    .innerJoin('account as a', 'a.id', 't.accountId')
    .where('t.province', '=', scope.province)
    .where('t.organisationId', '=', actor.organisationId)
    .where((eb) => eb.or([eb('t.accountId', '=', actor.accountId), eb('t.shared', '=', true)]))
    .select([
      't.id',
      't.name',
      't.kind',
      't.draft',
      't.fromDay',
      't.untilDay',
      't.shared',
      't.accountId',
      't.state',
      't.done',
      't.total',
      't.startedAt',
      't.finishedAt',
      'a.name as byName',
    ]);
}
type Row = Awaited<ReturnType<ReturnType<typeof trialRows>['execute']>>[number];

export function trialItemOf(row: Row, { actor }: ActorContext): Omit<RuleTrialDetails, 'report'> {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as RuleTrialDetails['kind'],
    draft: row.draft as RuleDraft,
    from: row.fromDay,
    until: row.untilDay,
    shared: row.shared,
    own: row.accountId === actor.accountId,
    by: row.byName,
    state: row.state as RuleTrialDetails['state'],
    done: row.done,
    total: row.total,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

/** A trial that the asking person may see; null where there is none. */
export async function sharedTrial(
  tx: Tx,
  context: ActorContext,
  id: string,
): Promise<RuleTrialDetails | null> {
  const row = await trialRows(tx, context).select('t.report').where('t.id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return { ...trialItemOf(row, context), report: row.report as TrialReport | null };
}

/** How far a trial is; beside its reading transaction, which writes nothing. */
export async function noteProgress(
  tx: Tx,
  context: Context,
  id: string,
  set: Partial<{ done: number; total: number; state: 'done' | 'failed'; report: string }>,
): Promise<void> {
  await tx
    .updateTable('ruleTrial')
    .set({ ...set, beatAt: context.now, ...(set.state === undefined ? {} : { finishedAt: context.now }) })
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
}
