import type * as api from '@daylight/api/evidence.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { fileTypes, isFileType } from '@daylight/rules/evidence/file-type.ts';
import { find, resolve } from '@daylight/rules/policy/book.ts';
import { valueParts } from '@daylight/rules/policy/value-text.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { chunkBytes, ownFile } from './commands.ts';
import { meansOf } from './means.ts';
import { MissingObject } from './storage.ts';
import { type FileRow, arrivalOf, fileKey, fileRow, looseFiles } from './store.ts';

export async function readEvidenceLimits(context: ActorContext): Answered<typeof api.readEvidenceLimits> {
  const { book, today, actor } = context;
  const value = (key: 'evidence.fileMegabytesMax' | 'evidence.filesMax') =>
    resolve(book, key, actor.jurisdiction, today).value;
  const types = resolve(book, 'evidence.fileTypes', actor.jurisdiction, today).value;
  const kept = find(book, 'evidence.looseKept', actor.jurisdiction, today);
  const asText = (code: string) => ({ zh: code, en: code });
  const [days] = valueParts({ shape: 'term', value: kept?.value, unit: null }, asText);
  return ok({
    types: types.map((each) => ({
      ...each,
      accept: isFileType(each.code) ? [...fileTypes[each.code].endings] : [],
    })),
    bytesMax: value('evidence.fileMegabytesMax') * 1024 * 1024,
    filesMax: value('evidence.filesMax'),
    chunkBytes,
    looseDays: days?.text ?? asText(''),
    scanned: meansOf(context.dataDir).scanner !== null,
  });
}

export async function readEvidence(
  context: ActorContext,
  { params }: Call<typeof api.readEvidence>,
): Answered<typeof api.readEvidence> {
  const own = await ownFile(context, params.evidenceId);
  if (own !== undefined) return ok(arrivalOf(own));
  const row = await readable(context, params.evidenceId);
  return row === null ? refuse('evidence.unknown') : ok(arrivalOf(row));
}

export async function listLooseEvidence(context: ActorContext): Answered<typeof api.listLooseEvidence> {
  const { scope, actor } = context;
  const rows = await reading(context.database.db, scope, (tx) =>
    looseFiles(tx, scope.province, actor.organisationId),
  );
  return ok({ items: rows.map(arrivalOf) });
}

/** Who watches over a jurisdiction: its bureau, and the operator who checks for it. */
const watchers: ReadonlySet<string> = new Set(['bureau', 'operator']);

/** For its sender, for those it was shown to, and for the bureau of the jurisdiction of what it proves. */
async function readable(context: ActorContext, id: string): Promise<FileRow | null> {
  const { scope, actor } = context;
  return reading(context.database.db, scope, async (tx) => {
    const row = await fileRow(tx, scope.province, id);
    if (row === undefined || row.state !== 'ready') return null;
    const own = actor.organisationId;
    if (row.organisationId === own || row.isPublic || row.readers.includes(own)) return row;
    if (!watchers.has(actor.kind)) return null;
    const places = await linkedPlaces(tx, scope.province, id);
    return places.some((place) => reaches(actor, place)) ? row : null;
  });
}

async function linkedPlaces(tx: Tx, province: number, id: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('evidenceLink')
    .select('jurisdiction')
    .distinct()
    .where('province', '=', province)
    .where('evidenceId', '=', id)
    .execute();
  return rows.map((row) => row.jurisdiction);
}

async function contentOf(
  context: Context,
  province: number,
  row: FileRow | null,
): Promise<Result<Download, 'evidence.unknown'>> {
  if (row === null) return refuse('evidence.unknown');
  try {
    const stream = await meansOf(context.dataDir).storage.get(fileKey(province, row.id));
    return ok({ fileName: row.fileName, type: row.mediaType ?? 'application/octet-stream', stream });
  } catch (error) {
    // A file of which only the record is left is told as what it is in the log of the server, not here.
    if (error instanceof MissingObject) return refuse('evidence.unknown');
    throw error;
  }
}

export async function downloadEvidence(
  context: Context,
  { params }: Call<typeof api.downloadEvidence>,
): Promise<Result<Download, 'evidence.unknown'>> {
  if (context.actor === null) return refuse('evidence.unknown');
  const row = await readable({ ...context, actor: context.actor }, params.evidenceId);
  return contentOf(context, context.scope.province, row);
}

export async function downloadPublicEvidence(
  context: Context,
  { params, query }: Call<typeof api.downloadPublicEvidence>,
): Promise<Result<Download, 'evidence.unknown'>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  const scope = { ...context.scope, province };
  const row = await reading(context.database.db, scope, (tx) => fileRow(tx, province, params.evidenceId));
  const open = row !== undefined && row.state === 'ready' && row.isPublic ? row : null;
  return contentOf(context, province, open);
}
