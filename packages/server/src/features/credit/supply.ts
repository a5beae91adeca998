import type { SupplyCaseDetails, SupplyFigures } from '@daylight/api/credit-shapes.ts';
import type * as api from '@daylight/api/credit-supply.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import { type Money, compare, portion } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Share, ratioOf } from '@daylight/rules/policy/shapes.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addMonths } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading, refuseOn } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { deliveryFigures } from '../directory/port.ts';
import { supplyFigures } from '../supervision/port.ts';
import { enterpriseOf, type Enterprise } from './enter.ts';
import { isId } from './rows.ts';
import { supplyAfter, supplyDetails, supplyOf, supplyRows } from './supply-rows.ts';

const monthsShown = 6;

function sinceOf({ today }: Context): IsoDate {
  return addMonths(`${today.slice(0, 8)}01` as IsoDate, -monthsShown);
}

type Month = SupplyFigures['months'][number];

export async function figuresOf(tx: Tx, context: Context, enterprise: Enterprise): Promise<SupplyFigures> {
  const { province } = context.scope;
  const since = sinceOf(context);
  if (enterprise.role === 'distributor') {
    const rows = await supplyFigures(tx, province, { since, distributorId: enterprise.id });
    return { months: rows.map(({ distributorId: _id, ...row }) => ({ ...row, lateLines: null })) };
  }
  const rows = await deliveryFigures(tx, province, { since, manufacturerId: enterprise.id });
  return {
    months: rows.map(({ manufacturerId: _id, ...row }) => ({ ...row, ordered: null, delivered: null })),
  };
}

/** Below the least delivery rate: by amount for who delivers, by lines for who makes. */
function isLow({ lines, lateLines, ordered, delivered }: Month, { over, under }: Share): boolean {
  if (ordered !== null && delivered !== null)
    return compare(delivered, portion(ordered, ratioOf({ over, under }), 'upToFen')) < 0;
  return lateLines !== null && lines > 0 && (lines - lateLines) * under < lines * over;
}

export async function candidates(
  context: ActorContext,
  _call: Call<typeof api.listSupplyCandidates>,
): Answered<typeof api.listSupplyCandidates> {
  const { scope, actor, book, today } = context;
  const { province } = scope;
  const since = sinceOf(context);
  const least = resolve(book, 'supervision.deliveryRateMin', actor.jurisdiction, today).value;
  return reading(context.database.db, scope, async (tx) => {
    const bought = await supplyFigures(tx, province, { since });
    const due = await deliveryFigures(tx, province, { since });
    const months = new Map<string, Month[]>();
    const add = (id: string, month: Month) => months.set(id, [...(months.get(id) ?? []), month]);
    for (const { distributorId, ...row } of bought) add(distributorId, { ...row, lateLines: null });
    for (const { manufacturerId, ...row } of due)
      add(manufacturerId, { ...row, ordered: null as Money | null, delivered: null });
    const low = [...months].filter(([, own]) => own.some((month) => isLow(month, least)));
    const ids = low.map(([id]) => id).slice(0, 200);
    if (ids.length === 0) return ok({ items: [] });
    const named = await tx
      .selectFrom('organisation')
      .select(['id', 'name', 'kind'])
      .where('id', 'in', ids)
      .execute();
    const open = await supplyRows(tx, context)
      .where('s.state', '=', 'open')
      .where('s.organisationId', 'in', ids)
      .execute();
    const items: ReplyOf<typeof api.listSupplyCandidates>['items'] = low.flatMap(([id, own]) => {
      const found = named.find((each) => each.id === id);
      if (found === undefined) return [];
      return [
        {
          enterprise: { id, name: found.name },
          role: found.kind === 'distributor' ? ('distributor' as const) : ('manufacturer' as const),
          figures: { months: own },
          openCaseId: open.find((each) => each.organisationId === id)?.id ?? null,
        },
      ];
    });
    const lowMonths = (item: (typeof items)[number]) =>
      item.figures.months.filter((month) => isLow(month, least)).length;
    return ok({ items: items.toSorted((a, b) => lowMonths(b) - lowMonths(a)) });
  });
}

export async function listSupply(
  context: ActorContext,
  { query }: Call<typeof api.listSupplyCases>,
): Answered<typeof api.listSupplyCases> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = supplyRows(tx, context);
    if (query.state !== undefined) rows = rows.where('s.state', '=', query.state);
    if (isId(query.cursor)) rows = rows.where('s.id', '<', query.cursor);
    const found = await rows
      .orderBy('s.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(supplyOf);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readSupply(
  context: ActorContext,
  { params }: Call<typeof api.readSupplyCase>,
): Answered<typeof api.readSupplyCase> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await supplyRows(tx, context).where('s.id', '=', params.supplyId).executeTakeFirst();
    return row === undefined ? refuse('credit.supplyUnknown') : ok(await supplyDetails(tx, context, row));
  });
}

export async function openSupply(
  context: ActorContext,
  { body }: Call<typeof api.openSupplyCase>,
): Answered<typeof api.openSupplyCase> {
  try {
    return await command<SupplyCaseDetails, RefusalOf<typeof api.openSupplyCase>>(context, async (unit) => {
      const { scope, actor, now } = context;
      const enterprise = await enterpriseOf(unit.tx, body.organisationId);
      if (enterprise === null) return refuse('credit.enterpriseUnknown', { field: 'organisationId' });
      const id = context.newId();
      const number = await nextNumber(context, 'LY');
      const figures = await figuresOf(unit.tx, context, enterprise);
      await unit.tx
        .insertInto('creditSupply')
        .values({
          province: scope.province,
          id,
          number,
          jurisdiction: actor.jurisdiction,
          organisationId: enterprise.id,
          cause: body.cause,
          facts: body.facts,
          // The figures of this day stay with the case: later months change nothing of what it rests on.
          figures: JSON.stringify(figures),
          state: 'open',
          openedAt: now,
          openedBy: actor.accountId,
        })
        .execute();
      unit.record({
        event: 'credit.supplyOpened',
        subject: { kind: 'credit-supply', id },
        basis: [creditBasis.ladder],
        after: { number, cause: body.cause, figures },
        readers: [enterprise.id],
      });
      return ok(await supplyAfter(unit.tx, context, id));
    });
  } catch (error) {
    return refuseOn(error, 'credit_supply_one_open', 'credit.supplyOpen');
  }
}

export async function closeSupply(
  context: ActorContext,
  { params, body }: Call<typeof api.closeSupplyCase>,
): Answered<typeof api.closeSupplyCase> {
  return command<SupplyCaseDetails, RefusalOf<typeof api.closeSupplyCase>>(context, async (unit) => {
    const { scope, actor, now } = context;
    const row = await supplyRows(unit.tx, context)
      .where('s.id', '=', params.supplyId)
      .forUpdate('s')
      .executeTakeFirst();
    if (row === undefined) return refuse('credit.supplyUnknown');
    if (row.state !== 'open') return refuse('credit.supplyClosed');
    if (row.version !== body.version) return refuse('request.stale');
    const running = await unit.tx
      .selectFrom('creditStep')
      .select('id')
      .where('province', '=', scope.province)
      .where('supplyId', '=', row.id)
      .where('state', 'in', ['drafted', 'open'])
      .executeTakeFirst();
    if (running !== undefined) return refuse('credit.stepRunning');
    await unit.tx
      .updateTable('creditSupply')
      .set({
        state: 'closed',
        outcome: body.outcome,
        closedAt: now,
        closedBy: actor.accountId,
        version: row.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'credit.supplyClosed',
      subject: { kind: 'credit-supply', id: row.id },
      basis: [creditBasis.ladder],
      before: { state: row.state },
      after: { state: 'closed', outcome: body.outcome },
      readers: [row.organisationId],
    });
    return ok(await supplyAfter(unit.tx, context, row.id));
  });
}
