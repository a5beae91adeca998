import type { DeliveryRelation } from '@daylight/api/distribution.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

type Named = DeliveryRelation['manufacturer'];

/** Relations as people see them; narrow with `where('relation.…')`. */
export function relationRows(tx: Tx, { scope }: Context) {
  return tx
    .selectFrom('deliveryRelation as relation')
    .innerJoin('organisation as maker', 'maker.id', 'relation.manufacturerId')
    .innerJoin('organisation as carrier', 'carrier.id', 'relation.distributorId')
    .innerJoin('jurisdiction as place', 'place.code', 'relation.area')
    .leftJoin('listing', (join) =>
      join.onRef('listing.province', '=', 'relation.province').onRef('listing.id', '=', 'relation.listingId'),
    )
    .leftJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .select([
      'relation.id',
      'relation.validFrom',
      'relation.validUntil',
      'relation.note',
      'relation.reason',
      'relation.proposedAt',
      'relation.answeredAt',
      'relation.endedAt',
      'relation.version',
      'relation.dueAt',
      'relation.dueProvisional',
      'relation.dueBasis',
    ])
    .select((eb) => [
      eb.ref('relation.state').$castTo<DeliveryRelation['state']>().as('state'),
      sql<Named>`jsonb_build_object('id', maker.id, 'name', maker.name)`.as('manufacturer'),
      sql<Named>`jsonb_build_object('id', carrier.id, 'name', carrier.name)`.as('distributor'),
      sql<boolean>`coalesce(maker.credit_code = carrier.credit_code, false)`.as('own'),
      sql<
        DeliveryRelation['area']
      >`jsonb_build_object('code', place.code, 'name', place.name, 'nameEn', place.name_en)`.as('area'),
      sql<DeliveryRelation['listing']>`case when listing.id is not null then
        jsonb_build_object('id', listing.id, 'number', listing.number, 'productName', item.product_name) end`.as(
        'listing',
      ),
      sql<number>`(select count(*) from delivery_choice c
        where c.province = relation.province and c.relation_id = relation.id)`.as('chosenBy'),
    ])
    .where('relation.province', '=', scope.province);
}

type Row = Awaited<ReturnType<ReturnType<typeof relationRows>['execute']>>[number];

export function shownRelation({ dueAt, dueProvisional, dueBasis, ...row }: Row): DeliveryRelation {
  return { ...row, due: row.state === 'proposed' ? deadlineOf(dueAt, dueProvisional, dueBasis) : null };
}

function deadlineOf(dueAt: Instant | null, provisional: boolean, basis: unknown): DeliveryRelation['due'] {
  return dueAt === null ? null : { dueAt, provisional, basis: basis as Basis | null };
}
