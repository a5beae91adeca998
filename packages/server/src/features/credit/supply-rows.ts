import type { SupplyCaseDetails, SupplyCaseItem, SupplyStepItem } from '@daylight/api/credit-shapes.ts';
import type { StepState } from '@daylight/rules/credit/ladder.ts';
import { suggestedStep } from '@daylight/rules/credit/ladder.ts';
import type { CreditRole } from '@daylight/rules/credit/shapes.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filesOf } from '../evidence/port.ts';
import { type Wording, dueFrom, isSeller, reachOf } from './rows.ts';

export function supplyRows(tx: Tx, context: ActorContext) {
  const rows = tx
    .selectFrom('creditSupply as s')
    .innerJoin('organisation as o', 'o.id', 's.organisationId')
    .where('s.province', '=', context.scope.province)
    .selectAll('s')
    .select(['o.name as organisation'])
    .select((eb) => [
      eb.ref('o.kind').$castTo<CreditRole>().as('role'),
      eb.ref('s.state').$castTo<'open' | 'closed'>().as('state'),
      eb.ref('s.cause').$castTo<SupplyCaseItem['cause']>().as('cause'),
      sql<Wording | null>`(select t.step_text from credit_step t where t.province = s.province and t.supply_id = s.id
        and (${isSeller(context)} is false or t.state in ('open', 'done')) order by t.id desc limit 1)`.as(
        'lastStep',
      ),
    ]);
  return isSeller(context)
    ? rows.where('s.organisationId', '=', context.actor.organisationId)
    : rows.where('s.jurisdiction', 'like', reachOf(context));
}
export type SupplyRow = Awaited<ReturnType<ReturnType<typeof supplyRows>['execute']>>[number];

export function supplyOf(row: SupplyRow): SupplyCaseItem {
  const { id, number, jurisdiction, cause, facts, state, openedAt, closedAt, lastStep, version, role } = row;
  const enterprise = { id: row.organisationId, name: row.organisation };
  return {
    id,
    number,
    enterprise,
    role,
    jurisdiction,
    cause,
    facts,
    state,
    openedAt,
    closedAt,
    lastStep,
    version,
  };
}

export function stepRows(tx: Tx, context: ActorContext) {
  const rows = tx
    .selectFrom('creditStep as t')
    .innerJoin('account as e', 'e.id', 't.enteredBy')
    .innerJoin('organisation as o', 'o.id', 't.organisationId')
    .where('t.province', '=', context.scope.province)
    .selectAll('t')
    .select(['e.name as entererName', 'o.name as organisation'])
    .select((eb) => eb.ref('t.state').$castTo<StepState>().as('state'));
  return isSeller(context)
    ? rows
        .where('t.organisationId', '=', context.actor.organisationId)
        .where('t.state', 'in', ['open', 'done'])
    : rows.where('t.jurisdiction', 'like', reachOf(context));
}
export type StepRow = Awaited<ReturnType<ReturnType<typeof stepRows>['execute']>>[number];

async function stepsOf(tx: Tx, context: ActorContext, rows: readonly StepRow[]): Promise<SupplyStepItem[]> {
  const files = await filesOf(
    tx,
    context.scope.province,
    rows.flatMap(({ id }) => [
      { kind: 'credit-step', id },
      { kind: 'credit-step-answer', id },
    ]),
  );
  return rows.map((row) => ({
    id: row.id,
    step: row.step,
    text: row.stepText as Wording,
    basis: row.basis as Basis,
    state: row.state,
    content: row.content,
    meetingAt: row.meetingAt,
    place: row.place,
    due: row.dueAt === null ? null : dueFrom(row.dueAt, false, row.basis),
    enteredAt: row.enteredAt,
    enteredBy: isSeller(context) ? '' : row.entererName,
    own: row.enteredBy === context.actor.accountId,
    issuedAt: row.issuedAt,
    answer: row.answer,
    answeredAt: row.answeredAt,
    minutes: row.minutes,
    settled: row.settled,
    doneAt: row.doneAt,
    caseId: row.caseId,
    files: [...(files.get(`credit-step:${row.id}`) ?? [])],
    answerFiles: [...(files.get(`credit-step-answer:${row.id}`) ?? [])],
    version: row.version,
  }));
}

/** The ladder of the jurisdiction, and the rung that follows what this enterprise was given before (HN-11a). */
export async function ladderOf(
  tx: Tx,
  context: Context,
  { organisationId, jurisdiction }: { readonly organisationId: string; readonly jurisdiction: string },
) {
  const { book, today, scope } = context;
  const ladder = resolve(book, 'supervision.enterpriseLadder', jurisdiction, today);
  const memory = resolve(book, 'credit.ladderMemory', jurisdiction, today);
  const done = await tx
    .selectFrom('creditStep')
    .select(['step', 'doneAt'])
    .where('province', '=', scope.province)
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'done')
    .where('settled', '=', false)
    .execute();
  const taken = done.flatMap(({ step, doneAt }) =>
    doneAt === null ? [] : [{ step, doneOn: shanghaiDate(doneAt) }],
  );
  const suggested = suggestedStep(ladder.value, taken, { months: memory.value, on: today });
  return { ladder: ladder.value, basis: { ...basisOf(ladder), clause: 'HN-11a' }, suggested };
}

export async function supplyDetails(
  tx: Tx,
  context: ActorContext,
  row: SupplyRow,
): Promise<SupplyCaseDetails> {
  const steps = await stepRows(tx, context).where('t.supplyId', '=', row.id).orderBy('t.id').execute();
  const { ladder, basis, suggested } = await ladderOf(tx, context, row);
  return {
    ...supplyOf(row),
    outcome: row.outcome,
    figures: row.figures as SupplyCaseDetails['figures'],
    steps: await stepsOf(tx, context, steps),
    ladder: ladder.map(({ code, zh, en }) => ({ code, zh, en })),
    suggested: ladder[suggested]?.code ?? '',
    basis,
  };
}

export async function supplyAfter(tx: Tx, context: ActorContext, id: string): Promise<SupplyCaseDetails> {
  const row = await supplyRows(tx, context).where('s.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'a case that was just written');
  return supplyDetails(tx, context, row);
}
