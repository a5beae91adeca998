import { randomBytes } from 'node:crypto';
import { drawName, seedHashOf } from '@daylight/rules/panel/draw.ts';
import { controlBasis, panelPolicyOf, reviewBasis } from '@daylight/rules/panel/policy.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import { regulatorsOf } from '../organisation/port.ts';

export interface NewReview {
  /** The feature that asks and takes the result, e.g. 'admission'. */
  readonly kind: string;
  readonly jurisdiction: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly title: { readonly zh: string; readonly en: string };
  /** One of `panel.specialties`. */
  readonly specialty: string;
  /** Organisations whose matter it is: who is bound to one of them is not drawn. */
  readonly interested: readonly string[];
  /** Files of evidence that the members read. */
  readonly evidence: readonly string[];
  /** What is judged, a line for each thing: members cannot open the matter itself. */
  readonly brief?: readonly { readonly zh: string; readonly en: string }[];
}

export interface Draw {
  readonly reviewId: string;
  readonly number: string;
  readonly round: number;
  readonly jurisdiction: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly seats: number;
}

/** Commits to a seed: its hash is public and in the journal from now on, the seed itself nobody can read. */
export async function commitSeed(context: Context, unit: Unit, draw: Draw): Promise<string> {
  const { province } = context.scope;
  const id = context.newId();
  const seed = randomBytes(32).toString('hex');
  const seedHash = seedHashOf(seed);
  await unit.tx
    .insertInto('panelDraw')
    .values({
      province,
      id,
      reviewId: draw.reviewId,
      reviewNumber: draw.number,
      round: draw.round,
      jurisdiction: draw.jurisdiction,
      titleZh: draw.title.zh,
      titleEn: draw.title.en,
      seats: draw.seats,
      seedHash,
      committedAt: context.now,
    })
    .execute();
  await unit.tx.insertInto('panelSeed').values({ province, drawId: id, seed }).execute();
  return seedHash;
}

/**
 * Asks for an expert panel (JS-8, JS-10). The seed of its draw is committed at once, before anybody can look at a list. The
 * officer freezes the list of experts next; the result comes through `closedReviews`. Refuses a specialty the pack lacks.
 */
export async function openReview(
  context: Context,
  unit: Unit,
  review: NewReview,
): Promise<Result<{ id: string; number: string }, 'panel.specialtyUnknown'>> {
  const { jurisdiction, title, subject, specialty } = review;
  const known = resolve(context.book, 'panel.specialties', jurisdiction, context.today);
  if (known.value.every((each) => each.code !== specialty)) {
    return refuse('panel.specialtyUnknown', { basis: basisOf(known), facts: { specialty } });
  }
  const policy = panelPolicyOf(context.book, jurisdiction, context.today);
  const id = context.newId();
  const number = await nextNumber(context, 'PS');
  const seats = policy.seats.value;
  await unit.tx
    .insertInto('panelReview')
    .values({
      province: context.scope.province,
      id,
      number,
      kind: review.kind,
      jurisdiction,
      titleZh: title.zh,
      titleEn: title.en,
      subjectKind: subject.kind,
      subjectId: subject.id,
      specialty,
      interested: [...review.interested],
      evidenceIds: [...review.evidence],
      brief: JSON.stringify(review.brief ?? []),
      state: 'opened',
      seats,
      quorum: Math.min(policy.quorum.value, seats),
      openedAt: context.now,
      openedBy: context.actor?.accountId ?? null,
    })
    .execute();
  const seedHash = await commitSeed(context, unit, {
    reviewId: id,
    number,
    round: 1,
    jurisdiction,
    title,
    seats,
  });
  unit.record({
    event: 'panel.opened',
    subject: { kind: 'panel', id },
    basis: [reviewBasis, controlBasis],
    after: { number, title, subject, specialty, draw: drawName(number, 1), seedHash },
  });
  await tellBureau(unit, review, { id, number });
  return ok({ id, number });
}

async function tellBureau(
  unit: Unit,
  { jurisdiction, title }: NewReview,
  { id, number }: { readonly id: string; readonly number: string },
): Promise<void> {
  const [bureau] = await regulatorsOf(unit.tx, jurisdiction);
  if (bureau === undefined) return;
  unit.notify({
    organisationId: bureau.id,
    kind: 'panel.opened',
    subject: { kind: 'panel', id },
    facts: { title: title.zh, titleEn: title.en, number },
  });
}
