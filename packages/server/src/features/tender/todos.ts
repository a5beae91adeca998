import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { tenderLevels } from '@daylight/rules/tender/state.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

const todosMax = 50;

/** Plans that wait for the asking person's approval. */
export async function tenderTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor, scope } = context;
  if (!may(actor, 'tender.approve')) return [];
  const rows = await tx
    .selectFrom('tenderApproval as approval')
    .innerJoin('tender', (join) =>
      join.onRef('tender.province', '=', 'approval.province').onRef('tender.id', '=', 'approval.tenderId'),
    )
    .select(['tender.id', 'tender.number', 'tender.title', 'tender.level'])
    .where('approval.province', '=', scope.province)
    .where('approval.organisationId', '=', actor.organisationId)
    .where('approval.state', '=', 'waiting')
    .where('approval.askedBy', '!=', actor.accountId)
    .where('tender.level', 'in', [...tenderLevels])
    .orderBy('approval.tenderId')
    .limit(todosMax)
    .execute();
  return rows.map((row) => ({
    id: `tender-approve-${row.id}`,
    kind: 'tender.approve',
    title: { zh: '审定集采方案', en: 'Approve the plan of a round' },
    detail: { zh: `${row.title} · ${row.number}`, en: `${row.title} · ${row.number}` },
    dueAt: null,
    provisional: false,
    basis: null,
    href: `/rounds/${row.id}`,
    tone: 'notice',
  }));
}
