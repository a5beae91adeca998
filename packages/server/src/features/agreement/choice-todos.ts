import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { choiceBasis } from '@daylight/rules/agreement/choice.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { choosingRows } from './choice-store.ts';

/** Leftover volume that one's institution has not placed yet. */
export async function choiceTodos(tx: Tx, { actor, scope }: ActorContext): Promise<readonly Todo[]> {
  if (!may(actor, 'agreement.choose')) return [];
  const rows = await choosingRows(tx, scope.province)
    .where('agreementChoosing.institutionId', '=', actor.organisationId)
    .where('agreementChoosing.state', '=', 'open')
    .where('tender.state', '=', 'choosing')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: `choice-${row.tenderId}`,
    kind: 'agreement.choice',
    title: { zh: '选择剩余量分配', en: 'Choose where leftover volume goes' },
    detail: {
      zh: `${row.tenderTitle}（${row.tenderNumber}）`,
      en: `${row.tenderTitle} (${row.tenderNumber})`,
    },
    dueAt: row.dueAt,
    provisional: false,
    basis: choiceBasis,
    href: `/leftover-choices/${row.tenderId}/${row.institutionId}`,
    tone: 'notice',
  }));
}
