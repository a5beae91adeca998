import type * as api from '@daylight/api/execution-failure.ts';
import type { FailureDetails } from '@daylight/api/execution-shapes.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { type Decision, decideFailure, endFailure } from '@daylight/rules/execution/failure.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { supplyCaseFor } from '../credit/port.ts';
import { type FailureRow, failureAfter, failureRows, ruleOf } from './failure-rows.ts';
import { giveBack, takeOver } from './substitute.ts';

/** A second person confirms: the substitute takes over, the winner's case is opened in the credit catalogue (SX-5.3c). */
export async function decideFailureOf(
  context: ActorContext,
  { params, body }: Call<typeof api.decideSupplyFailure>,
): Answered<typeof api.decideSupplyFailure> {
  return command<FailureDetails, RefusalOf<typeof api.decideSupplyFailure>>(context, async (unit) => {
    const row = await failureRows(unit.tx, context)
      .where('f.id', '=', params.failureId)
      .forUpdate('f')
      .executeTakeFirst();
    if (row === undefined) return refuse('execution.failureUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const decided = decideFailure(ruleOf(row), { ...body, by: context.actor.accountId });
    if (!decided.ok) return decided;
    await carryOut(unit, context, { row, decision: decided.value, note: body.note, approve: body.approve });
    return ok(await failureAfter(unit.tx, context, row.id));
  });
}

interface Carrying {
  readonly row: FailureRow;
  readonly decision: Decision;
  readonly note: string;
  readonly approve: boolean;
}

async function carryOut(
  unit: Unit,
  context: ActorContext,
  { row, decision, note, approve }: Carrying,
): Promise<void> {
  const { actor, now, scope } = context;
  const moved = decision.substitutes ? await takeOver(unit.tx, context, row) : [];
  const creditSupplyId = decision.bears
    ? await supplyCaseFor(context, unit, {
        organisationId: row.manufacturerId,
        jurisdiction: actor.jurisdiction,
        cause: 'notSupplied',
        facts: `${row.number} ${row.productName}：${row.findingNote}`,
        basis: executionBasis.failure,
      })
    : null;
  await unit.tx
    .updateTable('supplyFailure')
    .set({
      state: decision.state,
      decidedAt: approve ? now : null,
      decidedBy: approve ? actor.accountId : null,
      decisionNote: note,
      creditSupplyId,
      substituteFrom: decision.substitutes ? context.today : null,
      ...(approve ? {} : { finding: null, foundAt: null, foundBy: null, substituteProductId: null }),
      version: row.version + 1,
    })
    .where('province', '=', scope.province)
    .where('id', '=', row.id)
    .execute();
  const subject = { kind: 'supply-failure', id: row.id };
  unit.record({
    event: approve ? 'execution.failureDecided' : 'execution.failureSentBack',
    subject,
    basis: [executionBasis.failure, executionBasis.twoPersons],
    before: { state: row.state, finding: row.finding },
    after: {
      state: decision.state,
      note,
      substitute: row.substituteProductId,
      accounts: moved.length,
      creditSupplyId,
    },
    readers: [row.manufacturerId, row.organiserId, ...row.institutions],
  });
  if (approve) tellDecided(unit, row, decision, { note, moved });
}

interface Told {
  readonly note: string;
  readonly moved: readonly { readonly institutionId: string; readonly product: string }[];
}

function tellDecided(unit: Unit, row: FailureRow, decision: Decision, { note, moved }: Told): void {
  const subject = { kind: 'supply-failure', id: row.id };
  const facts = { number: row.number, product: row.productName, note };
  const kind =
    decision.state === 'dismissed'
      ? 'execution.failureDismissed'
      : decision.bears
        ? 'execution.failureConfirmed'
        : 'execution.failureExcused';
  unit.notify({ organisationId: row.manufacturerId, kind, subject, facts });
  for (const { institutionId, product } of moved)
    unit.notify({
      organisationId: institutionId,
      kind: 'execution.substituted',
      subject,
      facts: { ...facts, substitute: product },
    });
}

/** The winner supplies again: what the substitute did not deliver goes back to it. */
export async function endSubstitutionOf(
  context: ActorContext,
  { params, body }: Call<typeof api.endSubstitution>,
): Answered<typeof api.endSubstitution> {
  return command<FailureDetails, RefusalOf<typeof api.endSubstitution>>(context, async (unit) => {
    const row = await failureRows(unit.tx, context)
      .where('f.id', '=', params.failureId)
      .forUpdate('f')
      .executeTakeFirst();
    if (row === undefined) return refuse('execution.failureUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const ended = endFailure(row);
    if (!ended.ok) return ended;
    const institutions = await giveBack(unit.tx, context, row.id);
    await unit.tx
      .updateTable('supplyFailure')
      .set({ state: ended.value, endedAt: context.now, endNote: body.note, version: row.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    const subject = { kind: 'supply-failure', id: row.id };
    unit.record({
      event: 'execution.substitutionEnded',
      subject,
      basis: [executionBasis.failure],
      before: { state: row.state },
      after: { state: ended.value, note: body.note },
      readers: [row.manufacturerId, row.organiserId, ...institutions],
    });
    const facts = { number: row.number, product: row.productName, note: body.note };
    for (const organisationId of [row.manufacturerId, ...institutions])
      unit.notify({ organisationId, kind: 'execution.substitutionEnded', subject, facts });
    return ok(await failureAfter(unit.tx, context, row.id));
  });
}
