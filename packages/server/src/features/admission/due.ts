import { admissionDueWords } from '@daylight/api/admission-words.ts';
import {
  type LineReason,
  onDue,
  panelClosed,
  publicityOver,
  recomputed,
} from '@daylight/rules/admission/application.ts';
import { basisOfPath } from '@daylight/rules/admission/policy.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { closedReviews, takeReview } from '../panel/port.ts';
import { settledPublicities, takePublicity } from '../publicity/port.ts';
import { bureauOf, carryOut, momentOf } from './move.ts';
import { load, save } from './store.ts';

const batch = 100;

/** What nobody supplied in time lapses; a step of the bureau that is late is said once, and goes on being due. */
const clock: Sweep = {
  name: 'admission-clock',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('admission')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('closedAt', 'is', null)
        .where('dueAt', '<=', context.now)
        .where('overdueAt', 'is', null)
        .where('dueKind', 'in', ['formal', 'supplement', 'panel', 'decision'])
        .orderBy('dueAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => settle(context, id));
  },
};

async function settle(context: Context, id: string): Promise<boolean> {
  const settled = await command(context, async (unit) => {
    const stored = await load(unit.tx, context, id, { skipLocked: true });
    const due = stored?.application.due ?? null;
    if (stored === null || due === null || context.now < due.at) return refuse('admission.notDue');
    const application = onDue(stored.application, context.now);
    if (application !== stored.application) {
      await carryOut(unit, context, stored, {
        application,
        event: 'admission.lapsed',
        basis: [due.basis],
        beside: { outcomeBasis: due.basis },
      });
      return ok(id);
    }
    await save(unit.tx, context, stored, { application, beside: { overdueAt: context.now } });
    const step = admissionDueWords[due.kind];
    const bureau = await bureauOf(unit.tx, stored.jurisdiction);
    const product = stored.lines[0]?.itemCode ?? '';
    const subject = { kind: 'admission', id };
    unit.record({
      event: 'admission.overdue',
      subject,
      basis: [due.basis],
      after: { step: due.kind, dueAt: due.at },
      readers: [stored.manufacturerId, ...(bureau === null ? [] : [bureau])],
    });
    if (bureau !== null)
      unit.notify({
        organisationId: bureau,
        kind: 'admission.overdue',
        subject,
        facts: { step: step.zh, stepEn: step.en, product, number: stored.number },
      });
    return ok(id);
  });
  return settled.ok;
}

/** The experts' results, once their minutes are confirmed (JS-8, JS-10). */
const reviews: Sweep = {
  name: 'admission-reviews',
  run: async (context) => {
    const { province } = context.scope;
    const closed = await reading(context.database.db, context.scope, (tx) =>
      closedReviews(tx, province, 'admission', batch),
    );
    return moveEach(closed, ({ id, subject }) => takeOneReview(context, id, subject.id));
  },
};

async function takeOneReview(context: Context, reviewId: string, admissionId: string): Promise<boolean> {
  const taken = await command(context, async (unit) => {
    const stored = await load(unit.tx, context, admissionId);
    const review = await takeReview(context, unit, reviewId);
    if (stored === null || review === null) return refuse('admission.notDue');
    // Taken all the same where the application has ended meanwhile: nothing waits for it.
    if (stored.application.state !== 'panel') return ok(reviewId);
    const reason: LineReason = {
      code: 'panelNotRecommended',
      note: '',
      basis: basisOfPath(stored.policy.path),
      facts: { score: review.score },
    };
    const recommended = review.outcome === 'recommended';
    const closed = panelClosed(stored.application, { recommended, reason }, momentOf(context, stored));
    if (!closed.ok) return closed;
    const number = stored.review?.number ?? '';
    await carryOut(unit, context, stored, {
      application: closed.value,
      event: 'admission.reviewed',
      basis: [basisOfPath(stored.policy.path)],
      beside: { review: { id: reviewId, number, outcome: review.outcome, score: review.score } },
      after: { outcome: review.outcome, score: review.score },
    });
    return ok(reviewId);
  });
  return taken.ok;
}

/** Lists that are over: what nobody objected to goes on at once, what is objected to when that is decided. */
const publicities: Sweep = {
  name: 'admission-publicities',
  run: async (context) => {
    const { province } = context.scope;
    const settled = await reading(context.database.db, context.scope, (tx) =>
      settledPublicities(tx, province, 'admission', batch),
    );
    return moveEach(settled, ({ id, subject }) => takeOnePublicity(context, id, subject.id));
  },
};

async function takeOnePublicity(context: Context, listId: string, admissionId: string): Promise<boolean> {
  const taken = await command(context, async (unit) => {
    const stored = await load(unit.tx, context, admissionId);
    const items = await takePublicity(context, unit, listId);
    if (stored === null || items.length === 0) return refuse('admission.notDue');
    const free = new Set(items.map(({ key }) => Number(key)));
    const objected = new Set(items.filter(({ upheld }) => upheld).map(({ key }) => Number(key)));
    const reason: LineReason = {
      code: 'objectionUpheld',
      note: '',
      basis: basisOfPath(stored.policy.path),
      facts: { number: stored.publicity?.number ?? '' },
    };
    const over = publicityOver(stored.application, { free, objected, reason }, momentOf(context, stored));
    if (!over.ok) return ok(listId);
    await carryOut(unit, context, stored, {
      application: over.value,
      event: 'admission.published',
      basis: [basisOfPath(stored.policy.path)],
      after: { free: free.size, upheld: objected.size },
    });
    return ok(listId);
  });
  return taken.ok;
}

export const admissionSweeps: readonly Sweep[] = [clock, reviews, publicities];

/** Provisional deadlines anew, when the working days of a year were published; returns how many were looked at. */
export async function recomputeProvisional(context: Context): Promise<number> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('admission')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('dueProvisional', '=', true)
      .execute(),
  );
  for (const { id } of rows) {
    await command(context, async (unit) => {
      const stored = await load(unit.tx, context, id);
      if (stored === null) return refuse('admission.notDue');
      const { calendar, clocks } = momentOf(context, stored);
      const application = recomputed(stored.application, { calendar, clocks });
      const { due } = application;
      const before = stored.application.due;
      if (due === null || (due.at === before?.at && due.provisional === before.provisional))
        return refuse('admission.notDue');
      await save(unit.tx, context, stored, { application });
      unit.record({
        event: 'admission.dueRecomputed',
        subject: { kind: 'admission', id },
        basis: [due.basis],
        before,
        after: due,
        readers: [stored.manufacturerId],
      });
      return ok(id);
    });
  }
  return rows.length;
}
