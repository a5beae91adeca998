import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { findingText } from '@daylight/api/listing-findings.ts';
import type {
  ListingImportRow,
  correctedListingWorkbook,
  listListingImportRows,
  listListingImports,
  readListingImport,
} from '@daylight/api/listing-import.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { normaliseNationalCode } from '@daylight/rules/codes/national-code.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { rowAfter } from '../../workbook/import-rows.ts';
import { isUuid } from './cursor.ts';
import { type StoredRow, type Tally, eachRow, needsExplanation, rowsOf } from './import-store.ts';
import { correctedListingStream, templateStream } from './workbooks.ts';

/** Imports of the directories that the asking bureau or operator keeps; those below it included. */
export function importItems(tx: Tx, { scope, actor }: ActorContext) {
  const own = actor.jurisdiction.replace(/(00)+$/, '');
  return tx
    .selectFrom('listingImport')
    .innerJoin('account as enterer', 'enterer.id', 'listingImport.enteredBy')
    .leftJoin('account as decider', 'decider.id', 'listingImport.decidedBy')
    .select([
      'listingImport.id',
      'listingImport.number',
      'listingImport.jurisdiction',
      'listingImport.fileName',
      'listingImport.deviationReason',
      'listingImport.enteredAt',
      'enterer.name as enteredBy',
      'listingImport.submittedAt',
      'listingImport.decidedAt',
      'decider.name as decidedBy',
      'listingImport.decisionNote',
      'listingImport.version',
    ])
    .select((eb) => [
      eb.ref('listingImport.state').$castTo<ReplyOf<typeof readListingImport>['state']>().as('state'),
      eb.ref('listingImport.report').$castTo<Tally>().as('report'),
      sql<boolean>`listing_import.entered_by = ${actor.accountId}`.as('own'),
    ])
    .where('listingImport.province', '=', scope.province)
    .where('listingImport.jurisdiction', 'like', `${own}%`);
}

export async function listImports(
  context: ActorContext,
  { query }: Call<typeof listListingImports>,
): Promise<Result<ReplyOf<typeof listListingImports>, never>> {
  const items = await reading(context.database.db, context.scope, (tx) => {
    let page = importItems(tx, context)
      .orderBy('listingImport.id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== undefined) page = page.where('listingImport.state', '=', query.state);
    if (isUuid(query.cursor)) page = page.where('listingImport.id', '<', query.cursor);
    return page.execute();
  });
  const shown = items.slice(0, query.limit);
  return ok({ items: shown, next: items.length > query.limit ? (shown.at(-1)?.id ?? null) : null });
}

async function importHead(tx: Tx, context: ActorContext, id: string) {
  return importItems(tx, context).where('listingImport.id', '=', id).executeTakeFirst();
}

export async function readImport(
  context: ActorContext,
  { params }: Call<typeof readListingImport>,
): Promise<Result<ReplyOf<typeof readListingImport>, 'listing.importUnknown'>> {
  const item = await reading(context.database.db, context.scope, (tx) =>
    importHead(tx, context, params.importId),
  );
  return item === undefined ? refuse('listing.importUnknown') : ok(item);
}

/** The code as it was understood; of a faulty row as it was written, so that a known product is still named. */
function codeOf({ entry, cells }: StoredRow): string {
  return entry?.itemCode ?? normaliseNationalCode(cells.code.slice(0, 60));
}

function shownRow(stored: StoredRow, names: ReadonlyMap<string, Named>): ListingImportRow {
  const { cells, entry, findings, row, verdict } = stored;
  const item = names.get(codeOf(stored));
  return {
    row,
    verdict,
    listingId: item?.listingId ?? null,
    needsExplanation: needsExplanation(stored),
    code: cells.code,
    productName: item?.productName ?? cells.productName,
    specification: item === undefined ? '' : `${item.specification} ${item.model}`.trim(),
    manufacturer: cells.manufacturer,
    price: cells.price,
    purchaseUnit: cells.purchaseUnit,
    smallestUnit: cells.smallestUnit,
    units: cells.units,
    class: entry?.class ?? null,
    form: entry?.form ?? null,
    managedBy: entry?.managedBy ?? null,
    origin: cells.origin,
    explanation: cells.explanation,
    priceNow: entry?.existing?.price ?? null,
    unitsNow: entry?.existing?.unitsPerPurchaseUnit ?? null,
    findings: findings.map((each) => ({ ...each, text: findingText(each.code, each.facts) })),
  };
}

interface Named {
  readonly listingId: string | null;
  readonly productName: string;
  readonly specification: string;
  readonly model: string;
}

/** Names from the code database, and the listing that the row's directory has for the code now. */
async function namesOf(
  tx: Tx,
  jurisdiction: string,
  { province, rows }: { readonly province: number; readonly rows: readonly StoredRow[] },
): Promise<ReadonlyMap<string, Named>> {
  const codes = [...new Set(rows.map(codeOf))].filter((code) => code !== '');
  if (codes.length === 0) return new Map();
  const items = await tx
    .selectFrom('catalogueItem as item')
    .leftJoin('listing', (join) =>
      join
        .onRef('listing.itemCode', '=', 'item.itemCode')
        .on('listing.province', '=', province)
        .on('listing.jurisdiction', '=', jurisdiction)
        .on('listing.state', '<>', 'withdrawn'),
    )
    .select([
      'item.itemCode',
      'item.productName',
      'item.specification',
      'item.model',
      'listing.id as listingId',
    ])
    .where('item.itemCode', 'in', codes)
    .execute();
  return new Map(items.map((each) => [each.itemCode, each]));
}

export async function listImportRows(
  context: ActorContext,
  { params, query }: Call<typeof listListingImportRows>,
): Promise<Result<ReplyOf<typeof listListingImportRows>, 'listing.importUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const head = await importHead(tx, context, params.importId);
    if (head === undefined) return refuse('listing.importUnknown');
    const after = rowAfter(query.cursor);
    const where = { province: context.scope.province, importId: params.importId };
    const { verdict, limit } = query;
    const rows = await rowsOf(tx, where, {
      after,
      limit: limit + 1,
      verdict,
      unexplained: query.unexplained === 'true',
    });
    const shown = rows.slice(0, limit);
    const names = await namesOf(tx, head.jurisdiction, { province: context.scope.province, rows: shown });
    const last = shown.at(-1)?.row ?? 0;
    return ok({
      items: shown.map((row) => shownRow(row, names)),
      next: rows.length > limit ? String(last) : null,
    });
  });
}

export async function template(): Promise<Result<Download, never>> {
  return ok({ fileName: '挂网产品导入模板.xlsx', type: workbookType, stream: templateStream() });
}

export async function correctedWorkbook(
  context: Context,
  { params, query }: Call<typeof correctedListingWorkbook>,
): Promise<Result<Download, 'listing.importUnknown'>> {
  const { actor, scope, database } = context;
  if (actor === null) return refuse('listing.importUnknown');
  const head = await reading(database.db, scope, (tx) =>
    importHead(tx, { ...context, actor }, params.importId),
  );
  if (head === undefined) return refuse('listing.importUnknown');
  const where = { province: scope.province, importId: params.importId };
  const name = head.fileName.replace(/\.xlsx$/i, '');
  return ok({
    fileName: `${name}-核对结果.xlsx`,
    type: workbookType,
    stream: correctedListingStream(eachRow(context, where, query.only)),
  });
}
