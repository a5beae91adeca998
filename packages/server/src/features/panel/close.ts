import type { minutes as minutesShape } from '@daylight/api/panel.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { type PanelPolicy, controlBasis, reviewBasis } from '@daylight/rules/panel/policy.ts';
import { type Points, pointsText, resultOf, totalOf } from '@daylight/rules/panel/score.ts';
import { sha256Hex } from '@daylight/rules/sha256.ts';
import { assert } from '@daylight/rules/result.ts';
import type { z } from 'zod';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { regulatorsOf } from '../organisation/port.ts';
import type { ReviewRow } from './freeze.ts';

export type Minutes = z.output<typeof minutesShape>;

interface Drawn {
  readonly expertId: string;
  readonly code: string;
  readonly memberCode: string | null;
  readonly rank: number | null;
  readonly state: string;
  readonly excluded: string | null;
  readonly reason: string;
}

/**
 * Closes a panel: only now the scores come together. The minutes hold everything a reader needs, and their hash goes into
 * the journal, so that nothing of them can be changed unseen.
 */
export async function closePanel(
  context: Context,
  unit: Unit,
  review: ReviewRow,
  { drawn, policy }: { readonly drawn: readonly Drawn[]; readonly policy: PanelPolicy },
): Promise<void> {
  const minutes = await minutesOf(context, unit, review, { drawn, policy });
  const sign = dueOf(context.now, policy.signWithin.value, context.calendar);
  const scoreHundredths = Number(minutes.score.replace('.', ''));
  await unit.tx
    .updateTable('panelScore')
    .set({ openedAt: context.now })
    .where('province', '=', review.province)
    .where('reviewId', '=', review.id)
    .where('round', '=', review.round)
    .execute();
  await unit.tx
    .updateTable('panelCandidate')
    .set({ state: 'released' })
    .where('province', '=', review.province)
    .where('reviewId', '=', review.id)
    .where('round', '=', review.round)
    .where('state', '=', 'reserve')
    .execute();
  await unit.tx
    .updateTable('panelReview')
    .set({
      state: 'closed',
      closedAt: context.now,
      scoreHundredths,
      outcome: minutes.outcome,
      minutes: JSON.stringify(minutes),
      minutesId: context.newId(),
      minutesHash: minutes.hash,
      signDueAt: sign.dueAt,
      signProvisional: sign.provisional,
      version: review.version + 1,
    })
    .where('province', '=', review.province)
    .where('id', '=', review.id)
    .execute();
  unit.record({
    event: 'panel.closed',
    subject: { kind: 'panel', id: review.id },
    basis: [reviewBasis, controlBasis],
    after: {
      number: review.number,
      score: minutes.score,
      outcome: minutes.outcome,
      members: minutes.members.length,
      minutesHash: minutes.hash,
    },
  });
  await tellBureau(unit, review, minutes.score);
}

async function tellBureau(unit: Unit, review: ReviewRow, score: string): Promise<void> {
  const [bureau] = await regulatorsOf(unit.tx, review.jurisdiction);
  if (bureau === undefined) return;
  unit.notify({
    organisationId: bureau.id,
    kind: 'panel.closed',
    subject: { kind: 'panel', id: review.id },
    facts: { title: review.titleZh, titleEn: review.titleEn, number: review.number, score },
  });
}

async function minutesOf(
  context: Context,
  unit: Unit,
  review: ReviewRow,
  { drawn, policy }: { readonly drawn: readonly Drawn[]; readonly policy: PanelPolicy },
): Promise<Minutes> {
  const sheet = policy.sheet.value;
  const scores = await unit.tx
    .selectFrom('panelScore as s')
    .innerJoin('expert as e', (join) =>
      join.onRef('e.province', '=', 's.province').onRef('e.id', '=', 's.expertId'),
    )
    .innerJoin('organisation as o', 'o.id', 's.organisationId')
    .select(['s.expertId', 's.points', 's.opinion', 'e.name', 'o.name as employer'])
    .where('s.province', '=', review.province)
    .where('s.reviewId', '=', review.id)
    .where('s.round', '=', review.round)
    .execute();
  const scoreOf = new Map(scores.map((each) => [each.expertId, each]));
  const members = drawn
    .filter((each) => each.state === 'scored')
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map((each) => {
      const score = scoreOf.get(each.expertId);
      assert(score !== undefined, `no score of ${each.code}`);
      const points = score.points as Points;
      return {
        memberCode: each.memberCode ?? '',
        name: score.name,
        employer: score.employer,
        points,
        total: pointsText(totalOf(points, sheet)),
        opinion: score.opinion,
      };
    });
  const result = resultOf(
    members.map((each) => each.points),
    sheet,
  );
  const content = {
    score: pointsText(result.hundredths),
    outcome: result.outcome,
    statistic: sheet.statistic,
    trimmed: result.trimmed,
    threshold: sheet.threshold,
    closedAt: context.now,
    criteria: sheet.criteria.map(({ code, zh, en, weight }) => ({ code, zh, en, weight })),
    members,
    excluded: drawn.flatMap((each) =>
      each.excluded === null ? [] : [{ code: each.code, why: each.excluded as never }],
    ),
    absent: drawn
      .filter((each) => ['declined', 'recused', 'lapsed'].includes(each.state))
      .map((each) => ({ code: each.code, state: each.state as never, reason: each.reason })),
  };
  return { ...content, hash: sha256Hex(JSON.stringify(content)) };
}

/** Minutes for who is neither the bureau nor a member: letters instead of names (HN-15). */
export function anonymous(minutes: Minutes): Minutes {
  return {
    ...minutes,
    members: minutes.members.map((each) => ({ ...each, name: null, employer: null })),
    absent: minutes.absent.map((each) => ({ ...each, reason: '' })),
  };
}
