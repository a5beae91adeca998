import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { reachOf } from '../supervision/port.ts';

const most = 30;

interface Row {
  id: string;
  number: string;
  what: string;
  dueAt: Instant | null;
  provisional: boolean;
  basis: unknown;
}
interface Kind {
  readonly kind: string;
  readonly zh: string;
  readonly en: string;
  readonly href: (id: string) => string;
  readonly tone: Todo['tone'];
}

function todoOf(row: Row, kind: Kind): Todo {
  return {
    id: `execution-${kind.kind}-${row.id}`,
    kind: `execution.${kind.kind}`,
    title: { zh: kind.zh, en: kind.en },
    detail: { zh: `${row.number} ${row.what}`, en: `${row.number} ${row.what}` },
    dueAt: row.dueAt,
    provisional: row.provisional,
    basis: row.basis as Basis | null,
    href: kind.href(row.id),
    tone: kind.tone,
  };
}

const usage: Kind = {
  kind: 'usage',
  zh: '核对并上报采购使用月报',
  en: 'Check and hand in the report on purchase and use',
  href: (id) => `/volume-usage/${id}`,
  tone: 'notice',
};
const supply: Kind = {
  kind: 'supply',
  zh: '上报产能、库存、供应',
  en: 'Report capacity, stock and supply',
  href: (id) => `/supply-reports/${id}`,
  tone: 'notice',
};
const answer: Kind = {
  kind: 'answerFailure',
  zh: '答复供应问题',
  en: 'Answer on a failure to supply',
  href: (id) => `/supply-failures/${id}`,
  tone: 'danger',
};
const find: Kind = {
  ...answer,
  kind: 'findFailure',
  zh: '认定供应问题',
  en: 'Judge a failure to supply',
  tone: 'warning',
};
const decide: Kind = {
  ...find,
  kind: 'decideFailure',
  zh: '复核供应问题认定',
  en: 'Confirm the finding on a failure to supply',
};
const answerEvent: Kind = {
  kind: 'answerEvent',
  zh: '答复不良事件或质量问题',
  en: 'Answer on an adverse event',
  href: (id) => `/adverse-events/${id}`,
  tone: 'danger',
};
const handleEvent: Kind = {
  ...answerEvent,
  kind: 'handleEvent',
  zh: '处理不良事件或质量问题',
  en: 'Handle an adverse event',
  tone: 'warning',
};
const decideEvent: Kind = {
  ...handleEvent,
  kind: 'decideEvent',
  zh: '决定不良事件处理意见',
  en: 'Decide on the handling of an event',
};
const explain: Kind = {
  kind: 'explain',
  zh: '说明未完成约定量的原因',
  en: 'Explain a missed volume',
  href: (id) => `/volumes/${id}`,
  tone: 'warning',
};
const assess: Kind = {
  ...explain,
  kind: 'assess',
  zh: '评定未完成约定量',
  en: 'Assess a missed volume',
  tone: 'notice',
};

/** What execution waits for: reports of the month, answers, findings, decisions, explanations. */
export async function executionTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const todos: Todo[] = [];
  const add = async (kind: Kind, rows: Promise<Row[]>) =>
    todos.push(...(await rows).map((row) => todoOf(row, kind)));
  if (may(actor, 'execution.report')) {
    await add(usage, reportsOf(tx, context, 'volume_report', 'institution_id'));
    await add(explain, volumesOf(tx, context, true));
  }
  if (may(actor, 'execution.supply')) {
    await add(supply, reportsOf(tx, context, 'supply_report', 'manufacturer_id'));
    await add(answer, failuresOf(tx, context, 'told'));
    await add(answerEvent, eventsOf(tx, context, 'reported'));
  }
  if (may(actor, 'execution.handle')) await add(find, failuresOf(tx, context, 'answered'));
  if (may(actor, 'execution.decideFailure')) await add(decide, failuresOf(tx, context, 'found'));
  if (may(actor, 'execution.decide')) await add(decideEvent, eventsOf(tx, context, 'handled'));
  if (may(actor, 'execution.handleEvent')) await add(handleEvent, eventsOf(tx, context, 'answered'));
  if (may(actor, 'execution.assess')) await add(assess, volumesOf(tx, context, false));
  return todos;
}

async function reportsOf(
  tx: Tx,
  { scope, actor }: ActorContext,
  table: 'volume_report' | 'supply_report',
  party: 'institution_id' | 'manufacturer_id',
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.id, t.number, to_char(r.month, 'YYYY-MM') as what, r.due_at, r.due_provisional as provisional, r.due_basis as basis
    from ${sql.raw(table)} r join tender t on t.province = r.province and t.id = r.tender_id
    where r.province = ${scope.province} and r.${sql.raw(party)} = ${actor.organisationId} and r.state = 'open'
    order by r.due_at, r.id limit ${most}`.execute(tx);
  return rows;
}

/** Whose failures: the winner its own, the organiser those of its rounds, the bureau those of its place. */
function reached({ actor }: ActorContext, table: 'f' | 'e') {
  const own = actor.organisationId;
  const at = (column: string) => sql.ref(`${table}.${column}`);
  if (actor.kind === 'manufacturer') return sql`${at('manufacturer_id')} = ${own}`;
  if (actor.kind === 'institution') return sql`${at('organiser_id')} = ${own}`;
  return sql`${at('jurisdiction')} like ${`${reachOf(actor.jurisdiction)}%`}`;
}

async function failuresOf(
  tx: Tx,
  context: ActorContext,
  state: 'told' | 'answered' | 'found',
): Promise<Row[]> {
  // One that was not answered in time is found without an answer.
  const which =
    state === 'answered'
      ? sql`(f.state = 'answered' or (f.state = 'told' and f.answer_due_at <= ${context.now}::timestamptz))`
      : sql`f.state = ${state}`;
  const notMine = state === 'found' ? sql`f.found_by <> ${context.actor.accountId}::uuid` : sql`true`;
  const { rows } = await sql<Row>`
    select f.id, f.number, f.product_name as what,
      case when f.state = 'told' then f.answer_due_at end as due_at, f.answer_due_provisional as provisional,
      f.answer_due_basis as basis
    from supply_failure f
    where f.province = ${context.scope.province} and ${which} and ${reached(context, 'f')} and ${notMine}
    order by f.id limit ${most}`.execute(tx);
  return rows;
}

async function eventsOf(
  tx: Tx,
  context: ActorContext,
  state: 'reported' | 'answered' | 'handled',
): Promise<Row[]> {
  const which = state === 'answered' ? sql`e.state in ('reported', 'answered')` : sql`e.state = ${state}`;
  const notMine = state === 'handled' ? sql`e.handled_by <> ${context.actor.accountId}::uuid` : sql`true`;
  const { rows } = await sql<Row>`
    select e.id, e.number, e.product_name as what, case when e.state = 'reported' then e.answer_due_at end as due_at,
      e.answer_due_provisional as provisional, e.answer_due_basis as basis
    from adverse_event e
    where e.province = ${context.scope.province} and ${which} and ${reached(context, 'e')} and ${notMine}
    order by e.id limit ${most}`.execute(tx);
  return rows;
}

async function volumesOf(tx: Tx, context: ActorContext, ofInstitution: boolean): Promise<Row[]> {
  const { actor, scope } = context;
  const whose = ofInstitution
    ? sql`a.institution_id = ${actor.organisationId} and a.explanation = ''`
    : sql`a.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}`;
  const { rows } = await sql<Row>`
    select a.id, t.number, a.product_name as what, null::timestamptz as due_at, false as provisional,
      ${JSON.stringify(executionBasis.assessment)}::jsonb as basis
    from volume_account a join tender t on t.province = a.province and t.id = a.tender_id
    where a.province = ${scope.province} and a.mark = 'pending' and ${whose}
    order by a.id desc limit ${most}`.execute(tx);
  return rows;
}
