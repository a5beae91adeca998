import type { OrganisationShort } from '@daylight/api/organisation.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

function rows(tx: Tx) {
  return tx
    .selectFrom('organisation as o')
    .innerJoin('jurisdiction as j', 'j.code', 'o.jurisdiction')
    .selectAll('o')
    .select(['j.name as place', 'j.nameEn as placeEn'])
    .$narrowType<{
      kind: OrganisationKind;
      state: OrganisationShort['state'];
      ownership: OrganisationShort['ownership'];
      level: OrganisationShort['level'];
    }>();
}
export type OrganisationRow = NonNullable<Awaited<ReturnType<typeof organisationRow>>>;

export function organisationRows(tx: Tx) {
  return rows(tx);
}
export function organisationRow(tx: Tx, id: string) {
  return rows(tx).where('o.id', '=', id).executeTakeFirst();
}
/** Held until the transaction ends: of two who decide at once, the second sees what the first did. */
export async function lockOrganisation(tx: Tx, id: string): Promise<OrganisationRow | undefined> {
  await tx.selectFrom('organisation').select('id').where('id', '=', id).forUpdate().execute();
  return organisationRow(tx, id);
}

export function shortView(row: OrganisationRow): OrganisationShort {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    shortName: row.shortName,
    jurisdiction: { code: row.jurisdiction, name: { zh: row.place, en: row.placeEn } },
    creditCode: row.creditCode,
    institutionCode: row.institutionCode,
    ownership: row.ownership,
    level: row.level,
    isNationalAgent: row.isNationalAgent,
    state: row.state,
    synthetic: row.synthetic,
  };
}

/** The first administrator, entered with the organisation, who never signed in with a password of their own. */
export function firstAdministrator(tx: Tx, organisationId: string) {
  return tx
    .selectFrom('account')
    .select(['id', 'login', 'state', 'enteredBy'])
    .where('organisationId', '=', organisationId)
    .where('enteredBy', 'is not', null)
    .where('passwordChangedAt', 'is', null)
    .where(sql<boolean>`roles && array['admin', 'systemAdmin']`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}
