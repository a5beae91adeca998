import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listReviews, readReview, readReviewResult } from '@daylight/api/panel.ts';
import { panelPolicyOf } from '@daylight/rules/panel/policy.ts';
import { pointsText } from '@daylight/rules/panel/score.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { type Minutes, anonymous } from './close.ts';
import { specialtiesOf, specialtyOf } from './expert-queries.ts';
import { namesOf } from './freeze.ts';
import { drawOf } from './public.ts';
import { inReach, isId, literal } from './sight.ts';

type Item = ReplyOf<typeof listReviews>['items'][number];
type Shown = ReplyOf<typeof readReview>;
type Member = Shown['members'][number];

function reviewRows(tx: Tx, { scope }: ActorContext) {
  return tx
    .selectFrom('panelReview as r')
    .where('r.province', '=', scope.province)
    .selectAll('r')
    .select((eb) => {
      const members = eb
        .selectFrom('panelCandidate as c')
        .select((of) => of.fn.countAll<number>().as('n'))
        .whereRef('c.province', '=', 'r.province')
        .whereRef('c.reviewId', '=', 'r.id')
        .whereRef('c.round', '=', 'r.round');
      return [
        members.where('c.state', 'in', ['accepted', 'scored']).$asScalar().as('seated'),
        members.where('c.state', '=', 'scored').$asScalar().as('scored'),
      ];
    });
}
type Row = Awaited<ReturnType<ReturnType<typeof reviewRows>['execute']>>[number];

function itemOf(row: Row, context: ActorContext): Item {
  const { zh, en } = specialtyOf(specialtiesOf(context), row.specialty);
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: { zh: row.titleZh, en: row.titleEn },
    jurisdiction: row.jurisdiction,
    specialty: { zh, en },
    state: row.state as Item['state'],
    seats: row.seats,
    quorum: row.quorum,
    seated: Number(row.seated ?? 0),
    scored: Number(row.scored ?? 0),
    openedAt: row.openedAt,
    outcome: row.outcome as Item['outcome'],
    score: row.scoreHundredths === null ? null : pointsText(row.scoreHundredths),
    version: row.version,
  };
}

export async function reviewList(
  context: ActorContext,
  { query }: Call<typeof listReviews>,
): Promise<Result<ReplyOf<typeof listReviews>, never>> {
  const rows = await reading(context.database.db, context.scope, (tx) => {
    let page = reviewRows(tx, context).where('r.jurisdiction', 'like', inReach(context.actor.jurisdiction));
    const { state, search, cursor } = query;
    if (state !== undefined) page = page.where('r.state', '=', state);
    if (search !== undefined && search !== '') {
      page = page.where((eb) =>
        eb.or([eb('r.number', '=', search), eb('r.titleZh', 'like', `%${literal(search)}%`)]),
      );
    }
    if (cursor !== undefined && isId(cursor)) page = page.where('r.id', '<', cursor);
    return page
      .orderBy('r.id', 'desc')
      .limit(query.limit + 1)
      .execute();
  });
  const items = rows.slice(0, query.limit).map((row) => itemOf(row, context));
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

/** One review for the bureau: who sits and who is done, and nothing of the scores before the panel is closed. */
export async function reviewOne(
  context: ActorContext,
  { params }: Call<typeof readReview>,
): Promise<Result<Shown, 'panel.unknownReview'>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await reviewRows(tx, context)
      .where('r.id', '=', params.reviewId)
      .where('r.jurisdiction', 'like', inReach(context.actor.jurisdiction))
      .executeTakeFirst();
    if (row === undefined) return refuse('panel.unknownReview');
    const policy = panelPolicyOf(context.book, row.jurisdiction, shanghaiDate(row.openedAt));
    const subject = { kind: row.subjectKind, id: row.subjectId };
    const files = await filesOf(tx, province, [subject]);
    const draws = await tx
      .selectFrom('panelDraw')
      .selectAll()
      .where('province', '=', province)
      .where('reviewId', '=', row.id)
      .orderBy('round')
      .execute();
    const names = await namesOf(tx, row.interested);
    const minutes = row.minutes as Minutes | null;
    return ok({
      ...itemOf(row, context),
      interested: row.interested.map((id) => ({ id, name: names.get(id) ?? '' })),
      note: row.shortNote,
      sheet: sheetOf(policy.sheet.value),
      evidence: [...(files.get(`${subject.kind}:${subject.id}`) ?? [])],
      brief: row.brief as Shown['brief'],
      draws: draws.map(drawOf),
      members: await membersOf(tx, row, minutes),
      signDue:
        row.signDueAt === null
          ? null
          : { dueAt: row.signDueAt, provisional: row.signProvisional, basis: basisOf(policy.signWithin) },
      minutes,
    });
  });
}

export function sheetOf(sheet: ReturnType<typeof panelPolicyOf>['sheet']['value']): Shown['sheet'] {
  const { scale, threshold, statistic, trim } = sheet;
  const criteria = sheet.criteria.map(({ code, zh, en, weight }) => ({ code, zh, en, weight }));
  return { scale, threshold, statistic, trim, criteria };
}

async function membersOf(tx: Tx, row: Row, minutes: Minutes | null): Promise<Member[]> {
  const rows = await tx
    .selectFrom('panelCandidate as c')
    .innerJoin('expert as e', (join) =>
      join.onRef('e.province', '=', 'c.province').onRef('e.id', '=', 'c.expertId'),
    )
    .innerJoin('organisation as o', 'o.id', 'c.organisationId')
    .leftJoin('organisation as w', 'w.id', 'c.excludedWith')
    .selectAll('c')
    .select(['e.name', 'o.name as employer', 'w.name as withName'])
    .where('c.province', '=', row.province)
    .where('c.reviewId', '=', row.id)
    .where('c.round', '=', row.round)
    .orderBy('c.rank', (order) => order.asc().nullsLast())
    .orderBy('c.code')
    .execute();
  const totals = new Map(minutes?.members.map((each) => [each.memberCode, each.total]));
  return rows.map((each) => ({
    memberCode: each.memberCode,
    code: each.code,
    name: each.name,
    employer: each.employer,
    state: each.state as Member['state'],
    excluded: each.excluded as Member['excluded'],
    excludedWith: each.withName,
    rank: each.rank,
    due:
      each.dueAt === null
        ? null
        : { dueAt: each.dueAt, provisional: each.dueProvisional, basis: each.dueBasis as Basis | null },
    reason: each.reason,
    signedAt: each.signedAt,
    total: each.state === 'scored' ? (totals.get(each.memberCode ?? '') ?? null) : null,
  }));
}

type ResultCode = 'panel.unknownReview' | 'panel.notConfirmed';

/** What the interested side reads: the whole minutes, members by letters. */
export async function resultOne(
  context: ActorContext,
  { params }: Call<typeof readReviewResult>,
): Promise<Result<ReplyOf<typeof readReviewResult>, ResultCode>> {
  const { province, reach } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await tx
      .selectFrom('panelReview')
      .select(['id', 'number', 'titleZh', 'titleEn', 'state', 'interested', 'minutes', 'jurisdiction'])
      .where('province', '=', province)
      .where('id', '=', params.reviewId)
      .executeTakeFirst();
    const isTheirs =
      row !== undefined &&
      (reach === 'own'
        ? row.interested.includes(context.actor.organisationId)
        : row.jurisdiction.startsWith(inReach(context.actor.jurisdiction).slice(0, -1)));
    if (!isTheirs) return refuse('panel.unknownReview');
    if (row.state !== 'confirmed' && row.state !== 'taken') return refuse('panel.notConfirmed');
    const draws = await tx
      .selectFrom('panelDraw')
      .select(['id', 'round'])
      .where('province', '=', province)
      .where('reviewId', '=', row.id)
      .orderBy('round')
      .execute();
    return ok({
      id: row.id,
      number: row.number,
      title: { zh: row.titleZh, en: row.titleEn },
      minutes: anonymous(row.minutes as Minutes),
      draws,
    });
  });
}
