import { isWorkday } from '@daylight/rules/calendar/calendar.ts';
import { type IsoDate, addDays } from '@daylight/rules/time.ts';
import { sweepAll } from '@daylight/server/demo/province.ts';
import { gatherStatistics } from '@daylight/server/demo/statistics.ts';
import { sweeps } from '@daylight/server/features.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { answerBargains, joinPools, openBargains } from './bargaining.ts';
import { receive, returnGoods, ship, stockIn } from './delivering.ts';
import { changeListings, changeStaff, linkPrices } from './governing.ts';
import { firstDay } from './ground.ts';
import { brokenInvariants } from './invariants.ts';
import { answerOrders, approveOrders, placeOrders, pressOrders } from './ordering.ts';
import { checkInvoices, confirmPayments, enterInvoices, pay, takeBack } from './settling.ts';
import type { Sim } from './sim.ts';

/** Who does what in the course of a day. What each does depends on the state it finds, and on chance. */
const course: readonly (readonly [clock: string, act: (sim: Sim) => Promise<void>])[] = [
  ['08:30', changeStaff],
  ['08:45', changeListings],
  ['08:50', linkPrices],
  ['09:00', openBargains],
  ['09:30', joinPools],
  ['09:40', answerBargains],
  ['10:00', placeOrders],
  ['11:30', approveOrders],
  ['12:00', pressOrders],
  ['12:30', answerOrders],
  ['13:30', ship],
  ['14:30', receive],
  ['15:30', stockIn],
  ['15:45', returnGoods],
  ['16:00', enterInvoices],
  ['16:30', takeBack],
  ['16:45', checkInvoices],
  ['17:15', pay],
  ['17:45', confirmPayments],
];

/** On a day off hospitals receive what is on its way, and the clock does what is due. */
const dayOff: ReadonlySet<string> = new Set(['14:30']);

async function live(sim: Sim, day: IsoDate): Promise<void> {
  const { demo } = sim;
  demo.clock.moveTo(day, '08:05');
  await sweepAll(demo, sweeps);
  const works = isWorkday(day, demo.world.calendar);
  for (const [clock, act] of course) {
    if (!works && !dayOff.has(clock)) continue;
    demo.clock.moveTo(day, clock);
    await act(sim);
  }
  demo.clock.moveTo(day, '22:00');
  await sweepAll(demo, sweeps);
  await sealAll(demo.world);
}

export interface Failure {
  readonly day: number;
  readonly date: IsoDate;
  readonly faults: readonly string[];
}

export interface Lived {
  readonly failure: Failure | null;
}

export interface Living {
  /** Days on which people act; on those before only the clock does. From 1. */
  readonly from?: number;
  readonly onDay?: (sim: Sim, date: IsoDate) => Promise<void>;
}

/** Lives the days one after the other and asks after each whether everything still holds; stops where something does not. */
export async function run(sim: Sim, { from = 1, onDay }: Living = {}): Promise<Lived> {
  const { days, checkEvery } = sim.options;
  for (let day = from; day <= days; day += 1) {
    const date = addDays(firstDay, day - 1);
    sim.day = day;
    const failed = (faults: readonly string[]): Lived => ({ failure: { day, date, faults } });
    try {
      await live(sim, date);
    } catch (error) {
      return failed([error instanceof Error ? (error.stack ?? error.message) : String(error)]);
    }
    // The planner of a database that was just made knows nothing of what it holds.
    if (day <= 3 || day % 30 === 0) await gatherStatistics(sim.demo.url);
    if (day % checkEvery === 0 || day === days) {
      const broken = await brokenInvariants({ owner: sim.owner, world: sim.demo.world });
      if (broken.length > 0)
        return failed(broken.map(({ name, found }) => `not true: ${name} ${JSON.stringify(found)}`));
    }
    await onDay?.(sim, date);
  }
  return { failure: null };
}
