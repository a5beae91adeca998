import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  askToJoin,
  decideJoining,
  listJoinings,
  listMembers,
  refreshMembers,
} from '@daylight/api/tender-member.ts';
import type { Ownership } from '@daylight/rules/policy/shapes.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { mayJoin, mayLeave } from '@daylight/rules/tender/members.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { brokenConstraint, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { organisationOf } from '../organisation/port.ts';
import { insertMembers, policyOf } from './begin.ts';
import { changingAny } from './changing.ts';
import { isOrganiser } from './move.ts';
import { cityOfPlace, resolveParticipants } from './participants.ts';
import { planOf } from './plan-store.ts';
import { type TenderFacts, readTender, tenderInstitutions } from './store.ts';

export async function members(
  context: ActorContext,
  { params, query }: Call<typeof listMembers>,
): Promise<Result<ReplyOf<typeof listMembers>, 'tender.unknown'>> {
  const { scope } = context;
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  const like = `%${(query.search ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`;
  return reading(context.database.db, scope, async (tx) => {
    if ((await readTender(tx, scope.province, params.tenderId)) === null) return refuse('tender.unknown');
    const rows = await tx
      .selectFrom('tenderInstitution as member')
      .innerJoin('organisation', 'organisation.id', 'member.institutionId')
      .leftJoin('jurisdiction as city', 'city.code', 'member.area')
      .leftJoin('medicalGroup as grouped', 'grouped.id', 'member.groupId')
      .select(['organisation.id', 'organisation.name', 'organisation.ownership', 'organisation.level'])
      .select(['member.area', 'city.name as areaName', 'member.via', 'member.joinedOn', 'member.leftOn'])
      .select(['grouped.id as groupId', 'grouped.name as groupName'])
      .where('member.province', '=', scope.province)
      .where('member.tenderId', '=', params.tenderId)
      .$if(query.search !== undefined, (wanted) => wanted.where('organisation.name', 'ilike', like))
      .$if(query.area !== undefined, (wanted) => wanted.where('member.area', '=', query.area ?? ''))
      .$if(after !== undefined, (wanted) => wanted.where('member.institutionId', '>', after ?? ''))
      .orderBy('member.institutionId')
      .limit(query.limit + 1)
      .$narrowType<{ ownership: Ownership | null; level: 'tertiary' | 'secondary' | 'primary' | null }>()
      .execute();
    const items = rows.slice(0, query.limit).map((row) => ({
      institution: { id: row.id, name: row.name },
      area: { code: row.area, name: row.areaName ?? row.area },
      ownership: row.ownership,
      level: row.level,
      via: row.via as 'region' | 'group' | 'itself',
      group: row.groupId === null || row.groupName === null ? null : { id: row.groupId, name: row.groupName },
      joinedOn: row.joinedOn,
      leftOn: row.leftOn,
    }));
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.institution.id ?? null) : null });
  });
}

/** Groups and regions as they are today; whoever came by its own wish stays. */
export function refresh(
  context: ActorContext,
  { params }: Call<typeof refreshMembers>,
): Answered<typeof refreshMembers> {
  return command<ReplyOf<typeof refreshMembers>, RefreshRefusal>(context, async (unit) => {
    const found = await changingAny(unit, context, { id: params.tenderId, states: ['draft', 'reporting'] });
    if (!found.ok) return found;
    const tender = found.value;
    const plan = await planOf(unit.tx, tender);
    if (plan === null) return refuse('tender.unknown');
    const before = await tenderInstitutions(unit.tx, tender.province, tender.id);
    const named = before.filter(({ via }) => via !== 'group').map(({ institutionId }) => institutionId);
    const resolved = await resolveParticipants(unit.tx, context, {
      level: tender.level,
      regions: plan.regions,
      groupIds: plan.groupIds,
      institutionIds: [],
      organiserId: tender.organiserId,
      obliged: policyOf(context, tender).obliged.value,
    });
    if (!resolved.ok) return refuse('tender.unknown');
    const now = new Set(resolved.value.institutions.map(({ institutionId }) => institutionId));
    const had = new Set(before.map(({ institutionId }) => institutionId));
    const joined = resolved.value.institutions.filter(({ institutionId }) => !had.has(institutionId));
    const stays = new Set(named);
    const left = before.filter(({ institutionId }) => !now.has(institutionId) && !stays.has(institutionId));
    await insertMembers(unit.tx, context, tender, joined);
    await leave(
      unit,
      context,
      tender,
      left.map(({ institutionId }) => institutionId),
    );
    unit.record({
      event: 'tender.membersRefreshed',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.institutions],
      after: {
        number: tender.number,
        joined: joined.map(({ institutionId }) => institutionId),
        left: left.map(({ institutionId }) => institutionId),
      },
      readers: [tender.organiserId, ...tender.partners],
    });
    return ok({ tenderId: tender.id, joined: joined.length, left: left.length });
  });
}
type RefreshRefusal = 'tender.unknown' | 'tender.notYours' | 'tender.wrongState';

async function leave(
  unit: Unit,
  context: ActorContext,
  tender: TenderFacts,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await unit.tx
    .updateTable('tenderInstitution')
    .set({ leftOn: context.today })
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .where('institutionId', 'in', [...ids])
    .execute();
}

interface Place {
  readonly takesPart: boolean;
  readonly via: string;
  readonly ownership: Ownership | null;
  readonly jurisdiction: string;
  readonly name: string;
}

async function placeOf(unit: Unit, tender: TenderFacts, institutionId: string): Promise<Place | null> {
  const institution = await organisationOf(unit.tx, institutionId);
  if (institution === null) return null;
  const row = await unit.tx
    .selectFrom('tenderInstitution')
    .select(['via', 'leftOn'])
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .where('institutionId', '=', institutionId)
    .executeTakeFirst();
  const { ownership, jurisdiction, name } = institution;
  return {
    takesPart: row !== undefined && row.leftOn === null,
    via: row?.via ?? 'itself',
    ownership,
    jurisdiction,
    name,
  };
}

/** An institution asks to join or to leave; what its organiser answers is what counts (SX-2.3, GY-3.1). */
export function join(context: ActorContext, call: Call<typeof askToJoin>): Answered<typeof askToJoin> {
  return command<ReplyOf<typeof askToJoin>, JoinRefusal>(context, (unit) =>
    askOnce(unit, context, call),
  ).catch((error: unknown) => {
    if (brokenConstraint(error) === 'tender_joining_one_asked') return refuse('tender.joiningAsked');
    throw error;
  });
}
type JoinRefusal =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'tender.takesPart'
  | 'tender.takesNoPart'
  | 'tender.mustTakePart'
  | 'tender.joiningAsked';

async function askOnce(
  unit: Unit,
  context: ActorContext,
  { params, body }: Call<typeof askToJoin>,
): Promise<Result<ReplyOf<typeof askToJoin>, JoinRefusal>> {
  const { actor, scope, now } = context;
  const tender = await readTender(unit.tx, scope.province, params.tenderId);
  const place = tender === null ? null : await placeOf(unit, tender, actor.organisationId);
  if (tender === null || place === null) return refuse('tender.unknown');
  const may =
    body.kind === 'join'
      ? mayJoin({ state: tender.state, takesPart: place.takesPart })
      : mayLeave({ state: tender.state, ...place }, policyOf(context, tender));
  if (!may.ok) return may;
  const id = context.newId();
  await unit.tx
    .insertInto('tenderJoining')
    .values({
      province: scope.province,
      id,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      institutionId: actor.organisationId,
      kind: body.kind,
      note: body.note,
      state: 'asked',
      askedAt: now,
      askedBy: actor.accountId,
    })
    .execute();
  unit.record({
    event: 'tender.joiningAsked',
    subject: { kind: 'tender', id: tender.id },
    basis: [articles.institutions],
    after: { number: tender.number, kind: body.kind, note: body.note },
    readers: [tender.organiserId],
  });
  unit.notify({
    organisationId: tender.organiserId,
    kind: 'tender.joiningAsked',
    subject: { kind: 'tender', id: tender.id },
    facts: { number: tender.number, title: tender.title, institution: place.name },
  });
  return ok({ id, state: 'asked' });
}

export async function joinings(
  context: ActorContext,
  { params, query }: Call<typeof listJoinings>,
): Promise<Result<ReplyOf<typeof listJoinings>, 'tender.unknown'>> {
  const { actor, scope } = context;
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  return reading(context.database.db, scope, async (tx) => {
    const tender = await readTender(tx, scope.province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const rows = await tx
      .selectFrom('tenderJoining as joining')
      .innerJoin('organisation', 'organisation.id', 'joining.institutionId')
      .select(['joining.id', 'joining.note', 'joining.askedAt', 'joining.decidedAt', 'joining.decisionNote'])
      .select(['organisation.id as institutionId', 'organisation.name as institutionName'])
      .select((eb) => [
        eb.ref('joining.kind').$castTo<'join' | 'leave'>().as('kind'),
        eb.ref('joining.state').$castTo<'asked' | 'accepted' | 'refused'>().as('state'),
      ])
      .where('joining.province', '=', scope.province)
      .where('joining.tenderId', '=', params.tenderId)
      .$if(!isOrganiser(context, tender), (wanted) =>
        wanted.where('joining.institutionId', '=', actor.organisationId),
      )
      .$if(after !== undefined, (wanted) => wanted.where('joining.id', '<', after ?? ''))
      .orderBy('joining.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map(({ institutionId, institutionName, ...row }) => ({
      ...row,
      institution: { id: institutionId, name: institutionName },
    }));
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

type DecideRefusal =
  | 'tender.unknown'
  | 'tender.notYours'
  | 'tender.joiningUnknown'
  | 'tender.wrongState'
  | 'tender.reasonMissing';

export function decide(
  context: ActorContext,
  { params, body }: Call<typeof decideJoining>,
): Answered<typeof decideJoining> {
  return command<ReplyOf<typeof decideJoining>, DecideRefusal>(context, async (unit) => {
    const found = await changingAny(unit, context, { id: params.tenderId, states: ['reporting'] });
    if (!found.ok) return found;
    const tender = found.value;
    if (!body.accept && body.note.length < 2)
      return refuse('tender.reasonMissing', { basis: articles.institutions, field: 'note' });
    const state = body.accept ? 'accepted' : 'refused';
    const row = await unit.tx
      .updateTable('tenderJoining')
      .set({
        state,
        decidedAt: context.now,
        decidedBy: context.actor.accountId,
        decisionNote: body.note,
      })
      .where('province', '=', tender.province)
      .where('tenderId', '=', tender.id)
      .where('id', '=', params.joiningId)
      .where('state', '=', 'asked')
      .returning(['institutionId', 'kind'])
      .executeTakeFirst();
    if (row === undefined) return refuse('tender.joiningUnknown');
    if (body.accept) await carryOut(unit, context, tender, row);
    const subject = { kind: 'tender', id: tender.id };
    unit.record({
      event: 'tender.joiningDecided',
      subject,
      basis: [articles.institutions],
      after: { number: tender.number, ...row, state, note: body.note },
      readers: [row.institutionId, tender.organiserId],
    });
    unit.notify({
      organisationId: row.institutionId,
      kind: 'tender.joiningDecided',
      subject,
      facts: { number: tender.number, title: tender.title, outcome: body.accept ? '同意' : '不同意' },
    });
    return ok({ id: params.joiningId, state });
  });
}

async function carryOut(
  unit: Unit,
  context: ActorContext,
  tender: TenderFacts,
  { institutionId, kind }: { readonly institutionId: string; readonly kind: string },
): Promise<void> {
  if (kind === 'leave') return leave(unit, context, tender, [institutionId]);
  const place = await placeOf(unit, tender, institutionId);
  if (place === null) return;
  const area = cityOfPlace(place.jurisdiction);
  await insertMembers(unit.tx, context, tender, [{ institutionId, area, via: 'itself', groupId: null }]);
}
