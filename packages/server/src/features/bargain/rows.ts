import type { listBargains } from '@daylight/api/bargain.ts';
import type { BargainItem } from '@daylight/api/bargain-shapes.ts';
import type { QueryOf } from '@daylight/api/endpoint.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { reachOf } from '../supervision/port.ts';

const runningStates = ['joining', 'open', 'awaiting-evidence', 'verifying'] as const;

/** Bargains beside their listing, product, maker and who opened them, for lists and details. */
export function bargainRows(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('bargain')
    .innerJoin('listing', (join) =>
      join.onRef('listing.province', '=', 'bargain.province').onRef('listing.id', '=', 'bargain.listingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'bargain.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'bargain.manufacturerId')
    .innerJoin('organisation as opener', 'opener.id', 'bargain.institutionId')
    .where('bargain.province', '=', scope.province)
    .selectAll('bargain')
    .select([
      'listing.number as listingNumber',
      'listing.price as listingPriceNow',
      'listing.purchaseUnit',
      'listing.smallestUnit',
      'item.productName',
      'item.specification',
      'item.model',
      'maker.name as makerName',
      'opener.name as openerName',
    ])
    .select((eb) => [
      members(eb, scope.province)
        .select((of) => of.fn.countAll<number>().as('n'))
        .$asScalar()
        .as('members'),
      eb
        .exists(
          members(eb, scope.province)
            .select('m.institutionId')
            .where('m.institutionId', '=', actor.organisationId),
        )
        .$castTo<boolean>()
        .as('isMember'),
    ]);
}

function members(eb: ExpressionBuilder<DB, 'bargain'>, province: number) {
  return eb
    .selectFrom('bargainMember as m')
    .where('m.province', '=', province)
    .whereRef('m.bargainId', '=', 'bargain.id')
    .where('m.leftAt', 'is', null);
}

type Rows = ReturnType<typeof bargainRows>;
export type BargainListRow = Awaited<ReturnType<Rows['execute']>>[number];

/** Whose bargain it is to read: both sides their own, bureaus those of their jurisdiction. */
export function readable(
  eb: ExpressionBuilder<DB, 'bargain'>,
  { actor, scope }: ActorContext,
): Expression<SqlBool> {
  switch (actor.kind) {
    case 'institution':
      return eb(
        'bargain.id',
        'in',
        eb
          .selectFrom('bargainMember as own')
          .select('own.bargainId')
          .where('own.province', '=', scope.province)
          .where('own.institutionId', '=', actor.organisationId)
          .where('own.leftAt', 'is', null),
      );
    case 'manufacturer':
      return eb('bargain.manufacturerId', '=', actor.organisationId);
    case 'bureau':
    case 'health':
    case 'operator':
      return eb('bargain.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`);
    default:
      return eb.lit(false);
  }
}

/** Whether it is the asking side's turn. */
export function waiting(eb: ExpressionBuilder<DB, 'bargain'>, { actor }: ActorContext): Expression<SqlBool> {
  switch (actor.kind) {
    case 'institution':
      return eb.and([
        eb('bargain.institutionId', '=', actor.organisationId),
        eb('bargain.turn', '=', 'institution'),
      ]);
    case 'manufacturer':
      return eb.and([
        eb('bargain.turn', '=', 'manufacturer'),
        eb('bargain.state', 'in', ['open', 'awaiting-evidence']),
      ]);
    case 'bureau':
      return eb('bargain.state', '=', 'verifying');
    default:
      return eb.lit(false);
  }
}

/** What a list asks for, as conditions on its rows. */
export function narrowed(rows: Rows, query: QueryOf<typeof listBargains>, context: ActorContext): Rows {
  let wanted = rows.where((eb) => readable(eb, context));
  if (query.show === 'mine') wanted = wanted.where((eb) => waiting(eb, context));
  if (query.show === 'running') wanted = wanted.where('bargain.state', 'in', runningStates);
  if (query.show === 'ended') wanted = wanted.where('bargain.state', 'not in', runningStates);
  if (query.state !== undefined) wanted = wanted.where('bargain.state', '=', query.state);
  if (query.kind !== undefined) wanted = wanted.where('bargain.kind', '=', query.kind);
  if (query.listingId !== undefined) wanted = wanted.where('bargain.listingId', '=', query.listingId);
  const { cursor, search } = query;
  if (cursor !== undefined && isId(cursor)) wanted = wanted.where('bargain.id', '<', cursor);
  if (search !== undefined && search !== '') {
    wanted = wanted.where((eb) =>
      eb.or([
        eb('bargain.number', '=', search),
        eb('bargain.itemCode', 'like', `${literal(search)}%`),
        eb('item.productName', 'like', `%${literal(search)}%`),
      ]),
    );
  }
  return wanted;
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Text to be found as it stands, with no wildcard in it. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

function roleOf(row: BargainListRow, { actor }: ActorContext): BargainItem['role'] {
  if (row.institutionId === actor.organisationId) return 'initiator';
  if (row.manufacturerId === actor.organisationId) return 'manufacturer';
  return row.isMember ? 'member' : 'observer';
}

export function itemOf(row: BargainListRow, context: ActorContext): BargainItem {
  const zone = row.zone as unknown as { zone: NonNullable<BargainItem['zone']> } | null;
  return {
    id: row.id,
    number: row.number,
    state: row.state as BargainItem['state'],
    kind: row.kind as BargainItem['kind'],
    pooled: row.pooled,
    turn: row.turn as BargainItem['turn'],
    product: {
      listingId: row.listingId,
      listingNumber: row.listingNumber,
      itemCode: row.itemCode,
      productName: row.productName,
      specification: row.specification,
      model: row.model,
      purchaseUnit: row.purchaseUnit,
      smallestUnit: row.smallestUnit,
      unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
      listingPrice: row.listingPriceNow,
    },
    manufacturer: { id: row.manufacturerId, name: row.makerName },
    institution: { id: row.institutionId, name: row.openerName },
    price: row.price,
    quantity: row.quantity,
    counterPrice: row.counterPrice,
    agreedPrice: row.agreedPrice,
    zone: zone?.zone ?? null,
    due:
      row.dueAt === null
        ? null
        : {
            dueAt: row.dueAt,
            provisional: row.dueProvisional,
            basis: row.dueBasis as unknown as Basis | null,
          },
    dueKind: row.dueKind as BargainItem['dueKind'],
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    members: Number(row.members ?? 0),
    role: roleOf(row, context),
    version: row.version,
  };
}
