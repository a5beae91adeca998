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
import { type FailureRow, failureAfter, failureRows, ruleOf, runsRound } from './failure-rows.ts';

/** A second person confirms, of the bureau or of the hospital that runs the round; the clock carries it out (SX-5.3c). */
export async function decideFailureOf(
  context: ActorContext,
  { params, body }: Call<typeof api.decideSupplyFailure>,
): Answered<typeof api.decideSupplyFailure> {
  return command<FailureDetails, RefusalOf<typeof api.decideSupplyFailure>>(context, async (unit) => {
    const row = await failureRows(unit.tx, context)
      .where('f.id', '=', params.failureId)
      .forUpdate('f')
      .executeTakeFirst();
    if (row === undefined || !runsRound(context, row)) return refuse('execution.failureUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const decided = decideFailure(ruleOf(row), { ...body, by: context.actor.accountId });
    if (!decided.ok) return decided;
    await save(unit, context, { row, decision: decided.value, note: body.note, approve: body.approve });
    return ok(await failureAfter(unit.tx, context, row.id));
  });
}

interface Deciding {
  readonly row: FailureRow;
  readonly decision: Decision;
  readonly note: string;
  readonly approve: boolean;
}

async function save(
  unit: Unit,
  context: ActorContext,
  { row, decision, note, approve }: Deciding,
): Promise<void> {
  const { actor, now, scope } = context;
  await unit.tx
    .updateTable('supplyFailure')
    .set({
      state: decision.state,
      decidedAt: approve ? now : null,
      decidedBy: approve ? actor.accountId : null,
      decisionNote: note,
      substituteFrom: decision.substitutes ? context.today : null,
      carry: decision.substitutes || decision.bears ? 'start' : null,
      ...(approve ? {} : { finding: null, foundAt: null, foundBy: null, substituteProductId: null }),
      version: row.version + 1,
    })
    .where('province', '=', scope.province)
    .where('id', '=', row.id)
    .execute();
  unit.record({
    event: approve ? 'execution.failureDecided' : 'execution.failureSentBack',
    subject: { kind: 'supply-failure', id: row.id },
    basis: [executionBasis.failure, executionBasis.twoPersons],
    before: { state: row.state, finding: row.finding },
    after: { state: decision.state, note, substitute: row.substituteProductId },
    readers: [row.manufacturerId, row.organiserId, ...row.institutions],
  });
  if (approve) tellDecided(unit, row, decision, note);
}

function tellDecided(unit: Unit, row: FailureRow, decision: Decision, note: string): void {
  const kind =
    decision.state === 'dismissed'
      ? 'execution.failureDismissed'
      : decision.bears
        ? 'execution.failureConfirmed'
        : 'execution.failureExcused';
  unit.notify({
    organisationId: row.manufacturerId,
    kind,
    subject: { kind: 'supply-failure', id: row.id },
    facts: { number: row.number, product: row.productName, note },
  });
}

/** The winner supplies again; what the substitute did not deliver goes back to it by the clock. */
export async function endSubstitutionOf(
  context: ActorContext,
  { params, body }: Call<typeof api.endSubstitution>,
): Answered<typeof api.endSubstitution> {
  return command<FailureDetails, RefusalOf<typeof api.endSubstitution>>(context, async (unit) => {
    const row = await failureRows(unit.tx, context)
      .where('f.id', '=', params.failureId)
      .forUpdate('f')
      .executeTakeFirst();
    if (row === undefined || !runsRound(context, row)) return refuse('execution.failureUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const ended = endFailure(ruleOf(row));
    if (!ended.ok) return ended;
    await unit.tx
      .updateTable('supplyFailure')
      .set({
        state: ended.value,
        endedAt: context.now,
        endNote: body.note,
        carry: 'end',
        version: row.version + 1,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'execution.substitutionEnded',
      subject: { kind: 'supply-failure', id: row.id },
      basis: [executionBasis.failure],
      before: { state: row.state },
      after: { state: ended.value, note: body.note },
      readers: [row.manufacturerId, row.organiserId, ...row.institutions],
    });
    return ok(await failureAfter(unit.tx, context, row.id));
  });
}
