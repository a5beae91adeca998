import type { EventName } from '@daylight/api/events.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  decideListingImport,
  discardListingImport,
  importListings,
  recheckListingImport,
  submitListingImport,
} from '@daylight/api/listing-import.ts';
import type { ImportState } from '@daylight/api/workbook.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type CheckedRow, checkRows } from '@daylight/rules/listing/check.ts';
import { governs, platformOf } from '@daylight/rules/listing/visibility.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call, Upload } from '../../route.ts';
import { type Effect, applyRows } from './import-apply.ts';
import { loadImportFacts } from './import-facts.ts';
import { importItems } from './import-queries.ts';
import {
  type ImportHead,
  type StoredRow,
  allRowsOf,
  lockImport,
  replaceRows,
  saveRows,
  tallyOf,
} from './import-store.ts';
import { type WorkbookRow, readListingWorkbook, rowsToCheck } from './workbooks.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

interface Place {
  readonly jurisdiction: string;
}

async function checked(
  tx: Tx,
  context: ActorContext,
  { jurisdiction }: Place,
  rows: readonly WorkbookRow[],
): Promise<readonly CheckedRow[]> {
  const written = rowsToCheck(rows);
  const facts = await loadImportFacts(tx, { province: context.scope.province, jurisdiction }, written);
  return checkRows(written, facts, { book: context.book, jurisdiction, on: context.today });
}

/** Directories are kept by platforms and cities (JS-5), never by a county or another province. */
async function keepsDirectory(
  { actor, scope, database }: ActorContext,
  jurisdiction: string,
): Promise<boolean> {
  if (!governs(actor.jurisdiction, jurisdiction) || !jurisdiction.endsWith('00')) return false;
  const found = await reading(database.db, scope, (tx) =>
    tx
      .selectFrom('jurisdiction')
      .select('code')
      .where('code', '=', jurisdiction)
      .where('province', '=', scope.province)
      .executeTakeFirst(),
  );
  return found !== undefined;
}

/** Reads and checks a workbook; nothing is listed before somebody else has approved it (HN-15). */
export async function enterImport(
  context: ActorContext,
  { query, file }: Call<typeof importListings> & { readonly file: Upload },
): Answered<typeof importListings> {
  const { actor, scope, now } = context;
  const jurisdiction = query.jurisdiction ?? actor.jurisdiction;
  if (!(await keepsDirectory(context, jurisdiction))) {
    file.stream.resume();
    return refuse('listing.importElsewhere', { field: 'jurisdiction' });
  }
  const workbook = await readListingWorkbook(file, context.dataDir);
  if (!workbook.ok) return workbook;
  const { rows, fileHash } = workbook.value;
  const number = await nextNumber(context, 'GW');
  const platform = platformOf(context.book, jurisdiction, context.today);
  return command(context, async (unit) => {
    const results = await checked(unit.tx, context, { jurisdiction }, rows);
    const report = tallyOf(results);
    const id = context.newId();
    const head = { id, number, jurisdiction, platform, fileName: file.fileName.slice(-200), fileHash };
    await unit.tx
      .insertInto('listingImport')
      .values({
        ...head,
        province: scope.province,
        state: 'checked',
        report: JSON.stringify(report),
        enteredAt: now,
        enteredBy: actor.accountId,
      })
      .execute();
    await saveRows(unit.tx, { province: scope.province, importId: id }, rows, results);
    unit.record({
      event: 'listing.importEntered',
      subject: { kind: 'listing-import', id },
      basis: [listingBasis.coded, listingBasis.onePlatform],
      after: { number, jurisdiction, fileName: head.fileName, fileHash: fileHash.toString('hex'), report },
    });
    const [item] = await importItems(unit.tx, context).where('listingImport.id', '=', id).execute();
    return ok(item as ReplyOf<typeof importListings>);
  });
}

type StepRefusal =
  | 'listing.importUnknown'
  | 'listing.importElsewhere'
  | 'listing.importWrongState'
  | 'request.stale';

/** The import locked, in one of the states and the version that the caller saw. */
async function startStep(
  unit: Unit,
  context: ActorContext,
  { importId, version }: { importId: string; version: number },
  states: readonly ImportState[],
): Promise<Result<ImportHead, StepRefusal>> {
  const head = await lockImport(unit.tx, { province: context.scope.province, importId });
  if (head === null) return refuse('listing.importUnknown');
  if (!governs(context.actor.jurisdiction, head.jurisdiction)) return refuse('listing.importElsewhere');
  if (!states.includes(head.state))
    return refuse('listing.importWrongState', { facts: { state: head.state } });
  return head.version === version ? ok(head) : refuse('request.stale');
}

interface Change {
  readonly state: ImportState;
  readonly event: EventName;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly after?: unknown;
}

async function finishStep(
  unit: Unit,
  context: ActorContext,
  head: ImportHead,
  { state, event, set = {}, after }: Change,
): Promise<ReplyOf<typeof submitListingImport>> {
  const version = head.version + 1;
  await unit.tx
    .updateTable('listingImport')
    .set({ ...set, state, version })
    .where('province', '=', context.scope.province)
    .where('id', '=', head.id)
    .execute();
  unit.record({
    event,
    subject: { kind: 'listing-import', id: head.id },
    basis: [listingBasis.twoPersons],
    before: { state: head.state },
    after: { state, number: head.number, ...(after as object | undefined) },
  });
  return { id: head.id, state, version, report: head.report };
}

export function submitImport(
  context: ActorContext,
  { params, body }: Call<typeof submitListingImport>,
): Answer<
  ReplyOf<typeof submitListingImport>,
  StepRefusal | 'listing.nothingToImport' | 'listing.unexplained'
> {
  return command(context, async (unit) => {
    const head = await startStep(unit, context, { ...params, ...body }, ['checked', 'rejected']);
    if (!head.ok) return head;
    const { report } = head.value;
    if (report.new + report.reprice + report.merged === 0) return refuse('listing.nothingToImport');
    if (report.unexplained > 0 && body.deviationReason.length < 4)
      return refuse('listing.unexplained', {
        basis: listingBasis.adjusted,
        field: 'deviationReason',
        facts: { rows: report.unexplained },
      });
    const deviationReason = body.deviationReason === '' ? null : body.deviationReason;
    const set = {
      deviationReason,
      submittedAt: context.now,
      decidedAt: null,
      decidedBy: null,
      decisionNote: null,
    };
    return ok(
      await finishStep(unit, context, head.value, {
        state: 'submitted',
        event: 'listing.importSubmitted',
        set,
        after: { deviationReason },
      }),
    );
  });
}

export function recheckImport(
  context: ActorContext,
  { params, body }: Call<typeof recheckListingImport>,
): Answer<ReplyOf<typeof recheckListingImport>, StepRefusal> {
  return command(context, async (unit) => {
    const head = await startStep(unit, context, { ...params, ...body }, ['checked', 'submitted', 'rejected']);
    if (!head.ok) return head;
    const where = { province: context.scope.province, importId: head.value.id };
    const rows = await allRowsOf(unit.tx, where);
    const results = await checked(unit.tx, context, head.value, rows);
    const report = tallyOf(results);
    await replaceRows(unit.tx, where, rows, results);
    const set = { report: JSON.stringify(report), submittedAt: null, decidedAt: null, decidedBy: null };
    const step = { state: 'checked', event: 'listing.importRechecked', set, after: { report } } as const;
    return ok({ ...(await finishStep(unit, context, head.value, step)), report });
  });
}

export function discardImport(
  context: ActorContext,
  { params, body }: Call<typeof discardListingImport>,
): Answer<ReplyOf<typeof discardListingImport>, StepRefusal> {
  return command(context, async (unit) => {
    const head = await startStep(unit, context, { ...params, ...body }, ['checked', 'rejected']);
    if (!head.ok) return head;
    const set = { decidedAt: null, decidedBy: null };
    return ok(
      await finishStep(unit, context, head.value, {
        state: 'discarded',
        event: 'listing.importDiscarded',
        set,
      }),
    );
  });
}

type DecideRefusal = StepRefusal | 'listing.ownImport' | 'listing.importOutdated' | 'listing.noteMissing';

/** The second person's decision (HN-15): what was seen is what is listed, so every row is checked once more. */
export async function decideImport(
  context: ActorContext,
  { params, body }: Call<typeof decideListingImport>,
): Answer<ReplyOf<typeof decideListingImport>, DecideRefusal> {
  try {
    return await command(context, async (unit) => {
      const head = await startStep(unit, context, { ...params, ...body }, ['submitted']);
      if (!head.ok) return head;
      if (head.value.enteredBy === context.actor.accountId)
        return refuse('listing.ownImport', { basis: listingBasis.twoPersons });
      if (!body.approve && body.note.length < 2) return refuse('listing.noteMissing', { field: 'note' });
      const set = { decidedAt: context.now, decidedBy: context.actor.accountId, decisionNote: body.note };
      if (!body.approve)
        return ok(
          await finishStep(unit, context, head.value, {
            state: 'rejected',
            event: 'listing.importRejected',
            set,
            after: { note: body.note },
          }),
        );
      const applied = await apply(unit, context, head.value);
      if (!applied.ok) return applied;
      return ok(
        await finishStep(unit, context, head.value, {
          state: 'approved',
          event: 'listing.importApproved',
          set,
          after: { report: head.value.report },
        }),
      );
    });
  } catch (error) {
    // Two imports that list one code at the same moment: the second has to be checked again.
    if (brokenConstraint(error) === 'listing_item_once_per_platform')
      return refuse('listing.importOutdated', { facts: { rows: 1 } });
    throw error;
  }
}

function isSame(before: StoredRow, now: CheckedRow | undefined): boolean {
  return (
    now !== undefined &&
    now.verdict === before.verdict &&
    now.entry?.manufacturerId === before.entry?.manufacturerId &&
    now.entry?.codeRelease === before.entry?.codeRelease &&
    now.entry?.existing?.id === before.entry?.existing?.id &&
    now.entry?.existing?.version === before.entry?.existing?.version
  );
}

async function apply(
  unit: Unit,
  context: ActorContext,
  head: ImportHead,
): Promise<Result<readonly Effect[], 'listing.importOutdated'>> {
  const rows = await allRowsOf(unit.tx, { province: context.scope.province, importId: head.id });
  const now = new Map((await checked(unit.tx, context, head, rows)).map((each) => [each.row, each]));
  const outdated = rows.filter((row) => row.verdict !== 'bad' && !isSame(row, now.get(row.row))).length;
  if (outdated > 0) return refuse('listing.importOutdated', { facts: { rows: outdated } });
  const effects = await applyRows({ tx: unit.tx, context, head }, rows);
  if (effects === null) return refuse('listing.importOutdated', { facts: { rows: 1 } });
  for (const { manufacturerId, listed, repriced } of effects)
    unit.notify({
      organisationId: manufacturerId,
      kind: 'listing.imported',
      subject: { kind: 'listing-import', id: head.id },
      facts: { listed, repriced, number: head.number },
    });
  return ok(effects);
}
