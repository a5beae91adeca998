import type { FilingItem } from '@daylight/api/filing-shapes.ts';
import type { listFilings } from '@daylight/api/filing.ts';
import type { QueryOf } from '@daylight/api/endpoint.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { reachOf } from '../supervision/port.ts';
import { filingOf } from './store.ts';

export const runningStates = [
  'offering',
  'agreeing',
  'checking',
  'supplement',
  'reviewing',
  'publicity',
  'reporting',
  'deciding',
] as const;

/** Filings beside their product and both sides, for lists, details and to-dos. */
export function filingRows(tx: Tx, province: number) {
  return tx
    .selectFrom('filing')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'filing.itemCode')
    .innerJoin('organisation as hospital', 'hospital.id', 'filing.institutionId')
    .innerJoin('organisation as maker', 'maker.id', 'filing.manufacturerId')
    .where('filing.province', '=', province)
    .selectAll('filing')
    .select(['item.productName', 'item.specification', 'item.model', 'item.certificate'])
    .select(['item.manufacturer as itemManufacturer'])
    .select(['hospital.name as hospitalName', 'maker.name as makerName']);
}

export type FilingRows = ReturnType<typeof filingRows>;
export type FilingListRow = Awaited<ReturnType<FilingRows['execute']>>[number];

/** Whose filing it is to read: both sides their own, bureaus those of institutions in their jurisdiction. */
export function readable(eb: ExpressionBuilder<DB, 'filing'>, { actor }: ActorContext): Expression<SqlBool> {
  switch (actor.kind) {
    case 'institution':
      return eb('filing.institutionId', '=', actor.organisationId);
    case 'manufacturer':
      return eb('filing.manufacturerId', '=', actor.organisationId);
    case 'bureau':
    case 'health':
    case 'operator':
      return eb('filing.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`);
    default:
      return eb.lit(false);
  }
}

const turnsOf = {
  institution: ['agreeing', 'supplement'],
  manufacturer: ['offering'],
  officer: ['checking', 'reporting'],
  supervisor: ['deciding'],
} as const;

/** The states in which it is the asking person's turn. */
export function turnStates({ actor }: ActorContext): readonly string[] {
  if (actor.kind === 'institution') return actor.roles.includes('buyer') ? turnsOf.institution : [];
  if (actor.kind === 'manufacturer') return actor.roles.includes('sales') ? turnsOf.manufacturer : [];
  if (actor.kind !== 'bureau') return [];
  return [
    ...(actor.roles.includes('officer') ? turnsOf.officer : []),
    ...(actor.roles.includes('supervisor') ? turnsOf.supervisor : []),
  ];
}

export function isYourTurn(
  row: { readonly state: string; readonly bureau: string },
  context: ActorContext,
): boolean {
  const { actor } = context;
  return (
    turnStates(context).includes(row.state) && (actor.kind !== 'bureau' || row.bureau === actor.jurisdiction)
  );
}

export function waiting(eb: ExpressionBuilder<DB, 'filing'>, context: ActorContext): Expression<SqlBool> {
  const states = turnStates(context);
  if (states.length === 0) return eb.lit(false);
  const mine = eb('filing.state', 'in', [...states]);
  return context.actor.kind === 'bureau'
    ? eb.and([mine, eb('filing.bureau', '=', context.actor.jurisdiction)])
    : mine;
}

/** What a list asks for, as conditions on its rows. */
export function narrowed(
  rows: FilingRows,
  query: QueryOf<typeof listFilings>,
  context: ActorContext,
): FilingRows {
  let wanted = rows.where((eb) => readable(eb, context));
  if (query.show === 'mine') wanted = wanted.where((eb) => waiting(eb, context));
  if (query.show === 'running') wanted = wanted.where('filing.state', 'in', runningStates);
  if (query.show === 'ended') wanted = wanted.where('filing.state', 'not in', runningStates);
  if (query.state !== undefined) wanted = wanted.where('filing.state', '=', query.state);
  if (query.class !== undefined) wanted = wanted.where('filing.class', '=', query.class);
  const { search } = query;
  if (search !== undefined && search !== '') {
    const like = search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
    wanted = wanted.where((eb) =>
      eb.or([
        eb('filing.number', '=', search),
        eb('filing.itemCode', 'like', `${like}%`),
        eb('item.productName', 'like', `%${like}%`),
        eb('hospital.name', 'like', `%${like}%`),
      ]),
    );
  }
  return wanted;
}

export function itemOf(row: FilingListRow, context: ActorContext): FilingItem {
  const filing = filingOf(row);
  const on = shanghaiDate(row.appliedAt);
  const scopes = resolve(context.book, 'filing.scopes', row.jurisdiction, on).value;
  const scope = scopes.find((each) => each.code === row.scope);
  return {
    id: row.id,
    number: row.number,
    state: filing.state,
    product: {
      itemCode: row.itemCode,
      productName: row.productName,
      specification: row.specification,
      model: row.model,
      certificate: row.certificate,
      manufacturer: row.itemManufacturer,
      purchaseUnit: row.purchaseUnit,
      smallestUnit: row.smallestUnit,
      unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
    },
    class: row.class as FilingItem['class'],
    scope: scope ?? { code: row.scope, zh: row.scope, en: row.scope },
    institution: { id: row.institutionId, name: row.hospitalName },
    manufacturer: { id: row.manufacturerId, name: row.makerName },
    bureau: row.bureau,
    quantity: row.quantity,
    department: row.department,
    usedFrom: row.usedFrom,
    usedUntil: row.usedUntil,
    price: row.price,
    hasRecords: row.hasRecords,
    lowest: filing.lowest,
    due:
      filing.due === null
        ? null
        : { dueAt: filing.due.at, provisional: filing.due.provisional, basis: filing.due.basis },
    dueKind: filing.due?.kind ?? null,
    overdueAt: row.overdueAt,
    isEmergency: row.outsideId !== null,
    appliedAt: row.appliedAt,
    closedAt: row.closedAt,
    listingId: row.listingId,
    listingNumber: row.listingNumber,
    yourTurn: isYourTurn(row, context),
    version: row.version,
  };
}
