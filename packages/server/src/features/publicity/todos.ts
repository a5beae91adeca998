import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { itemOf, objectionRows, readable } from './objections.ts';

const todosMax = 100;

const titles = {
  made: { kind: 'publicity.takeUp', title: { zh: '决定是否受理异议', en: 'Take up an objection or not' } },
  examining: {
    kind: 'publicity.answer',
    title: { zh: '核查并答复异议', en: 'Examine and answer an objection' },
  },
  answered: { kind: 'publicity.decide', title: { zh: '审定异议处理意见', en: 'Decide on an answer' } },
} as const;

/** Objections that wait for the person asking: officers take up and answer, another person decides. */
export async function publicityTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const states = [
    ...(may(actor, 'publicity.answer') ? (['made', 'examining'] as const) : []),
    ...(may(actor, 'publicity.decide') ? (['answered'] as const) : []),
  ];
  if (states.length === 0) return [];
  const rows = await objectionRows(tx, context)
    .where((eb) => readable(eb as never, context))
    .where('o.state', 'in', states)
    .where((eb) => eb.or([eb('o.answeredBy', 'is', null), eb('o.answeredBy', '!=', actor.accountId)]))
    .orderBy('o.dueAt')
    .orderBy('o.id')
    .limit(todosMax)
    .execute();
  return rows.map((row) => {
    const item = itemOf(row, context);
    const { kind, title } = titles[row.state as keyof typeof titles];
    const about = item.itemText ?? { zh: '整份公示', en: 'the list as a whole' };
    return {
      id: `objection-${row.id}`,
      kind,
      title,
      detail: {
        zh: `${item.publicity.title.zh} · ${about.zh} · ${row.number}`,
        en: `${item.publicity.title.en} · ${about.en} · ${row.number}`,
      },
      dueAt: row.dueAt,
      provisional: row.dueProvisional,
      basis: item.due?.basis ?? null,
      href: `/objections/${row.id}`,
      tone: item.overdue ? 'danger' : 'notice',
    };
  });
}
