import type { answerFiling, approvePlan, filePlan, submitPlan } from '@daylight/api/tender-plan.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { announceFrom, checkPlan, filingDuty } from '@daylight/rules/tender/plan.ts';
import { checkTimetable } from '@daylight/rules/tender/timetable.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { checkItemsFree, policyOf, withdrawApprovals } from './begin.ts';
import { changing, outcomeOf, saveTender } from './changing.ts';
import { moveTender } from './move.ts';
import { type WholePlan, packOf, planFactsOf, planHashOf, planOf, setPlan, wholePlan } from './plan-store.ts';
import { type TenderFacts, lockTender, readTender } from './store.ts';

/** Everything a plan needs before it is approved or announced; the same check at both times. */
export async function checkWhole(tx: Tx, context: Context, whole: WholePlan) {
  const { tender, items, members } = whole;
  const checked = packOf(tender.pack);
  if (!checked.ok) return checked;
  const facts = planFactsOf(whole, checked.value);
  if (!facts.ok) return facts;
  const policy = policyOf(context, tender);
  const plan = checkPlan(facts.value, policy);
  if (!plan.ok) return plan;
  const times = checkTimetable(tender, { now: context.now, policy, calendar: context.calendar });
  if (!times.ok) return times;
  return checkItemsFree(tx, tender.province, {
    level: tender.level,
    items,
    institutionIds: members.map(({ institutionId }) => institutionId),
    except: tender.id,
  });
}

/** The plan goes to a second person: the organiser's own, and that of each partner (GY-5.2). */
export function submit(
  context: ActorContext,
  { params, body }: Call<typeof submitPlan>,
): Answered<typeof submitPlan> {
  return command<ReplyOf<typeof submitPlan>, SubmitRefusal>(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: ['draft'],
    });
    if (!found.ok) return found;
    const tender = found.value;
    const whole = await wholePlan(unit.tx, tender);
    const checked = await checkWhole(unit.tx, context, whole);
    if (!checked.ok)
      return checked.code === 'tender.itemInVolumeRound'
        ? { ...checked, code: 'tender.itemInWiderRound' as const }
        : { ...checked, code: checked.code };
    const planHash = planHashOf(whole);
    await withdrawApprovals(unit.tx, tender);
    await askForApproval(unit.tx, context, tender, planHash);
    await setPlan(unit.tx, tender, {
      planHash,
      submittedAt: context.now,
      submittedBy: context.actor.accountId,
      approvedAt: null,
    });
    const saved = await saveTender(unit.tx, tender, {});
    const { number, title } = tender;
    const subject = { kind: 'tender', id: tender.id };
    unit.record({
      event: 'tender.planSubmitted',
      subject,
      basis: [articles.plan, articles.approval],
      after: { number, title, planHash },
      readers: [tender.organiserId, ...tender.partners],
    });
    for (const organisationId of [tender.organiserId, ...tender.partners])
      unit.notify({ organisationId, kind: 'tender.toApprove', subject, facts: { number, title } });
    return ok(outcomeOf(saved));
  });
}

type SubmitRefusal = RefusalOf<typeof submitPlan>;

async function askForApproval(
  tx: Tx,
  context: ActorContext,
  tender: TenderFacts,
  planHash: string,
): Promise<void> {
  await tx
    .insertInto('tenderApproval')
    .values(
      [tender.organiserId, ...tender.partners].map((organisationId) => ({
        province: tender.province,
        tenderId: tender.id,
        organisationId,
        organiserId: tender.organiserId,
        partners: tender.partners,
        state: 'waiting',
        planHash,
        askedAt: context.now,
        askedBy: context.actor.accountId,
      })),
    )
    .execute();
}

type ApproveRefusal =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'tender.noApproval'
  | 'tender.ownPlan'
  | 'tender.reasonMissing'
  | 'tender.meetingMissing';

async function approvalFor(
  unit: Unit,
  context: ActorContext,
  { params, body }: Call<typeof approvePlan>,
): Promise<Result<TenderFacts, ApproveRefusal>> {
  const { actor, scope } = context;
  const tender = await readTender(unit.tx, scope.province, params.tenderId);
  if (tender === null) return refuse('tender.unknown');
  if (tender.state !== 'draft')
    return refuse('tender.wrongState', { facts: { state: tender.state, to: '' } });
  const approval = await unit.tx
    .selectFrom('tenderApproval')
    .select(['state', 'askedBy'])
    .where('province', '=', scope.province)
    .where('tenderId', '=', tender.id)
    .where('organisationId', '=', actor.organisationId)
    .forUpdate()
    .executeTakeFirst();
  if (approval?.state !== 'waiting') return refuse('tender.noApproval', { basis: articles.approval });
  if (approval.askedBy === actor.accountId) return refuse('tender.ownPlan', { basis: articles.twoPersons });
  if (!body.approved && body.note.length < 2)
    return refuse('tender.reasonMissing', { basis: articles.approval, field: 'note' });
  if (body.approved && actor.kind === 'institution' && body.meeting.length < 2)
    return refuse('tender.meetingMissing', { basis: articles.approval, field: 'meeting' });
  return ok(tender);
}

/**
 * One organisation approves or returns. Its own row is all that a partner writes: the clock draws the conclusion when every one
 * has answered (decision 0007), the organiser's own approval at once where it is the last.
 */
export function approve(context: ActorContext, call: Call<typeof approvePlan>): Answered<typeof approvePlan> {
  const { body } = call;
  return command(context, async (unit) => {
    const found = await approvalFor(unit, context, call);
    if (!found.ok) return found;
    const tender = found.value;
    const { actor, now } = context;
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: { kind: 'tender-approval', id: tender.id },
      readers: [tender.organiserId, ...tender.partners],
      jurisdiction: tender.jurisdiction,
    });
    if (!attached.ok) return attached;
    await unit.tx
      .updateTable('tenderApproval')
      .set({
        state: body.approved ? 'approved' : 'returned',
        decidedAt: now,
        decidedBy: actor.accountId,
        note: body.note,
        meeting: body.meeting,
        evidenceIds: body.evidenceIds,
      })
      .where('province', '=', tender.province)
      .where('tenderId', '=', tender.id)
      .where('organisationId', '=', actor.organisationId)
      .execute();
    unit.record({
      event: body.approved ? 'tender.approved' : 'tender.planReturned',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.approval],
      after: { number: tender.number, note: body.note, meeting: body.meeting, files: attached.value.length },
      readers: [tender.organiserId, ...tender.partners],
    });
    if (actor.organisationId !== tender.organiserId) return ok({ id: tender.id, state: tender.state });
    const settled = await settleApprovals(context, unit, tender.id);
    return ok({ id: tender.id, state: settled ?? tender.state });
  });
}

/** Draws the conclusion from the approvals of a plan; null while somebody has not answered. */
export async function settleApprovals(
  context: Context,
  unit: Unit,
  tenderId: string,
): Promise<TenderFacts['state'] | null> {
  const { province } = context.scope;
  const tender = await lockTender(unit.tx, province, tenderId);
  if (tender?.state !== 'draft') return null;
  const rows = await unit.tx
    .selectFrom('tenderApproval')
    .select(['state', 'note', 'meeting'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .execute();
  if (rows.length === 0) return null;
  const { number, title } = tender;
  const subject = { kind: 'tender', id: tenderId };
  const tell = (kind: 'tender.approved' | 'tender.returned', note: string): void => {
    for (const organisationId of [tender.organiserId, ...tender.partners])
      unit.notify({ organisationId, kind, subject, facts: { number, title, note } });
  };
  const returned = rows.find(({ state }) => state === 'returned');
  if (returned !== undefined) {
    await withdrawApprovals(unit.tx, tender);
    await setPlan(unit.tx, tender, { planHash: null });
    await saveTender(unit.tx, tender, {});
    tell('tender.returned', returned.note);
    unit.record({
      event: 'tender.planReturned',
      subject,
      basis: [articles.approval],
      after: { number, note: returned.note },
      readers: [tender.organiserId, ...tender.partners],
    });
    return 'draft';
  }
  if (rows.some(({ state }) => state === 'waiting')) return null;
  await setPlan(unit.tx, tender, { approvedAt: context.now });
  const meetings = rows.map(({ meeting }) => meeting).filter((meeting) => meeting !== '');
  const moved = await moveTender(context, unit, {
    tender,
    to: 'planned',
    note: meetings.join('；'),
    basis: articles.approval,
  });
  if (!moved.ok) throw new Error(`an approved plan does not go on: ${moved.code}`);
  tell('tender.approved', '');
  return 'planned';
}

/** The approved plan is filed: from here its term runs (JS-22), and the authority is told (HN-14, GY-5.2). */
export function file(
  context: ActorContext,
  { params, body }: Call<typeof filePlan>,
): Answered<typeof filePlan> {
  return command(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: ['planned'],
    });
    if (!found.ok) return found;
    const tender = found.value;
    const policy = policyOf(context, tender);
    const duty = filingDuty(tender, policy);
    if (duty === null) return refuse('tender.notToFile', { basis: articles.approval });
    const plan = await planOf(unit.tx, tender);
    if (plan?.filedAt !== null && plan?.filedAt !== undefined)
      return refuse('tender.filedAlready', { basis: duty.basis });
    const from = announceFrom(context.now, policy, context.calendar);
    await setPlan(unit.tx, tender, {
      filedWith: duty.with,
      filedAt: context.now,
      filedBy: context.actor.accountId,
      announceFromAt: from.dueAt,
      announceFromProvisional: from.provisional,
      announceFromBasis: JSON.stringify(from.basis),
    });
    const saved = await saveTender(unit.tx, tender, {});
    const subject = { kind: 'tender', id: tender.id };
    const authorities = await authoritiesOf(unit.tx, tender, duty.with);
    unit.record({
      event: 'tender.filed',
      subject,
      basis: [duty.basis],
      after: {
        number: tender.number,
        with: duty.with,
        announceFromAt: from.dueAt,
        planHash: plan?.planHash ?? null,
      },
      readers: [tender.organiserId, ...tender.partners, ...authorities],
    });
    for (const organisationId of authorities)
      unit.notify({
        organisationId,
        kind: 'tender.filed',
        subject,
        facts: { number: tender.number, title: tender.title },
        dueAt: from.dueAt > context.now ? from.dueAt : null,
      });
    return ok({ ...outcomeOf(saved), announceFromAt: from.dueAt });
  });
}

/** The bureau of the province, or the health commission of the city (of the province where the city has none). */
async function authoritiesOf(
  tx: Tx,
  { jurisdiction, province }: TenderFacts,
  filedWith: 'province' | 'health',
): Promise<string[]> {
  const places =
    filedWith === 'province'
      ? [`${jurisdiction.slice(0, 2)}0000`]
      : [`${jurisdiction.slice(0, 4)}00`, `${jurisdiction.slice(0, 2)}0000`];
  const rows = await tx
    .selectFrom('organisation')
    .select(['id', 'jurisdiction'])
    .where('province', '=', province)
    .where('kind', '=', filedWith === 'province' ? 'bureau' : 'health')
    .where('state', '=', 'active')
    .where('jurisdiction', 'in', places)
    .execute();
  const nearest = places.find((place) => rows.some((row) => row.jurisdiction === place));
  return rows.filter((row) => row.jurisdiction === nearest).map(({ id }) => id);
}

/** Whether the acting authority is the one with which the plan was filed. */
export function isAuthority({ actor }: ActorContext, tender: TenderFacts, filedWith: string | null): boolean {
  if (!reaches(actor, tender.jurisdiction)) return false;
  if (filedWith === 'health') return actor.kind === 'health';
  return actor.kind === 'bureau' && actor.jurisdiction.endsWith('0000');
}

/** The authority takes note, or returns the plan: then it is a draft again and is approved anew. */
export function answer(
  context: ActorContext,
  { params, body }: Call<typeof answerFiling>,
): Answered<typeof answerFiling> {
  return command<ReplyOf<typeof answerFiling>, AnswerRefusal>(context, async (unit) => {
    const tender = await lockTender(unit.tx, context.scope.province, params.tenderId);
    const plan = tender === null ? null : await planOf(unit.tx, tender);
    if (tender === null || plan === null) return refuse('tender.unknown');
    if (plan.filedAt === null) return refuse('tender.planNotFiled', { facts: { with: '' } });
    if (!isAuthority(context, tender, plan.filedWith)) return refuse('tender.unknown');
    if (tender.state !== 'planned' || plan.filingAnswer !== null)
      return refuse('tender.wrongState', { facts: { state: tender.state, to: '' } });
    const isReturned = body.answer === 'returned';
    const basis = plan.announceFromBasis ?? articles.approval;
    if (isReturned && body.note.length < 2) return refuse('tender.reasonMissing', { basis, field: 'note' });
    await setPlan(unit.tx, tender, {
      filingAnswer: isReturned ? null : 'noted',
      filingNote: body.note,
      filingAnsweredAt: context.now,
      filingAnsweredBy: context.actor.accountId,
      ...(isReturned
        ? {
            filedAt: null,
            filedBy: null,
            filedWith: null,
            announceFromAt: null,
            approvedAt: null,
            planHash: null,
          }
        : {}),
    });
    const { number, title } = tender;
    const subject = { kind: 'tender', id: tender.id };
    unit.record({
      event: 'tender.filingAnswered',
      subject,
      basis: [basis],
      after: { number, answer: body.answer, note: body.note },
      readers: [tender.organiserId, ...tender.partners],
    });
    for (const organisationId of [tender.organiserId, ...tender.partners])
      unit.notify({
        organisationId,
        kind: isReturned ? 'tender.returned' : 'tender.filingNoted',
        subject,
        facts: { number, title, note: body.note },
      });
    if (!isReturned) return ok({ id: tender.id, state: tender.state });
    await withdrawApprovals(unit.tx, tender);
    const moved = await moveTender(context, unit, { tender, to: 'draft', note: body.note, basis });
    return moved.ok ? ok({ id: tender.id, state: moved.value.state }) : { ...moved, code: moved.code };
  });
}
type AnswerRefusal = 'tender.unknown' | 'tender.wrongState' | 'tender.planNotFiled' | 'tender.reasonMissing';
