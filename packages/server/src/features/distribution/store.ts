import { deliveryAreasOf } from '@daylight/rules/distribution/area.ts';
import type { Candidate } from '@daylight/rules/distribution/choice.ts';
import type { RelationState } from '@daylight/rules/distribution/life.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

export interface DistributorAsk {
  readonly province: number;
  readonly institutionId: string;
  /** GB/T 2260 of the institution, or of the site that receives. */
  readonly jurisdiction: string;
  readonly on: IsoDate;
}

/** Confirmed relations that are valid on a day and cover a place, with what the institution chose. */
export function coveringRelations(tx: Tx, ask: DistributorAsk) {
  return tx
    .selectFrom('deliveryRelation as relation')
    .leftJoin('deliveryChoice as choice', (join) =>
      join
        .onRef('choice.province', '=', 'relation.province')
        .onRef('choice.relationId', '=', 'relation.id')
        .on('choice.institutionId', '=', ask.institutionId),
    )
    .where('relation.province', '=', ask.province)
    .where('relation.area', 'in', deliveryAreasOf(ask.jurisdiction))
    .where('relation.state', '=', 'confirmed')
    .where('relation.validFrom', '<=', ask.on)
    .where((eb) => eb.or([eb('relation.validUntil', 'is', null), eb('relation.validUntil', '>=', ask.on)]));
}

/** The candidates of some manufacturers for an institution, in the order in which they were proposed. */
export async function candidatesFor(
  tx: Tx,
  ask: DistributorAsk,
  manufacturerIds: readonly string[],
): Promise<Candidate[]> {
  if (manufacturerIds.length === 0 || deliveryAreasOf(ask.jurisdiction).length === 0) return [];
  const rows = await coveringRelations(tx, ask)
    .select([
      'relation.id as relationId',
      'relation.manufacturerId',
      'relation.distributorId',
      'relation.listingId',
      'choice.chosenAt',
    ])
    .where('relation.manufacturerId', 'in', manufacturerIds)
    .orderBy('relation.id')
    .execute();
  return rows.map(({ chosenAt, ...row }) => ({ ...row, chosen: chosenAt !== null }));
}

export interface StoredRelation {
  readonly id: string;
  readonly manufacturerId: string;
  readonly distributorId: string;
  readonly area: string;
  readonly areaName: string;
  readonly listingId: string | null;
  readonly state: RelationState;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate | null;
  readonly dueAt: string | null;
  readonly version: number;
}

interface Wanted {
  readonly province: number;
  readonly ids: readonly string[];
  /** Rows that another server holds are passed over: it is closing them already. */
  readonly skipLocked?: boolean;
}

/** Relations locked in the order of their ids, so that two commands on the same ones wait instead of blocking each other. */
export async function lockRelations(
  tx: Tx,
  { province, ids, skipLocked = false }: Wanted,
): Promise<StoredRelation[]> {
  if (ids.length === 0) return [];
  let rows = tx
    .selectFrom('deliveryRelation')
    .select([
      'id',
      'manufacturerId',
      'distributorId',
      'area',
      'listingId',
      'validFrom',
      'validUntil',
      'dueAt',
      'version',
    ])
    .select((eb) => [
      eb.ref('state').$castTo<RelationState>().as('state'),
      sql<string>`(select j.name from jurisdiction j where j.code = delivery_relation.area)`.as('areaName'),
    ])
    .where('province', '=', province)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate();
  if (skipLocked) rows = rows.skipLocked();
  return rows.execute();
}

export interface RelationChange {
  readonly id: string;
  readonly state: RelationState;
  readonly version: number;
  readonly validUntil: IsoDate | null;
  readonly dueAt: string | null;
  readonly answeredAt?: string;
  readonly endedAt?: string;
  readonly endedBy?: string;
  readonly reason?: string;
}

export async function saveRelations(
  tx: Tx,
  province: number,
  changes: readonly RelationChange[],
): Promise<void> {
  await sql`
    update delivery_relation r set state = c.state, version = c.version, valid_until = c."validUntil", due_at = c."dueAt",
      due_provisional = false, answered_at = coalesce(c."answeredAt", r.answered_at), ended_at = c."endedAt",
      ended_by = coalesce(c."endedBy", r.ended_by), reason = coalesce(c.reason, r.reason)
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c (id uuid, state text, version integer, "validUntil" date,
      "dueAt" timestamptz, "answeredAt" timestamptz, "endedAt" timestamptz, "endedBy" uuid, reason text)
    where r.province = ${province} and r.id = c.id and r.id = any(${changes.map((each) => each.id)}::uuid[])`.execute(
    tx,
  );
}

/** Institutions that chose one of the relations: they have to hear of its end. */
export async function choosersOf(
  tx: Tx,
  province: number,
  relationIds: readonly string[],
): Promise<{ relationId: string; institutionId: string }[]> {
  if (relationIds.length === 0) return [];
  return tx
    .selectFrom('deliveryChoice')
    .select(['relationId', 'institutionId'])
    .where('province', '=', province)
    .where('relationId', 'in', [...relationIds])
    .execute();
}
