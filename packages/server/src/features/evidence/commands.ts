import type * as api from '@daylight/api/evidence.ts';
import { type Arrival } from '@daylight/api/evidence.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { chunksOf, placeOf } from '@daylight/rules/evidence/chunk.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Readable } from 'node:stream';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { reading, writing } from '../../db.ts';
import type { Call, Upload } from '../../route.ts';
import { meansOf } from './means.ts';
import { type FileRow, arrivalOf, chunkKey, fileRow, lockFile, looseFiles, setFile } from './store.ts';

/** Small enough to be sent again on a bad line, large enough not to ask often. */
export const chunkBytes = 2 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** Only by its hash is a file known to be the same: names and sizes repeat. */
function isCut(row: FileRow, { hash, bytes }: Pick<FileRow, 'hash' | 'bytes'>): boolean {
  return row.state === 'arriving' && hash !== null && row.hash === hash && row.bytes === bytes;
}

/** A file of the same content that was cut goes on where it stopped; otherwise a new one begins. */
export async function beginEvidence(
  context: ActorContext,
  { body }: Call<typeof api.beginEvidence>,
): Answered<typeof api.beginEvidence> {
  const { actor, scope, book, today, now } = context;
  const largest = resolve(book, 'evidence.fileMegabytesMax', actor.jurisdiction, today);
  if (body.bytes > largest.value * MEGABYTE)
    return refuse('evidence.tooLarge', {
      basis: basisOf(largest),
      field: 'bytes',
      facts: { max: largest.value },
    });
  return command(context, async (unit) => {
    const { tx } = unit;
    const loose = await looseFiles(tx, scope.province, actor.organisationId);
    const cut = loose.find((row) => row.accountId === actor.accountId && isCut(row, body));
    const subject = (id: string) => ({ kind: 'evidence', id });
    if (cut !== undefined) {
      unit.record({
        event: 'evidence.begun',
        subject: subject(cut.id),
        basis: [],
        after: { again: cut.received },
      });
      return ok(arrivalOf(cut));
    }
    const most = resolve(book, 'evidence.looseFilesMax', actor.jurisdiction, today);
    if (loose.length >= most.value)
      return refuse('evidence.tooManyLoose', {
        basis: basisOf(most),
        facts: { count: loose.length, max: most.value },
      });
    const term = resolve(book, 'evidence.looseKept', actor.jurisdiction, today);
    const id = context.newId();
    await tx
      .insertInto('evidenceFile')
      .values({
        province: scope.province,
        id,
        organisationId: actor.organisationId,
        accountId: actor.accountId,
        ...body,
        chunkBytes,
        state: 'arriving',
        begunAt: now,
        dueAt: dueOf(now, term.value, context.calendar).dueAt,
      })
      .execute();
    unit.record({ event: 'evidence.begun', subject: subject(id), basis: [], after: body });
    const row = await fileRow(tx, scope.province, id);
    assert(row !== undefined, 'a new file vanished');
    return ok(arrivalOf(row));
  });
}

/** One's own organisation's file, whatever its state. */
export async function ownFile(context: ActorContext, id: string) {
  const { database, scope, actor } = context;
  const row = await reading(database.db, scope, (tx) => fileRow(tx, scope.province, id));
  return row?.organisationId === actor.organisationId ? row : undefined;
}

async function bytesOf(stream: Readable, max: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    size += (part as Buffer).length;
    if (size <= max) parts.push(part as Buffer);
  }
  return size > max ? null : Buffer.concat(parts);
}

type SendAnswer = Result<
  Arrival,
  'evidence.unknown' | 'evidence.otherOffset' | 'evidence.chunkSize' | 'evidence.notArriving'
>;

/** A chunk is kept before it counts; what is interrupted in between is simply sent again. Progress is no business event. */
export async function sendEvidenceChunk(
  context: ActorContext,
  { params, query, file }: Call<typeof api.sendEvidenceChunk> & { file: Upload },
): Promise<SendAnswer> {
  const { province } = context.scope;
  const bytes = await bytesOf(file.stream, chunkBytes);
  const row = await ownFile(context, params.evidenceId);
  if (row === undefined || row.state === 'gone') return refuse('evidence.unknown');
  if (row.state !== 'arriving') return refuse('evidence.notArriving');
  const place = placeOf(row, query.offset);
  if (!place.ok) return place;
  if (place.value.repeated) return ok(arrivalOf(row));
  const whole = bytes !== null && !file.tooLarge() && bytes.length === place.value.bytes;
  if (!whole) return refuse('evidence.chunkSize', { field: 'file', facts: { chunkBytes: row.chunkBytes } });
  await meansOf(context.dataDir).storage.put(chunkKey(province, row.id, place.value.index), { bytes });
  return writing<Arrival, 'evidence.unknown'>(context.database.db, context.scope, async (tx) => {
    await tx
      .updateTable('evidenceFile')
      .set({ received: query.offset + bytes.length })
      .where('province', '=', province)
      .where('id', '=', row.id)
      .where('received', '=', query.offset)
      .where('state', '=', 'arriving')
      .execute();
    const after = await fileRow(tx, province, row.id);
    return after === undefined ? refuse('evidence.unknown') : ok(arrivalOf(after));
  });
}

/** Only what proves nothing yet; the bytes go with the next sweep. */
export async function dropEvidence(
  context: ActorContext,
  { params }: Call<typeof api.dropEvidence>,
): Answered<typeof api.dropEvidence> {
  const { scope, actor, now } = context;
  return command(context, async (unit) => {
    const row = await lockFile(unit.tx, scope.province, params.evidenceId);
    if (row === undefined || row.organisationId !== actor.organisationId || row.state === 'gone')
      return refuse('evidence.unknown');
    if (row.attached) return refuse('evidence.attached');
    if (row.state !== 'refused')
      await setFile(unit.tx, scope.province, row.id, { state: 'gone', dueAt: now });
    unit.record({
      event: 'evidence.dropped',
      subject: { kind: 'evidence', id: row.id },
      basis: [],
      before: { state: row.state, fileName: row.fileName },
    });
    return ok({ id: row.id });
  });
}

export async function removeChunks(
  context: Pick<ActorContext, 'dataDir'>,
  province: number,
  row: { readonly id: string; readonly bytes: number; readonly chunkBytes: number },
): Promise<void> {
  const { storage } = meansOf(context.dataDir);
  for (let index = 0; index < chunksOf(row); index += 1)
    await storage.remove(chunkKey(province, row.id, index));
}
