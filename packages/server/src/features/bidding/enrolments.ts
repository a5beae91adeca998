import type { listEnrolments } from '@daylight/api/bidding.ts';
import type { enrolment } from '@daylight/api/bidding-shapes.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { Result } from '@daylight/rules/result.ts';
import { ok } from '@daylight/rules/result.ts';
import { quantity } from '@daylight/rules/money.ts';
import type { z } from 'zod';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type OrganiserRefusal, organiserSees } from './round-rows.ts';

export type EnrolmentShown = z.output<typeof enrolment>;

/** Enrolments of a round, or of one firm in it, with names. The wall decides whose rows are seen at all. */
export async function enrolmentsOf(
  tx: Tx,
  province: number,
  of: { readonly tenderId: string; readonly manufacturerId?: string },
): Promise<EnrolmentShown[]> {
  let rows = tx
    .selectFrom('bidEnrolment as e')
    .innerJoin('organisation as o', 'o.id', 'e.manufacturerId')
    .selectAll('e')
    .select('o.name as bidder')
    .where('e.province', '=', province)
    .where('e.tenderId', '=', of.tenderId)
    .orderBy('e.id');
  if (of.manufacturerId !== undefined)
    rows = rows.where('e.manufacturerId', '=', of.manufacturerId).where('e.state', '!=', 'withdrawn');
  const found = await rows.execute();
  const products = await productsOf(tx, province, of.tenderId);
  const related = await namesOf(tx, [...new Set(found.flatMap((row) => row.relatedIds))]);
  return found.map((row) => ({
    id: row.id,
    number: row.number,
    state: row.state as EnrolmentShown['state'],
    bidder: { id: row.manufacturerId, name: row.bidder },
    controller: row.controller,
    related: row.relatedIds.map((id) => ({ id, name: related.get(id) ?? id })),
    suppliesAllRegions: row.suppliesAllRegions,
    regions: row.regions,
    products: products.get(row.id) ?? [],
    findings: row.findings as unknown as EnrolmentShown['findings'],
    note: row.note,
    enteredAt: row.enteredAt,
    decidedAt: row.decidedAt,
    version: row.version,
  }));
}

async function productsOf(
  tx: Tx,
  province: number,
  tenderId: string,
): Promise<Map<string, EnrolmentShown['products']>> {
  const rows = await tx
    .selectFrom('bidEnrolmentProduct as e')
    .innerJoin('tenderProduct as p', (join) =>
      join.onRef('p.province', '=', 'e.province').onRef('p.id', '=', 'e.productId'),
    )
    .select(['e.enrolmentId', 'e.productId', 'e.capacity', 'p.name', 'p.item'])
    .where('e.province', '=', province)
    .where('e.tenderId', '=', tenderId)
    .orderBy('p.item')
    .orderBy('p.name')
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.enrolmentId);
  return new Map(
    [...grouped].map(([id, own]) => [
      id,
      own.map(({ productId, name, item, capacity }) => ({
        productId,
        name,
        item,
        capacity: capacity === null ? null : quantity(capacity),
      })),
    ]),
  );
}

export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

type List = typeof listEnrolments;

export function listAll(
  context: ActorContext,
  { params }: Call<List>,
): Promise<Result<ReplyOf<List>, OrganiserRefusal>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const tender = await organiserSees(context, tx, params.tenderId);
    if (!tender.ok) return tender;
    return ok({ items: await enrolmentsOf(tx, context.scope.province, { tenderId: params.tenderId }) });
  });
}
