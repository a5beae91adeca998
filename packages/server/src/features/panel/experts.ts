import type {
  approveExpert,
  changeExpert,
  declareInterest,
  declareOwnInterest,
  endInterest,
  enterExpert,
  pauseExpert,
} from '@daylight/api/panel-expert.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { EventName } from '@daylight/api/events.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { controlBasis } from '@daylight/rules/panel/policy.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Selectable, Updateable } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';
import { organisationOf } from '../organisation/port.ts';

type Saved = ReplyOf<typeof changeExpert>;
type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type ExpertRow = Selectable<DB['expert']>;

/** A change of an approved expert as it waits for another person. */
export interface ProposedChange {
  readonly title: string;
  readonly specialties: readonly string[];
  readonly region: string;
  readonly by: string;
}

function checkSpecialties(
  context: ActorContext,
  codes: readonly string[],
): Result<null, 'panel.specialtyUnknown'> {
  const known = resolve(context.book, 'panel.specialties', context.actor.jurisdiction, context.today);
  const wrong = codes.find((code) => known.value.every((each) => each.code !== code));
  if (wrong === undefined) return ok(null);
  return refuse('panel.specialtyUnknown', {
    basis: basisOf(known),
    field: 'specialties',
    facts: { specialty: wrong },
  });
}

async function loadExpert(tx: Tx, context: ActorContext, id: string): Promise<ExpertRow | null> {
  const row = await tx
    .selectFrom('expert')
    .selectAll()
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined && reaches(context.actor, row.region) ? row : null;
}

interface NewInterest {
  readonly kind: string;
  readonly withId: string;
  readonly note: string;
}

async function addInterest(
  context: ActorContext,
  unit: Unit,
  expert: { readonly id: string; readonly organisationId: string },
  interest: NewInterest,
): Promise<Result<string, 'panel.unknownOrganisation'>> {
  const other = await organisationOf(unit.tx, interest.withId);
  if (other === null) return refuse('panel.unknownOrganisation', { field: 'withId' });
  const id = context.newId();
  await unit.tx
    .insertInto('expertInterest')
    .values({
      province: context.scope.province,
      id,
      expertId: expert.id,
      organisationId: expert.organisationId,
      kind: interest.kind,
      withId: interest.withId,
      note: interest.note,
      declaredAt: context.now,
      declaredBy: context.actor.accountId,
    })
    .execute();
  unit.record({
    event: 'panel.interestDeclared',
    subject: { kind: 'expert', id: expert.id },
    basis: [controlBasis],
    after: { kind: interest.kind, with: other.name, note: interest.note },
  });
  return ok(id);
}

/** An active account with the position of an expert, at an institution within reach. */
async function expertAccount(tx: Tx, context: ActorContext, id: string) {
  const account = await tx
    .selectFrom('account as a')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .select(['a.id', 'a.name', 'a.roles', 'o.id as organisationId', 'o.jurisdiction', 'o.kind'])
    .where('a.id', '=', id)
    .where('a.state', '=', 'active')
    .executeTakeFirst();
  const isExpert = account?.kind === 'institution' && account.roles.includes('expert');
  return account !== undefined && isExpert && reaches(context.actor, account.jurisdiction) ? account : null;
}

type EnterCode =
  | 'panel.unknownAccount'
  | 'panel.inPoolAlready'
  | 'panel.specialtyUnknown'
  | 'panel.unknownOrganisation';

/** Enters an expert; drawn only after another person has approved. */
export async function enterOne(
  context: ActorContext,
  { body }: Call<typeof enterExpert>,
): Answer<ReplyOf<typeof enterExpert>, EnterCode> {
  const code = await nextNumber(context, 'ZJ');
  try {
    return await command<ReplyOf<typeof enterExpert>, EnterCode>(context, async (unit) => {
      const account = await expertAccount(unit.tx, context, body.accountId);
      if (account === null) return refuse('panel.unknownAccount', { field: 'accountId' });
      const known = checkSpecialties(context, body.specialties);
      if (!known.ok) return known;
      const id = context.newId();
      await unit.tx
        .insertInto('expert')
        .values({
          province: context.scope.province,
          id,
          code,
          accountId: account.id,
          organisationId: account.organisationId,
          name: account.name,
          title: body.title,
          specialties: body.specialties,
          region: account.jurisdiction,
          state: 'pending',
          enteredBy: context.actor.accountId,
          enteredAt: context.now,
        })
        .execute();
      unit.record({
        event: 'panel.expertEntered',
        subject: { kind: 'expert', id },
        basis: [controlBasis],
        after: { code, title: body.title, specialties: body.specialties, region: account.jurisdiction },
      });
      for (const interest of body.interests) {
        const added = await addInterest(
          context,
          unit,
          { id, organisationId: account.organisationId },
          interest,
        );
        if (!added.ok) return added;
      }
      unit.notify({
        organisationId: context.actor.organisationId,
        kind: 'panel.expertToApprove',
        subject: { kind: 'expert', id },
        facts: { name: account.name, code },
      });
      return ok({ id, code, state: 'pending', version: 1 });
    });
  } catch (error) {
    if (brokenConstraint(error) !== 'expert_once_per_account') throw error;
    return refuse('panel.inPoolAlready', { field: 'accountId' });
  }
}

interface Changed<C extends string> {
  readonly event: EventName;
  readonly columns: Updateable<DB['expert']>;
  readonly note: unknown;
  readonly refusal?: C;
}

type StepCode = 'panel.unknownExpert' | 'request.stale';

function step<C extends string>(
  context: ActorContext,
  asked: { readonly id: string; readonly version: number },
  decide: (expert: ExpertRow) => Result<Changed<C>, C>,
): Answer<Saved, C | StepCode> {
  return command<Saved, C | StepCode>(context, async (unit) => {
    const expert = await loadExpert(unit.tx, context, asked.id);
    if (expert === null) return refuse('panel.unknownExpert');
    if (expert.version !== asked.version) return refuse('request.stale');
    const decided = decide(expert);
    if (!decided.ok) return decided;
    const { event, columns, note } = decided.value;
    await unit.tx
      .updateTable('expert')
      .set({ ...columns, version: expert.version + 1 })
      .where('province', '=', expert.province)
      .where('id', '=', expert.id)
      .execute();
    const { state, title, specialties, region } = expert;
    unit.record({
      event,
      subject: { kind: 'expert', id: expert.id },
      basis: [controlBasis],
      before: { state, title, specialties, region },
      after: note,
    });
    const after = (columns.state ?? expert.state) as Saved['state'];
    return ok({ id: expert.id, state: after, version: expert.version + 1 });
  });
}

export function changeOne(context: ActorContext, { params, body }: Call<typeof changeExpert>) {
  return step<'panel.notActive' | 'panel.specialtyUnknown'>(
    context,
    { id: params.expertId, version: body.version },
    (expert) => {
      if (expert.state !== 'active' && expert.state !== 'paused') return refuse('panel.notActive');
      const known = checkSpecialties(context, body.specialties);
      if (!known.ok) return known;
      const { title, specialties, region } = body;
      const proposed: ProposedChange = { title, specialties, region, by: context.actor.accountId };
      return ok({
        event: 'panel.expertChanged',
        columns: { proposed: JSON.stringify(proposed) },
        note: { title, specialties, region },
      });
    },
  );
}

/** Approves what somebody else entered (HN-15): the expert, or a change. */
export function approveOne(context: ActorContext, { params, body }: Call<typeof approveExpert>) {
  return step<'panel.nothingToApprove' | 'panel.enteredBySame'>(
    context,
    { id: params.expertId, version: body.version },
    (expert) => {
      const proposed = expert.proposed as ProposedChange | null;
      const isNew = expert.state === 'pending';
      if (!isNew && proposed === null) return refuse('panel.nothingToApprove');
      const by = isNew ? expert.enteredBy : proposed?.by;
      if (by === context.actor.accountId) return refuse('panel.enteredBySame', { basis: controlBasis });
      const event = body.approves ? 'panel.expertApproved' : 'panel.expertRejected';
      const note = { approves: body.approves, note: body.note, proposed };
      if (isNew) {
        const state = body.approves ? 'active' : 'rejected';
        const approval = { approvedBy: context.actor.accountId, approvedAt: context.now };
        return ok({ event, columns: { state, stateNote: body.note, ...approval }, note });
      }
      const { title, specialties, region } = proposed ?? expert;
      const applied = body.approves ? { title, specialties: [...specialties], region } : {};
      return ok({ event, columns: { ...applied, proposed: null }, note });
    },
  );
}

export function pauseOne(context: ActorContext, { params, body }: Call<typeof pauseExpert>) {
  return step<'panel.notActive' | 'panel.notPaused'>(
    context,
    { id: params.expertId, version: body.version },
    (expert) => {
      if (body.pauses && expert.state !== 'active') return refuse('panel.notActive');
      if (!body.pauses && expert.state !== 'paused') return refuse('panel.notPaused');
      const state = body.pauses ? 'paused' : 'active';
      return ok({
        event: body.pauses ? 'panel.expertPaused' : 'panel.expertResumed',
        columns: { state, stateNote: body.note },
        note: { state, note: body.note },
      });
    },
  );
}

type InterestCode = 'panel.unknownExpert' | 'panel.unknownOrganisation';

export function declareOne(
  context: ActorContext,
  { params, body }: Call<typeof declareInterest>,
): Answer<{ id: string }, InterestCode> {
  return command<{ id: string }, InterestCode>(context, async (unit) => {
    const expert = await loadExpert(unit.tx, context, params.expertId);
    if (expert === null) return refuse('panel.unknownExpert');
    const added = await addInterest(context, unit, expert, body);
    return added.ok ? ok({ id: added.value }) : added;
  });
}

export function declareOwn(
  context: ActorContext,
  { body }: Call<typeof declareOwnInterest>,
): Answer<{ id: string }, InterestCode> {
  return command<{ id: string }, InterestCode>(context, async (unit) => {
    const expert = await unit.tx
      .selectFrom('expert')
      .select(['id', 'organisationId'])
      .where('province', '=', context.scope.province)
      .where('accountId', '=', context.actor.accountId)
      .where('state', '!=', 'rejected')
      .executeTakeFirst();
    if (expert === undefined) return refuse('panel.unknownExpert');
    const added = await addInterest(context, unit, expert, body);
    return added.ok ? ok({ id: added.value }) : added;
  });
}

export function endOne(
  context: ActorContext,
  { params, body }: Call<typeof endInterest>,
): Answer<{ id: string }, 'panel.unknownInterest'> {
  return command<{ id: string }, 'panel.unknownInterest'>(context, async (unit) => {
    const expert = await loadExpert(unit.tx, context, params.expertId);
    const row =
      expert === null
        ? undefined
        : await unit.tx
            .updateTable('expertInterest')
            .set({ endedAt: context.now, endedBy: context.actor.accountId })
            .where('province', '=', context.scope.province)
            .where('id', '=', params.interestId)
            .where('expertId', '=', expert.id)
            .where('endedAt', 'is', null)
            .returning(['kind', 'withId'])
            .executeTakeFirst();
    if (row === undefined) return refuse('panel.unknownInterest');
    unit.record({
      event: 'panel.interestEnded',
      subject: { kind: 'expert', id: params.expertId },
      basis: [controlBasis],
      before: row,
      after: { note: body.note },
    });
    return ok({ id: params.interestId });
  });
}
