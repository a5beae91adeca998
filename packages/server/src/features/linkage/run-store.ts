import type { LinkageRun } from '@daylight/api/linkage-run.ts';
import type { RatioRule } from '@daylight/rules/policy/shapes.ts';
import type { Provision } from '@daylight/rules/policy/provision.ts';
import { zero } from '@daylight/rules/money.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { LowestPolicy } from '@daylight/rules/linkage/lowest.ts';

export type RunState = LinkageRun['state'];
export type RunReport = LinkageRun['report'];

export const emptyReport: RunReport = {
  listings: 0,
  lowered: 0,
  warned: 0,
  effect: zero,
  kept: 0,
  executed: 0,
  overtaken: 0,
};

/** The rule of the day on which the run began: the whole run keeps it. */
export interface RunRule {
  readonly plain: LowestPolicy;
  readonly selected: LowestPolicy;
  readonly ratios: Provision<readonly RatioRule[]>;
}

export interface StoredRun {
  readonly id: string;
  readonly number: string;
  readonly jurisdiction: string;
  readonly year: number;
  readonly state: RunState;
  readonly priceDay: IsoDate;
  readonly executeOn: IsoDate;
  readonly rule: RunRule;
  readonly reached: string | null;
  readonly done: number;
  readonly total: number;
  readonly report: RunReport;
  readonly taskId: string | null;
  readonly publicityId: string | null;
  readonly enteredBy: string;
  readonly version: number;
}

export async function lockRun(
  tx: Tx,
  context: Pick<Context, 'scope'>,
  id: string,
  skipLocked = false,
): Promise<StoredRun | null> {
  let query = tx
    .selectFrom('linkageRun')
    .select([
      'id',
      'number',
      'jurisdiction',
      'year',
      'priceDay',
      'executeOn',
      'rule',
      'reached',
      'done',
      'total',
    ])
    .select(['report', 'taskId', 'publicityId', 'enteredBy', 'version'])
    .select((eb) => eb.ref('state').$castTo<RunState>().as('state'))
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate();
  if (skipLocked) query = query.skipLocked();
  const row = await query.executeTakeFirst();
  return row === undefined ? null : { ...row, rule: row.rule as RunRule, report: row.report as RunReport };
}

export interface RunChange {
  readonly state?: RunState;
  readonly reached?: string | null;
  readonly done?: number;
  readonly total?: number;
  readonly report?: RunReport;
  readonly publicityId?: string | null;
  readonly decidedBy?: string | null;
  readonly note?: string;
  readonly executed?: boolean;
  readonly taskId?: string | null;
}

/** Progress does not move the version on: nobody acts on it. */
export async function saveRun(tx: Tx, context: Context, run: StoredRun, change: RunChange): Promise<number> {
  const version = change.state === undefined ? run.version : run.version + 1;
  const { report, executed, decidedBy, ...plain } = change;
  await tx
    .updateTable('linkageRun')
    .set({
      ...plain,
      version,
      ...(report === undefined ? {} : { report: JSON.stringify(report) }),
      ...(executed === true ? { executedAt: context.now } : {}),
      ...(decidedBy === undefined ? {} : { decidedBy, decidedAt: decidedBy === null ? null : context.now }),
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', run.id)
    .execute();
  const isOver = change.state === 'previewed' || change.state === 'executed' || change.state === 'cancelled';
  if (run.taskId !== null && (change.done !== undefined || isOver))
    await tx
      .updateTable('task')
      .set({
        ...(change.done === undefined ? {} : { done: change.done }),
        ...(isOver
          ? { state: 'done', finishedAt: context.now, report: JSON.stringify(report ?? run.report) }
          : {}),
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', run.taskId)
      .execute();
  return version;
}

/** Long work is a row of its own that can be found again. */
export async function newTask(
  tx: Tx,
  context: Context,
  kind: string,
  given: { total: number; input: unknown },
) {
  const id = context.newId();
  const { actor } = context;
  if (actor === null) return null;
  await tx
    .insertInto('task')
    .values({
      province: context.scope.province,
      id,
      organisationId: actor.organisationId,
      accountId: actor.accountId,
      kind,
      state: 'running',
      total: given.total,
      input: JSON.stringify(given.input),
      startedAt: context.now,
    })
    .execute();
  return id;
}
