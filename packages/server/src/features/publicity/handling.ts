import type {
  answerObjection,
  decideObjection,
  decideTakeUp,
  extendObjection,
} from '@daylight/api/publicity-objection.ts';
import type { EventName } from '@daylight/api/events.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import {
  type AnswerRefusal,
  type DecideRefusal,
  type ExtendRefusal,
  type Objection,
  type ObjectionMoment,
  answerObjection as answer,
  decideObjection as decide,
  decideTakeUp as takeUp,
  extendObjection as extend,
} from '@daylight/rules/publicity/objection.ts';
import { objectionBasis } from '@daylight/rules/publicity/policy.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Updateable } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';
import { type Outcome, aboutOf, outcomeOf } from './commands.ts';
import {
  type ItemRow,
  type ListRow,
  type ObjectionRow,
  itemAt,
  listOf,
  loadObjection,
  objectionOf,
  policyOf,
  saveObjection,
  savePublicFace,
} from './store.ts';

/** How the bureau deals with an objection: one officer takes it up and answers, another person decides (HN-15). */

interface Held {
  readonly row: ObjectionRow;
  readonly list: ListRow;
  readonly item: ItemRow | null;
  readonly moment: ObjectionMoment;
}

interface Moved {
  readonly objection: Objection;
  readonly event: EventName;
  readonly columns: Updateable<DB['publicityObjection']>;
  /** What the journal keeps of the words that were written. */
  readonly note: string;
}

type StepRefusal = 'publicity.unknownObjection' | 'request.stale';

async function load(
  context: ActorContext,
  unit: Unit,
  id: string,
  version: number,
): Promise<Result<Held, StepRefusal>> {
  const { province } = context.scope;
  const row = await loadObjection(unit.tx, province, id);
  if (row === null || !reaches(context.actor, row.jurisdiction)) {
    return refuse('publicity.unknownObjection');
  }
  if (row.version !== version) return refuse('request.stale');
  const list = await listOf(unit.tx, province, row.publicityId);
  if (list === null) return refuse('publicity.unknownObjection');
  const item = await itemAt(unit.tx, province, list.id, row.itemKey);
  return ok({ row, list, item, moment: { ...context, policy: policyOf(context, list) } });
}

function isProposal(event: EventName): boolean {
  return event === 'publicity.objectionAnswered' || event === 'publicity.answerReturned';
}

type Step<C extends string> = (held: Held) => Result<Moved, C>;
type Tell = (unit: Unit, held: Held, moved: Moved) => Promise<void> | void;

function step<C extends string>(
  context: ActorContext,
  asked: { readonly id: string; readonly version: number },
  decideOn: Step<C>,
  tell: Tell,
): Promise<Result<Outcome, C | StepRefusal | RepeatRefusal>> {
  return command<Outcome, C | StepRefusal>(context, async (unit) => {
    const loaded = await load(context, unit, asked.id, asked.version);
    if (!loaded.ok) return loaded;
    const held = loaded.value;
    const moved = decideOn(held);
    if (!moved.ok) return moved;
    const { row } = held;
    const { objection, event, columns, note } = moved.value;
    await saveObjection(unit.tx, row, objection, columns);
    unit.record({
      event,
      subject: { kind: 'objection', id: row.id },
      basis: [objection.due?.basis ?? objectionBasis],
      before: { state: row.state, dueAt: row.dueAt },
      after: {
        state: objection.state,
        dueAt: objection.due?.at ?? null,
        outcome: objection.outcome,
        itemStands: objection.itemStands,
        number: row.number,
        note,
      },
      // A proposed answer is nobody's to read until another person has decided on it.
      readers: isProposal(event) ? [] : [row.objectorId],
    });
    await tell(unit, held, moved.value);
    return ok(outcomeOf(row, objection, row.version + 1));
  });
}

const words = {
  upheld: { zh: '成立', en: 'upheld' },
  rejected: { zh: '不成立', en: 'rejected' },
  partly: { zh: '部分成立', en: 'upheld in part' },
} as const;

/** To who objected; the inbox is the objector's own. */
function tellObjector(unit: Unit, { row, list, item }: Held, { objection, event, note }: Moved): void {
  const outcome = objection.outcome === null ? null : words[objection.outcome];
  unit.notify({
    organisationId: row.objectorId,
    kind: event,
    subject: { kind: 'objection', id: row.id },
    facts: {
      ...aboutOf(list, item),
      number: row.number,
      note,
      outcome: outcome?.zh ?? '',
      outcomeEn: outcome?.en ?? '',
    },
    dueAt: objection.due?.at ?? null,
  });
}

/** To the one whom the item names; with the officer's words, without the objector's. */
function tellConcerned(unit: Unit, { list, item }: Held, kind: string, more: Record<string, string>): void {
  if (item === null || item.organisationId === null) return;
  unit.notify({
    organisationId: item.organisationId,
    kind,
    subject: { kind: 'publicity', id: list.id },
    facts: { ...aboutOf(list, item), number: list.number, ...more },
  });
}

export function takeUpOne(context: ActorContext, { params, body }: Call<typeof decideTakeUp>) {
  return step<'publicity.takenUpAlready'>(
    context,
    { id: params.objectionId, version: body.version },
    ({ row, moment }) => {
      const taken = takeUp(objectionOf(row), body.takesUp, moment);
      if (!taken.ok) return taken;
      return ok({
        objection: taken.value,
        event: body.takesUp ? 'publicity.objectionTakenUp' : 'publicity.objectionNotTakenUp',
        columns: {
          takenUpBy: context.actor.accountId,
          takeUpNote: body.note,
          issue: body.takesUp ? body.issue : '',
        },
        note: body.note,
      });
    },
    async (unit, held, moved) => {
      tellObjector(unit, held, moved);
      if (!body.takesUp) return;
      const { row } = held;
      await savePublicFace(unit.tx, {
        province: row.province,
        objectionId: row.id,
        publicityId: row.publicityId,
        itemKey: row.itemKey,
        state: 'examining',
        issue: body.issue,
        takenUpAt: context.now,
      });
      tellConcerned(unit, held, 'publicity.itemObjected', { issue: body.issue });
    },
  );
}

export function extendOne(context: ActorContext, { params, body }: Call<typeof extendObjection>) {
  return step<ExtendRefusal>(
    context,
    { id: params.objectionId, version: body.version },
    ({ row, moment }) => {
      const extended = extend(objectionOf(row), body.workdays, moment);
      if (!extended.ok) return extended;
      return ok({
        objection: extended.value,
        event: 'publicity.objectionExtended',
        columns: {
          extendedAt: context.now,
          extendedBy: context.actor.accountId,
          extensionReason: body.reason,
        },
        note: body.reason,
      });
    },
    tellObjector,
  );
}

export function answerOne(context: ActorContext, { params, body }: Call<typeof answerObjection>) {
  return step<AnswerRefusal>(
    context,
    { id: params.objectionId, version: body.version },
    ({ row }) => {
      const given = { by: context.actor.accountId, outcome: body.outcome, itemStands: body.itemStands };
      const answered = answer(objectionOf(row), given);
      if (!answered.ok) return answered;
      return ok({
        objection: answered.value,
        event: 'publicity.objectionAnswered',
        columns: { answer: body.answer, answeredAt: context.now },
        note: body.answer,
      });
    },
    (unit, { row, list, item }) =>
      unit.notify({
        organisationId: context.actor.organisationId,
        kind: 'publicity.answered',
        subject: { kind: 'objection', id: row.id },
        facts: { ...aboutOf(list, item), number: row.number },
        dueAt: row.dueAt,
      }),
  );
}

export function decideOne(context: ActorContext, { params, body }: Call<typeof decideObjection>) {
  return step<DecideRefusal>(
    context,
    { id: params.objectionId, version: body.version },
    ({ row }) => {
      const decided = decide(objectionOf(row), context.actor.accountId, body.agrees);
      if (!decided.ok) return decided;
      return ok({
        objection: decided.value,
        event: body.agrees ? 'publicity.objectionDecided' : 'publicity.answerReturned',
        columns: body.agrees
          ? { decidedAt: context.now, decidedBy: context.actor.accountId, decisionNote: body.note }
          : { returnedNote: body.note },
        note: body.note,
      });
    },
    async (unit, held, moved) => {
      const { row } = held;
      const { outcome, itemStands } = moved.objection;
      if (moved.objection.state !== 'decided' || outcome === null) return;
      await savePublicFace(unit.tx, {
        province: row.province,
        objectionId: row.id,
        publicityId: row.publicityId,
        itemKey: row.itemKey,
        state: 'decided',
        issue: row.issue,
        outcome,
        itemStands,
        answer: row.answer,
        takenUpAt: row.takenUpAt ?? context.now,
        decidedAt: context.now,
      });
      tellObjector(unit, held, moved);
      tellConcerned(unit, held, 'publicity.itemDecided', {
        outcome: words[outcome].zh,
        outcomeEn: words[outcome].en,
      });
    },
  );
}
