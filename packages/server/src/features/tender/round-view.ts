import { termsIn } from '@daylight/rules/tender/mode.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { RoundSummary } from '@daylight/api/tender-shapes.ts';
import type { readRound } from '@daylight/api/tender-round.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { filingDuty } from '@daylight/rules/tender/plan.ts';
import { type Effect, suggestTimetable } from '@daylight/rules/tender/timetable.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { isAuthority } from './approval.ts';
import { policyOf } from './begin.ts';
import { isOrganiser } from './move.ts';
import type { RoundNoticeKind } from './notices.ts';
import { type Plan, planOf } from './plan-store.ts';
import { type Wall, courseOf, mayRead, namesOf, roundRows, summaryOf } from './rounds.ts';
import { groupNames, placesOf } from './screening-queries.ts';
import { stopsOf } from './stop-view.ts';
import { type TenderFacts, readTender } from './store.ts';

type View = ReplyOf<typeof readRound>;

/** One round for those whom it concerns: its plan, its notices, and what the asking person is in it. */
export async function read(
  context: ActorContext,
  { params }: Call<typeof readRound>,
): Promise<Result<View, 'tender.unknown'>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await roundRows(tx, province)
      .where('tender.id', '=', params.tenderId)
      .where((eb) => mayRead(eb as unknown as Wall, context))
      .executeTakeFirst();
    const tender = row === undefined ? null : await readTender(tx, province, params.tenderId);
    if (row === undefined || tender === null) return refuse('tender.unknown');
    const plan = await planOf(tx, tender);
    const organises = isOrganiser(context, tender);
    const { organisationId } = context.actor;
    return ok({
      ...(await sharedView(tx, tender, summaryOf(row))),
      plan: plan === null ? null : await planView(tx, context, tender, plan),
      stops: await stopsOf(tx, province, tender.id),
      openQuestions: organises ? await openQuestions(tx, tender) : 0,
      suggested: organises && tender.state === 'draft' ? suggestion(context, tender) : null,
      mine: {
        isOrganiser: organises,
        isPartner: tender.partners.includes(organisationId),
        participates: await participates(tx, tender, organisationId),
        mayApprove: await mayApprove(tx, context, tender),
        isAuthority: plan !== null && isAuthority(context, tender, plan.filedWith),
      },
      version: tender.version,
    });
  });
}

/** What participants and the public read alike. */
export async function sharedView(tx: Tx, tender: TenderFacts, summary: RoundSummary) {
  return {
    ...summary,
    ...(await courseOf(tx, tender)),
    packHash: tender.packHash,
    partners: await namesOf(tx, tender.partners),
    notices: await noticesOf(tx, tender),
  };
}

async function participates(tx: Tx, tender: TenderFacts, organisationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('tenderInstitution')
    .select('institutionId')
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .where('institutionId', '=', organisationId)
    .where('leftOn', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

async function mayApprove(tx: Tx, { actor }: ActorContext, tender: TenderFacts): Promise<boolean> {
  const row = await tx
    .selectFrom('tenderApproval')
    .select('askedBy')
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .where('organisationId', '=', actor.organisationId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row !== undefined && row.askedBy !== actor.accountId;
}

async function openQuestions(tx: Tx, { province, id }: TenderFacts): Promise<number> {
  const row = await tx
    .selectFrom('tenderQuestion')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .where('state', '=', 'asked')
    .executeTakeFirstOrThrow();
  return row.count;
}

function suggestion(context: Context, tender: TenderFacts): View['suggested'] {
  const { now, calendar } = context;
  const moment = { now, calendar, policy: policyOf(context, tender) };
  const { demandFromAt, demandDueAt, bidFromAt, bidDueAt } = suggestTimetable(moment, tender.origin);
  return { demandFromAt, demandDueAt, bidFromAt, bidDueAt };
}

async function planView(
  tx: Tx,
  context: ActorContext,
  tender: TenderFacts,
  plan: Plan,
): Promise<NonNullable<View['plan']>> {
  const { modeCode, scope, process, duties, committee, team, packFrom, submittedAt, announcedAt } = plan;
  return {
    modeCode,
    quoting: termsIn(tender.mode, tender.quoting),
    scope,
    process,
    duties,
    committee: [...committee],
    team: [...team],
    regions: await placesOf(tx, plan.regions),
    groups: await groupNames(tx, plan.groupIds),
    screening: await screeningOf(tx, tender, plan),
    renews: await renewedOf(tx, tender, plan),
    packFrom,
    submittedAt,
    approvals: await approvalsOf(tx, tender),
    filing: filingView(context, tender, plan),
    announcedAt,
  };
}

async function screeningOf(tx: Tx, { province }: TenderFacts, { screeningId }: Plan) {
  if (screeningId === null) return null;
  const row = await tx
    .selectFrom('tenderScreening')
    .select(['id', 'number'])
    .where('province', '=', province)
    .where('id', '=', screeningId)
    .executeTakeFirst();
  return row ?? null;
}

async function renewedOf(tx: Tx, { province }: TenderFacts, { renewsId }: Plan) {
  if (renewsId === null) return null;
  const row = await readTender(tx, province, renewsId);
  return row === null ? null : { id: row.id, number: row.number };
}

async function approvalsOf(tx: Tx, { province, id }: TenderFacts) {
  const rows = await tx
    .selectFrom('tenderApproval as approval')
    .innerJoin('organisation', 'organisation.id', 'approval.organisationId')
    .select([
      'organisation.id',
      'organisation.name',
      'approval.decidedAt',
      'approval.note',
      'approval.meeting',
    ])
    .select((eb) => eb.ref('approval.state').$castTo<'waiting' | 'approved' | 'returned'>().as('state'))
    .where('approval.province', '=', province)
    .where('approval.tenderId', '=', id)
    .orderBy('organisation.name')
    .execute();
  return rows.map(({ id: organisationId, name, ...row }) => ({
    ...row,
    organisation: { id: organisationId, name },
  }));
}

function filingView(
  context: ActorContext,
  tender: TenderFacts,
  plan: Plan,
): NonNullable<View['plan']>['filing'] {
  const duty = filingDuty(tender, policyOf(context, tender));
  const withWhom = plan.filedWith ?? duty?.with ?? null;
  if (withWhom === null) return null;
  const basis = plan.announceFromBasis ?? duty?.basis;
  if (basis === undefined) return null;
  return {
    with: withWhom,
    basis: duty?.basis ?? basis,
    filedAt: plan.filedAt,
    answer: plan.filingAnswer,
    note: plan.filingNote,
    announceFrom:
      plan.announceFromAt === null
        ? null
        : { dueAt: plan.announceFromAt, provisional: plan.announceFromProvisional, basis },
  };
}

export async function noticesOf(tx: Tx, { province, id }: TenderFacts): Promise<View['notices']> {
  const rows = await tx
    .selectFrom('tenderNotice')
    .select(['id', 'number', 'kind', 'title', 'body', 'effects', 'at'])
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  const files = await filesOf(
    tx,
    province,
    rows.map((row) => ({ kind: 'tender-notice', id: row.id })),
  );
  return rows.map(({ kind, effects, ...row }) => ({
    ...row,
    kind: kind as RoundNoticeKind,
    effects: effectsOf(effects),
    files: [...(files.get(`tender-notice:${row.id}`) ?? [])],
  }));
}

const effectsOf = (effects: unknown): Effect[] => (Array.isArray(effects) ? (effects as Effect[]) : []);
