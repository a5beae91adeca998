import { type Arrival, contentRefusals } from '@daylight/api/evidence.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Tx } from '../../db.ts';

export type FileState = Arrival['state'];

const columns = [
  'id',
  'organisationId',
  'accountId',
  'fileName',
  'bytes',
  'chunkBytes',
  'received',
  'hash',
  'mediaType',
  'refusal',
  'scan',
  'readers',
  'isPublic',
  'attached',
  'begunAt',
  'dueAt',
] as const;

function files(tx: Tx, province: number) {
  return tx
    .selectFrom('evidenceFile')
    .select(columns)
    .select((eb) => eb.ref('state').$castTo<FileState>().as('state'))
    .where('province', '=', province);
}

export async function fileRow(tx: Tx, province: number, id: string) {
  return files(tx, province).where('id', '=', id).executeTakeFirst();
}
export type FileRow = NonNullable<Awaited<ReturnType<typeof fileRow>>>;

/** Undefined also while somebody else holds it, when asked to skip. */
export async function lockFile(tx: Tx, province: number, id: string, skipLocked = false) {
  const query = files(tx, province).where('id', '=', id).forUpdate();
  return (skipLocked ? query.skipLocked() : query).executeTakeFirst();
}

export async function looseFiles(tx: Tx, province: number, organisationId: string): Promise<FileRow[]> {
  return files(tx, province)
    .where('organisationId', '=', organisationId)
    .where('attached', '=', false)
    .where('state', 'in', ['arriving', 'waiting', 'ready'])
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
}

/** Why a file was refused is kept as JSON: its code and the facts of its text. */
export interface KeptRefusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

function refusalShown(kept: string | null): Arrival['refusal'] {
  if (kept === null) return null;
  const { code, facts } = JSON.parse(kept) as KeptRefusal;
  const texts: Readonly<Record<string, { zh: string; en: string }>> = contentRefusals;
  const text = texts[code] ?? { zh: code, en: code };
  const filled = (words: string): string =>
    words.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
  return { code, text: { zh: filled(text.zh), en: filled(text.en) } };
}

export function arrivalOf(row: FileRow): Arrival {
  const { id, fileName, bytes, received, chunkBytes, state, mediaType, hash, begunAt } = row;
  return {
    id,
    fileName,
    bytes,
    received,
    chunkBytes,
    state,
    refusal: refusalShown(row.refusal),
    mediaType,
    hash,
    begunAt,
  };
}

/** Where the bytes lie: chunks while a file arrives, then the file. Folders stay small: one for each few hours. */
export function chunkKey(province: number, id: string, index: number): string {
  return `incoming/${province}/${id}/${String(index).padStart(6, '0')}`;
}
export function fileKey(province: number, id: string): string {
  return `files/${province}/${id.slice(0, 6)}/${id}`;
}

export async function setFile(
  tx: Tx,
  province: number,
  id: string,
  values: Partial<{
    state: FileState;
    hash: string;
    mediaType: string;
    refusal: string;
    scan: string;
    readyAt: Instant;
    dueAt: Instant | null;
  }>,
): Promise<void> {
  await tx
    .updateTable('evidenceFile')
    .set(values)
    .where('province', '=', province)
    .where('id', '=', id)
    .execute();
}
