import type {
  ItemDetail,
  ReleaseRow,
  downloadReleaseProblems,
  listReleaseRows,
  listReleases,
  readItem,
  readRelease,
} from '@daylight/api/catalogue.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { problemInWords } from './row-problem.ts';
import { problemWorkbook } from './problem-workbook.ts';
import type { RowProblem } from './import/counts.ts';
import { currentItem } from './port.ts';
import { releaseById, releasesBefore } from './releases.ts';
import { versionsOf } from './versions.ts';

export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readItem>,
): Promise<Result<ReplyOf<typeof readItem>, 'catalogue.unknown'>> {
  const found = await reading(context.database.db, context.scope, (tx) => itemDetail(tx, params.itemCode));
  return found === null ? refuse('catalogue.unknown', { field: 'itemCode' }) : ok(found);
}

const NAMES = [
  'itemCode',
  'productCode',
  'classCode',
  'genericName',
  'certificate',
  'certificateFlag',
  'certificateBefore',
  'productName',
  'pieceNumber',
  'pieceName',
  'manufacturer',
  'registrant',
  'specification',
  'model',
  'udiDi',
  'codeBefore',
  'codeBeforeState',
  'changeKind',
  'goodsId',
  'note',
  'state',
  'replacedBy',
  'synthetic',
  'releaseId',
] as const;

async function itemDetail(tx: Tx, itemCode: string): Promise<ItemDetail | null> {
  const row = await tx
    .selectFrom('catalogueItem')
    .select(NAMES)
    // The naming plugin would write class_name1.
    .select([
      sql<string>`class_name_1`.as('className1'),
      sql<string>`class_name_2`.as('className2'),
      sql<string>`class_name_3`.as('className3'),
    ])
    .where('itemCode', '=', itemCode)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { udiDi, releaseId, ...item } = row;
  const more = await tx
    .selectFrom('catalogueItemUdi')
    .select('udiDi')
    .where('itemCode', '=', itemCode)
    .orderBy('udiDi')
    .execute();
  const siblings = await tx
    .selectFrom('catalogueItem')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('productCode', '=', row.productCode)
    .executeTakeFirstOrThrow();
  const { succession, item: current } = await currentItem(tx, itemCode);
  const versions = await versionsOf(tx, itemCode, { ...item, udiDi, releaseId });
  return {
    ...item,
    state: item.state as ItemDetail['state'],
    deviceIdentifier: udiDi,
    deviceIdentifiers: [...new Set([udiDi ?? '', ...more.map((each) => each.udiDi)])].filter(
      (each) => each !== '',
    ),
    release: versions[0]?.release ?? null,
    versions,
    codes: await codeSteps(tx, succession.passed),
    current: { itemCode: succession.current, state: current?.state ?? null },
    siblings: siblings.count - 1,
  };
}

/** Changes of code that lead to one of the codes or away from it. */
async function codeSteps(tx: Tx, codes: readonly string[]): Promise<ItemDetail['codes']> {
  const rows = await tx
    .selectFrom('catalogueCodeChange')
    .select(['itemCode', 'toCode', 'kind', 'note', 'at'])
    .where((eb) => eb.or([eb('itemCode', 'in', codes), eb('toCode', 'in', codes)]))
    .orderBy('at')
    .orderBy('itemCode')
    .limit(100)
    .execute();
  return rows.map(({ itemCode, kind, ...rest }) => ({
    ...rest,
    fromCode: itemCode,
    kind: kind as ItemDetail['codes'][number]['kind'],
  }));
}

export async function list(
  context: ActorContext,
  { query }: Call<typeof listReleases>,
): Promise<Result<ReplyOf<typeof listReleases>, never>> {
  const [importedAt = '', id = ''] = valuesOf(query.cursor, 2) ?? [];
  const known = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(importedAt) && /^[0-9a-f-]{36}$/.test(id);
  const page = { state: query.state ?? null, after: known ? { importedAt, id } : null, limit: query.limit };
  const rows = await reading(context.database.db, context.scope, (tx) => releasesBefore(tx, page));
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return ok({
    items,
    next: rows.length > query.limit && last !== undefined ? cursorOf([last.importedAt, last.id]) : null,
  });
}

export async function readOneRelease(
  context: ActorContext,
  { params }: Call<typeof readRelease>,
): Promise<Result<ReplyOf<typeof readRelease>, 'catalogue.releaseUnknown'>> {
  const release = await reading(context.database.db, context.scope, (tx) =>
    releaseById(tx, params.releaseId),
  );
  return release === null ? refuse('catalogue.releaseUnknown') : ok(release);
}

export async function listRows(
  context: ActorContext,
  { params, query }: Call<typeof listReleaseRows>,
): Promise<Result<ReplyOf<typeof listReleaseRows>, 'catalogue.releaseUnknown'>> {
  const [after = '0'] = valuesOf(query.cursor, 1) ?? [];
  return reading(context.database.db, context.scope, async (tx) => {
    if ((await releaseById(tx, params.releaseId)) === null) return refuse('catalogue.releaseUnknown');
    const rows = await tx
      .selectFrom('codeReleaseRow')
      .select(['rowNumber', 'outcome', 'itemCode', 'problems'])
      .where('releaseId', '=', params.releaseId)
      .where('rowNumber', '>', /^\d{1,9}$/.test(after) ? Number(after) : 0)
      .$if(query.outcome !== undefined, (select) => select.where('outcome', '=', query.outcome ?? ''))
      .orderBy('rowNumber')
      .limit(query.limit + 1)
      .execute();
    const page = rows.slice(0, query.limit);
    return ok({
      items: page.map(({ rowNumber, outcome, itemCode, problems }) => ({
        row: rowNumber,
        outcome: outcome as ReleaseRow['outcome'],
        itemCode,
        problems: (problems as RowProblem[]).map(problemInWords),
      })),
      next: rows.length > query.limit ? cursorOf([String(page.at(-1)?.rowNumber ?? 0)]) : null,
    });
  });
}

export async function downloadProblems(
  context: Context,
  { params, query }: Call<typeof downloadReleaseProblems>,
): Promise<Result<Download, 'catalogue.releaseUnknown' | 'catalogue.fileGone'>> {
  const stored = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('codeRelease')
      .select(['storedAs', 'fileName'])
      .where('id', '=', params.releaseId)
      .executeTakeFirst(),
  );
  if (stored === undefined) return refuse('catalogue.releaseUnknown');
  const stream = await problemWorkbook(context, { ...stored, releaseId: params.releaseId, rows: query.rows });
  if (!stream.ok) return stream;
  return ok({
    fileName: `${stored.fileName.replace(/\.xlsx$/i, '')}-问题.xlsx`,
    type: workbookType,
    stream: stream.value,
  });
}
