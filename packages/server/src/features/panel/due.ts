import { dueOf } from '@daylight/rules/calendar/term.ts';
import { type PanelPolicy, controlBasis, panelPolicyOf, reviewBasis } from '@daylight/rules/panel/policy.ts';
import {
  type Candidate,
  type CandidateState,
  type SeatStep,
  nextSeats,
} from '@daylight/rules/panel/seats.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import type { DB } from '../../tables.ts';
import { passOn } from '../evidence/port.ts';
import { regulatorsOf } from '../organisation/port.ts';
import { closePanel } from './close.ts';
import { drawDue } from './draw-due.ts';
import type { ReviewRow } from './freeze.ts';
import { confirmDue } from './sign-due.ts';

const batch = 200;
/** Files go to a member in portions that no limit on one request stops. */
const portion = 5;

type CandidateRow = Selectable<DB['panelCandidate']>;

export function policyOf(context: Context, review: ReviewRow): PanelPolicy {
  return panelPolicyOf(context.book, review.jurisdiction, shanghaiDate(review.openedAt));
}

export async function candidatesOf(tx: Tx, review: Pick<ReviewRow, 'province' | 'id' | 'round'>) {
  return tx
    .selectFrom('panelCandidate')
    .selectAll()
    .where('province', '=', review.province)
    .where('reviewId', '=', review.id)
    .where('round', '=', review.round)
    .orderBy('code')
    .execute();
}

function stepOf(rows: readonly CandidateRow[], review: ReviewRow, context: Context): SeatStep {
  const drawn = rows.flatMap((row): Candidate[] =>
    row.rank === null
      ? []
      : [{ code: row.code, rank: row.rank, state: row.state as CandidateState, dueAt: row.dueAt }],
  );
  return nextSeats(drawn, { seats: review.seats, quorum: review.quorum, now: context.now });
}

const changes = (step: SeatStep): boolean =>
  step.lapsed.length > 0 || step.invited.length > 0 || step.then !== 'waits';

/** Seats: whoever's clock ended leaves, the reserve follows, and at the end the panel closes or is short. */
const seatsDue: Sweep = {
  name: 'panel-seats',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, async (tx) => {
      const reviews = await tx
        .selectFrom('panelReview')
        .selectAll()
        .where('province', '=', context.scope.province)
        .where('state', '=', 'sitting')
        .orderBy('id')
        .limit(batch)
        .execute();
      const found: string[] = [];
      for (const review of reviews) {
        if (changes(stepOf(await candidatesOf(tx, review), review, context))) found.push(review.id);
      }
      return found;
    });
    return moveEach(due, (id) => moveSeats(context, id));
  },
};

async function moveSeats(context: Context, id: string): Promise<boolean> {
  const moved = await command(context, async (unit) => {
    const review = await unit.tx
      .selectFrom('panelReview')
      .selectAll()
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .where('state', '=', 'sitting')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (review === undefined) return refuse('panel.notDue');
    // An expert may be answering at this moment: whoever holds the row first is first.
    await unit.tx
      .selectFrom('panelCandidate')
      .select('expertId')
      .where('province', '=', review.province)
      .where('reviewId', '=', review.id)
      .where('round', '=', review.round)
      .orderBy('expertId')
      .forUpdate()
      .execute();
    const rows = await candidatesOf(unit.tx, review);
    const step = stepOf(rows, review, context);
    if (!changes(step)) return refuse('panel.notDue');
    const policy = policyOf(context, review);
    const byCode = new Map(rows.map((row) => [row.code, row]));
    for (const code of step.lapsed) await lapse(unit, review, byCode.get(code));
    if (step.invited.length > 0) {
      const called = step.invited.flatMap((code) => byCode.get(code) ?? []);
      await invite(context, unit, review, { called, policy });
    }
    if (step.then === 'closes') {
      await closePanel(context, unit, review, { drawn: await candidatesOf(unit.tx, review), policy });
    }
    if (step.then === 'short') await fallShort(unit, review);
    return ok(id);
  });
  return moved.ok;
}

async function lapse(unit: Unit, review: ReviewRow, row: CandidateRow | undefined): Promise<void> {
  if (row === undefined) return;
  await unit.tx
    .updateTable('panelCandidate')
    .set({ state: 'lapsed', dueAt: null, dueProvisional: false, version: row.version + 1 })
    .where('province', '=', row.province)
    .where('reviewId', '=', row.reviewId)
    .where('round', '=', row.round)
    .where('expertId', '=', row.expertId)
    .execute();
  unit.record({
    event: 'panel.lapsed',
    subject: { kind: 'panel', id: review.id },
    basis: [controlBasis],
    before: { state: row.state, dueAt: row.dueAt },
    after: { number: review.number, code: row.code },
  });
}

interface Called {
  readonly called: readonly CandidateRow[];
  readonly policy: PanelPolicy;
}

async function invite(
  context: Context,
  unit: Unit,
  review: ReviewRow,
  { called, policy }: Called,
): Promise<void> {
  const due = dueOf(context.now, policy.answerWithin.value, context.calendar);
  const basis = basisOf(policy.answerWithin);
  for (const row of called) {
    await unit.tx
      .updateTable('panelCandidate')
      .set({
        state: 'invited',
        invitedAt: context.now,
        dueAt: due.dueAt,
        dueProvisional: due.provisional,
        dueBasis: JSON.stringify(basis),
        version: row.version + 1,
      })
      .where('province', '=', row.province)
      .where('reviewId', '=', row.reviewId)
      .where('round', '=', row.round)
      .where('expertId', '=', row.expertId)
      .execute();
    await handFiles(context, unit, review, row);
  }
  const employers = called.map((row) => row.organisationId);
  await unit.tx
    .updateTable('panelReview')
    .set({
      memberOrganisations: sql`(select array(select distinct unnest(member_organisations || ${employers}::uuid[])))`,
    })
    .where('province', '=', review.province)
    .where('id', '=', review.id)
    .execute();
  unit.record({
    event: 'panel.invited',
    subject: { kind: 'panel', id: review.id },
    basis: [reviewBasis, basis],
    after: { number: review.number, codes: called.map((row) => row.code), dueAt: due.dueAt },
  });
}

/** The evidence is open to a member from the invitation on, for that member's own side only. */
async function handFiles(context: Context, unit: Unit, review: ReviewRow, row: CandidateRow): Promise<void> {
  for (let at = 0; at < review.evidenceIds.length; at += portion) {
    await passOn(context, unit, review.evidenceIds.slice(at, at + portion), {
      subject: { kind: 'panelMember', id: memberSubject(review.id, row.expertId) },
      readers: [row.organisationId],
      jurisdiction: review.jurisdiction,
    });
  }
}

export function memberSubject(reviewId: string, expertId: string): string {
  return `${reviewId}/${expertId}`;
}

async function fallShort(unit: Unit, review: ReviewRow): Promise<void> {
  await unit.tx
    .updateTable('panelReview')
    .set({ state: 'short', version: review.version + 1 })
    .where('province', '=', review.province)
    .where('id', '=', review.id)
    .execute();
  unit.record({
    event: 'panel.short',
    subject: { kind: 'panel', id: review.id },
    basis: [reviewBasis],
    after: { number: review.number, round: review.round },
  });
  const [bureau] = await regulatorsOf(unit.tx, review.jurisdiction);
  if (bureau === undefined) return;
  unit.notify({
    organisationId: bureau.id,
    kind: 'panel.short',
    subject: { kind: 'panel', id: review.id },
    facts: { title: review.titleZh, titleEn: review.titleEn, number: review.number },
  });
}

/** Deadlines of panels, in the order they are looked at. */
export const panelSweeps: readonly Sweep[] = [drawDue, seatsDue, confirmDue];
