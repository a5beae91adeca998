import type {
  listNeverBargained,
  listWarnings,
  readZone,
  warningSummary,
} from '@daylight/api/supervision.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { addWorkdays } from '@daylight/rules/calendar/calendar.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Term, basisOf } from '@daylight/rules/policy/provision.ts';
import { isMoney } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, addHours, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { zoneOf, zoneReply } from './port.ts';
import { reachOf } from './reach.ts';
import { warningItemOf, warningRows } from './rows.ts';

/** The zone of a price for one's own institution, or for one of the jurisdiction that one supervises. */
export async function zoneOne(
  context: ActorContext,
  { query }: Call<typeof readZone>,
): Promise<
  Result<ReplyOf<typeof readZone>, 'supervision.listingUnknown' | 'supervision.institutionUnknown'>
> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { listingId, price } = query;
    const listing = await tx
      .selectFrom('listing')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('id', '=', listingId)
      .executeTakeFirst();
    if (listing === undefined) return refuse('supervision.listingUnknown', { field: 'listingId' });
    const institutionId = await institutionFor(tx, context, query.institutionId);
    if (institutionId === null) return refuse('supervision.institutionUnknown', { field: 'institutionId' });
    const [finding] = await zoneOf(tx, context, [{ listingId, institutionId, price }]);
    if (finding === undefined) throw new Error('no zone of a price');
    return ok(zoneReply(finding));
  });
}

async function institutionFor(
  tx: Tx,
  { actor }: ActorContext,
  asked: string | undefined,
): Promise<string | null> {
  if (actor.kind === 'institution') return actor.organisationId;
  const row = await tx
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', asked ?? actor.organisationId)
    .where('kind', '=', 'institution')
    .where('jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    .executeTakeFirst();
  // The other side of a bargain does not ask where its customers' prices stand.
  return actor.kind === 'manufacturer' ? null : (row?.id ?? null);
}

export async function listMany(
  context: ActorContext,
  { query }: Call<typeof listWarnings>,
): Promise<Result<ReplyOf<typeof listWarnings>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { state, kind, institutionId, jurisdiction, from, until, cursor, limit } = query;
    let rows = warningRows(tx, context);
    if (state !== undefined) rows = rows.where('warning.state', '=', state);
    if (kind !== undefined) rows = rows.where('warning.kind', '=', kind);
    if (institutionId !== undefined) rows = rows.where('warning.institutionId', '=', institutionId);
    if (jurisdiction !== undefined)
      rows = rows.where('warning.jurisdiction', 'like', `${reachOf(jurisdiction)}%`);
    if (from !== undefined) rows = rows.where('warning.raisedAt', '>=', shanghaiMoment(from, '00:00'));
    if (until !== undefined) rows = rows.where('warning.raisedAt', '<', shanghaiMoment(until, '24:00'));
    if (cursor !== undefined && /^[0-9a-f-]{36}$/.test(cursor)) rows = rows.where('warning.id', '<', cursor);
    const found = await rows
      .orderBy('warning.id', 'desc')
      .limit(limit + 1)
      .execute();
    const items = found.slice(0, limit).map(warningItemOf);
    return ok({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null });
  });
}

const recentDays = 30;

interface SummaryRow {
  kind: ReplyOf<typeof warningSummary>['byKind'][number]['kind'];
  city: string;
  name: string;
  waiting: number;
  handled: number;
  recent: number;
}

export async function summarise(
  context: ActorContext,
): Promise<Result<ReplyOf<typeof warningSummary>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const since = addHours(context.now, -24 * recentDays);
    const { rows } = await sql<SummaryRow>`
      select w.kind, left(w.jurisdiction, 4) || '00' as city, coalesce(j.name, left(w.jurisdiction, 4) || '00') as name,
        count(*) filter (where w.state = 'new') as waiting,
        count(*) filter (where w.state = 'handled') as handled,
        count(*) filter (where w.raised_at >= ${since}) as recent
      from warning w
      left join jurisdiction j on j.code = left(w.jurisdiction, 4) || '00'
      where w.province = ${context.scope.province} and w.jurisdiction like ${`${reachOf(context.actor.jurisdiction)}%`}
      group by 1, 2, 3`.execute(tx);
    const sum = (of: readonly SummaryRow[]) => ({
      waiting: of.reduce((all, row) => all + row.waiting, 0),
      handled: of.reduce((all, row) => all + row.handled, 0),
    });
    const kinds = Map.groupBy(rows, (row) => row.kind);
    const cities = Map.groupBy(rows, (row) => row.city);
    return ok({
      ...sum(rows),
      recent: rows.reduce((all, row) => all + row.recent, 0),
      byKind: [...kinds].map(([kind, of]) => ({ kind, ...sum(of) })),
      byCity: [...cities]
        .map(([jurisdiction, of]) => ({ jurisdiction, name: of[0]?.name ?? jurisdiction, ...sum(of) }))
        .toSorted((a, b) => b.waiting - a.waiting || (a.jurisdiction < b.jurisdiction ? -1 : 1)),
    });
  });
}

/** The first day of a term that ends today. */
function since(today: IsoDate, term: Term, context: ActorContext): IsoDate {
  if (term.unit === 'month') return addMonths(today, -term.amount);
  if (term.unit === 'workday') return addWorkdays(today, -term.amount, context.calendar).date;
  return addDays(today, -term.amount);
}

type NeverRow = Omit<ReplyOf<typeof listNeverBargained>['items'][number], 'institution'> & {
  id: string;
  name: string;
};

/**
 * JS-12D 长期不议价: what each institution bought in the window, how much of it at the listing price, and how often it
 * bargained below it; largest amount at the listing price first. A scan of the window's trades, for a report and no hot path.
 */
export async function neverBargained(
  context: ActorContext,
  { query }: Call<typeof listNeverBargained>,
): Promise<Result<ReplyOf<typeof listNeverBargained>, never>> {
  const { actor, book, today, scope } = context;
  const term = resolve(book, 'supervision.neverBargainedAfter', actor.jurisdiction, today);
  const first = since(today, term.value, context);
  const from = shanghaiMoment(first, '00:00');
  const [amount, id] = valuesOf(query.cursor, 2) ?? [];
  const isPlace = amount !== undefined && isMoney(amount) && /^[0-9a-f-]{36}$/.test(id ?? '');
  const after = isPlace
    ? sql`(b.listed_amount < ${amount}::numeric or (b.listed_amount = ${amount}::numeric and o.id > ${id}::uuid))`
    : sql`true`;
  return reading(context.database.db, scope, async (tx) => {
    const { rows } = await sql<NeverRow>`
      with bought as (
        select t.institution_id, count(*) as lines, sum(round(t.price * t.quantity, 2)) as amount,
          coalesce(sum(round(t.price * t.quantity, 2)) filter (where l.price_kind is distinct from 'agreed'), 0) as listed_amount
        from trade t
        left join order_line l on l.province = t.province and l.order_id = t.order_id and l.line = t.order_line
        where t.province = ${scope.province} and t.traded_at >= ${from} and t.id >= app.uuid_floor(${from}::timestamptz)
        group by t.institution_id
      ), bargained as (
        select m.institution_id, count(*) as bargains
        from bargain_member m
        join bargain b on b.province = m.province and b.id = m.bargain_id
        where m.province = ${scope.province} and m.joined_at >= ${from} and b.kind <> 'listed'
        group by m.institution_id
      )
      select o.id, o.name, o.jurisdiction, j.name as jurisdiction_name, o.level, b.lines, b.listed_amount, b.amount,
        coalesce(g.bargains, 0) as bargains
      from bought b
      join organisation o on o.id = b.institution_id and o.ownership = 'public'
      join jurisdiction j on j.code = o.jurisdiction
      left join bargained g on g.institution_id = o.id
      where o.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}
        and (${query.show} = 'all' or g.bargains is null) and ${after}
      order by b.listed_amount desc, o.id
      limit ${query.limit + 1}`.execute(tx);
    const items = rows
      .slice(0, query.limit)
      .map(({ id, name, ...row }) => ({ ...row, institution: { id, name } }));
    const isDefault = term.origin === 'default';
    const last = items.at(-1);
    const isMore = rows.length > query.limit && last !== undefined;
    const next = isMore ? cursorOf([last.listedAmount, last.institution.id]) : null;
    return ok({ items, next, since: first, until: today, basis: basisOf(term), isDefault });
  });
}
