import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { EventName } from '@daylight/api/events.ts';
import type {
  answerInvitation,
  saveScoreDraft,
  signMinutes,
  submitScore,
} from '@daylight/api/panel-member.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { controlBasis, panelPolicyOf, reviewBasis } from '@daylight/rules/panel/policy.ts';
import { type ScoreRefusal, checkPoints } from '@daylight/rules/panel/score.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import type { Updateable } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, writing } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';

type Outcome = ReplyOf<typeof answerInvitation>;
type Answer<C extends string> = Promise<Result<Outcome, C | RepeatRefusal>>;
type Own = NonNullable<Awaited<ReturnType<typeof ownSeat>>>;

/** The asking expert's own line of a review, locked; nobody else's can be found this way. */
export async function ownSeat(tx: Tx, context: ActorContext, reviewId: string) {
  const { province } = context.scope;
  const seat = await tx
    .selectFrom('panelCandidate')
    .selectAll()
    .where('province', '=', province)
    .where('reviewId', '=', reviewId)
    .where('accountId', '=', context.actor.accountId)
    .where('invitedAt', 'is not', null)
    .orderBy('round', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (seat === undefined) return null;
  const review = await tx
    .selectFrom('panelReview')
    .select(['id', 'number', 'state', 'round', 'jurisdiction', 'openedAt', 'minutesHash'])
    .where('province', '=', province)
    .where('id', '=', reviewId)
    .executeTakeFirst();
  return review === undefined ? null : { seat, review };
}

interface Moved {
  readonly event: EventName;
  readonly columns: Updateable<DB['panelCandidate']>;
  readonly basis: Basis;
  readonly state: Outcome['state'];
  readonly due: Outcome['due'];
  readonly note?: string;
}

type StepCode = 'panel.unknownReview' | 'request.stale';

function step<C extends string>(
  context: ActorContext,
  asked: { readonly id: string; readonly version: number },
  decide: (own: Own, unit: Unit) => Promise<Result<Moved, C>> | Result<Moved, C>,
): Answer<C | StepCode> {
  return command<Outcome, C | StepCode>(context, async (unit) => {
    const own = await ownSeat(unit.tx, context, asked.id);
    if (own === null) return refuse('panel.unknownReview');
    const { seat, review } = own;
    if (seat.version !== asked.version) return refuse('request.stale');
    const moved = await decide(own, unit);
    if (!moved.ok) return moved;
    const { event, columns, basis, state, due, note } = moved.value;
    const version = seat.version + 1;
    await unit.tx
      .updateTable('panelCandidate')
      .set({ ...columns, version })
      .where('province', '=', seat.province)
      .where('reviewId', '=', seat.reviewId)
      .where('round', '=', seat.round)
      .where('expertId', '=', seat.expertId)
      .execute();
    // No points and no opinion here: the journal is read by others before the panel closes.
    unit.record({
      event,
      subject: { kind: 'panel', id: review.id },
      basis: [basis],
      before: { state: seat.state },
      after: { number: review.number, code: seat.code, state, note: note ?? '' },
    });
    return ok({ id: review.id, state, due, version });
  });
}

const isLate = (own: Own, now: Instant): boolean => own.seat.dueAt !== null && now >= own.seat.dueAt;

type AnswerCode = 'panel.notInvited' | 'panel.tooLate' | 'panel.reasonNeeded';

/** Accepting starts the clock of the scores; whoever leaves is followed by the reserve, by itself. */
export function answerOne(
  context: ActorContext,
  { params, body }: Call<typeof answerInvitation>,
): Answer<AnswerCode | StepCode> {
  return step<AnswerCode>(context, { id: params.reviewId, version: body.version }, (own) => {
    const { seat, review } = own;
    // An interest may be found only while reading: until the scores are in, a member can still recuse.
    const mayAnswer = seat.state === 'invited' || (seat.state === 'accepted' && body.answer === 'recuse');
    if (!mayAnswer || review.state !== 'sitting') return refuse('panel.notInvited', { basis: reviewBasis });
    if (isLate(own, context.now)) return refuse('panel.tooLate', { basis: seat.dueBasis as Basis | null });
    if (body.answer === 'accept') {
      const policy = panelPolicyOf(context.book, review.jurisdiction, shanghaiDate(review.openedAt));
      const basis = basisOf(policy.scoreWithin);
      const due = dueOf(context.now, policy.scoreWithin.value, context.calendar);
      return ok({
        event: 'panel.accepted',
        columns: {
          state: 'accepted',
          answeredAt: context.now,
          dueAt: due.dueAt,
          dueProvisional: due.provisional,
          dueBasis: JSON.stringify(basis),
        },
        basis,
        state: 'accepted',
        due: { dueAt: due.dueAt, provisional: due.provisional, basis },
      });
    }
    if (body.reason.length < 2) return refuse('panel.reasonNeeded', { field: 'reason', basis: controlBasis });
    const state = body.answer === 'recuse' ? 'recused' : 'declined';
    return ok({
      event: body.answer === 'recuse' ? 'panel.recused' : 'panel.declined',
      columns: { state, reason: body.reason, answeredAt: context.now, dueAt: null, draft: null },
      basis: controlBasis,
      state,
      due: null,
      note: body.reason,
    });
  });
}

type DraftCode = 'panel.unknownReview' | 'panel.notMember';

/** Not a command: a draft is no business fact, it is the expert's own and not journalled. */
export function saveDraft(
  context: ActorContext,
  { params, body }: Call<typeof saveScoreDraft>,
): Promise<Result<ReplyOf<typeof saveScoreDraft>, DraftCode>> {
  return writing<ReplyOf<typeof saveScoreDraft>, DraftCode>(
    context.database.db,
    context.scope,
    async (tx) => {
      const own = await ownSeat(tx, context, params.reviewId);
      if (own === null) return refuse('panel.unknownReview');
      if (own.seat.state !== 'accepted') return refuse('panel.notMember');
      const { province, reviewId, round, expertId } = own.seat;
      await tx
        .updateTable('panelCandidate')
        .set({ draft: JSON.stringify(body), draftedAt: context.now })
        .where('province', '=', province)
        .where('reviewId', '=', reviewId)
        .where('round', '=', round)
        .where('expertId', '=', expertId)
        .execute();
      return ok({ at: context.now });
    },
  );
}

type ScoreCode = ScoreRefusal | 'panel.notMember' | 'panel.tooLate';

/** The scores are in and cannot be changed; until the panel closes only their author can read them. */
export function submitOne(
  context: ActorContext,
  { params, body }: Call<typeof submitScore>,
): Answer<ScoreCode | StepCode> {
  return step<ScoreCode>(context, { id: params.reviewId, version: body.version }, async (own, unit) => {
    const { seat, review } = own;
    if (seat.state !== 'accepted' || review.state !== 'sitting') {
      return refuse('panel.notMember', { basis: reviewBasis });
    }
    if (isLate(own, context.now)) return refuse('panel.tooLate', { basis: seat.dueBasis as Basis | null });
    const policy = panelPolicyOf(context.book, review.jurisdiction, shanghaiDate(review.openedAt));
    const points = checkPoints(body.points, policy.sheet.value);
    if (!points.ok) return points;
    await unit.tx
      .insertInto('panelScore')
      .values({
        province: seat.province,
        reviewId: seat.reviewId,
        round: seat.round,
        expertId: seat.expertId,
        accountId: seat.accountId,
        organisationId: seat.organisationId,
        points: JSON.stringify(points.value),
        opinion: body.opinion,
        scoredAt: context.now,
      })
      .execute();
    return ok({
      event: 'panel.scored',
      columns: { state: 'scored', scoredAt: context.now, dueAt: null, draft: null, draftedAt: null },
      basis: basisOf(policy.sheet),
      state: 'scored',
      due: null,
    });
  });
}

/** A signature under the minutes as their hash names them; a remark stands beside it. */
export function signOne(
  context: ActorContext,
  { params, body }: Call<typeof signMinutes>,
): Answer<'panel.nothingToSign' | StepCode> {
  return step<'panel.nothingToSign'>(context, { id: params.reviewId, version: body.version }, (own) => {
    const { seat, review } = own;
    if (review.state !== 'closed' || seat.state !== 'scored' || seat.signedAt !== null) {
      return refuse('panel.nothingToSign', { basis: controlBasis });
    }
    return ok({
      event: 'panel.signed',
      columns: { signedAt: context.now, signRemark: body.remark },
      basis: controlBasis,
      state: 'scored',
      due: null,
      note: review.minutesHash ?? '',
    });
  });
}
