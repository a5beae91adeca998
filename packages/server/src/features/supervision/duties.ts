import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { oversightBasis } from '@daylight/rules/supervision/oversight.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { appealRows } from './appeal-rows.ts';
import { caseRows } from './case-rows.ts';
import { reachOf } from './reach.ts';

const most = 50;

/** Appeals to check or decide, decisions to approve, rectifications to answer and answers to look at. */
export async function supervisionTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const lists = [
    ...(may(actor, 'supervision.handle') ? [await appealTodos(tx, context)] : []),
    ...(may(actor, 'supervision.decide') ? [await decisionTodos(tx, context)] : []),
    ...(may(actor, 'supervision.handle') || may(actor, 'supervision.answerCase')
      ? [await caseTodos(tx, context)]
      : []),
  ];
  return lists.flat();
}

async function appealTodos(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const mayDecide = may(context.actor, 'supervision.decide');
  const rows = await appealRows(tx, context)
    .where('a.dueAt', 'is not', null)
    .orderBy('a.dueAt')
    .limit(most)
    .execute();
  return rows
    .filter((row) => row.state === 'filed' || (mayDecide && row.checkedBy !== context.actor.accountId))
    .map((row) => ({
      id: `appeal-${row.id}`,
      kind: row.state === 'filed' ? 'supervision.checkAppeal' : 'supervision.decideAppeal',
      title:
        row.state === 'filed'
          ? { zh: '核查价格区域申诉', en: 'Check an appeal against a zone' }
          : { zh: '决定价格区域申诉', en: 'Decide an appeal against a zone' },
      detail: {
        zh: `${row.number} ${row.organisationName}：${row.productName}`,
        en: `${row.number} ${row.organisationName}: ${row.productName}`,
      },
      dueAt: row.dueAt,
      provisional: row.dueProvisional,
      basis: row.dueBasis as Basis | null,
      href: `/appeals/${row.id}`,
      tone: row.dueAt !== null && row.dueAt <= context.now ? 'danger' : 'notice',
    }));
}

async function decisionTodos(tx: Tx, { scope, actor }: ActorContext): Promise<Todo[]> {
  const rows = await tx
    .selectFrom('policyDecision')
    .select(['id', 'number', 'name', 'fromDay', 'document', 'article', 'clause'])
    .where('province', '=', scope.province)
    .where('jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    .where('state', '=', 'entered')
    .where('enteredBy', '!=', actor.accountId)
    .orderBy('fromDay')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    id: `decision-${row.id}`,
    kind: 'supervision.decide',
    title: { zh: '审批规则决定', en: 'Approve a decision on a rule' },
    detail: {
      zh: `${row.number} ${row.name}，拟自 ${row.fromDay} 起执行`,
      en: `${row.number} ${row.name}, to begin on ${row.fromDay}`,
    },
    dueAt: null,
    provisional: false,
    basis: { document: row.document, article: row.article, clause: row.clause },
    href: '/zone-rules',
    tone: 'notice',
  }));
}

async function caseTodos(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const isInstitution = context.actor.kind === 'institution';
  const states = isInstitution ? ['summoned', 'rectifying'] : ['drafted', 'summoned', 'answered'];
  const rows = await caseRows(tx, context)
    .where('c.state', 'in', states)
    .orderBy('c.id')
    .limit(most)
    .execute();
  const titles: Readonly<Record<string, { zh: string; en: string }>> = {
    drafted: { zh: '发出通报', en: 'Issue a report' },
    summoned: isInstitution
      ? { zh: '参加医保部门约谈', en: 'Attend an interview with the bureau' }
      : { zh: '记录约谈', en: 'Record an interview' },
    rectifying: { zh: '提交整改情况', en: 'Answer on a rectification' },
    answered: { zh: '审核整改情况', en: 'Look at a rectification' },
  };
  const mayIssue = may(context.actor, 'supervision.decide');
  return rows
    .filter((row) => row.state !== 'drafted' || (mayIssue && row.enteredBy !== context.actor.accountId))
    .map((row) => {
      const dueAt = row.dueAt ?? (row.state === 'summoned' ? row.meetingAt : null);
      return {
        id: `oversight-${row.id}`,
        kind: `supervision.case.${row.state}`,
        title: titles[row.state] ?? { zh: row.title, en: row.title },
        detail: {
          zh: `${row.number} ${row.institutionName}：${row.title}`,
          en: `${row.number} ${row.institutionName}: ${row.title}`,
        },
        dueAt,
        provisional: false,
        basis: oversightBasis,
        href: `/oversight/${row.id}`,
        tone: dueAt !== null && dueAt <= context.now ? 'danger' : 'warning',
      };
    });
}
