import { dueOf } from '@daylight/rules/calendar/term.ts';
import { controlBasis, panelPolicyOf, reviewBasis } from '@daylight/rules/panel/policy.ts';
import { pointsText } from '@daylight/rules/panel/score.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import type { ReviewRow } from './freeze.ts';

const batch = 100;

interface Waiting {
  readonly id: string;
}

/**
 * Minutes are confirmed when every member who scored has signed, or at the end of the clock when a quorum has. With fewer
 * the clock runs once more: no result comes of minutes that too few stand by.
 */
export const confirmDue: Sweep = {
  name: 'panel-minutes',
  run: async (context) => {
    const { rows } = await reading(context.database.db, context.scope, (tx) =>
      sql<Waiting>`
        select r.id from panel_review r
        where r.province = ${context.scope.province} and r.state = 'closed'
          and (r.sign_due_at <= ${context.now} or not exists (
            select from panel_candidate c where c.province = r.province and c.review_id = r.id and c.round = r.round
              and c.state = 'scored' and c.signed_at is null))
        order by r.id limit ${batch}`.execute(tx),
    );
    return moveEach(rows, ({ id }) => confirmOne(context, id));
  },
};

async function confirmOne(context: Context, id: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const review = await unit.tx
      .selectFrom('panelReview')
      .selectAll()
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .where('state', '=', 'closed')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (review === undefined) return refuse('panel.notDue');
    const members = await unit.tx
      .selectFrom('panelCandidate')
      .select(['memberCode', 'signedAt'])
      .where('province', '=', review.province)
      .where('reviewId', '=', id)
      .where('round', '=', review.round)
      .where('state', '=', 'scored')
      .orderBy('rank')
      .execute();
    const unsigned = members.filter((each) => each.signedAt === null).map((each) => each.memberCode);
    const signed = members.length - unsigned.length;
    const isOver = review.signDueAt !== null && context.now >= review.signDueAt;
    if (unsigned.length > 0 && !isOver) return refuse('panel.notDue');
    if (unsigned.length > 0 && signed < review.quorum) return askAgain(context, unit, review);
    await confirm(context, unit, review, unsigned);
    return ok(id);
  });
  return done.ok;
}

async function askAgain(context: Context, unit: Unit, review: ReviewRow) {
  const policy = panelPolicyOf(context.book, review.jurisdiction, shanghaiDate(review.openedAt));
  const due = dueOf(context.now, policy.signWithin.value, context.calendar);
  await unit.tx
    .updateTable('panelReview')
    .set({ signDueAt: due.dueAt, signProvisional: due.provisional, version: review.version + 1 })
    .where('province', '=', review.province)
    .where('id', '=', review.id)
    .execute();
  unit.record({
    event: 'panel.dueRecomputed',
    subject: { kind: 'panel', id: review.id },
    basis: [basisOf(policy.signWithin)],
    before: { signDueAt: review.signDueAt },
    after: { signDueAt: due.dueAt, number: review.number },
  });
  return ok(review.id);
}

const words = {
  recommended: { zh: '推荐', en: 'recommended' },
  notRecommended: { zh: '不推荐', en: 'not recommended' },
} as const;

async function confirm(
  context: Context,
  unit: Unit,
  review: ReviewRow,
  unsigned: readonly (string | null)[],
): Promise<void> {
  await unit.tx
    .updateTable('panelReview')
    .set({
      state: 'confirmed',
      confirmedAt: context.now,
      signDueAt: null,
      signProvisional: false,
      version: review.version + 1,
    })
    .where('province', '=', review.province)
    .where('id', '=', review.id)
    .execute();
  const score = pointsText(review.scoreHundredths ?? 0);
  unit.record({
    event: 'panel.confirmed',
    subject: { kind: 'panel', id: review.id },
    basis: [reviewBasis, controlBasis],
    after: {
      number: review.number,
      outcome: review.outcome,
      score,
      unsigned,
      minutesHash: review.minutesHash,
    },
    readers: review.interested,
  });
  const outcome = words[review.outcome as keyof typeof words];
  for (const organisationId of review.interested) {
    unit.notify({
      organisationId,
      kind: 'panel.outcome',
      subject: { kind: 'panel', id: review.id },
      facts: {
        title: review.titleZh,
        titleEn: review.titleEn,
        number: review.number,
        outcome: outcome.zh,
        outcomeEn: outcome.en,
      },
    });
  }
}

interface ProvisionalRow {
  readonly reviewId: string;
  readonly round: number;
  readonly expertId: string;
  readonly state: string;
  readonly dueAt: Instant;
  readonly invitedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly jurisdiction: string;
  readonly openedAt: Instant;
}

/** Provisional deadlines of experts anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeProvisional(context: Context): Promise<number> {
  const { province } = context.scope;
  const { rows } = await reading(context.database.db, context.scope, (tx) =>
    sql<ProvisionalRow>`
      select c.review_id, c.round, c.expert_id, c.state, c.due_at, c.invited_at, c.answered_at, r.jurisdiction, r.opened_at
      from panel_candidate c join panel_review r on r.province = c.province and r.id = c.review_id
      where c.province = ${province} and c.due_provisional and c.due_at is not null`.execute(tx),
  );
  for (const row of rows) {
    const policy = panelPolicyOf(context.book, row.jurisdiction, shanghaiDate(row.openedAt));
    const isInvited = row.state === 'invited';
    const start = isInvited ? row.invitedAt : row.answeredAt;
    if (start === null) continue;
    const term = isInvited ? policy.answerWithin : policy.scoreWithin;
    const due = dueOf(start, term.value, context.calendar);
    if (due.dueAt === row.dueAt && due.provisional) continue;
    await command(context, async (unit) => {
      const changed = await unit.tx
        .updateTable('panelCandidate')
        .set({ dueAt: due.dueAt, dueProvisional: due.provisional })
        .where('province', '=', province)
        .where('reviewId', '=', row.reviewId)
        .where('round', '=', row.round)
        .where('expertId', '=', row.expertId)
        .where('state', '=', row.state)
        .returning('code')
        .executeTakeFirst();
      if (changed === undefined) return refuse('panel.notDue');
      const basis: Basis = basisOf(term);
      unit.record({
        event: 'panel.dueRecomputed',
        subject: { kind: 'panel', id: row.reviewId },
        basis: [basis],
        before: { dueAt: row.dueAt },
        after: { dueAt: due.dueAt, code: changed.code },
      });
      return ok(row.reviewId);
    });
  }
  return rows.length + (await recomputeSigning(context));
}

/** The clock of the signatures runs from the closing, or from where it was set anew. */
async function recomputeSigning(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('panelReview')
      .selectAll()
      .where('province', '=', province)
      .where('state', '=', 'closed')
      .where('signProvisional', '=', true)
      .execute(),
  );
  for (const review of rows) {
    const policy = panelPolicyOf(context.book, review.jurisdiction, shanghaiDate(review.openedAt));
    const due = dueOf(review.closedAt ?? context.now, policy.signWithin.value, context.calendar);
    await command(context, async (unit) => {
      await unit.tx
        .updateTable('panelReview')
        .set({ signDueAt: due.dueAt, signProvisional: due.provisional, version: review.version + 1 })
        .where('province', '=', province)
        .where('id', '=', review.id)
        .where('version', '=', review.version)
        .execute();
      unit.record({
        event: 'panel.dueRecomputed',
        subject: { kind: 'panel', id: review.id },
        basis: [basisOf(policy.signWithin)],
        before: { signDueAt: review.signDueAt },
        after: { signDueAt: due.dueAt },
      });
      return ok(review.id);
    });
  }
  return rows.length;
}
