import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listObjections, readObjection } from '@daylight/api/publicity-objection.ts';
import { may } from '@daylight/rules/access/may.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';
import { filesOf } from '../evidence/port.ts';

type Item = ReplyOf<typeof listObjections>['items'][number];
type Shown = ReplyOf<typeof readObjection>;

const openStates = ['made', 'examining', 'answered'] as const;

/** Those who deal with objections see who made them; other supervisors see the objection only (HN-15). */
export function handles({ actor }: ActorContext): boolean {
  return may(actor, 'publicity.answer') || may(actor, 'publicity.decide');
}

const supervisorKinds = new Set(['bureau', 'health', 'operator']);
const reachOf = (jurisdiction: string): string => jurisdiction.replace(/(?:00)+$/, '');

/** Enterprises and institutions their own; bureaus those of their jurisdiction. */
export function readable(
  eb: ExpressionBuilder<DB & { o: DB['publicityObjection'] }, 'o'>,
  { actor }: ActorContext,
): Expression<SqlBool> {
  return supervisorKinds.has(actor.kind)
    ? eb('o.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    : eb('o.objectorId', '=', actor.organisationId);
}

export function objectionRows(tx: Tx, { scope }: ActorContext) {
  return tx
    .selectFrom('publicityObjection as o')
    .innerJoin('publicity as p', (join) =>
      join.onRef('p.province', '=', 'o.province').onRef('p.id', '=', 'o.publicityId'),
    )
    .leftJoin('publicityItem as i', (join) =>
      join
        .onRef('i.province', '=', 'o.province')
        .onRef('i.publicityId', '=', 'o.publicityId')
        .onRef('i.key', '=', 'o.itemKey'),
    )
    .innerJoin('organisation as objector', 'objector.id', 'o.objectorId')
    .where('o.province', '=', scope.province)
    .selectAll('o')
    .select([
      'p.number as listNumber',
      'p.kind as listKind',
      'p.state as listState',
      'p.titleZh',
      'p.titleEn',
      'p.openedAt as listOpenedAt',
      'i.textZh as itemZh',
      'i.textEn as itemEn',
      'objector.name as objectorName',
    ]);
}
export type ObjectionListRow = Awaited<ReturnType<ReturnType<typeof objectionRows>['execute']>>[number];

export function itemOf(row: ObjectionListRow, context: ActorContext): Item {
  const seesWho = row.objectorId === context.actor.organisationId || handles(context);
  const on = shanghaiDate(row.listOpenedAt);
  const reasons = resolve(context.book, 'publicity.objectionReasons', row.jurisdiction, on).value;
  const reason = reasons.find((each) => each.code === row.reasonCode);
  const isTheirs = supervisorKinds.has(context.actor.kind);
  return {
    id: row.id,
    number: row.number,
    state: row.state as Item['state'],
    publicity: {
      id: row.publicityId,
      number: row.listNumber,
      kind: row.listKind as Item['publicity']['kind'],
      state: row.listState as Item['publicity']['state'],
      title: { zh: row.titleZh, en: row.titleEn },
    },
    itemKey: row.itemKey,
    itemText: row.itemZh === null || row.itemEn === null ? null : { zh: row.itemZh, en: row.itemEn },
    reason: { zh: reason?.zh ?? row.reasonCode, en: reason?.en ?? row.reasonCode },
    objector: seesWho ? { id: row.objectorId, name: row.objectorName } : null,
    madeAt: row.madeAt,
    due:
      row.dueAt === null
        ? null
        : { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as Basis | null },
    overdue: row.dueAt !== null && context.now >= row.dueAt,
    // Proposed is not decided: to the objector it is not known yet.
    outcome: row.state === 'decided' || isTheirs ? (row.outcome as Item['outcome']) : null,
    version: row.version,
  };
}

export async function listMany(
  context: ActorContext,
  { query }: Call<typeof listObjections>,
): Promise<Result<ReplyOf<typeof listObjections>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let page = objectionRows(tx, context).where((eb) => readable(eb as never, context));
    if (query.show === 'open') page = page.where('o.state', 'in', openStates);
    if (query.show === 'closed') page = page.where('o.state', 'not in', openStates);
    if (query.state !== undefined) page = page.where('o.state', '=', query.state);
    if (query.kind !== undefined) page = page.where('p.kind', '=', query.kind);
    if (query.publicityId !== undefined) page = page.where('o.publicityId', '=', query.publicityId);
    if (query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor)) {
      page = page.where('o.id', '<', query.cursor);
    }
    const rows = await page
      .orderBy('o.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map((row) => itemOf(row, context));
    const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items, next, counts: await countsOf(tx, context) });
  });
}

async function countsOf(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('publicityObjection as o')
    .where('o.province', '=', context.scope.province)
    .where('o.state', 'in', openStates)
    .where((eb) => readable(eb as never, context))
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('o.state', '=', 'made').as('toTakeUp'),
      eb.fn.countAll<number>().filterWhere('o.state', '=', 'examining').as('toAnswer'),
      eb.fn.countAll<number>().filterWhere('o.state', '=', 'answered').as('toDecide'),
      eb.fn.countAll<number>().filterWhere('o.dueAt', '<=', context.now).as('overdue'),
    ])
    .executeTakeFirstOrThrow();
}

export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readObjection>,
): Promise<Result<Shown, 'publicity.unknownObjection'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await objectionRows(tx, context)
      .where('o.id', '=', params.objectionId)
      .where((eb) => readable(eb as never, context))
      .executeTakeFirst();
    if (row === undefined) return refuse('publicity.unknownObjection');
    const isBureau = handles(context) && reaches(context.actor, row.jurisdiction);
    const isMine = row.objectorId === context.actor.organisationId;
    // Reasons and evidence may tell who wrote them, so that they go to nobody else.
    const seesAll = isBureau || isMine;
    const files = seesAll
      ? await filesOf(tx, context.scope.province, [{ kind: 'objection', id: row.id }])
      : new Map<string, Shown['evidence']>();
    const knowsAnswer = isBureau || row.state === 'decided';
    const names = isBureau ? await namesOf(tx, [row.answeredBy, row.decidedBy]) : new Map<string, string>();
    const on = shanghaiDate(row.listOpenedAt);
    return ok({
      ...itemOf(row, context),
      reasons: seesAll ? row.reasons : '',
      evidence: [...(files.get(`objection:${row.id}`) ?? [])],
      takenUpAt: row.takenUpAt,
      takeUpNote: row.takeUpNote,
      issue: row.issue,
      extendedAt: row.extendedAt,
      extendedWorkdays: row.extendedWorkdays,
      extensionReason: row.extensionReason,
      answer: knowsAnswer ? row.answer : '',
      itemStands: knowsAnswer ? row.itemStands : null,
      answeredAt: knowsAnswer ? row.answeredAt : null,
      answeredBy: names.get(row.answeredBy ?? '') ?? null,
      answeredByMe: row.answeredBy === context.actor.accountId,
      returnedNote: isBureau ? row.returnedNote : '',
      decidedAt: row.decidedAt,
      decidedBy: names.get(row.decidedBy ?? '') ?? null,
      decisionNote: knowsAnswer ? row.decisionNote : '',
      extensionMax: resolve(context.book, 'publicity.extensionMaxWorkdays', row.jurisdiction, on).value,
    });
  });
}

async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const known = ids.filter((id) => id !== null);
  if (known.length === 0) return new Map();
  const rows = await tx.selectFrom('account').select(['id', 'name']).where('id', 'in', known).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
