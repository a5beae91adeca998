import type { BodyOf } from '@daylight/api/endpoint.ts';
import type * as api from '@daylight/api/qualification.ts';
import type { ContentsWire, QualificationChangeWire } from '@daylight/api/qualification-shapes.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import { checkContents } from '@daylight/rules/qualification/contents.ts';
import { renewed } from '@daylight/rules/qualification/renewal.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { changeSubject, shownChanges } from './change-view.ts';
import { declarerOf } from './declarer.ts';
import {
  type Act,
  type QualificationRow,
  changeRows,
  contentsOf,
  lockQualification,
  qualificationRows,
} from './store.ts';

/** The deadline of a step on the path, from now. */
export function dueFor(
  context: Context,
  jurisdiction: string,
  key: 'qualification.checkWithin' | 'qualification.confirmWithin',
) {
  const term = resolve(context.book, key, jurisdiction, context.today);
  const due = dueOf(context.now, term.value, context.calendar);
  return { dueAt: due.dueAt, dueProvisional: due.provisional, dueBasis: JSON.stringify(basisOf(term)) };
}

interface Bringing {
  readonly qualificationId: string;
  readonly organisationId: string;
  readonly jurisdiction: string;
  readonly act: Act;
  readonly contents: ContentsWire;
  readonly reason: string;
}

/** Puts a change on its way. What the bureau itself brings in counts as checked by who brought it in. */
async function bring(
  context: ActorContext,
  unit: Unit,
  { contents, act, ...bringing }: Bringing,
): Promise<string> {
  const { actor, scope, now } = context;
  const id = context.newId();
  const number = await nextNumber(context, 'ZZ');
  const byBureau = act === 'suspend' || act === 'resume';
  const { jurisdiction } = bringing;
  const checked = { state: 'checked', checkedAt: now, checkedBy: actor.accountId } as const;
  await unit.tx
    .insertInto('qualificationChange')
    .values({
      province: scope.province,
      id,
      number,
      ...bringing,
      kind: contents.kind,
      act,
      contents: JSON.stringify(contents),
      submittedAt: now,
      submittedBy: actor.accountId,
      ...(byBureau ? checked : { state: 'submitted' }),
      ...dueFor(
        context,
        jurisdiction,
        byBureau ? 'qualification.confirmWithin' : 'qualification.checkWithin',
      ),
    })
    .execute();
  unit.record({
    event: 'qualification.submitted',
    subject: { kind: 'qualification', id: bringing.qualificationId },
    basis: [act === 'declare' ? qualificationBasis.declared : qualificationBasis.confirmed],
    after: { change: id, number, act, contents, reason: bringing.reason },
    readers: [bringing.organisationId],
  });
  return id;
}

async function replyOf(
  context: ActorContext,
  { tx }: Unit,
  changeId: string,
): Promise<QualificationChangeWire> {
  const row = await changeRows(tx, context.scope.province).where('c.id', '=', changeId).executeTakeFirst();
  assert(row !== undefined, 'a new change vanished');
  const [shown] = await shownChanges(tx, context, [row]);
  assert(shown !== undefined, 'a change without a view');
  return shown;
}

/** One open change for each qualification; two at the same moment meet in the index. */
async function onlyOne<T>(work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    const constraint = brokenConstraint(error);
    if (constraint === 'qualification_change_one_open') return refuse('qualification.changeWaiting');
    if (constraint === 'qualification_once') return refuse('qualification.alreadyDeclared');
    throw error;
  }
}

/** The acting enterprise's own qualification of this number, unless it was ended. */
function knownOf(
  { actor, scope }: ActorContext,
  { tx }: Unit,
  {
    jurisdiction,
    kind,
    number,
  }: { readonly jurisdiction: string; readonly kind: string; readonly number: string },
) {
  return qualificationRows(tx, scope.province)
    .where('q.organisationId', '=', actor.organisationId)
    .where('q.jurisdiction', '=', jurisdiction)
    .where('q.kind', '=', kind)
    .where('q.number', '=', number)
    .where('q.state', '!=', 'ended')
    .executeTakeFirst();
}

export async function declareQualification(
  context: ActorContext,
  { body }: Call<typeof api.declareQualification>,
): Answered<typeof api.declareQualification> {
  const { actor, scope, book, today: on } = context;
  const answer = await onlyOne(() =>
    command(context, async (unit) => {
      const { tx } = unit;
      const declarer = await declarerOf(tx, context);
      if (declarer === null) return refuse('qualification.notAnEnterprise');
      const { evidence, truthful: _, ...given } = body;
      const checked = checkContents(book, given, { ...declarer, on });
      if (!checked.ok) return checked;
      const { kind, number } = checked.value;
      const known = await knownOf(context, unit, { ...checked.value, jurisdiction: declarer.jurisdiction });
      const isOpen = known !== undefined && (known.state !== 'declared' || known.changing);
      if (isOpen) return refuse('qualification.alreadyDeclared', { field: 'number' });
      // A declaration that was returned is brought in again.
      const id = known?.id ?? context.newId();
      if (known === undefined)
        await tx
          .insertInto('qualification')
          .values({
            province: scope.province,
            id,
            organisationId: actor.organisationId,
            jurisdiction: declarer.jurisdiction,
            kind,
            number,
            state: 'declared',
          })
          .execute();
      const changeId = await bring(context, unit, {
        qualificationId: id,
        organisationId: actor.organisationId,
        jurisdiction: declarer.jurisdiction,
        act: 'declare',
        contents: checked.value,
        reason: '',
      });
      const tied = await attach(context, unit, evidence, {
        subject: { kind: changeSubject, id: changeId },
        readers: [],
        jurisdiction: declarer.jurisdiction,
      });
      if (!tied.ok) return tied;
      return ok(await replyOf(context, unit, changeId));
    }),
  );
  return answer as Awaited<Answered<typeof api.declareQualification>>;
}

/** What is confirmed stays in force until the change is (JS-37). */
export async function changeQualification(
  context: ActorContext,
  { params, body }: Call<typeof api.changeQualification>,
): Answered<typeof api.changeQualification> {
  const { actor, scope, book, today: on } = context;
  const answer = await onlyOne(() =>
    command(context, async (unit) => {
      const row = await lockQualification(unit.tx, scope.province, params.qualificationId);
      if (row === undefined || row.organisationId !== actor.organisationId)
        return refuse('qualification.unknown');
      if (row.version !== body.version) return refuse('request.stale');
      if (row.state === 'ended') return refuse('qualification.wrongState');
      if (row.changing) return refuse('qualification.changeWaiting');
      const declarer = await declarerOf(unit.tx, context);
      if (declarer === null) return refuse('qualification.notAnEnterprise');
      const given = particularsOf(body);
      const { kind, number, jurisdiction } = row;
      const checked = checkContents(book, { ...given, kind, number }, { ...declarer, jurisdiction, on });
      if (!checked.ok) return checked;
      const runs = row.state === 'inForce' ? contentsOf(row) : null;
      const follows = renewed(runs, checked.value, on);
      if (!follows.ok) return follows;
      const changeId = await bring(context, unit, {
        qualificationId: row.id,
        organisationId: row.organisationId,
        jurisdiction,
        act: row.state === 'declared' ? 'declare' : 'change',
        contents: checked.value,
        reason: body.reason,
      });
      const to = { subject: { kind: changeSubject, id: changeId }, readers: [], jurisdiction };
      const tied = await attach(context, unit, body.evidence, to);
      if (!tied.ok) return tied;
      return ok(await replyOf(context, unit, changeId));
    }),
  );
  return answer as Awaited<Answered<typeof api.changeQualification>>;
}

function particularsOf(body: BodyOf<typeof api.changeQualification>) {
  const { holder, issuer, scope, validFrom, validUntil } = body;
  return { holder, issuer, scope, validFrom, validUntil };
}

type Simple = Extract<Act, 'end' | 'suspend' | 'resume'>;
const startStates: Readonly<Record<Simple, readonly QualificationRow['state'][]>> = {
  end: ['inForce', 'expired', 'suspended'],
  suspend: ['inForce'],
  resume: ['suspended'],
};

interface Plain {
  readonly act: Simple;
  readonly reason: string;
}

/** A change that leaves the contents as they are. */
async function bringPlain(context: ActorContext, unit: Unit, row: QualificationRow, { act, reason }: Plain) {
  const contents = contentsOf(row);
  if (contents === null || !startStates[act].includes(row.state)) return refuse('qualification.wrongState');
  if (row.changing) return refuse('qualification.changeWaiting');
  const { id: qualificationId, organisationId, jurisdiction } = row;
  const bringing = { qualificationId, organisationId, jurisdiction, act, contents, reason };
  return ok(await replyOf(context, unit, await bring(context, unit, bringing)));
}

export async function endQualification(
  context: ActorContext,
  { params, body }: Call<typeof api.endQualification>,
): Answered<typeof api.endQualification> {
  const answer = await onlyOne(() =>
    command(context, async (unit) => {
      const row = await lockQualification(unit.tx, context.scope.province, params.qualificationId);
      if (row === undefined || row.organisationId !== context.actor.organisationId)
        return refuse('qualification.unknown');
      if (row.version !== body.version) return refuse('request.stale');
      return bringPlain(context, unit, row, { act: 'end', reason: body.reason });
    }),
  );
  return answer as Awaited<Answered<typeof api.endQualification>>;
}

export async function restrictQualification(
  context: ActorContext,
  { params, body }: Call<typeof api.restrictQualification>,
): Answered<typeof api.restrictQualification> {
  const answer = await onlyOne(() =>
    command(context, async (unit) => {
      const row = await lockQualification(unit.tx, context.scope.province, params.qualificationId);
      if (row === undefined) return refuse('qualification.unknown');
      if (!reaches(context.actor, row.jurisdiction)) return refuse('qualification.otherJurisdiction');
      if (row.version !== body.version) return refuse('request.stale');
      return bringPlain(context, unit, row, { act: body.act, reason: body.reason });
    }),
  );
  return answer as Awaited<Answered<typeof api.restrictQualification>>;
}
