import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { freezePool, previewPool, redrawPanel } from '@daylight/api/panel.ts';
import { covers, reaches } from '@daylight/rules/access/reach.ts';
import { drawName, frozenPool, poolHashOf } from '@daylight/rules/panel/draw.ts';
import { controlBasis, panelPolicyOf, reviewBasis } from '@daylight/rules/panel/policy.ts';
import { jurisdictionsUpward, national } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { addMs, shanghaiDate } from '@daylight/rules/time.ts';
import type { Selectable } from 'kysely';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';
import { commitSeed } from './open.ts';
import { type PoolLine, poolFor } from './pool.ts';

export type ReviewRow = Selectable<DB['panelReview']>;
type Outcome = ReplyOf<typeof freezePool>;
const minute = 60_000;

export async function reviewAt(
  tx: Tx,
  context: ActorContext,
  id: string,
  forUpdate = false,
): Promise<ReviewRow | null> {
  let row = tx
    .selectFrom('panelReview')
    .selectAll()
    .where('province', '=', context.scope.province)
    .where('id', '=', id);
  if (forUpdate) row = row.forUpdate();
  const review = await row.executeTakeFirst();
  return review !== undefined && reaches(context.actor, review.jurisdiction) ? review : null;
}

function areaOf(review: ReviewRow, asked: string | null): Result<string, 'panel.areaOutside'> {
  const area = asked ?? review.jurisdiction;
  if (area === national || !covers(area, review.jurisdiction))
    return refuse('panel.areaOutside', { field: 'area' });
  return ok(area);
}

function questionOf(review: ReviewRow, area: string) {
  const { id: reviewId, round, specialty, interested } = review;
  return { reviewId, round, specialty, area, interested };
}

/** The list as it would be frozen now. */
export async function previewOne(
  context: ActorContext,
  { params, query }: Call<typeof previewPool>,
): Promise<Result<ReplyOf<typeof previewPool>, 'panel.unknownReview' | 'panel.areaOutside'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const review = await reviewAt(tx, context, params.reviewId);
    if (review === null) return refuse('panel.unknownReview');
    const area = areaOf(review, query.area ?? null);
    if (!area.ok) return area;
    const lines = await poolFor(tx, context, questionOf(review, area.value));
    const withIds = lines.map((each) => each.excluded?.withId ?? null).filter((id) => id !== null);
    const names = await namesOf(tx, withIds);
    const policy = panelPolicyOf(context.book, review.jurisdiction, shanghaiDate(review.openedAt));
    return ok({
      area: area.value,
      areas: [...(await areasOf(tx, review.jurisdiction))],
      seats: review.seats,
      eligible: lines.filter((each) => each.excluded === null).length,
      drawDelayMinutes: policy.drawDelayMinutes.value,
      experts: lines.map((each) => ({
        code: each.code,
        name: each.name,
        employer: each.employer,
        excluded: each.excluded?.why ?? null,
        excludedWith: names.get(each.excluded?.withId ?? '') ?? null,
      })),
    });
  });
}

/** From where experts may be drawn: the review's own jurisdiction and those above it in the province. */
async function areasOf(tx: Tx, jurisdiction: string) {
  const codes = jurisdictionsUpward(jurisdiction).filter((code) => code !== national);
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name'])
    .where('code', 'in', codes)
    .execute();
  return codes.flatMap((code) => rows.filter((row) => row.code === code));
}

export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('organisation').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

type FreezeCode =
  | 'panel.unknownReview'
  | 'panel.notOpened'
  | 'panel.areaOutside'
  | 'panel.tooFewExperts'
  | 'request.stale';

/** Freezes the list by code; from now on only the moment of the draw has to come. */
export function freezeOne(
  context: ActorContext,
  { params, body }: Call<typeof freezePool>,
): Promise<Result<Outcome, FreezeCode | RepeatRefusal>> {
  return command<Outcome, FreezeCode>(context, async (unit) => {
    const { province } = context.scope;
    const review = await reviewAt(unit.tx, context, params.reviewId, true);
    if (review === null) return refuse('panel.unknownReview');
    if (review.version !== body.version) return refuse('request.stale');
    if (review.state !== 'opened') return refuse('panel.notOpened');
    const area = areaOf(review, body.area);
    if (!area.ok) return area;
    const lines = await poolFor(unit.tx, context, questionOf(review, area.value));
    const eligible = lines.filter((each) => each.excluded === null).length;
    const policy = panelPolicyOf(context.book, review.jurisdiction, shanghaiDate(review.openedAt));
    if (eligible < review.seats) {
      const facts = { eligible, seats: review.seats };
      return refuse('panel.tooFewExperts', { basis: basisOf(policy.seats), facts });
    }
    const pool = frozenPool(lines.map((each) => ({ code: each.code, excluded: each.excluded?.why ?? null })));
    const poolHash = poolHashOf(pool);
    const drawAt = addMs(context.now, policy.drawDelayMinutes.value * minute);
    await unit.tx
      .updateTable('panelDraw')
      .set({ area: area.value, pool: JSON.stringify(pool), poolHash, frozenAt: context.now, drawAt })
      .where('province', '=', province)
      .where('reviewId', '=', review.id)
      .where('round', '=', review.round)
      .execute();
    await addCandidates(unit.tx, review, lines);
    await unit.tx
      .updateTable('panelReview')
      .set({ state: 'frozen', version: review.version + 1 })
      .where('province', '=', province)
      .where('id', '=', review.id)
      .execute();
    unit.record({
      event: 'panel.frozen',
      subject: { kind: 'panel', id: review.id },
      basis: [controlBasis, basisOf(policy.drawDelayMinutes)],
      after: { draw: drawName(review.number, review.round), area: area.value, poolHash, eligible, drawAt },
    });
    return ok({ id: review.id, state: 'frozen', version: review.version + 1 });
  });
}

async function addCandidates(tx: Tx, review: ReviewRow, lines: readonly PoolLine[]): Promise<void> {
  const rows = lines.map((each) => ({
    province: review.province,
    reviewId: review.id,
    round: review.round,
    expertId: each.expertId,
    accountId: each.accountId,
    organisationId: each.organisationId,
    code: each.code,
    excluded: each.excluded?.why ?? null,
    excludedWith: each.excluded?.withId ?? null,
    state: each.excluded === null ? 'frozen' : 'excluded',
  }));
  await tx.insertInto('panelCandidate').values(rows).execute();
}

type RedrawCode = 'panel.unknownReview' | 'panel.notShort' | 'request.stale';

/** A panel that ran out of experts begins anew, with a new seed and list; what was scored before counts for nothing. */
export function redrawOne(
  context: ActorContext,
  { params, body }: Call<typeof redrawPanel>,
): Promise<Result<Outcome, RedrawCode | RepeatRefusal>> {
  return command<Outcome, RedrawCode>(context, async (unit) => {
    const review = await reviewAt(unit.tx, context, params.reviewId, true);
    if (review === null) return refuse('panel.unknownReview');
    if (review.version !== body.version) return refuse('request.stale');
    if (review.state !== 'short') return refuse('panel.notShort');
    const round = review.round + 1;
    await unit.tx
      .updateTable('panelReview')
      .set({ state: 'opened', round, shortNote: body.reason, version: review.version + 1 })
      .where('province', '=', review.province)
      .where('id', '=', review.id)
      .execute();
    const seedHash = await commitSeed(context, unit, {
      reviewId: review.id,
      number: review.number,
      round,
      jurisdiction: review.jurisdiction,
      title: { zh: review.titleZh, en: review.titleEn },
      seats: review.seats,
    });
    unit.record({
      event: 'panel.redrawn',
      subject: { kind: 'panel', id: review.id },
      basis: [reviewBasis, controlBasis],
      after: { draw: drawName(review.number, round), seedHash, reason: body.reason },
    });
    return ok({ id: review.id, state: 'opened', version: review.version + 1 });
  });
}
