import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { repairRows } from './details.ts';
import { type CaseRow, type Wording, caseRows, isSeller, measureLine } from './rows.ts';
import { proposalRows } from './proposals.ts';
import { reportRows } from './reports.ts';
import { runRows } from './runs.ts';
import { type StepRow, stepRows } from './supply-rows.ts';

const most = 50;

/** What credit waits for: the enterprise's statement and answers, decisions of the bureau, reports to look into. */
export async function creditTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const todos: Todo[] = [];
  if (may(actor, 'credit.answer')) todos.push(...(await ofEnterprise(tx, context)));
  if (may(actor, 'credit.decide')) todos.push(...(await toDecide(tx, context)));
  if (may(actor, 'credit.enter')) todos.push(...(await ofOfficer(tx, context)));
  if (may(actor, 'credit.investigate')) todos.push(...(await ofReports(tx, context)));
  return todos;
}

function caseTodo(row: CaseRow, kind: 'state' | 'decide', title: Wording): Todo {
  const line = measureLine(row);
  return {
    id: `credit-${kind}-${row.id}`,
    kind: `credit.${kind}`,
    title,
    detail: {
      zh: `${row.number}，${row.organisation}：${line.zh}`,
      en: `${row.number}, ${row.organisation}: ${line.en}`,
    },
    dueAt: kind === 'state' ? row.hearingDueAt : row.decideDueAt,
    provisional: kind === 'state' ? row.hearingDueProvisional : row.decideDueProvisional,
    basis: row.basis as Basis,
    href: `/credit/cases/${row.id}`,
    tone: kind === 'state' ? 'warning' : 'notice',
  };
}

function stepTodo(row: StepRow, kind: 'answer' | 'issue' | 'finish', title: Wording): Todo {
  const text = row.stepText as Wording;
  return {
    id: `credit-${kind}-${row.id}`,
    kind: `credit.${kind}Step`,
    title,
    detail: {
      zh: `${row.supplyNumber}，${row.organisation}：${text.zh}`,
      en: `${row.supplyNumber}, ${row.organisation}: ${text.en}`,
    },
    dueAt: kind === 'issue' ? null : (row.dueAt ?? row.meetingAt),
    provisional: false,
    basis: row.basis as Basis,
    href: `/credit/supply/${row.supplyId}`,
    tone: 'notice',
  };
}

async function ofEnterprise(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const hearings = await caseRows(tx, context)
    .where('c.state', '=', 'hearing')
    .orderBy('c.id')
    .limit(most)
    .execute();
  const steps = await stepRows(tx, context)
    .where('t.state', '=', 'open')
    .where('t.answeredAt', 'is', null)
    .orderBy('t.id')
    .limit(most)
    .execute();
  return [
    ...hearings.map((row) => caseTodo(row, 'state', { zh: '请陈述申辩', en: 'State your side' })),
    ...steps.map((row) => stepTodo(row, 'answer', { zh: '请答复并整改', en: 'Answer and put things right' })),
  ];
}

async function toDecide(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { accountId } = context.actor;
  const cases = await caseRows(tx, context)
    .where('c.state', '=', 'heard')
    .where('c.enteredBy', '<>', accountId)
    .orderBy('c.decideDueAt')
    .limit(most)
    .execute();
  const repairs = await repairRows(tx, context)
    .where('r.state', '=', 'applied')
    .where('r.appliedBy', '<>', accountId)
    .orderBy('r.dueAt')
    .limit(most)
    .execute();
  const runs = await runRows(tx, context).where('run.state', '=', 'open').orderBy('run.id').execute();
  const steps = await stepRows(tx, context)
    .where('t.state', '=', 'drafted')
    .where('t.enteredBy', '<>', accountId)
    .orderBy('t.id')
    .limit(most)
    .execute();
  return [
    ...cases.map((row) => caseTodo(row, 'decide', { zh: '信用案件待决定', en: 'Decide a credit case' })),
    ...repairs.map((row): Todo => ({
      id: `credit-repair-${row.id}`,
      kind: 'credit.decideRepair',
      title: { zh: '信用修复或解除待决定', en: 'Decide on a repair or lifting' },
      detail: {
        zh: `${row.number}，${row.organisation}（案件 ${row.caseNumber}）`,
        en: `${row.number}, ${row.organisation} (case ${row.caseNumber})`,
      },
      dueAt: row.dueAt,
      provisional: row.dueProvisional,
      basis: row.dueBasis as Basis,
      href: `/credit/cases/${row.caseId}`,
      tone: 'notice',
    })),
    ...runs.map((row): Todo => ({
      id: `credit-run-${row.id}`,
      kind: 'credit.publishRun',
      title: { zh: '发布季度信用评价', en: 'Publish a quarter’s ratings' },
      detail: {
        zh: `${row.quarter}，待发布 ${row.waiting ?? 0} 件`,
        en: `${row.quarter}, ${row.waiting ?? 0} to publish`,
      },
      dueAt: row.dueAt,
      provisional: row.dueProvisional,
      basis: creditBasis.rating,
      href: '/credit/runs',
      tone: 'notice',
    })),
    ...steps.map((row) =>
      stepTodo(row, 'issue', { zh: '通报或考核待签发', en: 'Issue a notice or assessment' }),
    ),
  ];
}

/** Steps that were answered, or whose time is over, wait for their minutes. */
async function ofOfficer(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const steps = await stepRows(tx, context)
    .where('t.state', '=', 'open')
    .where((eb) =>
      eb.or([
        eb('t.answeredAt', 'is not', null),
        eb('t.dueAt', '<=', context.now),
        eb('t.meetingAt', '<=', context.now),
      ]),
    )
    .orderBy('t.id')
    .limit(most)
    .execute();
  const proposals = await proposalRows(tx, context)
    .where('p.state', '=', 'open')
    .orderBy('p.id')
    .limit(most)
    .execute();
  return [
    ...steps.map((row) => stepTodo(row, 'finish', { zh: '登记纪要和结果', en: 'Record minutes and result' })),
    ...proposals.map((row): Todo => ({
      id: `credit-proposal-${row.id}`,
      kind: 'credit.proposal',
      title: { zh: '建议列入不良记录，待确认', en: 'Confirm or decline a proposed bad record' },
      detail: {
        zh: `${row.number}，${row.organisation}：${row.sourceDocument}`,
        en: `${row.number}, ${row.organisation}: ${row.sourceDocument}`,
      },
      dueAt: null,
      provisional: false,
      basis: row.basis as Basis,
      href: `/credit/proposals/${row.id}`,
      tone: 'warning',
    })),
  ];
}

async function ofReports(tx: Tx, context: ActorContext): Promise<Todo[]> {
  if (isSeller(context)) return [];
  const { accountId } = context.actor;
  const rows = await reportRows(tx, context)
    .where('report.state', 'in', ['received', 'investigating', 'found'])
    .orderBy('report.dueAt')
    .limit(most)
    .execute();
  const titles = {
    received: { zh: '举报待受理', en: 'Take a report up' },
    investigating: { zh: '举报待调查', en: 'Investigate a report' },
    found: { zh: '举报待办结', en: 'Close a report' },
  } as const;
  return rows.flatMap((row): Todo[] => {
    const { state } = row;
    if (state === 'upheld' || state === 'closed') return [];
    // Whoever took it up investigates it, and somebody else closes it.
    if (state === 'investigating' && row.takenBy !== accountId) return [];
    if (state === 'found' && row.takenBy === accountId) return [];
    const kind = row.kindText as Wording;
    return [
      {
        id: `credit-report-${row.id}`,
        kind: 'credit.report',
        title: titles[state],
        detail: {
          zh: `${row.number}，${kind.zh}：${row.accused}`,
          en: `${row.number}, ${kind.en}: ${row.accused}`,
        },
        dueAt: row.dueAt,
        provisional: row.dueProvisional,
        basis: row.dueBasis as Basis,
        href: `/credit/reports/${row.id}`,
        tone: 'notice',
      },
    ];
  });
}
