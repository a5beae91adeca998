import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** One line for each round with contracts to sign, with the first deadline; and for the organiser, those that are overdue. */
export async function agreementTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const todos: Todo[] = [];
  if (may(context.actor, 'agreement.sign')) todos.push(...(await toSign(tx, context)));
  if (may(context.actor, 'agreement.manage')) todos.push(...(await overdue(tx, context)));
  return todos;
}

interface Waiting {
  readonly tenderId: string;
  readonly title: string;
  readonly count: number;
  readonly dueAt: Todo['dueAt'];
  readonly provisional: boolean;
  readonly basis: Basis;
}

async function toSign(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { organisationId, kind } = context.actor;
  const party = kind === 'institution' ? sql`a.institution_id` : sql`a.manufacturer_id`;
  const { rows } = await sql<Waiting>`
    select a.tender_id, t.title, count(*)::int as count, min(a.sign_due_at) as due_at,
      bool_or(a.sign_due_provisional) as provisional, (array_agg(a.sign_due_basis order by a.sign_due_at))[1] as basis
    from agreement a
    join tender t on t.province = a.province and t.id = a.tender_id
    where a.province = ${context.scope.province} and a.state = 'open' and ${party} = ${organisationId}
      and not exists (select 1 from agreement_signature s where s.province = a.province and s.agreement_id = a.id
        and s.amendment = 0 and s.side = ${kind})
    group by a.tender_id, t.title
    order by due_at
    limit 20`.execute(tx);
  return rows.map((row) => ({
    id: `agreement-sign-${row.tenderId}`,
    kind: 'agreement.sign',
    title: { zh: '签署购销合同', en: 'Sign purchase agreements' },
    detail: { zh: `${row.title}：${row.count} 份待签`, en: `${row.title}: ${row.count} to sign` },
    dueAt: row.dueAt,
    provisional: row.provisional,
    basis: row.basis,
    href: `/agreements?mine=true&tenderId=${row.tenderId}`,
    tone: 'notice',
  }));
}

async function overdue(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { rows } = await sql<{ tenderId: string; title: string; count: number }>`
    select a.tender_id, t.title, count(*)::int as count
    from agreement a
    join tender t on t.province = a.province and t.id = a.tender_id
    where a.province = ${context.scope.province} and a.state = 'open' and a.overdue_at is not null
      and a.organiser_id = ${context.actor.organisationId}
    group by a.tender_id, t.title
    limit 20`.execute(tx);
  return rows.map((row) => ({
    id: `agreement-overdue-${row.tenderId}`,
    kind: 'agreement.overdue',
    title: { zh: '购销合同逾期未签', en: 'Agreements not signed in time' },
    detail: { zh: `${row.title}：${row.count} 份`, en: `${row.title}: ${row.count}` },
    dueAt: null,
    provisional: false,
    basis: null,
    href: `/agreements?state=open&tenderId=${row.tenderId}`,
    tone: 'danger',
  }));
}
