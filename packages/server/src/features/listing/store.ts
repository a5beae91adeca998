import type { ListingForm } from '@daylight/rules/listing/visibility.ts';
import type { ConsumableClass, ManagingLevel } from '@daylight/rules/policy/shapes.ts';
import type { Tx } from '../../db.ts';

/** A listing beside its code and manufacturer; narrow it with `where('listing.…')`. */
export function listingRows(tx: Tx, province: number) {
  return tx
    .selectFrom('listing')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'listing.manufacturerId')
    .where('listing.province', '=', province)
    .select([
      'listing.id',
      'listing.number',
      'listing.version',
      'listing.itemCode',
      'listing.codeRelease',
      'listing.jurisdiction',
      'listing.platform',
      'listing.termUntil',
      'listing.stateReason',
      'listing.price',
      'listing.purchaseUnit',
      'listing.smallestUnit',
      'listing.unitsPerPurchaseUnit',
      'listing.audienceInstitutions',
      'listing.audienceAreas',
      'listing.listedOn',
      'listing.manufacturerId',
      'maker.name as manufacturerName',
      'item.productName',
      'item.genericName',
      'item.specification',
      'item.model',
      'item.certificate',
      'item.certificateFlag',
      'item.replacedBy',
    ])
    .select((eb) => [
      eb.ref('listing.managedBy').$castTo<ManagingLevel>().as('managedBy'),
      eb.ref('listing.class').$castTo<ConsumableClass>().as('class'),
      eb.ref('listing.form').$castTo<ListingForm>().as('form'),
      eb.ref('listing.state').$castTo<'listed' | 'suspended' | 'withdrawn'>().as('state'),
      eb.ref('item.state').$castTo<'active' | 'disabled' | 'transcoded'>().as('itemState'),
    ]);
}

export type ListingRow = Awaited<ReturnType<ReturnType<typeof listingRows>['execute']>>[number];
