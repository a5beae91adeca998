import type * as api from '@daylight/api/qualification.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import { type PathStep, type StepRefusal, stepOf } from '@daylight/rules/qualification/step.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { QualificationChangeWire } from '@daylight/api/qualification-shapes.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { shownChanges } from './change-view.ts';
import { dueFor } from './commands.ts';
import { takeEffect, tellFirm } from './effect.ts';
import { type ChangeRow, changeRows, lockChange, lockQualification } from './store.ts';

type Refused =
  | StepRefusal
  | 'qualification.changeUnknown'
  | 'qualification.otherJurisdiction'
  | 'qualification.noteMissing'
  | 'request.stale';
type Answer = Promise<Result<QualificationChangeWire, Refused | RepeatRefusal>>;

interface Deciding {
  readonly changeId: string;
  readonly step: PathStep;
  readonly note: string;
  readonly version: number;
}

export function checkQualificationChange(
  context: ActorContext,
  { params, body }: Call<typeof api.checkQualificationChange>,
): Answer {
  return decide(context, { ...params, ...body, step: body.pass ? 'check' : 'return' });
}

export function confirmQualificationChange(
  context: ActorContext,
  { params, body }: Call<typeof api.confirmQualificationChange>,
): Answer {
  return decide(context, { ...params, ...body, step: body.pass ? 'confirm' : 'return' });
}

export function withdrawQualificationChange(
  context: ActorContext,
  { params, body }: Call<typeof api.withdrawQualificationChange>,
): Answer {
  return decide(context, { ...params, ...body, step: 'withdraw', note: '' });
}

const events = {
  check: 'qualification.checked',
  confirm: 'qualification.confirmed',
  return: 'qualification.returned',
  withdraw: 'qualification.withdrawn',
} as const;

function decide(context: ActorContext, deciding: Deciding): Answer {
  return command(context, async (unit) => {
    const { actor, scope } = context;
    const { step, note } = deciding;
    const change = await lockChange(unit.tx, scope.province, deciding.changeId);
    const isOwn = change?.organisationId === actor.organisationId;
    if (change === undefined || (step === 'withdraw' && !isOwn)) return refuse('qualification.changeUnknown');
    if (step !== 'withdraw' && !reaches(actor, change.jurisdiction))
      return refuse('qualification.otherJurisdiction');
    if (change.version !== deciding.version) return refuse('request.stale');
    if (step === 'return' && note.length < 2) return refuse('qualification.noteMissing', { field: 'note' });
    const next = stepOf(change, step, actor.accountId);
    if (!next.ok) return next;
    const row = await lockQualification(unit.tx, scope.province, change.qualificationId);
    assert(row !== undefined, 'a change has a qualification');
    await saveStep(context, unit, change, { ...deciding, state: next.value });
    if (step === 'confirm') await takeEffect(context, unit, row, change);
    unit.record({
      event: events[step],
      subject: { kind: 'qualification', id: row.id },
      basis: step === 'withdraw' ? [] : [qualificationBasis.confirmed, qualificationBasis.twoPersons],
      before: { state: change.state },
      after: { change: change.id, act: change.act, state: next.value, note },
      readers: [change.organisationId],
    });
    if (step === 'return' || step === 'confirm')
      tellFirm(context, unit, { ...row, validUntil: change.contents.validUntil }, told(change, step, note));
    const after = await changeRows(unit.tx, scope.province).where('c.id', '=', change.id).executeTakeFirst();
    assert(after !== undefined, 'a change vanished');
    const [shown] = await shownChanges(unit.tx, context, [after]);
    assert(shown !== undefined, 'a change without a view');
    return ok(shown);
  });
}

function told({ act, reason }: ChangeRow, step: 'return' | 'confirm', note: string) {
  if (step === 'return') return { kind: 'qualification.returned', note };
  switch (act) {
    case 'declare':
    case 'change':
      return { kind: 'qualification.confirmed' };
    case 'end':
      return { kind: 'qualification.ended' };
    case 'suspend':
      return { kind: 'qualification.suspended', note: reason };
    case 'resume':
      return { kind: 'qualification.resumed' };
  }
}

interface Saving extends Deciding {
  readonly state: string;
}

async function saveStep(
  context: ActorContext,
  unit: Unit,
  change: ChangeRow,
  { step, state, note }: Saving,
): Promise<void> {
  const { actor, now, scope } = context;
  const closed = { dueAt: null, dueProvisional: false, dueBasis: null };
  const by =
    step === 'check'
      ? {
          checkedAt: now,
          checkedBy: actor.accountId,
          checkNote: note,
          ...dueFor(context, change.jurisdiction, 'qualification.confirmWithin'),
        }
      : { decidedAt: now, decidedBy: actor.accountId, decisionNote: note, ...closed };
  await unit.tx
    .updateTable('qualificationChange')
    .set({ state, ...by, version: change.version + 1 })
    .where('province', '=', scope.province)
    .where('id', '=', change.id)
    .execute();
}
