import type { AddedSpecificationWire } from '@daylight/api/added-specification.ts';
import type { PathState } from '@daylight/rules/qualification/step.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filesOf } from '../evidence/port.ts';
import { mayStep, shownPath } from './store.ts';

export const specificationSubject = 'added-specification';

export function addedRows(tx: Tx, province: number) {
  return tx
    .selectFrom('addedSpecification as a')
    .innerJoin('organisation as firm', 'firm.id', 'a.organisationId')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'a.itemCode')
    .innerJoin('listing', (join) =>
      join.on('listing.province', '=', province).onRef('listing.id', '=', 'a.listingId'),
    )
    .innerJoin('catalogueItem as beside', 'beside.itemCode', 'listing.itemCode')
    .innerJoin('account as submitter', 'submitter.id', 'a.submittedBy')
    .leftJoin('account as checker', 'checker.id', 'a.checkedBy')
    .leftJoin('account as decider', 'decider.id', 'a.decidedBy')
    .select([
      'a.id',
      'a.number',
      'a.organisationId',
      'firm.name as organisationName',
      'a.jurisdiction',
      'a.listingId',
    ])
    .select([
      'listing.number as listingNumber',
      'listing.itemCode as besideCode',
      'beside.specification as besideText',
    ])
    .select(['listing.price as besidePrice', 'listing.purchaseUnit as besideUnit'])
    .select(['listing.unitsPerPurchaseUnit as besideUnits'])
    .select([
      'a.itemCode',
      'item.productName',
      'item.specification',
      'item.model',
      'a.certificate',
      'a.price',
    ])
    .select(['a.purchaseUnit', 'a.smallestUnit', 'a.unitsPerPurchaseUnit', 'a.reason', 'a.newListingId'])
    .select(['a.submittedAt', 'a.submittedBy', 'submitter.name as submitterName'])
    .select(['a.checkedAt', 'a.checkedBy', 'checker.name as checkerName', 'a.checkNote'])
    .select([
      'a.decidedAt',
      'decider.name as deciderName',
      'a.decisionNote',
      'a.dueAt',
      'a.dueProvisional',
      'a.version',
    ])
    .select((eb) => [
      eb.ref('a.state').$castTo<PathState>().as('state'),
      eb.ref('a.dueBasis').$castTo<Basis | null>().as('dueBasis'),
    ])
    .where('a.province', '=', province);
}
export type AddedRow = Awaited<ReturnType<ReturnType<typeof addedRows>['executeTakeFirstOrThrow']>>;

export async function addedRow(tx: Tx, province: number, id: string): Promise<AddedRow | undefined> {
  return addedRows(tx, province).where('a.id', '=', id).executeTakeFirst();
}

export async function lockAdded(tx: Tx, province: number, id: string): Promise<AddedRow | undefined> {
  const locked = await tx
    .selectFrom('addedSpecification')
    .select('id')
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? undefined : addedRow(tx, province, id);
}

export async function shownAdded(
  tx: Tx,
  context: ActorContext,
  rows: readonly AddedRow[],
): Promise<AddedSpecificationWire[]> {
  const subjects = rows.map(({ id }) => ({ kind: specificationSubject, id }));
  const files = await filesOf(tx, context.scope.province, subjects);
  return rows.map((row) => {
    const { id, number, jurisdiction, itemCode, productName, specification, model, certificate } = row;
    const { price, purchaseUnit, smallestUnit, unitsPerPurchaseUnit, reason, state, newListingId } = row;
    return {
      id,
      number,
      jurisdiction,
      itemCode,
      productName,
      specification,
      model,
      certificate,
      price,
      purchaseUnit,
      smallestUnit,
      unitsPerPurchaseUnit,
      reason,
      state,
      newListingId,
      organisation: { id: row.organisationId, name: row.organisationName },
      listing: {
        id: row.listingId,
        number: row.listingNumber,
        itemCode: row.besideCode,
        specification: row.besideText,
        price: row.besidePrice,
        purchaseUnit: row.besideUnit,
        unitsPerPurchaseUnit: row.besideUnits,
      },
      ...shownPath(row, context),
      dueAt: row.dueAt,
      dueProvisional: row.dueProvisional,
      dueBasis: row.dueBasis,
      files: [...(files.get(`${specificationSubject}:${id}`) ?? [])],
      may: mayStep(context.actor, row),
      version: row.version,
    };
  });
}
