import type { EventName } from '@daylight/api/events.ts';
import type { CreditReportItem } from '@daylight/api/credit-shapes.ts';
import type * as api from '@daylight/api/credit-report.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import * as rules from '@daylight/rules/credit/report.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { termText } from '@daylight/rules/policy/value-text.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach, filesOf } from '../evidence/port.ts';
import { enterpriseOf } from './enter.ts';
import { type Wording, dueFrom, isId, reachOf } from './rows.ts';

type Details = ReplyOf<typeof api.readReport>;

/** No column of these says who reported: not to the bureau, not to colleagues (HN-11c). */
const columns = [
  'report.id',
  'report.number',
  'report.kindText',
  'report.accused',
  'report.organisationId',
  'report.itemCode',
  'report.facts',
  'report.receivedAt',
  'report.dueAt',
  'report.dueProvisional',
  'report.dueBasis',
  'report.takenBy',
  'report.finding',
  'report.upheld',
  'report.closedAt',
  'report.closeNote',
  'report.caseId',
  'report.jurisdiction',
  'report.version',
] as const;

function allReports(tx: Tx, { scope }: ActorContext) {
  return tx
    .selectFrom('creditReport as report')
    .leftJoin('organisation as o', 'o.id', 'report.organisationId')
    .leftJoin('account as t', 't.id', 'report.takenBy')
    .where('report.province', '=', scope.province)
    .select(columns)
    .select(['o.name as organisation', 't.name as takerName'])
    .select((eb) => eb.ref('report.state').$castTo<rules.ReportState>().as('state'));
}
type ReportRow = Awaited<ReturnType<ReturnType<typeof allReports>['execute']>>[number];

export function reportRows(tx: Tx, context: ActorContext) {
  return allReports(tx, context).where('report.jurisdiction', 'like', reachOf(context));
}
/** One's own, by person: colleagues do not see them. */
function ownRows(tx: Tx, context: ActorContext) {
  return allReports(tx, context).where('report.reporterAccountId', '=', context.actor.accountId);
}

function investigates({ actor }: ActorContext): boolean {
  return may(actor, 'credit.investigate');
}

function reportOf(row: ReportRow, context: ActorContext): CreditReportItem {
  const { organisationId, organisation } = row;
  const closed = row.state === 'upheld' || row.state === 'closed';
  const inside = investigates(context);
  return {
    id: row.id,
    number: row.number,
    kind: row.kindText as Wording,
    accused: row.accused,
    enterprise:
      organisationId === null || organisation === null ? null : { id: organisationId, name: organisation },
    itemCode: row.itemCode,
    facts: row.facts,
    state: row.state,
    receivedAt: row.receivedAt,
    due: dueFrom(row.dueAt, row.dueProvisional, row.dueBasis),
    takenBy: inside ? row.takerName : null,
    own: row.takenBy === context.actor.accountId,
    // Who reported reads the result once it is decided.
    finding: inside || closed ? row.finding : '',
    upheld: inside || closed ? row.upheld : null,
    closedAt: row.closedAt,
    closeNote: row.closeNote,
    caseId: inside ? row.caseId : null,
    version: row.version,
  };
}

async function detailsOf(tx: Tx, context: ActorContext, row: ReportRow): Promise<Details> {
  const subjects = [{ kind: 'credit-report', id: row.id }];
  const files = await filesOf(tx, context.scope.province, subjects);
  return { ...reportOf(row, context), files: [...(files.get(`credit-report:${row.id}`) ?? [])] };
}

export async function kinds(
  context: ActorContext,
  _call: Call<typeof api.readReportKinds>,
): Answered<typeof api.readReportKinds> {
  const { actor, book, today } = context;
  const found = resolve(book, 'credit.reportKinds', actor.jurisdiction, today);
  const within = resolve(book, 'credit.reportWithin', actor.jurisdiction, today);
  return ok({
    items: found.value.map(({ code, zh, en }) => ({ code, zh, en })),
    within: termText(within.value),
  });
}

/** Written down without its actor: the journal is read by colleagues and auditors, and names nobody here. */
export async function report(
  context: ActorContext,
  { body }: Call<typeof api.report>,
): Answered<typeof api.report> {
  const { actor, scope, now, today, book, calendar } = context;
  const nameless = { ...context, actor: null };
  return command<Details, RefusalOf<typeof api.report>>(nameless, async (unit) => {
    // The bureau of the province investigates.
    const jurisdiction = `${scope.province}0000`;
    const known = resolve(book, 'credit.reportKinds', jurisdiction, today);
    const kind = known.value.find((each) => each.code === body.kind);
    if (kind === undefined) return refuse('credit.reportKindUnknown', { field: 'kind' });
    const term = resolve(book, 'credit.reportWithin', jurisdiction, today);
    const due = dueOf(now, term.value, calendar);
    const id = context.newId();
    const number = await nextNumber(context, 'JB');
    await unit.tx
      .insertInto('creditReport')
      .values({
        province: scope.province,
        id,
        number,
        jurisdiction,
        kind: kind.code,
        kindText: JSON.stringify({ zh: kind.zh, en: kind.en }),
        accused: body.accused,
        itemCode: body.itemCode,
        facts: body.facts,
        reporterOrganisationId: actor.organisationId,
        reporterAccountId: actor.accountId,
        state: 'received',
        receivedAt: now,
        dueAt: due.dueAt,
        dueProvisional: due.provisional,
        dueBasis: JSON.stringify(basisOf(term)),
      })
      .execute();
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: { kind: 'credit-report', id },
      readers: [],
      jurisdiction,
    });
    if (!attached.ok) return attached;
    unit.record({
      event: 'credit.reported',
      subject: { kind: 'credit-report', id },
      basis: [creditBasis.report],
      after: { number, kind: kind.code },
    });
    const row = await ownRows(unit.tx, context).where('report.id', '=', id).executeTakeFirst();
    assert(row !== undefined, 'a report that was just written');
    return ok(await detailsOf(unit.tx, context, row));
  });
}

export async function listOwn(
  context: ActorContext,
  { query }: Call<typeof api.listOwnReports>,
): Answered<typeof api.listOwnReports> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = ownRows(tx, context);
    if (isId(query.cursor)) rows = rows.where('report.id', '<', query.cursor);
    const found = await rows
      .orderBy('report.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => reportOf(row, context));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function listAll(
  context: ActorContext,
  { query }: Call<typeof api.listReports>,
): Answered<typeof api.listReports> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = reportRows(tx, context);
    if (query.state !== undefined) rows = rows.where('report.state', '=', query.state);
    if (isId(query.cursor)) rows = rows.where('report.id', '<', query.cursor);
    const found = await rows
      .orderBy('report.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => reportOf(row, context));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readOne(
  context: ActorContext,
  { params }: Call<typeof api.readReport>,
): Answered<typeof api.readReport> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = investigates(context) ? reportRows(tx, context) : ownRows(tx, context);
    const row = await rows.where('report.id', '=', params.reportId).executeTakeFirst();
    return row === undefined ? refuse('credit.reportUnknown') : ok(await detailsOf(tx, context, row));
  });
}

interface Change {
  readonly state: rules.ReportState;
  readonly [column: string]: unknown;
}
interface Step<C extends string> {
  readonly reportId: string;
  readonly version: number;
  readonly event: EventName;
  readonly decide: (row: ReportRow, unit: Unit) => Promise<Result<Change, C>>;
}

function step<C extends string>(context: ActorContext, asked: Step<C>) {
  return command<Details, C | 'credit.reportUnknown' | 'request.stale'>(context, async (unit) => {
    const row = await reportRows(unit.tx, context)
      .where('report.id', '=', asked.reportId)
      .forUpdate('report')
      .executeTakeFirst();
    if (row === undefined) return refuse('credit.reportUnknown');
    const next = await asked.decide(row, unit);
    if (!next.ok) return next;
    if (row.version !== asked.version) return refuse('request.stale');
    await unit.tx
      .updateTable('creditReport')
      .set({ ...next.value, version: row.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: asked.event,
      subject: { kind: 'credit-report', id: row.id },
      basis: [creditBasis.report],
      before: { state: row.state },
      after: next.value,
    });
    const after = await reportRows(unit.tx, context)
      .where('report.id', '=', row.id)
      .executeTakeFirstOrThrow();
    return ok(await detailsOf(unit.tx, context, after));
  });
}

export function take(
  context: ActorContext,
  { params, body }: Call<typeof api.takeReport>,
): Answered<typeof api.takeReport> {
  return step<RefusalOf<typeof api.takeReport>>(context, {
    reportId: params.reportId,
    version: body.version,
    event: 'credit.reportTaken',
    decide: async (row) => {
      const taken = rules.takeUp(row);
      if (!taken.ok) return taken;
      return ok({ state: taken.value, takenAt: context.now, takenBy: context.actor.accountId });
    },
  });
}

export function find(
  context: ActorContext,
  { params, body }: Call<typeof api.recordFinding>,
): Answered<typeof api.recordFinding> {
  return step<RefusalOf<typeof api.recordFinding>>(context, {
    reportId: params.reportId,
    version: body.version,
    event: 'credit.reportFound',
    decide: async (row, unit) => {
      const found = rules.recordFinding(row, body);
      if (!found.ok) return found;
      if (row.takenBy !== context.actor.accountId) return refuse('credit.notInvestigator');
      const { organisationId } = body;
      if (organisationId !== null && (await enterpriseOf(unit.tx, organisationId)) === null)
        return refuse('credit.enterpriseUnknown', { field: 'organisationId' });
      const attached = await attach(context, unit, body.evidenceIds, {
        subject: { kind: 'credit-report-finding', id: row.id },
        readers: [],
        jurisdiction: row.jurisdiction,
      });
      if (!attached.ok) return attached;
      const { finding, upheld } = body;
      return ok({ state: found.value, finding, upheld, organisationId, foundAt: context.now });
    },
  });
}

export function close(
  context: ActorContext,
  { params, body }: Call<typeof api.closeReport>,
): Answered<typeof api.closeReport> {
  return step<RefusalOf<typeof api.closeReport>>(context, {
    reportId: params.reportId,
    version: body.version,
    event: 'credit.reportClosed',
    decide: async (row) => {
      const closed = rules.closeReport(row, context.actor.accountId);
      if (!closed.ok) return closed;
      return ok({
        state: closed.value,
        closeNote: body.note,
        closedAt: context.now,
        closedBy: context.actor.accountId,
      });
    },
  });
}
