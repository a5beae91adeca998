import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { assignmentOf, dutyOf, seatRows } from './member-queries.ts';
import { inReach } from './sight.ts';

const todosMax = 50;

const duties = {
  answer: { kind: 'panel.answer', title: { zh: '答复评审邀请', en: 'Answer an invitation to a panel' } },
  score: { kind: 'panel.score', title: { zh: '评审打分', en: 'Score as a member of a panel' } },
  sign: { kind: 'panel.sign', title: { zh: '签署评审纪要', en: 'Sign the minutes of a panel' } },
} as const;

async function memberTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const rows = await seatRows(tx, context)
    .where('r.state', 'in', ['sitting', 'closed'])
    .orderBy('r.id')
    .limit(todosMax)
    .execute();
  return rows.flatMap((row) => {
    const duty = dutyOf(row);
    if (duty === null) return [];
    const { due, title, number } = assignmentOf(row, context);
    return [
      {
        id: `panel-${duty}-${row.reviewId}`,
        kind: duties[duty].kind,
        title: duties[duty].title,
        detail: { zh: `${title.zh} · ${number}`, en: `${title.en} · ${number}` },
        dueAt: due?.dueAt ?? null,
        provisional: due?.provisional ?? false,
        basis: due?.basis ?? null,
        href: `/my-reviews/${row.reviewId}`,
        tone: 'notice' as const,
      },
    ];
  });
}

async function officerTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const rows = await tx
    .selectFrom('panelReview')
    .select(['id', 'number', 'titleZh', 'titleEn', 'state'])
    .where('province', '=', context.scope.province)
    .where('state', 'in', ['opened', 'short'])
    .where('jurisdiction', 'like', inReach(context.actor.jurisdiction))
    .orderBy('id')
    .limit(todosMax)
    .execute();
  return rows.map((row) => ({
    id: `panel-draw-${row.id}`,
    kind: 'panel.draw',
    title:
      row.state === 'opened'
        ? { zh: '封存名单，抽取评审专家', en: 'Freeze the list for the draw of a panel' }
        : { zh: '评审专家不足，重新抽取', en: 'A panel is short: draw again' },
    detail: { zh: `${row.titleZh} · ${row.number}`, en: `${row.titleEn} · ${row.number}` },
    dueAt: null,
    provisional: false,
    basis: null,
    href: `/reviews/${row.id}`,
    tone: row.state === 'opened' ? 'notice' : 'warning',
  }));
}

async function approverTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const me = context.actor.accountId;
  const rows = await tx
    .selectFrom('expert')
    .select(['id', 'code', 'name', 'state'])
    .where('province', '=', context.scope.province)
    .where('region', 'like', inReach(context.actor.jurisdiction))
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'pending'), eb('enteredBy', '!=', me)]),
        eb.and([eb('proposed', 'is not', null), eb('state', '!=', 'pending')]),
      ]),
    )
    .orderBy('id')
    .limit(todosMax)
    .execute();
  return rows.map((row) => ({
    id: `expert-${row.id}`,
    kind: 'panel.approve',
    title:
      row.state === 'pending'
        ? { zh: '审核评审专家入库', en: 'Approve an expert for the pool' }
        : { zh: '审核专家信息变更', en: 'Approve a change of an expert' },
    detail: { zh: `${row.name} · ${row.code}`, en: `${row.name} · ${row.code}` },
    dueAt: null,
    provisional: false,
    basis: null,
    href: `/experts/${row.id}`,
    tone: 'notice',
  }));
}

/** Experts their seats, officers draws, supervisors the pool. */
export async function panelTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  return [
    ...(may(actor, 'panel.score') ? await memberTodos(tx, context) : []),
    ...(may(actor, 'panel.draw') ? await officerTodos(tx, context) : []),
    ...(may(actor, 'panel.approve') ? await approverTodos(tx, context) : []),
  ];
}
