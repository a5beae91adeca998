import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listAssignments, readAssignment } from '@daylight/api/panel-member.ts';
import { panelPolicyOf } from '@daylight/rules/panel/policy.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import type { Minutes } from './close.ts';
import { memberSubject } from './due.ts';
import { specialtiesOf, specialtyOf } from './expert-queries.ts';
import { namesOf } from './freeze.ts';
import { sheetOf } from './review-queries.ts';
import { isId } from './sight.ts';

type Item = ReplyOf<typeof listAssignments>['items'][number];
type Shown = ReplyOf<typeof readAssignment>;

/** The asking expert's own seats and nobody else's, those of former rounds included. */
export function seatRows(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('panelCandidate as c')
    .innerJoin('panelReview as r', (join) =>
      join.onRef('r.province', '=', 'c.province').onRef('r.id', '=', 'c.reviewId'),
    )
    .where('c.province', '=', scope.province)
    .where('c.accountId', '=', actor.accountId)
    .where('c.invitedAt', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('panelCandidate as later')
            .select('later.expertId')
            .whereRef('later.province', '=', 'c.province')
            .whereRef('later.reviewId', '=', 'c.reviewId')
            .whereRef('later.expertId', '=', 'c.expertId')
            .whereRef('later.round', '>', 'c.round')
            .where('later.invitedAt', 'is not', null),
        ),
      ),
    )
    .selectAll('c')
    .select(['r.number', 'r.titleZh', 'r.titleEn', 'r.specialty', 'r.jurisdiction', 'r.openedAt'])
    .select(['r.state as reviewState', 'r.round as reviewRound', 'r.interested', 'r.minutes', 'r.brief'])
    .select(['r.signDueAt', 'r.signProvisional']);
}
export type SeatRow = Awaited<ReturnType<ReturnType<typeof seatRows>['execute']>>[number];

export function dutyOf(row: SeatRow): Item['duty'] {
  if (row.round !== row.reviewRound) return null;
  if (row.reviewState === 'sitting' && row.state === 'invited') return 'answer';
  if (row.reviewState === 'sitting' && row.state === 'accepted') return 'score';
  if (row.reviewState === 'closed' && row.state === 'scored' && row.signedAt === null) return 'sign';
  return null;
}

function dueOfSeat(row: SeatRow, context: ActorContext): Item['due'] {
  if (dutyOf(row) === 'sign' && row.signDueAt !== null) {
    const policy = panelPolicyOf(context.book, row.jurisdiction, shanghaiDate(row.openedAt));
    return { dueAt: row.signDueAt, provisional: row.signProvisional, basis: basisOf(policy.signWithin) };
  }
  if (row.dueAt === null) return null;
  return { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as Basis | null };
}

export function assignmentOf(row: SeatRow, context: ActorContext): Item {
  const { zh, en } = specialtyOf(specialtiesOf(context), row.specialty);
  return {
    id: row.reviewId,
    number: row.number,
    title: { zh: row.titleZh, en: row.titleEn },
    specialty: { zh, en },
    reviewState: row.reviewState as Item['reviewState'],
    state: row.state as Item['state'],
    duty: dutyOf(row),
    due: dueOfSeat(row, context),
    memberCode: row.memberCode,
    version: row.version,
  };
}

export async function assignments(
  context: ActorContext,
  { query }: Call<typeof listAssignments>,
): Promise<Result<ReplyOf<typeof listAssignments>, never>> {
  const rows = await reading(context.database.db, context.scope, (tx) => {
    let page = seatRows(tx, context);
    if (query.open === 'true') page = page.where('r.state', 'in', ['sitting', 'closed']);
    if (query.cursor !== undefined && isId(query.cursor)) page = page.where('r.id', '<', query.cursor);
    return page
      .orderBy('r.id', 'desc')
      .limit(query.limit + 1)
      .execute();
  });
  const items = rows.slice(0, query.limit).map((row) => assignmentOf(row, context));
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

interface Written {
  readonly points: Record<string, number>;
  readonly opinion: string;
}

/** One review for its member: whose matter it is and the form; the evidence after accepting, the minutes at the end. */
export async function assignmentOne(
  context: ActorContext,
  { params }: Call<typeof readAssignment>,
): Promise<Result<Shown, 'panel.unknownReview'>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await seatRows(tx, context).where('c.reviewId', '=', params.reviewId).executeTakeFirst();
    if (row === undefined) return refuse('panel.unknownReview');
    const names = await namesOf(tx, row.interested);
    const policy = panelPolicyOf(context.book, row.jurisdiction, shanghaiDate(row.openedAt));
    const reads = row.state === 'accepted' || row.state === 'scored';
    const subject = { kind: 'panelMember', id: memberSubject(row.reviewId, row.expertId) };
    const files = reads ? await filesOf(tx, province, [subject]) : null;
    const score = await tx
      .selectFrom('panelScore')
      .select(['points', 'opinion', 'scoredAt'])
      .where('province', '=', province)
      .where('reviewId', '=', row.reviewId)
      .where('round', '=', row.round)
      .where('expertId', '=', row.expertId)
      .executeTakeFirst();
    const draft = row.draft as Written | null;
    const isMember = row.state === 'scored' && row.round === row.reviewRound;
    return ok({
      ...assignmentOf(row, context),
      interested: row.interested.map((id) => ({ id, name: names.get(id) ?? '' })),
      sheet: sheetOf(policy.sheet.value),
      evidence: [...(files?.get(`${subject.kind}:${subject.id}`) ?? [])],
      brief: reads ? (row.brief as Shown['brief']) : [],
      draft: draft === null || row.draftedAt === null ? null : { ...draft, at: row.draftedAt },
      own:
        score === undefined
          ? null
          : { points: score.points as Written['points'], opinion: score.opinion, at: score.scoredAt },
      minutes: isMember ? (row.minutes as Minutes | null) : null,
      signedAt: row.signedAt,
    });
  });
}
