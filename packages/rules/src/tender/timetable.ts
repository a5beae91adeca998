import { type Calendar, workdayOnOrAfter } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import { type Instant, addDays, addMs, epochMs, shanghaiDate, shanghaiMoment } from '../time.ts';
import { articles } from './articles.ts';
import type { TenderOrigin } from './state.ts';
import type { TenderPolicy } from './policy.ts';

/** The windows of a round; a choice and a signing that are not set are counted from the award by their terms. */
export interface Timetable {
  readonly demandFromAt: Instant | null;
  readonly demandDueAt: Instant | null;
  readonly bidFromAt: Instant | null;
  readonly bidDueAt: Instant | null;
  readonly choiceDueAt: Instant | null;
  readonly signDueAt: Instant | null;
}
export const timetableNames = [
  'demandFromAt',
  'demandDueAt',
  'bidFromAt',
  'bidDueAt',
  'choiceDueAt',
  'signDueAt',
] as const satisfies readonly (keyof Timetable)[];
export type TimetableName = (typeof timetableNames)[number];

export interface TimetableMoment {
  readonly now: Instant;
  readonly policy: TenderPolicy;
  readonly calendar: Calendar;
}

export type TimetableRefusal =
  | 'tender.timetableIncomplete'
  | 'tender.timetableOrder'
  | 'tender.windowTooShort';

const needed = {
  run: ['demandFromAt', 'demandDueAt', 'bidFromAt', 'bidDueAt'],
  // Nobody bids where the result of another round is taken over.
  followed: ['demandFromAt', 'demandDueAt'],
} as const satisfies Record<TenderOrigin, readonly TimetableName[]>;

/** Whether a timetable can be promised: everything set, in order, no window shorter than its term (SX-3.2b, GY-5.1). */
export function checkTimetable(
  timetable: Timetable & { readonly origin?: TenderOrigin },
  { now, policy, calendar }: TimetableMoment,
): Result<null, TimetableRefusal> {
  const origin = timetable.origin ?? 'run';
  const missing = needed[origin].find((name) => timetable[name] === null);
  if (missing !== undefined)
    return refuse('tender.timetableIncomplete', {
      basis: articles.plan,
      field: `timetable.${missing}`,
      facts: { name: missing },
    });
  const order = inOrder(timetable);
  if (!order.ok) return order;
  const { demandFromAt, demandDueAt, bidFromAt, bidDueAt } = timetable;
  const windows = [
    { name: 'demandDueAt', from: later(now, demandFromAt), due: demandDueAt, rule: policy.demandWindow },
    ...(origin === 'followed'
      ? []
      : ([
          { name: 'bidDueAt', from: later(now, bidFromAt), due: bidDueAt, rule: policy.bidWindow },
        ] as const)),
  ] as const;
  for (const { name, from, due, rule } of windows) {
    const least = dueOf(from, rule.value, calendar).dueAt;
    if (due !== null && due < least)
      return refuse('tender.windowTooShort', {
        basis: basisOf(rule),
        field: `timetable.${name}`,
        facts: { name, least },
      });
  }
  return ok(null);
}

function later(now: Instant, at: Instant | null): Instant {
  return at === null || at < now ? now : at;
}

function inOrder(timetable: Timetable): Result<null, 'tender.timetableOrder'> {
  let before: { name: TimetableName; at: Instant } | null = null;
  for (const name of timetableNames) {
    const at = timetable[name];
    if (at === null) continue;
    // Bids may be taken from the moment on at which demand is locked; every other step comes after the one before.
    const mayMeet = name === 'bidFromAt';
    if (before !== null && (mayMeet ? at < before.at : at <= before.at))
      return refuse('tender.timetableOrder', {
        basis: articles.timetable,
        field: `timetable.${name}`,
        facts: { name, before: before.name },
      });
    before = { name, at };
  }
  return ok(null);
}

/** A timetable by the shortest terms, from a day on, at nine in the morning; without bids where another result is followed. */
export function suggestTimetable(
  { now, policy, calendar }: TimetableMoment,
  origin: TenderOrigin = 'run',
): Timetable {
  const morning = (after: Instant): Instant =>
    shanghaiMoment(workdayOnOrAfter(addDays(shanghaiDate(after), 1), calendar).date, '09:00');
  const demandFromAt = morning(now);
  const demandDueAt = dueOf(demandFromAt, policy.demandWindow.value, calendar).dueAt;
  if (origin === 'followed')
    return {
      demandFromAt,
      demandDueAt,
      bidFromAt: null,
      bidDueAt: null,
      choiceDueAt: null,
      signDueAt: null,
    };
  const bidFromAt = morning(demandDueAt);
  const bidDueAt = dueOf(bidFromAt, policy.bidWindow.value, calendar).dueAt;
  return { demandFromAt, demandDueAt, bidFromAt, bidDueAt, choiceDueAt: null, signDueAt: null };
}

export interface Amendment {
  /** What the organiser wishes; names left out stay. */
  readonly changes: Partial<Timetable>;
  /** Whether it may bear on how bids are made (澄清或修改可能影响投标文件编制). */
  readonly bearsOnBids: boolean;
}
export interface Effect {
  readonly name: TimetableName;
  readonly before: Instant | null;
  readonly after: Instant | null;
  /** 'wished' by the organiser; 'extended' because bidders need the time; 'followed' because what comes before moved. */
  readonly why: 'wished' | 'extended' | 'followed';
  readonly basis: Basis | null;
}
export interface Amended {
  readonly timetable: Timetable;
  readonly effects: readonly Effect[];
}
export type AmendRefusal = 'tender.windowOver' | 'tender.notBroughtForward' | 'tender.timetableOrder';

/**
 * What a published amendment makes of the timetable. A moment that has passed stays; no promised deadline is brought forward;
 * an amendment that bears on bids and comes late extends the bid deadline to the pack's minimum, and what follows moves by as
 * much.
 */
export function amendTimetable(
  current: Timetable,
  { changes, bearsOnBids }: Amendment,
  moment: TimetableMoment,
): Result<Amended, AmendRefusal> {
  const wished = wish(current, changes, moment.now);
  if (!wished.ok) return wished;
  const extended = bearsOnBids ? extend(wished.value, moment) : wished.value;
  const timetable = follow(current, extended);
  const order = inOrder(timetable);
  if (!order.ok) return order;
  const rule = basisOf(moment.policy.amendBefore);
  const effects = timetableNames.flatMap((name): Effect[] => {
    const [before, after] = [current[name], timetable[name]];
    if (before === after) return [];
    if (after === wished.value[name]) return [{ name, before, after, why: 'wished', basis: null }];
    return [
      {
        name,
        before,
        after,
        why: name === 'bidDueAt' ? 'extended' : 'followed',
        basis: rule,
      },
    ];
  });
  return ok({ timetable, effects });
}

function wish(
  current: Timetable,
  changes: Partial<Timetable>,
  now: Instant,
): Result<Timetable, 'tender.windowOver' | 'tender.notBroughtForward'> {
  for (const name of timetableNames) {
    const [before, after] = [current[name], changes[name]];
    if (after === undefined || after === before) continue;
    const why = { basis: articles.fair, field: `timetable.${name}`, facts: { name } };
    if (before !== null && before <= now) return refuse('tender.windowOver', why);
    if (before !== null && (after === null || after < before)) return refuse('tender.notBroughtForward', why);
  }
  return ok({ ...current, ...changes });
}

function extend(wished: Timetable, { now, policy, calendar }: TimetableMoment): Timetable {
  const { bidDueAt } = wished;
  if (bidDueAt === null || bidDueAt <= now) return wished;
  const least = dueOf(now, policy.amendBefore.value, calendar).dueAt;
  return bidDueAt < least ? { ...wished, bidDueAt: least } : wished;
}

/** What comes after bids keeps its distance from them, unless the organiser moved it further himself. */
export function follow(current: Timetable, extended: Timetable): Timetable {
  const { bidDueAt } = extended;
  if (current.bidDueAt === null || bidDueAt === null || bidDueAt <= current.bidDueAt) return extended;
  const by = epochMs(bidDueAt) - epochMs(current.bidDueAt);
  const moved = (name: 'choiceDueAt' | 'signDueAt'): Instant | null => {
    const [before, after] = [current[name], extended[name]];
    if (before === null || after === null) return after;
    const least = addMs(before, by);
    return after < least ? least : after;
  };
  return { ...extended, choiceDueAt: moved('choiceDueAt'), signDueAt: moved('signDueAt') };
}
