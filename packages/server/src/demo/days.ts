import { isWorkday } from '@daylight/rules/calendar/calendar.ts';
import { type IsoDate, addDays } from '@daylight/rules/time.ts';
import { sweeps } from '../features.ts';
import { agendaOf } from './agenda.ts';
import { answerOffers, settleEvidence } from './answering.ts';
import { joinPools, openBargains } from './bargaining.ts';
import { leaveExecution, orderSelected } from './execution.ts';
import { beginFilings, leaveFilings } from './filing.ts';
import { receiveDeliveries, shipOrders, stockDeliveries } from './delivering.ts';
import { enterInvoices, takeBackReturned, verifyInvoices } from './invoicing.ts';
import { claimTrades, leaveOpen } from './left-open.ts';
import { leaveUnsettled } from './left-unsettled.ts';
import { livePanels } from './panels.ts';
import { leaveWaiting } from './left-waiting.ts';
import { type Life, type Matters, type Phase, phases } from './life.ts';
import type { Buyer, Market } from './market.ts';
import { approveOrders, confirmOrders, placeOrders, pressOrders } from './ordering.ts';
import { cities } from './organisations.ts';
import { confirmPayments, payInvoices } from './paying.ts';
import { leaveQualifications } from './qualifying.ts';
import { type Province, chanceFor, organisationsOf, sweepAll } from './province.ts';
import { cityOf } from './relations.ts';
import { returnGoods } from './returning.ts';
import { type Rounds, liveRounds, roundSweeps } from './rounds.ts';
import { seeing } from './seeing.ts';
import { gatherStatistics } from './statistics.ts';
import { changeListings, handleWarnings, publishNotices } from './supervising.ts';
import { askAbout, jointPurchase } from './tender.ts';

/** Who does what in the course of a working day; each begins when its first phase does. */
const course: readonly (readonly [Phase, (life: Life) => Promise<void>])[] = [
  ['giveEvidence', settleEvidence],
  ['openBargain', openBargains],
  ['joinPool', joinPools],
  ['answerOffer', answerOffers],
  ['placeOrder', placeOrders],
  ['cancelOrder', pressOrders],
  ['approveOrder', approveOrders],
  ['confirmOrder', confirmOrders],
  ['ship', shipOrders],
  ['arrive', receiveDeliveries],
  ['stockIn', stockDeliveries],
  ['askReturn', returnGoods],
  ['enterInvoice', enterInvoices],
  ['enterRedInvoice', takeBackReturned],
  ['verifyInvoice', verifyInvoices],
  ['pay', payInvoices],
  ['reversePayment', confirmPayments],
];

/** How much of the province's business an institution does: by its city, and by its level. */
function weightOf({ institution, level }: Buyer): number {
  const share = cities.find(({ code }) => code === cityOf(institution))?.share ?? 1;
  return share * { tertiary: 6, secondary: 3, primary: 1 }[level];
}

/** As many buyers as asked for, the larger ones more often. */
function drawn(life: Life, purpose: string, count: number): { key: string; buyer: Buyer }[] {
  const { demo, market, agenda } = life;
  const chance = chanceFor(demo, purpose, agenda.day());
  const total = market.buyers.reduce((sum, buyer) => sum + weightOf(buyer), 0);
  return Array.from({ length: count }, (_, nth) => {
    let left = chance.below(total);
    const buyer = market.buyers.find((each) => {
      left -= weightOf(each);
      return left < 0;
    });
    if (buyer === undefined) throw new Error('nobody was drawn');
    return { key: `${purpose}${agenda.day()}-${nth + 1}`, buyer };
  });
}

function planDay(life: Life): void {
  const { demo, agenda } = life;
  for (const wish of drawn(life, 'YJ', demo.size.bargainsPerDay))
    agenda.plan('openBargain', 0, { who: wish.buyer.institution.key, ...wish });
  for (const wish of drawn(life, 'HIS', demo.size.ordersPerDay))
    agenda.plan('placeOrder', 0, { who: wish.buyer.institution.key, ...wish });
}

/** The working days of the window, from its first day to its last. */
export function workdaysOf(demo: Province, first: IsoDate, last: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = first; day <= last; day = addDays(day, 1))
    if (isWorkday(day, demo.world.calendar)) days.push(day);
  return days;
}

/** Minutes pass differently every day. */
function momentOf(demo: Province, day: IsoDate, phase: Phase): string {
  const [hours = '0', minutes = '0'] = phases[phase].split(':');
  const at = Number(hours) * 60 + Number(minutes) + chanceFor(demo, 'minutes', day, phase).below(9);
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

/** Working days after which the tables have grown enough for the planner to look anew. */
const statisticsAfter: ReadonlySet<number> = new Set([0, 2, 7, 15, 30, 50]);

export interface Window {
  readonly first: IsoDate;
  readonly last: IsoDate;
}

/** Before business began there were only rounds: what they are waiting for is due in the morning and done in the evening. */
export async function liveRoundsBefore(
  demo: Province,
  rounds: Rounds,
  { first, last }: Window,
): Promise<void> {
  for (const [nth, day] of rounds.days.workdays.entries()) {
    if (day < first || day > last) continue;
    demo.clock.moveTo(day, '08:05');
    if (rounds.live.length > 0) await sweepAll(demo, roundSweeps);
    demo.clock.moveTo(day, '17:35');
    await liveRounds(demo, rounds, rounds.days.workdays.length - 1 - nth);
  }
}

interface Ending {
  /** Working days after this one, and after the first. */
  readonly left: number;
  readonly longest: number;
}

/** What is begun some days before the end, goes on, and on the last day is left open. */
async function endDay(life: Life, rounds: Rounds, { left, longest }: Ending): Promise<void> {
  if (left === Math.min(7, longest)) await claimTrades(life);
  if (left === Math.min(9, longest)) await beginFilings(life);
  if (left === 0) {
    await leaveOpen(life);
    await leaveUnsettled(life);
    await leaveWaiting(life);
    await leaveQualifications(life);
    await leaveFilings(life);
  }
  await liveRounds(life.demo, rounds, left);
  if (left > 0) return;
  await jointPurchase(life.demo);
  await askAbout(life.demo);
  await leaveExecution(life, rounds);
}

/** Lives the working days of the window one after the other; in the morning the clock does what is due. */
export async function liveDays(
  demo: Province,
  { market, rounds }: { readonly market: Market; readonly rounds: Rounds },
  { first, last }: Window,
): Promise<Life> {
  const agenda = agendaOf<Matters>(Object.keys(phases) as Phase[]);
  const distributors = new Map(organisationsOf(demo, 'distributor').map((each) => [each.id, each]));
  const life: Life = {
    demo,
    market,
    agenda,
    distributors,
    asked: new Set(),
    bills: new Map(),
    ...seeing(demo),
  };
  const workdays = workdaysOf(demo, first, last);
  for (const [nth, day] of workdays.entries()) {
    // What fell due on days off is done on the next morning: nobody was there to see it, and each look costs time.
    demo.clock.moveTo(day, '08:05');
    await sweepAll(demo, sweeps);
    planDay(life);
    for (const [phase, act] of course) {
      demo.clock.moveTo(day, momentOf(demo, day, phase));
      await act(life);
      if (phase === 'placeOrder' && nth % 5 === 0) await orderSelected(life, rounds);
    }
    const left = workdays.length - 1 - nth;
    demo.clock.moveTo(day, '17:35');
    await endDay(life, rounds, { left, longest: workdays.length - 1 });
    demo.clock.moveTo(day, '17:40');
    await livePanels(life, left);
    demo.clock.moveTo(day, '17:45');
    await handleWarnings(life);
    await publishNotices(life, left);
    await changeListings(life, left);
    if (statisticsAfter.has(nth)) await gatherStatistics(demo.url);
    agenda.nextDay();
    if ((nth + 1) % 10 === 0) demo.log(`${day}: ${nth + 1} of ${workdays.length} working days`);
  }
  return life;
}
