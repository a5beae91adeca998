import type { checkReport, listDemandProducts, listReports, listRoundReports } from '@daylight/api/demand.ts';
import { demandLineRefusals } from '@daylight/api/demand-refusals.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { DemandProductWire } from '@daylight/api/demand-shapes.ts';
import { may } from '@daylight/rules/access/may.ts';
import { findingsOf } from '@daylight/rules/demand/lines.ts';
import { demandPolicyOf } from '@daylight/rules/demand/policy.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filled } from './said.ts';
import { mayRead } from './reach.ts';
import { headOf, reportRows } from './rows.ts';
import { factsOf } from './store.ts';

type Answer<T, C extends string = never> = Promise<Result<T, C>>;

/** States in which it is the asking side's turn. */
export function waitingStates({ actor }: ActorContext): readonly string[] {
  const states: string[] = [];
  if (may(actor, 'demand.report')) states.push('open', 'returned');
  if (may(actor, 'demand.confirm')) states.push('submitted');
  if (may(actor, 'demand.review')) states.push('confirmed');
  return states;
}

/** Newest round first, then by institution. */
export async function list(
  context: ActorContext,
  { query }: Call<typeof listReports>,
): Answer<ReplyOf<typeof listReports>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = reportRows(tx, context.scope.province)
      .where((eb) => mayRead(eb, context))
      .orderBy('demandReport.tenderId', 'desc')
      .orderBy('demandReport.institutionId')
      .limit(query.limit + 1);
    if (query.show === 'waiting')
      rows = rows
        .where('demandReport.state', 'in', waitingStates(context))
        .where('demandRound.publishedAt', 'is', null);
    if (query.show === 'running') rows = rows.where('demandRound.publishedAt', 'is', null);
    if (query.show === 'ended') rows = rows.where('demandRound.publishedAt', 'is not', null);
    const after = valuesOf(query.cursor, 2);
    if (after !== null)
      rows = rows.where((eb) =>
        eb.or([
          eb('demandReport.tenderId', '<', after[0] ?? ''),
          eb.and([
            eb('demandReport.tenderId', '=', after[0] ?? ''),
            eb('demandReport.institutionId', '>', after[1] ?? ''),
          ]),
        ]),
      );
    const found = await rows.execute();
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const next = found.length > query.limit && last !== undefined;
    return ok({
      items: shown.map(headOf),
      next: next ? cursorOf([last.tenderId, last.institutionId]) : null,
    });
  });
}

export async function listOfRound(
  context: ActorContext,
  { params, query }: Call<typeof listRoundReports>,
): Answer<ReplyOf<typeof listRoundReports>, 'demand.unknown'> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = reportRows(tx, context.scope.province)
      .where('demandReport.tenderId', '=', params.tenderId)
      .where((eb) => mayRead(eb, context))
      .orderBy('demandReport.area')
      .orderBy('demandReport.institutionId')
      .limit(query.limit + 1);
    if (query.state !== undefined) rows = rows.where('demandReport.state', '=', query.state);
    if (query.area !== undefined) rows = rows.where('demandReport.area', '=', query.area);
    if (query.q !== undefined && query.q !== '')
      rows = rows.where(sql<boolean>`position(${query.q} in organisation.name) > 0`);
    const after = valuesOf(query.cursor, 2);
    if (after !== null)
      rows = rows.where(
        sql<boolean>`(demand_report.area, demand_report.institution_id) > (${after[0]}, ${after[1]}::uuid)`,
      );
    const found = await rows.execute();
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const next = found.length > query.limit && last !== undefined;
    return ok({ items: shown.map(headOf), next: next ? cursorOf([last.area, last.institutionId]) : null });
  });
}

interface ProductAsk {
  readonly tenderId: string;
  readonly institutionId: string;
  readonly only?: readonly string[];
}

/** Products of a round with what one institution used of them (GY-4.1). */
export function productRows(tx: Tx, province: number, { tenderId, institutionId, only }: ProductAsk) {
  const rows = tx
    .selectFrom('tenderProduct as p')
    .innerJoin('organisation as maker', 'maker.id', 'p.manufacturerId')
    .leftJoin('demandUse as u', (join) =>
      join
        .onRef('u.province', '=', 'p.province')
        .onRef('u.tenderId', '=', 'p.tenderId')
        .onRef('u.productId', '=', 'p.id')
        .on('u.institutionId', '=', institutionId),
    )
    .select(['p.id as productId', 'p.item', 'p.name', 'p.specification', 'maker.name as manufacturer'])
    .select(['u.quantity as used', 'u.amount'])
    .select([
      sql<string[]>`array(select c->>'itemCode' from jsonb_array_elements(p.codes) c)`.as('codes'),
      sql<string | null>`trim_scale(round(u.amount / nullif(u.quantity, 0), 2))::text`.as('unitPrice'),
    ])
    .where('p.province', '=', province)
    .where('p.tenderId', '=', tenderId);
  return only === undefined ? rows : rows.where('p.id', 'in', [...only]);
}
type ProductRow = Awaited<ReturnType<ReturnType<typeof productRows>['executeTakeFirstOrThrow']>>;

export function productOf(row: ProductRow): DemandProductWire {
  return { ...row, used: row.used, amount: row.amount, unitPrice: row.unitPrice };
}

export async function products(
  context: ActorContext,
  { params, query }: Call<typeof listDemandProducts>,
): Answer<ReplyOf<typeof listDemandProducts>, 'demand.unknown'> {
  const institutionId = context.actor.organisationId;
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = productRows(tx, context.scope.province, { tenderId: params.tenderId, institutionId })
      .orderBy('p.item')
      .orderBy('p.id')
      .limit(query.limit + 1);
    if (query.item !== undefined) rows = rows.where('p.item', '=', query.item);
    if (query.q !== undefined && query.q !== '')
      rows = rows.where(
        sql<boolean>`(position(${query.q} in p.name) > 0 or position(${query.q} in p.specification) > 0
          or position(${query.q} in maker.name) > 0)`,
      );
    const after = valuesOf(query.cursor, 2);
    if (after !== null) rows = rows.where(sql<boolean>`(p.item, p.id) > (${after[0]}, ${after[1]}::uuid)`);
    const found = await rows.execute();
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const next = found.length > query.limit && last !== undefined;
    return ok({ items: shown.map(productOf), next: next ? cursorOf([last.item, last.productId]) : null });
  });
}

/** Everything that would be found, before anything is handed in. */
export async function check(
  context: ActorContext,
  { params, body }: Call<typeof checkReport>,
): Answer<ReplyOf<typeof checkReport>, 'demand.unknown'> {
  const key = { tenderId: params.tenderId, institutionId: context.actor.organisationId };
  return reading(context.database.db, context.scope, async (tx) => {
    const head = await roundOfReport(tx, context, key);
    if (head === null) return refuse('demand.unknown');
    const named = body.lines.map((line) => line.productId);
    const facts = await factsOf(tx, context.scope.province, key, named);
    const policy = demandPolicyOf(context.book, head.jurisdiction, head.openedOn);
    const findings = findingsOf(body, facts, policy).map((each) => ({
      ...each,
      facts: { ...each.facts },
      text: filled(demandLineRefusals[each.code], each.facts),
    }));
    return ok({ findings });
  });
}

/** The round that a report of this institution belongs to; null where it has none. */
export async function roundOfReport(
  tx: Tx,
  { scope }: ActorContext,
  { tenderId, institutionId }: { readonly tenderId: string; readonly institutionId: string },
): Promise<{
  jurisdiction: string;
  openedOn: IsoDate;
  number: string;
  title: string;
  version: number;
} | null> {
  const row = await reportRows(tx, scope.province)
    .where('demandReport.tenderId', '=', tenderId)
    .where('demandReport.institutionId', '=', institutionId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { jurisdiction, tenderNumber: number, tenderTitle: title, version } = row;
  return { jurisdiction, openedOn: shanghaiDate(row.openedAt), number, title, version };
}
