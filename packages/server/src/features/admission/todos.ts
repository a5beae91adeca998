import { admissionStateWords } from '@daylight/api/admission-words.ts';
import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { admissionRows, itemOf, readable, waiting } from './rows.ts';

const todosMax = 100;

const words = {
  draft: { zh: '完成并提交挂网申请', en: 'Finish and hand in an application' },
  supplement: { zh: '补正挂网申请', en: 'Supply what is missing in an application' },
  submitted: { zh: '形式审查挂网申请', en: 'Check an application for listing' },
  deciding: { zh: '决定挂网申请', en: 'Decide an application for listing' },
} as const;

/** The applications in which it is the asking person's turn, those due first. */
export async function todosOf(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  if (!may(actor, 'admission.read')) return [];
  const rows = await admissionRows(tx, context)
    .where('admission.closedAt', 'is', null)
    .where((eb) => readable(eb as never, context))
    .where((eb) => waiting(eb as never, context))
    .orderBy('admission.dueAt', (order) => order.asc().nullsLast())
    .orderBy('admission.id')
    .limit(todosMax)
    .execute();
  return rows.map((row) => {
    const { id, state, product, manufacturer, number, due, overdue } = itemOf(row, context);
    const title = words[state as keyof typeof words] ?? admissionStateWords[state];
    const what = `${product.productName} ${product.specification}`.trim();
    const who = actor.kind === 'manufacturer' ? '' : `${manufacturer.name} · `;
    return {
      id: `admission-${id}`,
      kind: `admission.${state}`,
      title,
      detail: { zh: `${who}${what} · ${number}`, en: `${who}${what} · ${number}` },
      dueAt: due?.dueAt ?? null,
      provisional: due?.provisional ?? false,
      basis: due?.basis ?? null,
      href: `/admissions/${id}`,
      tone: overdue ? 'danger' : state === 'supplement' ? 'warning' : state === 'draft' ? 'plain' : 'notice',
    };
  });
}
