import { normaliseCertificate } from '@daylight/rules/codes/certificate.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import type { TestWorld } from './world.ts';

export interface Qualifying {
  /** Numbers of registration certificates that the manufacturer holds. */
  readonly certificates?: readonly string[];
  readonly jurisdiction?: string;
  readonly validUntil?: string;
}

const byKind: Readonly<Record<string, readonly string[]>> = {
  manufacturer: ['businessLicence', 'productionLicence'],
  agent: ['businessLicence', 'operationLicence', 'agentAuthorisation', 'domesticLegalPerson'],
  distributor: ['businessLicence', 'operationLicence'],
};

/** Gives an enterprise what it needs, confirmed already, for tests whose matter is what comes after. */
export async function qualify(
  at: TestWorld,
  organisationId: string,
  { certificates = [], jurisdiction = '320000', validUntil = '2030-12-31' }: Qualifying = {},
): Promise<void> {
  const [row] = await at.sql<{ kind: string; is_national_agent: boolean }>(
    'select kind, is_national_agent from organisation where id = $1',
    [organisationId],
  );
  const kinds = byKind[row?.is_national_agent === true ? 'agent' : (row?.kind ?? '')] ?? [];
  const held = [
    ...kinds.map((kind) => [kind, `${kind}-${organisationId.slice(-8)}`]),
    ...certificates.map((number) => ['registrationCertificate', normaliseCertificate(number)]),
  ];
  for (const [kind, number] of held) {
    await at.sql(
      `insert into qualification (province, id, organisation_id, jurisdiction, kind, number, valid_from, valid_until, state,
         change_id)
       values ($1, $2, $3, $4, $5, $6, '2020-01-01', $7, 'inForce', $2)`,
      [
        Number(jurisdiction.slice(0, 2)),
        uuidAt(at.now()),
        organisationId,
        jurisdiction,
        kind,
        number,
        validUntil,
      ],
    );
  }
}
