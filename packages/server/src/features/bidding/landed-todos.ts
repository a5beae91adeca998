import type { Todo } from '@daylight/api/home.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

const todosMax = 10;

/** Results of elsewhere that nobody decided on yet (SX-4.1). */
export async function landedTodos(tx: Tx, { scope }: ActorContext): Promise<Todo[]> {
  const rows = await tx
    .selectFrom('landedAward')
    .select(['id', 'number', 'title', 'organiser', 'state'])
    .where('province', '=', scope.province)
    .where('state', 'in', ['received', 'broken'])
    .orderBy('id')
    .limit(todosMax)
    .execute();
  return rows.map(({ id, number, title, organiser, state }) => ({
    id: `bidding.landed-${id}`,
    kind: 'bidding.landed',
    title:
      state === 'broken'
        ? { zh: '外地中选结果核验不一致', en: 'A result from elsewhere does not verify' }
        : { zh: '有新的中选结果待落地', en: 'A new result waits to be taken over' },
    detail: { zh: `${title} · ${organiser}`, en: `${title} · ${number}` },
    dueAt: null,
    provisional: false,
    basis: biddingBasis.national,
    href: `/landed-awards/${id}`,
    tone: state === 'broken' ? ('warning' as const) : ('notice' as const),
  }));
}
