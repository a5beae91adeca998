import { onFilingDue, recomputedFiling } from '@daylight/rules/filing/filing.ts';
import * as rules from '@daylight/rules/filing/steps.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { closedReviews, takeReview, withdrawReview } from '../panel/port.ts';
import { settledPublicities, takePublicity, withdrawPublicity } from '../publicity/port.ts';
import { publish } from './bureau.ts';
import { issueSweep } from './issue.ts';
import { outsideSweep } from './outside-due.ts';
import { type Told, carryOut, momentOf, productOf } from './step.ts';
import { addStep, lockFiling, saveFiling } from './store.ts';

const batch = 100;

/** What nobody did in time: a silent party ends a filing, a silent bureau is late and everybody sees it. */
const filingClock: Sweep = {
  name: 'filing',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('filing')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('dueAt', '<=', context.now)
        .where('overdueAt', 'is', null)
        .orderBy('dueAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => settle(context, id));
  },
};

async function settle(context: Context, id: string): Promise<boolean> {
  const settled = await command(context, async (unit) => {
    const stored = await lockFiling(unit.tx, context.scope.province, id, true);
    if (stored === null) return refuse('filing.notDue');
    const filing = onFilingDue(stored.filing, context.now);
    if (filing === stored.filing) return refuse('filing.notDue');
    const product = await productOf(unit.tx, stored);
    const isLapsed = filing.state === 'lapsed';
    const told: readonly Told[] = isLapsed
      ? [
          { to: 'institution', kind: 'filing.lapsed' },
          { to: 'manufacturer', kind: 'filing.lapsed' },
        ]
      : [{ to: 'bureau', kind: 'filing.overdue' }];
    const event = isLapsed ? 'filing.lapsed' : 'filing.overdue';
    const step = {
      kind: isLapsed ? 'lapsed' : 'overdue',
      facts: { due: stored.filing.due?.kind ?? null },
    };
    await carryOut(unit, context, { stored, product, moved: { filing, event, step, told } });
    return ok(id);
  });
  return settled.ok;
}

/** Publicities that are over: an objection that was upheld goes with the filing to the decision. */
const publicitySettled: Sweep = {
  name: 'filing-publicity',
  run: async (context) => {
    const settled = await reading(context.database.db, context.scope, (tx) =>
      settledPublicities(tx, context.scope.province, 'filing', batch),
    );
    return moveEach(settled, async ({ id, subject }) => {
      const done = await command(context, async (unit) => {
        const stored = await lockFiling(unit.tx, context.scope.province, subject.id);
        const [item] = await takePublicity(context, unit, id);
        if (item === undefined) return refuse('filing.notDue');
        if (stored === null || stored.publicityId !== id) return ok(id);
        const over = rules.publicityOver(stored.filing, item.upheld, momentOf(context, stored));
        // Withdrawn in the meantime: the list is over and nothing follows.
        if (!over.ok) return ok(id);
        const product = await productOf(unit.tx, stored);
        await carryOut(unit, context, {
          stored,
          product,
          moved: {
            filing: over.value,
            event: 'filing.publicityOver',
            step: { kind: 'publicityOver', facts: { upheld: item.upheld } },
            told: [{ to: 'bureau', kind: 'filing.toReport' }],
          },
        });
        return ok(id);
      });
      return done.ok;
    });
  },
};

/** Opinions of the experts: what they recommend is made public, what they do not goes to the decision. */
const reviewsClosed: Sweep = {
  name: 'filing-review',
  run: async (context) => {
    const closed = await reading(context.database.db, context.scope, (tx) =>
      closedReviews(tx, context.scope.province, 'filing', batch),
    );
    return moveEach(closed, async ({ id, subject }) => {
      const done = await command(context, async (unit) => {
        const stored = await lockFiling(unit.tx, context.scope.province, subject.id);
        const review = await takeReview(context, unit, id);
        if (review === null) return refuse('filing.notDue');
        if (stored === null) return ok(id);
        const moment = momentOf(context, stored);
        const next = rules.reviewed(stored.filing, review.outcome, moment);
        if (!next.ok) return ok(id);
        const product = await productOf(unit.tx, stored);
        const isPublic = next.value.state === 'publicity';
        const publicityId = isPublic ? await publish(context, { unit, stored, moment, product }) : null;
        await carryOut(unit, context, {
          stored,
          product,
          moved: {
            filing: next.value,
            event: 'filing.reviewed',
            step: { kind: 'reviewed', facts: { outcome: review.outcome, score: review.score } },
            set: publicityId === null ? {} : { publicityId },
            told: isPublic
              ? [{ to: 'institution', kind: 'filing.published' }]
              : [{ to: 'bureau', kind: 'filing.toReport' }],
          },
        });
        return ok(id);
      });
      return done.ok;
    });
  },
};

/** A list or review of a filing that its institution withdrew is taken back. */
const takenBack: Sweep = {
  name: 'filing-taken-back',
  run: async (context) => {
    const { province } = context.scope;
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('filing')
        .select(['id', 'publicityId', 'reviewId'])
        .where('province', '=', province)
        .where('state', '=', 'withdrawn')
        .where((eb) => eb(eb.fn.coalesce('publicityId', 'reviewId'), 'is not', null))
        .limit(batch)
        .execute(),
    );
    for (const { id, publicityId, reviewId } of rows) {
      await command(context, async (unit) => {
        const stored = await lockFiling(unit.tx, province, id);
        if (stored === null) return refuse('filing.notDue');
        const why = '医疗机构已撤回备案申请';
        if (publicityId !== null) await withdrawPublicity(context, unit, publicityId, why);
        if (reviewId !== null) await withdrawReview(context, unit, reviewId, why);
        await addStep(unit.tx, context, stored, { kind: 'takenBack' });
        await unit.tx
          .updateTable('filing')
          .set({ publicityId: null, reviewId: null })
          .where('province', '=', province)
          .where('id', '=', id)
          .execute();
        unit.record({
          event: 'filing.withdrawn',
          subject: { kind: 'filing', id },
          basis: [{ document: 'js-2020-22', article: '15', clause: 'JS-15' }],
          after: { publicityId, reviewId },
          readers: [stored.institutionId, stored.manufacturerId],
        });
        return ok(id);
      });
    }
    return rows.length;
  },
};

/** Deadlines of filing, in the order they are looked at. */
export const filingSweeps: readonly Sweep[] = [
  filingClock,
  publicitySettled,
  reviewsClosed,
  takenBack,
  outsideSweep,
  issueSweep,
];

/** Provisional deadlines anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeFilings(context: Context): Promise<number> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('filing')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('dueProvisional', '=', true)
      .execute(),
  );
  for (const { id } of rows) {
    await command(context, async (unit) => {
      const stored = await lockFiling(unit.tx, context.scope.province, id);
      if (stored === null || stored.filing.due === null) return refuse('filing.notDue');
      const filing = recomputedFiling(stored.filing, momentOf(context, stored));
      const { due } = filing;
      if (due === null || (due.at === stored.filing.due.at && due.provisional))
        return refuse('filing.notDue');
      await saveFiling(unit.tx, context, stored, { filing });
      unit.record({
        event: 'filing.dueRecomputed',
        subject: { kind: 'filing', id },
        basis: [due.basis],
        before: { dueAt: stored.filing.due.at },
        after: { dueAt: due.at },
        readers: [stored.institutionId, stored.manufacturerId],
      });
      return ok(id);
    });
  }
  return rows.length;
}
