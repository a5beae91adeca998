import { accountIsBehind, elapsedOf, percentOfTerm } from '@daylight/rules/execution/progress.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { compare } from '@daylight/rules/money.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, addMonths } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { watch } from './accounts.ts';
import { openReports } from './open-reports.ts';
import { factorOf } from './sight.ts';

const atOnce = 200;

interface Group {
  readonly institutionId: string;
  readonly tenderId: string;
}

/**
 * Once a month, and on the day after the term: progress against time, reminders, the month's reports, and what is missing at
 * the end (SX-5.4a, SX-5.4b, JS-25b). One command for each institution and round.
 */
export const lookSweep: Sweep = {
  name: 'execution-look',
  run: async (context) => {
    const groups = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('volumeAccount')
        .select(['institutionId', 'tenderId'])
        .distinct()
        .where('province', '=', context.scope.province)
        .where('lookOn', '<=', context.today)
        .limit(atOnce)
        .execute(),
    );
    return moveEach(groups, (group) => look(context, group));
  },
};

async function dueAccounts(tx: Tx, context: Context, { institutionId, tenderId }: Group) {
  return tx
    .selectFrom('volumeAccount')
    .selectAll()
    .where('province', '=', context.scope.province)
    .where('institutionId', '=', institutionId)
    .where('tenderId', '=', tenderId)
    .where('lookOn', '<=', context.today)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
}
type Due = Awaited<ReturnType<typeof dueAccounts>>[number];

interface Looked {
  readonly account: Due;
  readonly ended: boolean;
  readonly isBehind: boolean;
  readonly lookOn: IsoDate | null;
}

/** What the clock finds about an account on the day on which it looks. */
function lookAt(context: Context, account: Due): Looked {
  const { lookOn, fromOn: from, untilOn: until, agreed, ordered, accepted } = account;
  assert(lookOn !== null, 'a due account has a day');
  const ended = lookOn > until;
  const missing = compare(accepted, agreed) < 0;
  const factor = factorOf(context, account.rulesOf);
  const isBehind = ended
    ? missing
    : accountIsBehind({ agreed, ordered, accepted, from, until }, lookOn, factor);
  return { account, ended, isBehind, lookOn: ended ? null : nextLook(lookOn, until) };
}

/** The first of the next month, or the day after the term where that is sooner. */
function nextLook(lookOn: IsoDate, until: IsoDate): IsoDate {
  const first = addMonths(`${lookOn.slice(0, 8)}01` as IsoDate, 1);
  const over = addDays(until, 1);
  return first < over ? first : over;
}

/** False where another server is at it. */
async function look(context: Context, group: Group): Promise<boolean> {
  const looked = await command(context, async (unit) => {
    const accounts = await dueAccounts(unit.tx, context, group);
    if (accounts.length === 0) return refuse('execution.notDue');
    const found = accounts.map((account) => lookAt(context, account));
    // A month that was missed is reported on, but nobody is reminded of how things once stood.
    const reminded = found.filter(
      (each) => each.isBehind && !each.ended && (each.lookOn ?? '') > context.today,
    );
    await save(unit.tx, context, found, new Set(reminded.map((each) => each.account.id)));
    await openReports(unit, context, group, monthBefore(found));
    const ended = found.filter((each) => each.ended);
    if (ended.length > 0) await watch(unit.tx, context, [group.institutionId]);
    await tell(unit, context, group, { found, reminded, ended });
    return ok(found.length);
  });
  return looked.ok;
}

/** The month that was over, or broken off, when the clock looked. */
function monthBefore(found: readonly Looked[]): IsoDate {
  const days = found.map((each) => each.account.lookOn ?? '').toSorted();
  const first = days[0] as IsoDate;
  return `${addDays(first, -1).slice(0, 8)}01` as IsoDate;
}

async function save(
  tx: Tx,
  context: Context,
  found: readonly Looked[],
  reminded: ReadonlySet<string>,
): Promise<void> {
  const rows = found.map(({ account, ended, isBehind, lookOn }) => ({
    id: account.id,
    look_on: lookOn,
    behind: isBehind && !ended,
    reminded: reminded.has(account.id),
    ended,
    outcome: ended && account.failureId === null ? (isBehind ? 'behind' : 'met') : null,
  }));
  await sql`
    update volume_account a set look_on = r.look_on, version = a.version + 1,
      behind_since = case when r.behind then coalesce(a.behind_since, ${context.today}::date) end,
      reminded_on = case when r.reminded then ${context.today}::date else a.reminded_on end,
      reminders = a.reminders + case when r.reminded then 1 else 0 end,
      state = case when r.ended and a.state = 'open' then 'ended' else a.state end,
      ended_at = case when r.ended then coalesce(a.ended_at, ${context.now}::timestamptz) else a.ended_at end,
      end_reason = case when r.ended then coalesce(a.end_reason, 'term') else a.end_reason end,
      outcome = coalesce(r.outcome, a.outcome),
      mark = case when r.outcome = 'behind' then 'pending' else a.mark end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, look_on date, behind boolean, reminded boolean,
      ended boolean, outcome text)
    where a.province = ${context.scope.province} and a.id = r.id`.execute(tx);
}

interface Telling {
  readonly found: readonly Looked[];
  readonly reminded: readonly Looked[];
  readonly ended: readonly Looked[];
}

async function tell(
  unit: Unit,
  context: Context,
  group: Group,
  { found, reminded, ended }: Telling,
): Promise<void> {
  const { institutionId, tenderId } = group;
  const tender = await unit.tx
    .selectFrom('tender')
    .select(['number', 'title'])
    .where('province', '=', context.scope.province)
    .where('id', '=', tenderId)
    .executeTakeFirstOrThrow();
  const missing = ended.filter((each) => each.isBehind && each.account.failureId === null);
  const subject = { kind: 'tender', id: tenderId };
  const [first] = reminded;
  if (first !== undefined) {
    const { fromOn: from, untilOn: until } = first.account;
    const term = percentOfTerm(elapsedOf({ from, until }, context.today));
    unit.notify({
      organisationId: institutionId,
      kind: 'execution.behind',
      subject,
      facts: {
        ...tender,
        products: reminded.length,
        of: found.length,
        term,
        first: first.account.productName,
      },
    });
  }
  if (ended.length > 0) {
    unit.notify({
      organisationId: institutionId,
      kind: missing.length > 0 ? 'execution.missed' : 'execution.met',
      subject,
      facts: { ...tender, products: ended.length, missed: missing.length },
    });
  }
  unit.record({
    event: ended.length > 0 ? 'execution.termEnded' : 'execution.looked',
    subject,
    basis: [missing.length > 0 ? executionBasis.assessment : executionBasis.agreedVolume],
    after: {
      institutionId,
      reminded: reminded.map(factOf),
      ended: ended.length,
      missed: missing.map(factOf),
    },
    readers: [institutionId],
  });
}

function factOf({ account }: Looked) {
  const { id, productId, agreed, accepted, ordered } = account;
  return { id, productId, agreed, accepted, ordered };
}
