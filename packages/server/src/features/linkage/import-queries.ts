import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  correctedPriceWorkbook,
  listPriceImportRows,
  listPriceImports,
  readPriceImport,
} from '@daylight/api/linkage-import.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { eachImportRow, importRows, rowAfter } from '../../workbook/import-rows.ts';
import { findingsReply } from './reply.ts';
import { type CheckedRow, type Tally, rowsIn } from './import-store.ts';
import { correctedPriceStream, priceTemplateStream } from './workbooks.ts';

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function importItems(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('priceImport')
    .innerJoin('account as enterer', 'enterer.id', 'priceImport.enteredBy')
    .leftJoin('account as decider', 'decider.id', 'priceImport.decidedBy')
    .select(['priceImport.id', 'priceImport.number', 'priceImport.fileName', 'priceImport.reason'])
    .select(['priceImport.enteredAt', 'enterer.name as enteredBy', 'priceImport.decidedAt'])
    .select(['decider.name as decidedBy', 'priceImport.note', 'priceImport.version'])
    .select((eb) => [
      eb.ref('priceImport.state').$castTo<ReplyOf<typeof readPriceImport>['state']>().as('state'),
      eb.ref('priceImport.report').$castTo<Tally>().as('report'),
      sql<boolean>`price_import.entered_by = ${actor.accountId}`.as('own'),
    ])
    .where('priceImport.province', '=', scope.province);
}

export async function listImports(
  context: ActorContext,
  { query }: Call<typeof listPriceImports>,
): Promise<Result<ReplyOf<typeof listPriceImports>, never>> {
  const items = await reading(context.database.db, context.scope, (tx) => {
    let page = importItems(tx, context)
      .orderBy('priceImport.id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== undefined) page = page.where('priceImport.state', '=', query.state);
    if (query.cursor !== undefined && uuidForm.test(query.cursor))
      page = page.where('priceImport.id', '<', query.cursor);
    return page.execute();
  });
  const shown = items.slice(0, query.limit);
  return ok({ items: shown, next: items.length > query.limit ? (shown.at(-1)?.id ?? null) : null });
}

function headOf(tx: Tx, context: ActorContext, id: string) {
  return importItems(tx, context).where('priceImport.id', '=', id).executeTakeFirst();
}

export async function readImport(
  context: ActorContext,
  { params }: Call<typeof readPriceImport>,
): Promise<Result<ReplyOf<typeof readPriceImport>, 'linkage.importUnknown'>> {
  const item = await reading(context.database.db, context.scope, (tx) =>
    headOf(tx, context, params.importId),
  );
  return item === undefined ? refuse('linkage.importUnknown') : ok(item);
}

export function listImportRows(
  context: ActorContext,
  { params, query }: Call<typeof listPriceImportRows>,
): Promise<Result<ReplyOf<typeof listPriceImportRows>, 'linkage.importUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    if ((await headOf(tx, context, params.importId)) === undefined) return refuse('linkage.importUnknown');
    const after = rowAfter(query.cursor);
    const of = rowsIn(context.scope.province, params.importId);
    const { verdict, limit } = query;
    const rows = await importRows<CheckedRow>(tx, of, { after, limit: limit + 1, verdict });
    const shown = rows.slice(0, limit);
    const codes = shown.flatMap((row) => (row.entry === null ? [] : [row.entry.itemCode]));
    const items =
      codes.length === 0
        ? []
        : await tx
            .selectFrom('catalogueItem')
            .select(['itemCode', 'productName', 'specification'])
            .where('itemCode', 'in', codes)
            .execute();
    const names = new Map(
      items.map((each) => [each.itemCode, `${each.productName} ${each.specification}`.trim()]),
    );
    return ok({
      items: shown.map((row) => ({
        row: row.row,
        verdict: row.verdict,
        cells: { ...row.cells },
        productName: names.get(row.entry?.itemCode ?? '') ?? '',
        findings: findingsReply(row.findings),
      })),
      next: rows.length > limit ? String(shown.at(-1)?.row ?? 0) : null,
    });
  });
}

export async function template(): Promise<Result<Download, never>> {
  return ok({ fileName: '全国价格导入模板.xlsx', type: workbookType, stream: priceTemplateStream() });
}

export async function correctedWorkbook(
  context: Context,
  { params, query }: Call<typeof correctedPriceWorkbook>,
): Promise<Result<Download, 'linkage.importUnknown'>> {
  const { actor, scope, database } = context;
  if (actor === null) return refuse('linkage.importUnknown');
  const head = await reading(database.db, scope, (tx) => headOf(tx, { ...context, actor }, params.importId));
  if (head === undefined) return refuse('linkage.importUnknown');
  const rows = eachImportRow<CheckedRow>(context, rowsIn(scope.province, params.importId), query.only);
  const name = head.fileName.replace(/\.xlsx$/i, '');
  return ok({ fileName: `${name}-核对结果.xlsx`, type: workbookType, stream: correctedPriceStream(rows) });
}
