import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { mayApprove } from '@daylight/rules/organisation/organisation.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** Organisations that wait for this person's approval. */
export async function organisationTodos(tx: Tx, { actor }: ActorContext): Promise<readonly Todo[]> {
  if (!may(actor, 'organisation.approve')) return [];
  const rows = await tx
    .selectFrom('organisation')
    .select(['id', 'name', 'kind', 'jurisdiction', 'enteredBy'])
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(200)
    .$narrowType<{ kind: OrganisationKind }>()
    .execute();
  return rows
    .filter((row) => mayApprove(actor, row, row.enteredBy).ok)
    .map((row) => ({
      id: `organisation-${row.id}`,
      kind: 'organisation.approve',
      title: { zh: '机构入驻待审核', en: 'An organisation waits for approval' },
      detail: { zh: row.name, en: row.name },
      dueAt: null,
      provisional: false,
      basis: null,
      href: `/organisations/${row.id}`,
      tone: 'notice',
    }));
}
