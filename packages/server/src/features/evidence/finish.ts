import { type Arrival, type ContentRefusal } from '@daylight/api/evidence.ts';
import type * as api from '@daylight/api/evidence.ts';
import { chunksOf } from '@daylight/rules/evidence/chunk.ts';
import type { FileType } from '@daylight/rules/evidence/file-type.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Refusal, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { inUploadFolder } from '../../upload-folder.ts';
import { ownFile, removeChunks } from './commands.ts';
import { inspect, mediaTypeOf } from './inspect.ts';
import { meansOf } from './means.ts';
import { MissingObject } from './storage.ts';
import { type FileRow, arrivalOf, chunkKey, fileKey, fileRow, lockFile, setFile } from './store.ts';

type FinishAnswer = Result<
  Arrival,
  'evidence.unknown' | 'evidence.notWhole' | ContentRefusal | RepeatRefusal
>;

/** Everything has arrived: put together, hashed, looked into, scanned and stored. A repeat tells where it stands. */
export async function finishEvidence(
  context: ActorContext,
  { params }: Call<typeof api.finishEvidence>,
): Promise<FinishAnswer> {
  const row = await ownFile(context, params.evidenceId);
  if (row === undefined || row.state === 'gone') return refuse('evidence.unknown');
  if (row.state === 'refused') return refusalOf(row);
  if (row.state !== 'arriving') return ok(arrivalOf(row));
  if (row.received < row.bytes)
    return refuse('evidence.notWhole', { facts: { missing: row.bytes - row.received } });
  return inUploadFolder(context.dataDir, 'evidence', async (folder) => {
    const target = path.join(folder, 'file');
    const hash = await putTogether(context, row, target);
    if (hash === null) return finishedElsewhere(context, row.id);
    const looked = await look(context, row, { target, hash });
    return looked.ok ? keep(context, row, { target, hash, ...looked.value }) : turnAway(context, row, looked);
  });
}

function refusalOf(row: FileRow): Refusal<ContentRefusal> {
  const { code, facts } = JSON.parse(row.refusal ?? '{}') as Pick<Refusal<ContentRefusal>, 'code' | 'facts'>;
  return refuse(code, { field: 'file', facts });
}

/** The chunks as one file and its SHA-256; null when they are gone because another request finished it. */
async function putTogether(context: ActorContext, row: FileRow, target: string): Promise<string | null> {
  const { storage } = meansOf(context.dataDir);
  const hash = createHash('sha256');
  async function* bytes() {
    for (let index = 0; index < chunksOf(row); index += 1) {
      for await (const block of await storage.get(chunkKey(context.scope.province, row.id, index))) {
        hash.update(block as Buffer);
        yield block as Buffer;
      }
    }
  }
  try {
    await pipeline(bytes, createWriteStream(target));
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof MissingObject) return null;
    throw error;
  }
}

async function finishedElsewhere(context: ActorContext, id: string): Promise<FinishAnswer> {
  const row = await ownFile(context, id);
  assert(row !== undefined && row.state !== 'arriving', `chunks of ${id} are missing`);
  return row.state === 'refused' ? refusalOf(row) : ok(arrivalOf(row));
}

interface Looked {
  readonly type: FileType;
  readonly scan: 'clean' | 'notScanned' | null;
}

/** `scan` is null while the scanner is away. */
async function look(
  context: ActorContext,
  row: FileRow,
  { target, hash }: { target: string; hash: string },
): Promise<Result<Looked, ContentRefusal>> {
  if (row.hash !== null && row.hash !== hash) return refuse('evidence.hashDiffers');
  const types = resolve(context.book, 'evidence.fileTypes', context.actor.jurisdiction, context.today);
  const found = await inspect(target, types.value);
  if (!found.ok) return found;
  const { scanner } = meansOf(context.dataDir);
  if (scanner === null) return ok({ type: found.value, scan: 'notScanned' });
  const verdict = await scanner.scan(target);
  if (verdict.outcome === 'infected') return refuse('evidence.infected', { facts: { found: verdict.found } });
  return ok({ type: found.value, scan: verdict.outcome === 'clean' ? 'clean' : null });
}

/** What was refused stays as a line with its reason; its bytes go. */
async function turnAway(
  context: ActorContext,
  row: FileRow,
  refusal: Refusal<ContentRefusal>,
): Promise<FinishAnswer> {
  const { province } = context.scope;
  const { code, facts } = refusal;
  await command(context, async (unit) => {
    const locked = await lockFile(unit.tx, province, row.id);
    if (locked?.state !== 'arriving') return refuse('evidence.unknown');
    const values = {
      state: 'refused',
      refusal: JSON.stringify({ code, facts }),
      dueAt: context.now,
    } as const;
    await setFile(unit.tx, province, row.id, values);
    unit.record({
      event: 'evidence.refused',
      subject: { kind: 'evidence', id: row.id },
      basis: [],
      after: { code, facts, fileName: row.fileName },
    });
    return ok(null);
  });
  await removeChunks(context, province, row);
  return refuse(code, { field: 'file', facts });
}

async function keep(
  context: ActorContext,
  row: FileRow,
  { target, hash, type, scan }: Looked & { target: string; hash: string },
): Promise<FinishAnswer> {
  const { province } = context.scope;
  const { storage } = meansOf(context.dataDir);
  await storage.put(fileKey(province, row.id), { path: target, size: row.bytes, hash });
  const kept = await command<Arrival, 'evidence.unknown'>(context, async (unit) => {
    const locked = await lockFile(unit.tx, province, row.id);
    if (locked === undefined || locked.state === 'gone') return refuse('evidence.unknown');
    const facts = { hash, mediaType: mediaTypeOf(type) };
    const state = scan === null ? ('waiting' as const) : ('ready' as const);
    const more = scan === null ? { dueAt: context.now } : { scan, readyAt: context.now, dueAt: locked.dueAt };
    if (locked.state === 'arriving') await setFile(unit.tx, province, row.id, { ...facts, state, ...more });
    unit.record({
      event: 'evidence.handedIn',
      subject: { kind: 'evidence', id: row.id },
      basis: [],
      after: { ...facts, bytes: row.bytes, fileName: row.fileName, scan },
    });
    const after = await fileRow(unit.tx, province, row.id);
    assert(after !== undefined, 'a file vanished');
    return ok(arrivalOf(after));
  });
  if (kept.ok) await removeChunks(context, province, row);
  return kept;
}
