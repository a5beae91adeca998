import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type importRelease, releaseMegabytesMax } from '@daylight/api/catalogue.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ReleaseKind } from '@daylight/rules/catalogue/release-layout.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, addMs } from '@daylight/rules/time.ts';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import type { Call, Upload } from '../../route.ts';
import { runInThread } from './import/in-thread.ts';
import { type ReleaseFileRefusal, hashOfFile, openReleaseFile } from './import/release-file.ts';
import { type ImportOrder, type ImportOutcome } from './import/run-import.ts';
import { releaseByHash, releaseById } from './releases.ts';

const FOLDER = 'releases';
/** An import whose row has not been touched for so long was killed with its server. */
const SILENT_MS = 120_000;

export const codedBasis: Basis = { document: 'hn-draft-2023', article: '五（八）', clause: 'HN-8' };

type ImportRefusal = ReleaseFileRefusal | 'release.anotherRuns';

/** Takes an uploaded release: kept, looked at, and then imported in a thread of its own while the caller watches. */
export async function importUpload(
  context: ActorContext,
  { query, file }: Call<typeof importRelease> & { readonly file: Upload },
): Promise<Result<ReplyOf<typeof importRelease>, ImportRefusal | RepeatRefusal>> {
  const folder = path.join(context.dataDir, FOLDER);
  await mkdir(folder, { recursive: true });
  const id = context.newId();
  const target = path.join(folder, `${id}.part`);
  try {
    await pipeline(file.stream, createWriteStream(target));
    if (file.tooLarge()) {
      return refuse('workbook.tooLarge', { field: 'file', facts: { megabytes: releaseMegabytesMax } });
    }
    const given = {
      id,
      path: target,
      fileName: file.fileName.slice(-200),
      releasedOn: query.releasedOn ?? null,
    };
    const begun = await beginImport(context, given);
    if (!begun.ok) return begun;
    const { order, repeated } = begun.value;
    if (order !== null) watch(context, order);
    const release = await reading(context.database.db, context.scope, (tx) =>
      releaseById(tx, begun.value.releaseId),
    );
    assert(release !== null, 'a release that was just stored');
    return ok({ release, repeated });
  } finally {
    await rm(target, { force: true });
  }
}

export interface GivenFile {
  readonly id: string;
  readonly path: string;
  readonly fileName: string;
  readonly releasedOn: IsoDate | null;
}

export interface Begun {
  readonly releaseId: string;
  /** Null when the very same file was imported before. */
  readonly order: ImportOrder | null;
  readonly repeated: boolean;
}

/** Looks at the file, moves it below the data directory and stores the running release. Of two at once the second is refused. */
export async function beginImport(
  context: Context,
  file: GivenFile,
): Promise<Result<Begun, ImportRefusal | RepeatRefusal>> {
  const opened = await openReleaseFile(file.path);
  if (!opened.ok) return opened;
  const { kind } = opened.value.layout;
  opened.value.close();
  const fileHash = await hashOfFile(file.path);
  const before = await reading(context.database.db, context.scope, (tx) => releaseByHash(tx, fileHash));
  if (before !== null) return ok({ releaseId: before.id, order: null, repeated: true });
  const storedAs = `${FOLDER}/${file.id}.xlsx`;
  const stored = await storeRelease(context, { ...file, kind, fileHash, storedAs });
  if (!stored.ok) return stored;
  await rename(file.path, path.join(context.dataDir, storedAs));
  return ok({ releaseId: file.id, order: orderOf(context, file, storedAs), repeated: false });
}

function orderOf(context: Context, file: GivenFile, storedAs: string): ImportOrder {
  const databaseUrl = context.database.pool.options.connectionString;
  assert(databaseUrl !== undefined, 'a database by its address');
  const latestYear = Number((file.releasedOn ?? context.today).slice(0, 4));
  return {
    databaseUrl,
    dataDir: context.dataDir,
    releaseId: file.id,
    storedAs,
    latestYear,
    startedAt: context.now,
  };
}

interface NewRelease extends GivenFile {
  readonly kind: ReleaseKind;
  readonly fileHash: Buffer;
  readonly storedAs: string;
}

async function storeRelease(
  context: Context,
  release: NewRelease,
): Promise<Result<null, 'release.anotherRuns' | RepeatRefusal>> {
  const { size } = await stat(release.path);
  try {
    return await command(context, async ({ tx, record }) => {
      await giveUpSilent(tx, context.now);
      await tx
        .insertInto('codeRelease')
        .values({
          id: release.id,
          kind: release.kind,
          fileName: release.fileName,
          fileHash: release.fileHash,
          fileBytes: size,
          storedAs: release.storedAs,
          releasedOn: release.releasedOn,
          importedAt: context.now,
          importedBy: context.actor?.accountId ?? null,
          state: 'running',
          phase: 'reading',
          beatAt: context.now,
        })
        .execute();
      record({
        event: 'catalogue.importStarted',
        subject: { kind: 'code-release', id: release.id },
        basis: [codedBasis],
        after: {
          kind: release.kind,
          fileName: release.fileName,
          fileHash: release.fileHash.toString('hex'),
          bytes: size,
        },
      });
      return ok(null);
    });
  } catch (error) {
    if (brokenConstraint(error) === 'code_release_one_runs') return refuse('release.anotherRuns');
    throw error;
  }
}

async function giveUpSilent(tx: Tx, now: Instant): Promise<void> {
  await tx
    .updateTable('codeRelease')
    .set({
      state: 'failed',
      phase: 'finished',
      finishedAt: now,
      problem: JSON.stringify({ code: 'import.interrupted', facts: {} }),
    })
    .where('state', '=', 'running')
    .where('beatAt', '<', addMs(now, -SILENT_MS))
    .execute();
}

/** The journal says how the import ended; the release itself was closed by the import. */
export async function recordImport(
  context: Context,
  order: ImportOrder,
  outcome: ImportOutcome,
): Promise<void> {
  const finished = await reading(context.database.db, context.scope, (tx) =>
    releaseById(tx, order.releaseId),
  );
  const now = (finished?.finishedAt ?? context.now) as Instant;
  await command({ ...context, now, idempotency: null }, async ({ record }) => {
    record({
      event: outcome.state === 'done' ? 'catalogue.imported' : 'catalogue.importFailed',
      subject: { kind: 'code-release', id: order.releaseId },
      basis: [codedBasis],
      after: outcome.state === 'done' ? outcome.counts : outcome.problem,
    });
    return ok(null);
  });
}

function watch(context: Context, order: ImportOrder): void {
  runInThread(order)
    .then((outcome) => recordImport(context, order, outcome))
    .catch(() => {
      // The import has closed its release as failed; if even that could not be stored, the next import gives it up.
    });
}
