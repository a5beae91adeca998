import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { objectToPublicity, withdrawObjection } from '@daylight/api/publicity-objection.ts';
import { find } from '@daylight/rules/policy/book.ts';
import {
  type ObjectRefusal,
  type Objection,
  makeObjection,
  withdrawObjection as withdraw,
} from '@daylight/rules/publicity/objection.ts';
import { objectionBasis } from '@daylight/rules/publicity/policy.ts';
import { type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { regulatorsOf } from '../organisation/port.ts';
import {
  type ItemRow,
  type ListRow,
  columnsOf,
  insertObjection,
  itemAt,
  listOf,
  loadObjection,
  objectionOf,
  policyOf,
  saveObjection,
} from './store.ts';

export type Outcome = ReplyOf<typeof objectToPublicity>;
type Answer<C extends string> = Promise<Result<Outcome, C | RepeatRefusal>>;

export function outcomeOf(
  { id, number }: { readonly id: string; readonly number: string },
  { state, due }: Objection,
  version: number,
): Outcome {
  return {
    id,
    number,
    state,
    due: due === null ? null : { dueAt: due.at, provisional: due.provisional, basis: due.basis },
    version,
  };
}

/** What an objection is about, in words; never who made it. */
export function aboutOf(list: ListRow, item: ItemRow | null) {
  return {
    publicity: list.id,
    title: list.titleZh,
    titleEn: list.titleEn,
    item: item?.textZh ?? '整份公示',
    itemEn: item?.textEn ?? 'the list as a whole',
  };
}

function isGround(context: ActorContext, list: ListRow, code: string): boolean {
  const on = shanghaiDate(list.openedAt);
  const grounds = find(context.book, 'publicity.objectionReasons', list.jurisdiction, on)?.value ?? [];
  return grounds.some((each) => each.code === code);
}

type ObjectCode =
  | ObjectRefusal
  | 'publicity.unknown'
  | 'publicity.unknownItem'
  | 'publicity.unknownReason'
  | 'publicity.objectedAlready'
  | 'evidence.unknown'
  | 'evidence.notReady'
  | 'evidence.tooMany';

/** An enterprise or institution objects (JS-13b); from now on the item waits until the objection is decided. */
export async function objectOne(
  context: ActorContext,
  call: Call<typeof objectToPublicity>,
): Answer<ObjectCode> {
  const number = await nextNumber(context, 'YY');
  try {
    return await command<Outcome, ObjectCode>(context, async (unit) => {
      const { province } = context.scope;
      const { params, body } = call;
      const list = await listOf(unit.tx, province, params.publicityId);
      if (list === null) return refuse('publicity.unknown');
      const item = await itemAt(unit.tx, province, list.id, body.itemKey);
      if (body.itemKey !== null && item === null)
        return refuse('publicity.unknownItem', { field: 'itemKey' });
      if (!isGround(context, list, body.reasonCode)) {
        return refuse('publicity.unknownReason', { field: 'reasonCode' });
      }
      const made = makeObjection(list, { ...context, policy: policyOf(context, list) });
      if (!made.ok) return made;
      const id = context.newId();
      await insertObjection(unit.tx, {
        province,
        id,
        number,
        publicityId: list.id,
        itemKey: body.itemKey,
        jurisdiction: list.jurisdiction,
        objectorId: context.actor.organisationId,
        objectorAccount: context.actor.accountId,
        reasonCode: body.reasonCode,
        reasons: body.reasons,
        evidenceIds: body.evidence,
        madeAt: context.now,
        ...columnsOf(made.value),
      });
      // The row just written holds the list by its foreign key; had its owner been first, the objection is too late.
      const now = await listOf(unit.tx, province, list.id);
      if (now?.state !== 'open') return refuse('publicity.over', { basis: objectionBasis });
      const files = await attach(context, unit, body.evidence, {
        subject: { kind: 'objection', id },
        readers: [],
        jurisdiction: list.jurisdiction,
      });
      if (!files.ok) return files;
      const about = aboutOf(list, item);
      unit.record({
        event: 'publicity.objected',
        subject: { kind: 'objection', id },
        basis: [objectionBasis],
        after: { ...about, number, reasonCode: body.reasonCode, evidence: files.value.length },
      });
      await tellBureau(unit, list, { id, facts: { ...about, number }, dueAt: made.value.due?.at ?? null });
      return ok(outcomeOf({ id, number }, made.value, 1));
    });
  } catch (error) {
    if (brokenConstraint(error) !== 'publicity_objection_once_at_a_time') throw error;
    return refuse('publicity.objectedAlready', { basis: objectionBasis });
  }
}

interface Made {
  readonly id: string;
  readonly facts: Facts;
  readonly dueAt: Instant | null;
}

async function tellBureau(unit: Unit, list: ListRow, { id, facts, dueAt }: Made): Promise<void> {
  const [bureau] = await regulatorsOf(unit.tx, list.jurisdiction);
  if (bureau === undefined) return;
  unit.notify({
    organisationId: bureau.id,
    kind: 'publicity.objected',
    subject: { kind: 'objection', id },
    facts,
    dueAt,
  });
}

type WithdrawCode = 'publicity.unknownObjection' | 'publicity.takenUpAlready' | 'request.stale';

export function withdrawOne(
  context: ActorContext,
  { params, body }: Call<typeof withdrawObjection>,
): Answer<WithdrawCode> {
  return command<Outcome, WithdrawCode>(context, async (unit) => {
    const row = await loadObjection(unit.tx, context.scope.province, params.objectionId);
    if (row === null || row.objectorId !== context.actor.organisationId) {
      return refuse('publicity.unknownObjection');
    }
    if (row.version !== body.version) return refuse('request.stale');
    const withdrawn = withdraw(objectionOf(row));
    if (!withdrawn.ok) return withdrawn;
    await saveObjection(unit.tx, row, withdrawn.value);
    unit.record({
      event: 'publicity.objectionWithdrawn',
      subject: { kind: 'objection', id: row.id },
      basis: [objectionBasis],
      before: { state: row.state },
      after: { state: 'withdrawn', number: row.number },
    });
    return ok(outcomeOf(row, withdrawn.value, row.version + 1));
  });
}
