import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { jurisdictionsUpward } from '@daylight/rules/policy/book.ts';
import type { Tx } from '../../db.ts';

export { organisationTodos } from './todos.ts';

export interface Organisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly shortName: string;
  readonly jurisdiction: string;
  readonly province: number;
  readonly creditCode: string | null;
  readonly institutionCode: string | null;
  readonly ownership: 'public' | 'military' | 'private' | null;
  readonly level: 'tertiary' | 'secondary' | 'primary' | null;
  readonly state: 'pending' | 'active' | 'suspended' | 'closed';
  readonly parentId: string | null;
}

function organisations(tx: Tx) {
  return tx
    .selectFrom('organisation')
    .select([
      'id',
      'kind',
      'name',
      'shortName',
      'jurisdiction',
      'province',
      'creditCode',
      'institutionCode',
      'ownership',
      'level',
      'state',
      'parentId',
    ])
    .$narrowType<Pick<Organisation, 'kind' | 'ownership' | 'level' | 'state'>>();
}

/** Any organisation, whatever its state; null when there is none. */
export async function organisationOf(tx: Tx, id: string): Promise<Organisation | null> {
  return (await organisations(tx).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The further sites of an institution that stand under its credit code. */
export async function sitesOf(tx: Tx, id: string): Promise<Organisation[]> {
  return organisations(tx)
    .where('parentId', '=', id)
    .where('state', '!=', 'closed')
    .orderBy('name')
    .execute();
}

/** The bureaus that supervise a place, nearest first: of its city, its province, the nation. */
export async function regulatorsOf(tx: Tx, jurisdiction: string): Promise<Organisation[]> {
  const upward = jurisdictionsUpward(jurisdiction);
  const rows = await organisations(tx)
    .where('kind', '=', 'bureau')
    .where('state', '=', 'active')
    .where('jurisdiction', 'in', [...upward])
    .orderBy('name')
    .execute();
  return rows.toSorted((a, b) => upward.indexOf(a.jurisdiction) - upward.indexOf(b.jurisdiction));
}
