import type { HomeCount } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { reachOf } from './reach.ts';

/** How many warnings of one's jurisdiction nobody has handled. */
export async function supervisionCounts(
  tx: Tx,
  { actor, scope }: ActorContext,
): Promise<readonly HomeCount[]> {
  if (!may(actor, 'supervision.read')) return [];
  const row = await tx
    .selectFrom('warning')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('province', '=', scope.province)
    .where('state', '=', 'new')
    .where('jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    .executeTakeFirstOrThrow();
  return [
    {
      key: 'supervision.warnings',
      title: { zh: '未处理预警', en: 'Warnings to handle' },
      value: row.waiting,
      href: '/warnings?state=new',
      tone: row.waiting > 0 ? 'danger' : 'plain',
    },
  ];
}
