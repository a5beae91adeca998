import { dueOf } from '@daylight/rules/calendar/term.ts';
import { addWorkdays } from '@daylight/rules/calendar/calendar.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { coverageIsBehind, daysWithout, gapStep } from '@daylight/rules/execution/coverage.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, dayNumber, shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { command, type Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import {
  type GapRow,
  type Uncovered,
  type Watch,
  closeGap,
  insertGap,
  lockGaps,
  lockWatch,
  placesOf,
  setGap,
} from './coverage-store.ts';
import { failPlace } from './coverage-fail.ts';

const atOnce = 100;

/**
 * Once a day for each winner of a round: places of the agreement area that its delivery does not reach (SX-5.3b). The winner is
 * told, reminded before the day, and on the day the products that are not delivered are told as failures to supply.
 */
export const coverageSweep: Sweep = {
  name: 'execution-coverage',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('coverageWatch')
        .select(['tenderId', 'manufacturerId'])
        .where('province', '=', context.scope.province)
        .where('lookOn', '<=', context.today)
        .orderBy('lookOn')
        .limit(atOnce)
        .execute(),
    );
    return moveEach(due, (watch) => look(context, watch));
  },
};

async function look(
  context: Context,
  { tenderId, manufacturerId }: { readonly tenderId: string; readonly manufacturerId: string },
): Promise<boolean> {
  const looked = await command(context, async (unit) => {
    const watch = await lockWatch(unit.tx, context, { tenderId, manufacturerId });
    if (watch === null) return refuse('execution.notDue');
    const places = await placesOf(unit.tx, context, watch);
    const gaps = new Map((await lockGaps(unit.tx, context, watch)).map((gap) => [gap.area, gap]));
    const sum = (pick: (place: Uncovered) => number) => places.reduce((n, place) => n + pick(place), 0);
    const institutions = sum((place) => place.all);
    const least = resolve(context.book, 'execution.coverageShare', watch.rulesOf, context.today);
    const reached = institutions - sum((place) => place.institutions.length);
    const isBehind = coverageIsBehind({ institutions, reached }, least.value);
    const found = new Map(
      places.filter((each) => isBehind && each.institutions.length > 0).map((each) => [each.area, each]),
    );
    const steps: { readonly area: string; readonly step: string }[] = [];
    for (const area of [...new Set([...found.keys(), ...gaps.keys()])].toSorted()) {
      const step = await lookAt(context, unit, watch, {
        area,
        place: found.get(area) ?? null,
        gap: gaps.get(area) ?? null,
      });
      if (step !== 'wait') steps.push({ area, step });
    }
    await unit.tx
      .updateTable('coverageWatch')
      .set({ lookOn: institutions === 0 ? null : addDays(context.today, 1) })
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', tenderId)
      .where('manufacturerId', '=', manufacturerId)
      .execute();
    unit.record({
      event: 'execution.coverageLooked',
      subject: { kind: 'tender', id: tenderId },
      basis: [executionBasis.coverage],
      after: { manufacturerId, institutions, reached, steps },
      readers: [manufacturerId, watch.organiserId],
    });
    return ok(steps.length);
  });
  return looked.ok;
}

interface Place {
  readonly area: string;
  readonly place: Uncovered | null;
  readonly gap: GapRow | null;
}

async function lookAt(
  context: Context,
  unit: Unit,
  watch: Watch,
  { area, place, gap }: Place,
): Promise<string> {
  const { now, today } = context;
  const step = gapStep(gap, place !== null, { now, today, remindFrom: remindFrom(context, watch, gap) });
  if (gap === null) {
    if (step === 'open' && place !== null) await open(context, unit, watch, { area, place });
    return step;
  }
  const days = gap.institutionDays + daysOf(context, gap, place);
  if (step === 'close') {
    await closeGap(unit.tx, context, gap, days);
    return step;
  }
  const kept = { institutionDays: days, countedOn: today };
  const seen =
    place === null ? kept : { ...kept, institutions: place.institutions, productIds: place.productIds };
  if (step === 'remind') {
    await setGap(unit.tx, context, gap, { ...seen, remindedOn: today });
    tell(unit, watch, gap, { kind: 'execution.coverageDue', ...wordsOf(gap, place) });
  } else if (step === 'fail' && place !== null) {
    const failureIds = await failPlace(context, unit, watch, { place, gap });
    await setGap(unit.tx, context, gap, { ...seen, state: 'failed', failedAt: now, failureIds });
  } else {
    await setGap(unit.tx, context, gap, seen);
  }
  return step;
}

/** Days are those over since the last look, of the institutions that were without delivery then. */
function daysOf({ today }: Context, gap: GapRow, place: Uncovered | null): number {
  const from = place?.from ?? shanghaiDate(gap.beganAt);
  return daysWithout(gap.institutions.length, {
    from: dayNumber(from),
    until: dayNumber(today),
    counted: dayNumber(gap.countedOn),
  });
}

function remindFrom(context: Context, { rulesOf }: Watch, gap: GapRow | null): IsoDate {
  if (gap === null) return context.today;
  const before = resolve(context.book, 'execution.coverageRemind', rulesOf, context.today).value;
  // Due at 24:00: the last day is the one before that moment.
  const last = addDays(shanghaiDate(gap.dueAt), -1);
  return addWorkdays(last, -before, context.calendar).date;
}

async function open(
  context: Context,
  unit: Unit,
  watch: Watch,
  { area, place }: { readonly area: string; readonly place: Uncovered },
): Promise<void> {
  const term = resolve(context.book, 'execution.coverageWithin', watch.rulesOf, context.today);
  const starts = shanghaiMoment(place.from, '00:00');
  const beganAt = context.now > starts ? context.now : starts;
  const due = dueOf(beganAt, term.value, context.calendar);
  const gap = await insertGap(unit.tx, context, watch, {
    area,
    place,
    beganAt,
    due: { ...due, basis: basisOf(term) },
  });
  tell(unit, watch, gap, { kind: 'execution.coverageGap', ...wordsOf(gap, place) });
}

function wordsOf(gap: GapRow, place: Uncovered | null) {
  return { area: place?.zh ?? gap.area, areaEn: place?.en ?? gap.area };
}

interface Told {
  readonly kind: 'execution.coverageGap' | 'execution.coverageDue';
  readonly area: string;
  readonly areaEn: string;
}

function tell(unit: Unit, watch: Watch, gap: GapRow, { kind, area, areaEn }: Told): void {
  unit.notify({
    organisationId: watch.manufacturerId,
    kind,
    subject: { kind: 'tender', id: watch.tenderId },
    facts: {
      number: watch.number,
      title: watch.title,
      area,
      areaEn,
      institutions: gap.institutions.length,
      products: gap.productIds.length,
    },
    dueAt: gap.dueAt,
  });
}
