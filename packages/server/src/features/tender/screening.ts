import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  agreeToChoice,
  beginScreening,
  chooseItems,
  dropScreening,
} from '@daylight/api/tender-screening.ts';
import { hashOf } from '@daylight/rules/award/hash.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { tenderPolicyOf } from '@daylight/rules/tender/policy.ts';
import { checkChoice } from '@daylight/rules/tender/screening.ts';
import { type IsoDate, addMonths } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { type Participants, participantsFor } from './participants.ts';
import {
  type Screening,
  candidatesOf,
  lockScreening,
  outcomeOf,
  readScreeningRow,
  setScreening,
} from './screening-store.ts';

/** Whole months before this one, as many as the pack says; or the days that were given. */
function periodOf(
  { today }: Context,
  months: number,
  given: { readonly fromDay: IsoDate | null; readonly beforeDay: IsoDate | null },
): { fromDay: IsoDate; beforeDay: IsoDate } | null {
  const beforeDay = given.beforeDay ?? (`${today.slice(0, 8)}01` as IsoDate);
  const fromDay = given.fromDay ?? addMonths(beforeDay, -months);
  return fromDay < beforeDay && beforeDay <= today ? { fromDay, beforeDay } : null;
}

/** Past purchases are looked at: the clock reads them month by month, also those of others than the asking hospital. */
export async function begin(
  context: ActorContext,
  { body }: Call<typeof beginScreening>,
): Answered<typeof beginScreening> {
  const number = await nextNumber(context, 'LX');
  const { actor, book, today } = context;
  const policy = tenderPolicyOf(book, actor.jurisdiction, today);
  return command(context, async (unit) => {
    const period = periodOf(context, policy.screeningMonths.value, body);
    if (period === null) return refuse('tender.periodReversed', { basis: articles.data, field: 'beforeDay' });
    const found = await participantsFor(unit.tx, context, body, policy);
    if (!found.ok) return found;
    const id = context.newId();
    const row = {
      ...period,
      id,
      number,
      title: body.title,
      level: body.level,
      jurisdiction: actor.jurisdiction,
      organiserId: actor.organisationId,
      regions: body.regions,
      groupIds: body.groupIds,
      criteria: policy.screeningCriteria.value,
      basis: basisOf(policy.screeningCriteria),
      chooseCount: body.level === 'group' ? (policy.jointItems?.value ?? null) : null,
    };
    await insertScreening(unit, context, row, found.value);
    unit.record({
      event: 'tender.screeningBegun',
      subject: { kind: 'tender-screening', id },
      basis: [articles.screening, articles.data],
      after: { number, title: body.title, ...period, institutions: found.value.institutions.length },
      readers: found.value.partners,
    });
    return ok({ id, number, state: 'collecting' as const, version: 1 });
  });
}

type NewScreening = Omit<
  Screening,
  | 'province'
  | 'state'
  | 'partners'
  | 'institutionIds'
  | 'collectedTo'
  | 'reason'
  | 'choiceHash'
  | 'version'
  | 'agreedAt'
>;

async function insertScreening(
  unit: Unit,
  context: ActorContext,
  { criteria, basis, ...row }: NewScreening,
  { institutions, partners }: Participants,
): Promise<void> {
  await unit.tx
    .insertInto('tenderScreening')
    .values({
      ...row,
      province: context.scope.province,
      partners: [...partners],
      regions: [...row.regions],
      groupIds: [...row.groupIds],
      institutionIds: institutions.map(({ institutionId }) => institutionId),
      collectedTo: row.fromDay,
      criteria: JSON.stringify(criteria),
      basis: JSON.stringify(basis),
      state: 'collecting',
      enteredAt: context.now,
      enteredBy: context.actor.accountId,
    })
    .execute();
}

type ChangeRefusal =
  | 'tender.screeningUnknown'
  | 'tender.notYours'
  | 'tender.screeningState'
  | 'request.stale';

async function changing(
  unit: Unit,
  context: ActorContext,
  asked: { readonly id: string; readonly version: number; readonly states: readonly Screening['state'][] },
): Promise<Result<Screening, ChangeRefusal>> {
  const seen = await readScreeningRow(unit.tx, context.scope.province, asked.id);
  if (seen === null) return refuse('tender.screeningUnknown');
  if (seen.organiserId !== context.actor.organisationId) return refuse('tender.notYours');
  const screening = await lockScreening(unit.tx, context.scope.province, asked.id);
  if (screening === null) return refuse('tender.screeningUnknown');
  if (!asked.states.includes(screening.state))
    return refuse('tender.screeningState', { facts: { state: screening.state } });
  if (screening.version !== asked.version) return refuse('request.stale');
  return ok(screening);
}

/** The organiser proposes; with partners it stands once each of them agrees, alone it stands at once (GY-3.2). */
export function choose(
  context: ActorContext,
  { params, body }: Call<typeof chooseItems>,
): Answered<typeof chooseItems> {
  return command(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.screeningId,
      version: body.version,
      states: ['ready', 'proposed'],
    });
    if (!found.ok) return found;
    const screening = found.value;
    const candidates = await candidatesOf(unit.tx, screening);
    const { jointItems } = tenderPolicyOf(context.book, screening.jurisdiction, context.today);
    const chosen = [...new Set(body.chosen)].toSorted();
    const may = checkChoice({ level: screening.level, candidates, chosen, jointItems });
    if (!may.ok) return may;
    // The data go into the hash: who agrees, agrees to this choice out of these figures.
    const choiceHash = hashOf({
      screening: screening.number,
      chosen,
      candidates: candidates.map(({ prefix, figures, total }) => ({ prefix, figures, total })),
    });
    const isDone = screening.partners.length === 0;
    await unit.tx
      .updateTable('tenderCandidate')
      .set({ chosen: sql<boolean>`prefix = any(${chosen}::text[])` })
      .where('province', '=', screening.province)
      .where('screeningId', '=', screening.id)
      .execute();
    const changed = await setScreening(unit.tx, screening, {
      state: isDone ? 'agreed' : 'proposed',
      choiceHash,
      reason: body.reason,
      proposedAt: context.now,
      proposedBy: context.actor.accountId,
      agreedAt: isDone ? context.now : null,
    });
    tellProposed(unit, { screening, chosen, choiceHash, reason: body.reason, isDone });
    return ok(outcomeOf(changed));
  });
}

interface Proposed {
  readonly screening: Screening;
  readonly chosen: readonly string[];
  readonly choiceHash: string;
  readonly reason: string;
  readonly isDone: boolean;
}

function tellProposed(unit: Unit, { screening, chosen, choiceHash, reason, isDone }: Proposed): void {
  const subject = { kind: 'tender-screening', id: screening.id };
  const { number, title, partners } = screening;
  unit.record({
    event: isDone ? 'tender.choiceAgreed' : 'tender.choiceProposed',
    subject,
    basis: [screening.level === 'group' ? articles.jointChoice : articles.screening],
    after: { number, chosen, choiceHash, reason },
    readers: partners,
  });
  for (const organisationId of partners)
    unit.notify({ organisationId, kind: 'tender.choiceProposed', subject, facts: { number, title } });
}

/** A partner says what it thinks of the choice; the clock draws the conclusion, since a hospital writes its own rows only. */
export function agree(
  context: ActorContext,
  { params, body }: Call<typeof agreeToChoice>,
): Answered<typeof agreeToChoice> {
  return command<ReplyOf<typeof agreeToChoice>, AgreeRefusal>(context, async (unit) => {
    const { actor, scope, now } = context;
    const screening = await readScreeningRow(unit.tx, scope.province, params.screeningId);
    if (screening === null) return refuse('tender.screeningUnknown');
    if (!screening.partners.includes(actor.organisationId))
      return refuse('tender.notAsked', { basis: articles.jointChoice });
    if (screening.state !== 'proposed')
      return refuse('tender.screeningState', { facts: { state: screening.state } });
    if (screening.choiceHash !== body.choiceHash)
      return refuse('tender.otherChoice', { basis: articles.jointChoice });
    if (!body.agreed && body.note.length < 2)
      return refuse('tender.reasonMissing', { basis: articles.jointChoice, field: 'note' });
    const row = { agreed: body.agreed, note: body.note, at: now, byAccount: actor.accountId };
    await unit.tx
      .insertInto('tenderScreeningAgreement')
      .values({
        province: scope.province,
        screeningId: screening.id,
        organisationId: actor.organisationId,
        organiserId: screening.organiserId,
        choiceHash: body.choiceHash,
        ...row,
      })
      .onConflict((conflict) =>
        conflict.columns(['province', 'screeningId', 'organisationId', 'choiceHash']).doUpdateSet(row),
      )
      .execute();
    unit.record({
      event: 'tender.choiceAnswered',
      subject: { kind: 'tender-screening', id: screening.id },
      basis: [articles.jointChoice],
      after: { number: screening.number, choiceHash: body.choiceHash, agreed: body.agreed, note: body.note },
      readers: [screening.organiserId, ...screening.partners],
    });
    return ok({ id: screening.id, agreed: body.agreed });
  });
}
type AgreeRefusal =
  | 'tender.screeningUnknown'
  | 'tender.screeningState'
  | 'tender.notAsked'
  | 'tender.otherChoice'
  | 'tender.reasonMissing';

export function drop(
  context: ActorContext,
  { params, body }: Call<typeof dropScreening>,
): Answered<typeof dropScreening> {
  return command(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.screeningId,
      version: body.version,
      states: ['collecting', 'ready', 'proposed'],
    });
    if (!found.ok) return found;
    const changed = await setScreening(unit.tx, found.value, {
      state: 'dropped',
      reason: body.reason,
      choiceHash: null,
    });
    unit.record({
      event: 'tender.screeningDropped',
      subject: { kind: 'tender-screening', id: changed.id },
      basis: [articles.screening],
      before: { state: found.value.state },
      after: { state: 'dropped', reason: body.reason },
      readers: found.value.partners,
    });
    return ok(outcomeOf(changed));
  });
}
