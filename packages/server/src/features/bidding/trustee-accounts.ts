import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listTrusteeAccounts } from '@daylight/api/bidding.ts';
import { permissions } from '@daylight/rules/access/permissions.ts';
import type { TrusteeCapacity } from '@daylight/rules/bidding/trustees.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type OrganiserRefusal, organiserSees } from './round-rows.ts';

export interface TrusteeAccount {
  readonly accountId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly organisationId: string;
  readonly organisation: string;
  readonly kind: string;
}

const accountsMax = 50;

/** Active accounts of the province whose position may hold a share. */
export async function trusteeAccounts(
  tx: Tx,
  province: number,
  of: { readonly ids?: readonly string[]; readonly search?: string | undefined },
): Promise<TrusteeAccount[]> {
  const { rows } = await sql<TrusteeAccount>`
    select a.id as account_id, a.name, a.roles, o.id as organisation_id, o.name as organisation, o.kind
    from account a join organisation o on o.id = a.organisation_id
    where o.province = ${province} and a.state = 'active' and o.state = 'active'
      and exists (select from unnest(a.roles) as r (role) where o.kind || '.' || r.role = any(${[...trustPositions]}::text[]))
      ${of.ids === undefined ? sql`` : sql`and a.id = any(${[...of.ids]}::uuid[])`}
      ${of.search === undefined || of.search === '' ? sql`` : sql`and (a.name ilike ${`%${of.search}%`} or o.name ilike ${`%${of.search}%`})`}
    order by o.kind, o.name, a.name limit ${of.ids?.length ?? accountsMax}`.execute(tx);
  return rows;
}

const trustPositions: readonly string[] = permissions['bidding.trust'];

const capacitiesByPosition: Readonly<Record<string, readonly TrusteeCapacity[]>> = {
  'bureau.supervisor': ['bureau'],
  'bureau.auditor': ['discipline'],
  'operator.operations': ['operator'],
  'institution.approver': ['hospital'],
  'witness.trustee': ['notary', 'industry'],
};

export function capacitiesOf({ kind, roles }: Pick<TrusteeAccount, 'kind' | 'roles'>): TrusteeCapacity[] {
  return roles.flatMap((role) => capacitiesByPosition[`${kind}.${role}`] ?? []);
}

type List = typeof listTrusteeAccounts;

export function listAccounts(
  context: ActorContext,
  { params, query }: Call<List>,
): Promise<Result<ReplyOf<List>, OrganiserRefusal>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const tender = await organiserSees(context, tx, params.tenderId);
    if (!tender.ok) return tender;
    const rows = await trusteeAccounts(tx, context.scope.province, { search: query.search });
    return ok({
      items: rows.map((row) => ({
        accountId: row.accountId,
        name: row.name,
        organisation: { id: row.organisationId, name: row.organisation },
        capacities: capacitiesOf(row),
      })),
    });
  });
}
