import type { amendRound, announceRound, publishNotice } from '@daylight/api/tender-notice.ts';
import type { cancelRound } from '@daylight/api/tender-plan.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { checkFiling, filingDuty } from '@daylight/rules/tender/plan.ts';
import type { TenderState } from '@daylight/rules/tender/state.ts';
import { type Amended, type Timetable, amendTimetable } from '@daylight/rules/tender/timetable.ts';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { checkWhole } from './approval.ts';
import { policyOf } from './begin.ts';
import { changing, changingAny, outcomeOf, saveTender } from './changing.ts';
import { isOrganiser, moveTender } from './move.ts';
import { concernedBy, makePublic, publishRoundNotice, tellAll } from './notices.ts';
import { planHashOf, setPlan, wholePlan } from './plan-store.ts';
import { type TenderFacts, readTender } from './store.ts';

/** What a planned round still needs when it is announced: the same plan, filed in time, sound today. */
export async function announce(
  context: ActorContext,
  { params, body }: Call<typeof announceRound>,
): Answered<typeof announceRound> {
  const number = await nextNumber(context, 'GG');
  return command<ReplyOf<typeof announceRound>, AnnounceRefusal>(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: ['planned'],
    });
    if (!found.ok) return found;
    const whole = await wholePlan(unit.tx, found.value);
    const { plan } = whole;
    const filing = checkFiling(
      {
        duty: filingDuty(found.value, policyOf(context, found.value)),
        filedAt: plan.filedAt,
        filingAnswer: plan.filingAnswer,
        announceFromAt: plan.announceFromAt,
        announceBasis: plan.announceFromBasis,
      },
      context.now,
    );
    if (!filing.ok) return filing;
    if (planHashOf(whole) !== plan.planHash)
      return refuse('tender.planChanged', { basis: articles.approval });
    const checked = await checkWhole(unit.tx, context, whole);
    if (!checked.ok) return { ...checked, code: checked.code as AnnounceRefusal };
    const notice = await publishRoundNotice(context, unit, found.value, {
      number,
      kind: 'announcement',
      ...body,
    });
    if (!notice.ok) return notice;
    const moved = await moveTender(context, unit, {
      tender: found.value,
      to: 'reporting',
      note: body.title,
      basis: articles.alliance,
    });
    if (!moved.ok) return moved;
    const tender = moved.value;
    await makePublic(unit.tx, tender);
    await setPlan(unit.tx, tender, { announcedAt: context.now, announcedBy: context.actor.accountId });
    unit.record({
      event: 'tender.announced',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.alliance, articles.fair],
      after: { number: tender.number, notice: number, planHash: plan.planHash },
      readers: [tender.organiserId, ...tender.partners],
    });
    tellAll(unit, tender, await concernedBy(unit.tx, tender), {
      kind: 'tender.announced',
      facts: { demandDue: tender.demandDueAt },
    });
    return ok(replyOf(tender, notice.value, { timetable: tender, effects: [] }));
  });
}

type AnnounceRefusal = RefusalOf<typeof announceRound>;

/** From the announcement on until the round is over, its organiser may say something about it. */
const announced: readonly TenderState[] = [
  'reporting',
  'measured',
  'bidding',
  'opening',
  'opened',
  'evaluated',
  'published',
  'awarded',
  'choosing',
  'signing',
  'executing',
];

export async function publish(
  context: ActorContext,
  { params, body }: Call<typeof publishNotice>,
): Answered<typeof publishNotice> {
  const number = await nextNumber(context, 'GG');
  return command<ReplyOf<typeof publishNotice>, PublishRefusal>(context, async (unit) => {
    const found = await changingAny(unit, context, { id: params.tenderId, states: announced });
    if (!found.ok) return found;
    const tender = found.value;
    const notice = await publishRoundNotice(context, unit, tender, { number, ...body });
    if (!notice.ok) return notice;
    unit.record({
      event: 'tender.noticePublished',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.fair],
      after: { number: tender.number, notice: number, kind: body.kind, title: body.title },
      readers: tender.partners,
    });
    tellAll(unit, tender, await concernedBy(unit.tx, tender), {
      kind: 'tender.noticePublished',
      facts: { notice: body.title },
    });
    return ok(replyOf(tender, notice.value, { timetable: tender, effects: [] }));
  });
}

type PublishRefusal = RefusalOf<typeof publishNotice>;

function replyOf(
  tender: TenderFacts,
  { id, number }: { readonly id: string; readonly number: string },
  { effects }: Amended,
): ReplyOf<typeof announceRound> {
  const { state, version } = tender;
  return { tenderId: tender.id, state, notice: { id, number }, effects: [...effects], version };
}

/** While a deadline lies ahead it may be amended; what bears on bids leaves bidders their time (SX-3.2b, GY-5.1). */
const amendable: readonly TenderState[] = [
  'reporting',
  'measured',
  'bidding',
  'awarded',
  'choosing',
  'signing',
];

export async function amend(
  context: ActorContext,
  { params, body }: Call<typeof amendRound>,
): Answered<typeof amendRound> {
  if (body.preview) return preview(context, params.tenderId, body);
  const number = await nextNumber(context, 'GG');
  return command<ReplyOf<typeof amendRound>, AmendRefusal>(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: amendable,
    });
    if (!found.ok) return found;
    const before = found.value;
    const { now, calendar } = context;
    const amended = amendTimetable(
      before,
      { changes: definedOf(body.timetable), bearsOnBids: body.bearsOnBids },
      { now, calendar, policy: policyOf(context, before) },
    );
    if (!amended.ok) return amended;
    const { timetable, effects } = amended.value;
    const notice = await publishRoundNotice(context, unit, before, {
      number,
      kind: 'amendment',
      title: body.title,
      body: body.body,
      evidenceIds: body.evidenceIds,
      effects,
    });
    if (!notice.ok) return notice;
    const { demandFromAt, demandDueAt, bidFromAt, bidDueAt, choiceDueAt, signDueAt } = timetable;
    const tender = await saveTender(unit.tx, before, {
      demandFromAt,
      demandDueAt,
      bidFromAt,
      bidDueAt,
      choiceDueAt,
      signDueAt,
    });
    unit.record({
      event: 'tender.amended',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.timetable, articles.fair],
      before: { bidDueAt: before.bidDueAt, demandDueAt: before.demandDueAt },
      after: { number: tender.number, notice: number, title: body.title, effects },
      readers: [tender.organiserId, ...tender.partners],
    });
    tellAll(unit, tender, await concernedBy(unit.tx, tender), {
      kind: 'tender.amended',
      facts: { notice: body.title },
    });
    return ok(replyOf(tender, notice.value, amended.value));
  });
}
/** What an amendment would do, before anyone is told. */
async function preview(
  context: ActorContext,
  id: string,
  body: Call<typeof amendRound>['body'],
): Answered<typeof amendRound> {
  const { now, calendar, scope } = context;
  return reading(context.database.db, scope, async (tx) => {
    const tender = await readTender(tx, scope.province, id);
    if (tender === null) return refuse('tender.unknown');
    if (!isOrganiser(context, tender)) return refuse('tender.notYours');
    const amended = amendTimetable(
      tender,
      { changes: definedOf(body.timetable), bearsOnBids: body.bearsOnBids },
      { now, calendar, policy: policyOf(context, tender) },
    );
    if (!amended.ok) return amended;
    const { state, version } = tender;
    return ok({ tenderId: id, state, notice: null, effects: [...amended.value.effects], version });
  });
}
type AmendRefusal = RefusalOf<typeof amendRound>;

function definedOf(times: Partial<Timetable>): Partial<Timetable> {
  return Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined));
}

const cancellable: readonly TenderState[] = [
  'draft',
  'planned',
  'reporting',
  'measured',
  'bidding',
  'opening',
  'opened',
  'evaluated',
  'published',
];

export async function cancel(
  context: ActorContext,
  { params, body }: Call<typeof cancelRound>,
): Answered<typeof cancelRound> {
  const number = await nextNumber(context, 'GG');
  return command<ReplyOf<typeof cancelRound>, CancelRefusal>(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: cancellable,
    });
    if (!found.ok) return found;
    const before = found.value;
    const moved = await moveTender(context, unit, {
      tender: before,
      to: 'cancelled',
      note: body.reason,
      basis: articles.fair,
    });
    if (!moved.ok) return moved;
    const tender = moved.value;
    if (before.isPublic) {
      const notice = await publishRoundNotice(context, unit, tender, {
        number,
        kind: 'ended',
        title: `${tender.title}：项目取消`,
        body: body.reason,
      });
      if (!notice.ok) throw new Error('a notice without files was refused');
      tellAll(unit, tender, await concernedBy(unit.tx, tender), {
        kind: 'tender.cancelled',
        facts: { note: body.reason },
      });
    }
    return ok(outcomeOf(tender));
  });
}
type CancelRefusal = RefusalOf<typeof cancelRound>;
