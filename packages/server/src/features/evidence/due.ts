import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Instant, addMs } from '@daylight/rules/time.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import path from 'node:path';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading, writing } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { inUploadFolder } from '../../upload-folder.ts';
import { removeChunks } from './commands.ts';
import { meansOf } from './means.ts';
import { fetchTo } from './storage.ts';
import { type FileRow, fileKey, fileRow, lockFile, setFile } from './store.ts';

const batch = 100;
/** How long until a scanner or store that was away is asked again. */
const AGAIN_MS = 5 * 60_000;

/**
 * Files that nothing was attached to within the term of the pack go; so do the bytes of what was refused or dropped; and
 * what the scanner could not answer is scanned again.
 */
const evidenceDue: Sweep = {
  name: 'evidence',
  run: async (context) => {
    const { scope, now, database } = context;
    const due = await reading(database.db, scope, (tx) =>
      tx
        .selectFrom('evidenceFile')
        .select('id')
        .where('province', '=', scope.province)
        .where('dueAt', '<=', now)
        .orderBy('dueAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, async ({ id }) => {
      await settle(context, id);
      return true;
    });
  },
};

async function settle(context: Context, id: string): Promise<void> {
  const { scope, database } = context;
  const row = await reading(database.db, scope, (tx) => fileRow(tx, scope.province, id));
  if (row === undefined) return;
  switch (row.state) {
    case 'arriving':
    case 'ready':
      return sweepAway(context, row);
    case 'waiting':
      return scanAgain(context, row);
    case 'refused':
    case 'gone':
      return removeBytes(context, row);
  }
}

async function sweepAway(context: Context, { id }: FileRow): Promise<void> {
  const { scope, now } = context;
  await command(context, async (unit) => {
    const row = await lockFile(unit.tx, scope.province, id, true);
    if (row === undefined || row.attached || row.dueAt === null || row.dueAt > now)
      return refuse('evidence.notDue');
    await setFile(unit.tx, scope.province, id, { state: 'gone', dueAt: now });
    unit.record({
      event: 'evidence.sweptAway',
      subject: { kind: 'evidence', id },
      basis: [],
      before: { state: row.state, fileName: row.fileName },
      readers: [row.organisationId],
    });
    return ok(null);
  });
}

/** First the record, then the bytes: a file that is gone is never offered, and bytes left behind are tried again. */
async function removeBytes(context: Context, row: FileRow): Promise<void> {
  const { scope, now, database } = context;
  const removed = await Promise.all([
    removeChunks(context, scope.province, row),
    meansOf(context.dataDir).storage.remove(fileKey(scope.province, row.id)),
  ]).then(
    () => true,
    () => false,
  );
  const dueAt = removed ? null : addMs(now, AGAIN_MS);
  await writing(database.db, scope, async (tx) => {
    await setFile(tx, scope.province, row.id, { dueAt });
    return ok(null);
  });
}

function looseUntil({ scope, book, today, now, calendar }: Context): Instant {
  const platform = `${String(scope.province).padStart(2, '0')}0000`;
  return dueOf(now, resolve(book, 'evidence.looseKept', platform, today).value, calendar).dueAt;
}

async function scanAgain(context: Context, row: FileRow): Promise<void> {
  const { scope, now } = context;
  const { province } = scope;
  const { storage, scanner } = meansOf(context.dataDir);
  const verdict = await inUploadFolder(context.dataDir, 'evidence', async (folder) => {
    const target = path.join(folder, 'file');
    if (scanner === null) return { outcome: 'notScanned' } as const;
    await fetchTo(storage, fileKey(province, row.id), target);
    return scanner.scan(target);
  }).catch((error: Error) => ({ outcome: 'away', why: error.message }) as const);
  if (verdict.outcome === 'away') {
    await writing(context.database.db, scope, async (tx) => {
      await setFile(tx, province, row.id, { dueAt: addMs(now, AGAIN_MS) });
      return ok(null);
    });
    return;
  }
  await command(context, async (unit) => {
    const locked = await lockFile(unit.tx, province, row.id, true);
    if (locked?.state !== 'waiting') return refuse('evidence.notDue');
    const infected = verdict.outcome === 'infected';
    const facts = infected ? { found: verdict.found } : {};
    await setFile(
      unit.tx,
      province,
      row.id,
      infected
        ? { state: 'refused', refusal: JSON.stringify({ code: 'evidence.infected', facts }), dueAt: now }
        : // Nobody could use it before now, so the time to do so begins anew.
          { state: 'ready', scan: verdict.outcome, readyAt: now, dueAt: looseUntil(context) },
    );
    unit.record({
      event: infected ? 'evidence.refused' : 'evidence.scanned',
      subject: { kind: 'evidence', id: row.id },
      basis: [],
      after: { ...facts, fileName: row.fileName },
      readers: [row.organisationId],
    });
    return ok(null);
  });
}

export const evidenceSweeps: readonly Sweep[] = [evidenceDue];
