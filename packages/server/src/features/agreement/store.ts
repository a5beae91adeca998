import type { AgreementContent, AmendmentContent } from '@daylight/rules/agreement/content.ts';
import type { AgreementState, AmendmentState, Side } from '@daylight/rules/agreement/signing.ts';
import type { Selectable } from 'kysely';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

export type AgreementRow = Omit<Selectable<DB['agreement']>, 'content' | 'state'> & {
  readonly content: AgreementContent;
  readonly state: AgreementState;
};
export type AmendmentRow = Omit<Selectable<DB['agreementAmendment']>, 'content' | 'state' | 'proposedBy'> & {
  readonly content: AmendmentContent;
  readonly state: AmendmentState;
  readonly proposedBy: Side;
};

/** One agreement, locked; whoever may not see it does not find it (row-level security). */
export async function lockAgreement(tx: Tx, province: number, id: string): Promise<AgreementRow | null> {
  const row = await tx
    .selectFrom('agreement')
    .selectAll()
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : (row as unknown as AgreementRow);
}

export async function amendmentsOf(tx: Tx, province: number, agreementId: string): Promise<AmendmentRow[]> {
  const rows = await tx
    .selectFrom('agreementAmendment')
    .selectAll()
    .where('province', '=', province)
    .where('agreementId', '=', agreementId)
    .orderBy('amendment')
    .execute();
  return rows as unknown as AmendmentRow[];
}

export async function signaturesOf(tx: Tx, province: number, agreementIds: readonly string[]) {
  if (agreementIds.length === 0) return [];
  const rows = await tx
    .selectFrom('agreementSignature')
    .select(['agreementId', 'amendment', 'side', 'person', 'signedAt', 'method', 'contentHash'])
    .where('province', '=', province)
    .where('agreementId', 'in', [...agreementIds])
    .orderBy('signedAt')
    .execute();
  return rows.map((row) => ({ ...row, side: row.side as Side }));
}

/** The side that an organisation is of an agreement, null where it is neither. */
export function sideOf(
  row: Pick<AgreementRow, 'institutionId' | 'manufacturerId'>,
  organisationId: string,
): Side | null {
  if (row.institutionId === organisationId) return 'institution';
  return row.manufacturerId === organisationId ? 'manufacturer' : null;
}

export function otherSide(row: Pick<AgreementRow, 'institutionId' | 'manufacturerId'>, side: Side): string {
  return side === 'institution' ? row.manufacturerId : row.institutionId;
}
