import type { ClosingItem, ResumptionItem } from '@daylight/api/directory-shapes.ts';
import type { EvidenceFile } from '@daylight/api/evidence.ts';
import type { ClosingKind, ClosingState, OpenCounts } from '@daylight/rules/directory/closing.ts';
import type { ResumptionState } from '@daylight/rules/directory/resumption.ts';
import type { ListingState } from '@daylight/rules/listing/change.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** The beginning of every code inside the acting bureau's jurisdiction. */
export function reachOf({ actor }: ActorContext): string {
  return `${actor.jurisdiction.replace(/(?:00)+$/, '')}%`;
}

interface Due {
  readonly dueAt: Instant | null;
  readonly dueProvisional: boolean;
  readonly dueBasis: unknown;
}

export function deadlineOf({ dueAt, dueProvisional, dueBasis }: Due) {
  return dueAt === null ? null : { dueAt, provisional: dueProvisional, basis: dueBasis as Basis | null };
}

/** Closings beside their listing; narrowed to what the acting person may see. */
export function closingRows(tx: Tx, context: ActorContext) {
  const { scope, actor } = context;
  let rows = tx
    .selectFrom('directoryClosing as closing')
    .innerJoin('listing', (join) =>
      join.onRef('listing.province', '=', 'closing.province').onRef('listing.id', '=', 'closing.listingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'closing.manufacturerId')
    .innerJoin('jurisdiction', 'jurisdiction.code', 'closing.jurisdiction')
    .leftJoin('account as proposer', 'proposer.id', 'closing.proposedBy')
    .leftJoin('account as decider', 'decider.id', 'closing.decidedBy')
    .where('closing.province', '=', scope.province)
    .select([
      'closing.id',
      'closing.number as closingNumber',
      'closing.listingId',
      'listing.number',
      'listing.itemCode',
      'item.productName',
      'item.specification',
      'closing.manufacturerId',
      'maker.name as manufacturerName',
      'closing.jurisdiction',
      'jurisdiction.name as place',
      'closing.reason',
      'closing.note',
      'closing.proposedAt',
      'closing.proposedBy as proposerId',
      'proposer.name as proposedBy',
      'closing.decidedAt',
      'decider.name as decidedBy',
      'closing.decisionNote',
      'closing.finishDueAt as dueAt',
      'closing.finishDueProvisional as dueProvisional',
      'closing.finishDueBasis as dueBasis',
      'closing.closedAt',
      'closing.version',
      'closing.openAtDecision',
      'closing.openNow',
      'closing.basis',
    ])
    .select((eb) => [
      eb.ref('closing.kind').$castTo<ClosingKind>().as('kind'),
      eb.ref('closing.state').$castTo<ClosingState>().as('state'),
      eb.ref('closing.origin').$castTo<ClosingItem['origin']>().as('origin'),
      eb.ref('listing.state').$castTo<ListingState>().as('listingState'),
    ]);
  if (actor.kind === 'manufacturer') rows = rows.where('closing.manufacturerId', '=', actor.organisationId);
  // What is only proposed concerns the bureau and the enterprise.
  else if (actor.kind === 'institution') rows = rows.where('closing.state', 'in', ['waiting', 'closed']);
  else rows = rows.where('closing.jurisdiction', 'like', reachOf(context));
  return rows;
}

type ClosingRow = Awaited<ReturnType<ReturnType<typeof closingRows>['execute']>>[number];

export function closingOf(row: ClosingRow, { actor }: ActorContext): ClosingItem {
  const { manufacturerId, manufacturerName, proposerId, dueAt, dueProvisional, dueBasis, ...rest } = row;
  // An officer's name is the bureau's matter.
  const inside = actor.kind !== 'institution' && actor.kind !== 'manufacturer';
  return {
    ...rest,
    proposedBy: inside || proposerId === actor.accountId ? rest.proposedBy : null,
    decidedBy: inside ? rest.decidedBy : null,
    basis: rest.basis as unknown as Basis,
    openAtDecision: rest.openAtDecision as OpenCounts | null,
    openNow: rest.openNow as OpenCounts | null,
    manufacturer: { id: manufacturerId, name: manufacturerName },
    own: proposerId === actor.accountId,
    finish: deadlineOf({ dueAt, dueProvisional, dueBasis }),
  };
}

export function resumptionRows(tx: Tx, context: ActorContext) {
  const { scope, actor } = context;
  let rows = tx
    .selectFrom('directoryResumption as resumption')
    .innerJoin('listing', (join) =>
      join
        .onRef('listing.province', '=', 'resumption.province')
        .onRef('listing.id', '=', 'resumption.listingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'resumption.manufacturerId')
    .innerJoin('organisation as buyer', 'buyer.id', 'resumption.institutionId')
    .leftJoin('account as checker', 'checker.id', 'resumption.checkedBy')
    .leftJoin('account as decider', 'decider.id', 'resumption.decidedBy')
    .where('resumption.province', '=', scope.province)
    .select([
      'resumption.id',
      'resumption.number as resumptionNumber',
      'resumption.listingId',
      'listing.number',
      'listing.itemCode',
      'item.productName',
      'item.specification',
      'resumption.manufacturerId',
      'maker.name as manufacturerName',
      'resumption.institutionId',
      'buyer.name as institutionName',
      'resumption.jurisdiction',
      'resumption.need',
      'resumption.basis',
      'resumption.dueAt',
      'resumption.dueProvisional',
      'resumption.dueBasis',
      'resumption.appliedAt',
      'resumption.checkedAt',
      'resumption.checkedBy as checkerId',
      'checker.name as checkedBy',
      'resumption.recommended',
      'resumption.checkNote',
      'resumption.decidedAt',
      'decider.name as decidedBy',
      'resumption.decisionNote',
      'resumption.version',
    ])
    .select((eb) => eb.ref('resumption.state').$castTo<ResumptionState>().as('state'));
  if (actor.kind === 'institution') rows = rows.where('resumption.institutionId', '=', actor.organisationId);
  else if (actor.kind === 'manufacturer')
    rows = rows.where('resumption.manufacturerId', '=', actor.organisationId);
  else rows = rows.where('resumption.jurisdiction', 'like', reachOf(context));
  return rows;
}

type ResumptionRow = Awaited<ReturnType<ReturnType<typeof resumptionRows>['execute']>>[number];

export function resumptionOf(
  row: ResumptionRow,
  { actor }: ActorContext,
  files: readonly EvidenceFile[],
): ResumptionItem {
  const { manufacturerId, manufacturerName, institutionId, institutionName, checkerId, ...more } = row;
  const { dueAt, dueProvisional, dueBasis, ...rest } = more;
  const inside = actor.kind !== 'institution' && actor.kind !== 'manufacturer';
  return {
    ...rest,
    basis: rest.basis as unknown as Basis,
    checkedBy: inside ? rest.checkedBy : null,
    decidedBy: inside ? rest.decidedBy : null,
    manufacturer: { id: manufacturerId, name: manufacturerName },
    institution: { id: institutionId, name: institutionName },
    ownCheck: checkerId === actor.accountId,
    due: deadlineOf({ dueAt, dueProvisional, dueBasis }),
    files: [...files],
  };
}
