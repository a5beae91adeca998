import {
  type Held,
  type Lack,
  type QualificationState,
  holderOf,
  standingOf,
} from '@daylight/rules/qualification/standing.ts';
import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface QualificationAsk {
  readonly organisationId: string;
  /** Number of the registration or filing certificate of a product, however it is written. */
  readonly certificate?: string;
}

/** Whether an enterprise may take part with a product, and what it lacks. */
export interface QualificationFinding {
  readonly organisationId: string;
  readonly ok: boolean;
  readonly lacking: readonly Lack[];
  /** The day after which the answer will be another. */
  readonly expiresOn: IsoDate | null;
}

interface HeldRow extends Held {
  readonly asked: string;
}

/**
 * What enterprises hold, with what other accounts of the same firm hold (domain: one firm, two roles), by the id asked
 * for. In a transaction of an enterprise's own reach declarations of others stay unseen.
 */
export async function heldBy(
  tx: Tx,
  province: number,
  ids: readonly string[],
): Promise<Map<string, readonly HeldRow[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<HeldRow>`
    select asked.id as asked, held.kind, held.number, held.state, held.valid_from, held.valid_until,
      held.organisation_id <> asked.id as by_firm
    from organisation asked
    join organisation firm on firm.id = asked.id
      or (firm.credit_code = asked.credit_code and firm.kind in ('manufacturer', 'distributor') and firm.state = 'active')
    join qualification held
      on held.province = ${province} and held.organisation_id = firm.id and held.state <> 'ended'
    where asked.id = any(${[...ids]}::uuid[])`.execute(tx);
  return Map.groupBy(rows, (row) => row.asked);
}

/** One finding for each ask, in its order (HN-6a, JS-34). Parameters are those of the actor's platform, today. */
export async function qualifiedFor(
  tx: Tx,
  context: Context,
  asks: readonly QualificationAsk[],
): Promise<readonly QualificationFinding[]> {
  const { province } = context.scope;
  const ids = [...new Set(asks.map((ask) => ask.organisationId))];
  if (ids.length === 0) return [];
  const organisations = await tx
    .selectFrom('organisation')
    .select(['id', 'kind', 'isNationalAgent'])
    .where('id', 'in', ids)
    .execute();
  const byId = new Map(organisations.map((row) => [row.id, row]));
  const held = await heldBy(tx, province, ids);
  const jurisdiction = context.actor?.jurisdiction ?? `${String(province).padStart(2, '0')}0000`;
  return asks.map(({ organisationId, certificate }) => {
    const row = byId.get(organisationId);
    const holder = row === undefined ? null : holderOf(row.kind, row.isNationalAgent);
    if (holder === null) {
      const lack = { kind: 'businessLicence', reason: 'missing', basis: qualificationBasis.agent } as const;
      return { organisationId, ok: false, lacking: [lack], expiresOn: null };
    }
    const standing = standingOf(context.book, {
      holder,
      held: held.get(organisationId) ?? [],
      certificate: certificate ?? null,
      jurisdiction,
      on: context.today,
    });
    return { organisationId, ...standing };
  });
}

export type { Lack, QualificationState };
