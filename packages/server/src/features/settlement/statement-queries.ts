import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listBalances, readOverdue, readStatement } from '@daylight/api/settlement-statement.ts';
import { type Money, add, isPositive, subtract, zero } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { daysOverdue } from '@daylight/rules/settlement/due.ts';
import { isStatementPeriod, runningBalance, statementSums } from '@daylight/rules/settlement/statement.ts';
import { type Instant, shanghaiMoment } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { reachOf } from '../supervision/port.ts';
import { type Sight, asked, sightOf } from './sight.ts';

/** A statement is one screen and one printed paper, not an archive. */
const monthsMax = 12;

type Statement = ReplyOf<typeof readStatement>;
interface Pair {
  readonly institutionId: string;
  readonly distributorId: string;
}

/** Both names, when the asking person may see what is between them. */
async function partiesOf(tx: Tx, context: ActorContext, pair: Pair) {
  const sight = sightOf(context);
  const isOwn =
    (sight.institutionId ?? pair.institutionId) === pair.institutionId &&
    (sight.distributorId ?? pair.distributorId) === pair.distributorId &&
    sight.manufacturerId === undefined;
  if (!isOwn) return null;
  const rows = await tx
    .selectFrom('organisation')
    .select(['id', 'name', 'kind', 'jurisdiction'])
    .where('id', 'in', [pair.institutionId, pair.distributorId])
    .execute();
  const institution = rows.find((row) => row.id === pair.institutionId && row.kind === 'institution');
  const distributor = rows.find((row) => row.id === pair.distributorId && row.kind === 'distributor');
  if (institution === undefined || distributor === undefined) return null;
  if (sight.reach !== undefined && !institution.jurisdiction.startsWith(sight.reach)) return null;
  const named = ({ id, name }: typeof institution) => ({ id, name });
  return { institution: named(institution), distributor: named(distributor) };
}

interface EntryRow {
  id: string;
  kind: Statement['entries'][number]['kind'];
  at: Instant;
  number: string;
  reference: string;
  day: Statement['from'];
  state: Statement['entries'][number]['state'];
  dueAt: Instant | null;
  amount: Money;
}

/** What counts between the two sides: verified invoices and recorded payments, by the moment at which they began to. */
function counting({ scope }: ActorContext, { institutionId, distributorId }: Pair): RawBuilder<EntryRow> {
  return sql<EntryRow>`
    select id, kind, verified_at as at, number, invoice_number as reference, issued_on as day, state, due_at, amount
    from invoice
    where province = ${scope.province} and institution_id = ${institutionId} and distributor_id = ${distributorId}
      and verified_at is not null
    union all
    select id, kind, recorded_at, number, bank_reference, paid_on, state, null, amount from payment
    where province = ${scope.province} and institution_id = ${institutionId} and distributor_id = ${distributorId}`;
}

async function openingOf(tx: Tx, context: ActorContext, pair: Pair, before: Instant): Promise<Money> {
  const { rows } = await sql<{ opening: Money }>`
    select coalesce(sum(case when kind in ('blue', 'red') then amount else -amount end), 0) as opening
    from (${counting(context, pair)}) e where at < ${before}`.execute(tx);
  return rows[0]?.opening ?? zero;
}

/** What happened between one institution and one distributor in a period, with the balance before and after. */
export async function readPeriod(
  context: ActorContext,
  { query }: Call<typeof readStatement>,
): Promise<Result<Statement, 'settlement.partyUnknown' | 'settlement.periodTooLong'>> {
  const { from, until } = query;
  if (!isStatementPeriod(query, monthsMax))
    return refuse('settlement.periodTooLong', { field: 'until', facts: { monthsMax } });
  return reading(context.database.db, context.scope, async (tx) => {
    const parties = await partiesOf(tx, context, query);
    if (parties === null) return refuse('settlement.partyUnknown');
    const [start, end] = [shanghaiMoment(from, '00:00'), shanghaiMoment(until, '24:00')];
    const opening = await openingOf(tx, context, query, start);
    const { rows } = await sql<EntryRow>`
      select * from (${counting(context, query)}) e where at >= ${start} and at < ${end} order by at, id`.execute(
      tx,
    );
    const entries = runningBalance(opening, rows);
    return ok({
      ...parties,
      from,
      until,
      ...statementSums(opening, rows),
      entries: [...entries],
      ...(await asideOf(tx, context, query, end)),
      producedAt: context.now,
    });
  });
}

/** What the sums leave out: invoices not verified yet; and of what is open, how much is late. */
async function asideOf(
  tx: Tx,
  { scope, now }: ActorContext,
  { institutionId, distributorId }: Pair,
  end: Instant,
): Promise<Pick<Statement, 'unverified' | 'overdue'>> {
  const row = await tx
    .selectFrom('invoice')
    .where('province', '=', scope.province)
    .where('institutionId', '=', institutionId)
    .where('distributorId', '=', distributorId)
    .where('state', 'in', ['entered', 'disputed', 'verified'])
    .select((eb) => {
      const waits = eb.and([eb('state', 'in', ['entered', 'disputed']), eb('enteredAt', '<', end)]);
      const late = eb.and([eb('kind', '=', 'blue'), eb('dueAt', '<=', now)]);
      const open = sql<Money>`amount - taken_back - paid`;
      return [
        eb.fn.countAll<number>().filterWhere(waits).as('unverified'),
        eb.fn.sum<Money | null>('amount').filterWhere(waits).as('unverifiedAmount'),
        eb.fn.countAll<number>().filterWhere(late).as('overdue'),
        eb.fn.sum<Money | null>(open).filterWhere(late).as('overdueAmount'),
      ];
    })
    .executeTakeFirstOrThrow();
  return {
    unverified: { count: row.unverified, amount: row.unverifiedAmount ?? zero },
    overdue: { count: row.overdue, amount: row.overdueAmount ?? zero },
  };
}

interface OpenRow {
  institutionId: string;
  institution: string;
  jurisdiction: string;
  distributorId: string;
  distributor: string;
  kind: 'blue' | 'red';
  state: string;
  amount: Money;
  open: Money;
  dueAt: Instant | null;
}

/** Invoices of which something is open, or that wait to be verified, or that are a credit; few beside all there were. */
async function openRows(tx: Tx, { scope }: ActorContext, sight: Sight): Promise<readonly OpenRow[]> {
  const { rows } = await sql<OpenRow>`
    select i.institution_id, b.name as institution, b.jurisdiction, i.distributor_id, s.name as distributor, i.kind, i.state,
      i.amount, i.amount - i.taken_back - i.paid as open, i.due_at
    from invoice i
    join organisation b on b.id = i.institution_id
    join organisation s on s.id = i.distributor_id
    where i.province = ${scope.province}
      and (i.state in ('entered', 'disputed') or (i.kind = 'blue' and i.state = 'verified')
        or (i.state = 'paid' and i.paid + i.taken_back > i.amount))
      and (${sight.institutionId ?? null}::uuid is null or i.institution_id = ${sight.institutionId ?? null}::uuid)
      and (${sight.distributorId ?? null}::uuid is null or i.distributor_id = ${sight.distributorId ?? null}::uuid)
      and (${sight.reach ?? null}::text is null or i.jurisdiction like ${`${sight.reach ?? ''}%`})`.execute(
    tx,
  );
  return rows;
}

const sumOf = (amounts: readonly Money[]): Money => add(zero, ...amounts);
const isLate = (row: OpenRow, now: Instant): boolean =>
  row.kind === 'blue' && row.state !== 'paid' && row.dueAt !== null && row.dueAt <= now;

function figuresOf(rows: readonly OpenRow[], now: Instant) {
  const late = rows.filter((row) => isLate(row, now));
  const waiting = rows.filter((row) => row.state === 'entered' || row.state === 'disputed');
  const counted = rows.filter(
    (row) => row.kind === 'blue' && (row.state === 'verified' || row.state === 'paid'),
  );
  const days = late.map((row) => (row.dueAt === null ? 0 : daysOverdue(row.dueAt, now)));
  return {
    open: sumOf(counted.map((row) => row.open)),
    overdue: { count: late.length, amount: sumOf(late.map((row) => row.open)) },
    unverified: { count: waiting.length, amount: sumOf(waiting.map((row) => row.amount)) },
    daysOverdueMax: Math.max(0, ...days),
    disputed: late.filter((row) => row.state === 'disputed').length,
  };
}

/** A page of what was computed as a whole: the cursor is the place in it. */
function pageOf<T>(
  all: readonly T[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { readonly items: T[]; readonly next: string | null } {
  const from = /^\d{1,6}$/.test(cursor ?? '') ? Number(cursor) : 0;
  const next = from + limit;
  return { items: all.slice(from, next), next: next < all.length ? String(next) : null };
}

/** What is open with each counterpart; the largest first. A maker is no side of it. */
export async function listPairs(
  context: ActorContext,
  { query }: Call<typeof listBalances>,
): Promise<Result<ReplyOf<typeof listBalances>, never>> {
  const sight = asked(sightOf(context), query);
  if (sight.manufacturerId !== undefined) return ok({ items: [], next: null });
  return reading(context.database.db, context.scope, async (tx) => {
    const pairs = Map.groupBy(
      await openRows(tx, context, sight),
      (row) => `${row.institutionId}/${row.distributorId}`,
    );
    const items = [...pairs.values()].flatMap((rows) => {
      const [first] = rows;
      if (first === undefined) return [];
      const { open, overdue, unverified, daysOverdueMax } = figuresOf(rows, context.now);
      return {
        institution: { id: first.institutionId, name: first.institution },
        distributor: { id: first.distributorId, name: first.distributor },
        open,
        overdue,
        unverified,
        daysOverdueMax,
      };
    });
    const larger = (a: Money, b: Money) => (isPositive(subtract(b, a)) ? 1 : -1);
    return ok(
      pageOf(
        items.toSorted((a, b) => larger(a.open, b.open)),
        query,
      ),
    );
  });
}

/** 逾期看板: who is late, with how much and how long, the longest first. */
export async function readBoard(
  context: ActorContext,
  { query }: Call<typeof readOverdue>,
): Promise<Result<ReplyOf<typeof readOverdue>, never>> {
  const sight = sightOf(context);
  const none = { items: [], next: null, total: { count: 0, amount: zero, institutions: 0 } };
  if (sight.manufacturerId !== undefined) return ok(none);
  return reading(context.database.db, context.scope, async (tx) => {
    const within = query.jurisdiction === undefined ? '' : reachOf(query.jurisdiction);
    const rows = (await openRows(tx, context, sight)).filter(
      (row) => isLate(row, context.now) && row.jurisdiction.startsWith(within),
    );
    const items = [...Map.groupBy(rows, (row) => row.institutionId).values()].flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const { overdue, daysOverdueMax, disputed } = figuresOf(own, context.now);
      const { institutionId: id, institution: name, jurisdiction } = first;
      return {
        institution: { id, name, jurisdiction },
        ...overdue,
        distributors: new Set(own.map((row) => row.distributorId)).size,
        disputed,
        daysMax: daysOverdueMax,
      };
    });
    const total = {
      count: rows.length,
      amount: sumOf(rows.map((row) => row.open)),
      institutions: items.length,
    };
    return ok({
      ...pageOf(
        items.toSorted((a, b) => b.daysMax - a.daysMax),
        query,
      ),
      total,
    });
  });
}
