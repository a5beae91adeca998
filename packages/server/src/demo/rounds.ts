import { type TenderState, hasReached } from '@daylight/rules/tender/state.ts';
import { type Instant, addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { agreementSweeps } from '../features/agreement/due.ts';
import { biddingSweeps } from '../features/bidding/due.ts';
import { demandSweeps } from '../features/demand/due.ts';
import { sealAll } from '../features/journal/seal.ts';
import { publicitySweeps } from '../features/publicity/due.ts';
import type { NewItem } from '../features/tender/begin.ts';
import { tenderSweeps } from '../features/tender/due.ts';
import { publishVolumes, reportAll, reportHalfWay } from './demand.ts';
import {
  type Placed,
  type Province,
  actingAs,
  look,
  organisationOf,
  provinceNumber,
  sweepAll,
} from './province.ts';
import { type Bidding, ceremony, release, takeBids } from './round-bids.ts';
import { type Course, type Days, courses, itemsOf, itemsOnSale } from './round-course.ts';
import { announceOne, approved, begun, filed, fill } from './round-plan.ts';
import { chooseLeftover, decideResult, publishResult, signContracts } from './round-result.ts';

/** A round while it is lived: what its people mean, and what they have of it in their hands. */
export interface LiveRound extends Bidding {
  readonly course: Course;
  readonly hospitals: readonly Placed[];
  readonly announceFromAt: Instant;
}

export interface Rounds {
  readonly days: Days;
  readonly items: readonly NewItem[];
  readonly live: LiveRound[];
}

export async function openRounds(demo: Province, days: Days): Promise<Rounds> {
  const items = await itemsOnSale(demo, organisationOf(demo, 'manufacturer-1').id);
  return { days, items, live: [] };
}

/** What is due in rounds, in the order in which a round runs. */
export const roundSweeps = [
  ...publicitySweeps,
  ...tenderSweeps,
  ...demandSweeps,
  ...biddingSweeps,
  ...agreementSweeps,
];

/** The evening of a working day: rounds that are to begin today, then whatever the others are waiting for. */
export async function liveRounds(demo: Province, rounds: Rounds, left: number): Promise<void> {
  const first = rounds.days.workdays.length - 1;
  for (const course of courses)
    if (left === Math.min(course.begins ?? first, first)) await begin(demo, rounds, course);
  for (const round of rounds.live) await goOn(demo, round, left);
}

/** A plan that is approved and, where it must be, filed; where the directory has too few enterprises there is no such round. */
async function begin(demo: Province, rounds: Rounds, course: Course): Promise<void> {
  const items = [...itemsOf(course, rounds.items)];
  const [item] = items;
  if (item === undefined) {
    demo.log(`no round of ${course.goal}: too few enterprises offer the same`);
    return;
  }
  const organiser = organisationOf(demo, course.organiser);
  const hospitals = course.hospitals.map((key) => organisationOf(demo, key));
  const officer = actingAs(demo, organiser, 'officer');
  const title = course.title(item.name);
  const institutionIds = hospitals.map(({ id }) => id);
  const tenderId = await begun(officer, { title, level: course.level, institutionIds, items });
  const isFiled = course.level === 'interCity';
  // A plan that is filed first is announced some working days later: its windows begin after that.
  const from = isFiled ? shanghaiMoment(addDays(officer.today, 9), '09:00') : officer.now;
  const { signedAfter } = course;
  await fill(demo, officer, tenderId, { from, bidsEnd: course.bidsEnd?.(rounds.days) ?? null, signedAfter });
  await approved(demo, organiser, tenderId);
  const announceFromAt = isFiled ? await filed(demo, organiser, tenderId) : officer.now;
  const { number } = await roundNow(demo, tenderId);
  rounds.live.push({
    course,
    tenderId,
    number,
    title,
    organiser,
    hospitals,
    announceFromAt,
    keys: new Map(),
  });
}

interface RoundNow {
  readonly number: string;
  readonly state: TenderState;
  readonly demandFromAt: Instant | null;
  readonly bidFromAt: Instant | null;
}

function roundNow(demo: Province, tenderId: string): Promise<RoundNow> {
  return look(demo, (tx) =>
    tx
      .selectFrom('tender')
      .select(['number', 'state', 'demandFromAt', 'bidFromAt'])
      .where('province', '=', provinceNumber)
      .where('id', '=', tenderId)
      .$narrowType<{ state: TenderState }>()
      .executeTakeFirstOrThrow(),
  );
}

/** Takes a round as far as its people and its clocks let it come today, never beyond where it is to be found. */
async function goOn(demo: Province, round: LiveRound, left: number): Promise<void> {
  for (;;) {
    const now = await roundNow(demo, round.tenderId);
    await act(demo, round, now, left);
    const then = await roundNow(demo, round.tenderId);
    if (then.state === now.state) return;
  }
}

async function act(demo: Province, round: LiveRound, now: RoundNow, left: number): Promise<void> {
  const { course, tenderId, organiser } = round;
  const at = demo.clock.now();
  const isGoal = now.state === course.goal;
  switch (now.state) {
    case 'planned':
      if (round.announceFromAt <= at) await announceOne(demo, organiser, tenderId);
      return;
    case 'reporting':
      if (now.demandFromAt === null || now.demandFromAt > at) return;
      if (!isGoal) await reportAll(demo, round);
      else if (left === 0) await reportHalfWay(demo, round);
      if (!isGoal) await publishVolumes(demo, round);
      return;
    case 'measured':
      return ceremony(demo, round, isKept(course));
    case 'bidding':
      if (now.bidFromAt !== null && now.bidFromAt <= at && !(await hasEnrolments(demo, tenderId)))
        await takeBids(demo, round, { isLeftOpen: isGoal, kept: isKept(course) });
      return;
    case 'opening':
      return isGoal ? undefined : openBox(demo, round);
    default:
      return afterOpening(demo, round, now.state);
  }
}

/** Rounds whose opening lies before the visitor: their keys are to be found. */
function isKept({ goal }: Course): boolean {
  return goal === 'bidding' || goal === 'opening';
}

async function hasEnrolments(demo: Province, tenderId: string): Promise<boolean> {
  const row = await look(demo, (tx) =>
    tx
      .selectFrom('bidEnrolment')
      .select('id')
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .executeTakeFirst(),
  );
  return row !== undefined;
}

/** Three of five release; the journal is sealed before and after, as every minute, since a seal of it draws the lots. */
async function openBox(demo: Province, round: LiveRound): Promise<void> {
  await release(demo, round, ['bureau', 'notary', 'industry']);
  await sweepAll(demo, biddingSweeps);
  await sealAll(demo.world);
  await sweepAll(demo, biddingSweeps);
}

async function afterOpening(demo: Province, round: LiveRound, state: TenderState): Promise<void> {
  const { goal } = round.course;
  switch (state) {
    case 'opened':
      await sealAll(demo.world);
      return sweepAll(demo, biddingSweeps);
    case 'evaluated':
      await publishResult(demo, round);
      return sweepAll(demo, biddingSweeps);
    case 'published':
      if (goal === 'published') return;
      await decideResult(demo, round);
      return sweepAll(demo, [...biddingSweeps, ...agreementSweeps]);
    case 'choosing': {
      const rest = goal === 'choosing' ? round.hospitals.slice(2) : round.hospitals;
      for (const hospital of rest) await chooseLeftover(demo, round, hospital);
      return sweepAll(demo, agreementSweeps);
    }
    case 'signing':
      await signContracts(demo, round, goal !== 'executing');
      return sweepAll(demo, agreementSweeps);
    default:
  }
}

/** After the last day, at the moment at which people come to look: two of three shares are there, the third is theirs. */
export async function leaveOpening(demo: Province, { live }: Rounds): Promise<void> {
  for (const round of live) {
    const { state } = await roundNow(demo, round.tenderId);
    if (round.course.goal === 'opening' && state === 'opening')
      await release(demo, round, ['discipline', 'industry']);
  }
}

/** Rounds of the demo that have come at least so far. */
export async function roundsFrom(demo: Province, { live }: Rounds, state: TenderState): Promise<LiveRound[]> {
  const reached = [];
  for (const round of live) {
    const now = await roundNow(demo, round.tenderId);
    if (hasReached(now.state, state)) reached.push(round);
  }
  return reached;
}
