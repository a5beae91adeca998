import type { EventName } from '@daylight/api/events.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  decidePriceImport,
  discardPriceImport,
  importPrices,
  submitPriceImport,
} from '@daylight/api/linkage-import.ts';
import type { ImportState } from '@daylight/api/workbook.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call, Upload } from '../../route.ts';
import { importRows, inParts, saveImportRows } from '../../workbook/import-rows.ts';
import { addRecords } from './add.ts';
import { linkageBasis } from './basis.ts';
import { importItems } from './import-queries.ts';
import { type CheckedRow, type Tally, checkRows, rowsIn, tallyOf } from './import-store.ts';
import { readPriceWorkbook, rowsMax } from './workbooks.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

/** Reads and checks a workbook of prices; nothing counts before somebody else has approved it (HN-15). */
export async function enterImport(
  context: ActorContext,
  { file }: Call<typeof importPrices> & { readonly file: Upload },
): Answered<typeof importPrices> {
  const workbook = await readPriceWorkbook(file, context.dataDir);
  if (!workbook.ok) return workbook;
  const { rows, fileHash } = workbook.value;
  const number = await nextNumber(context, 'JG');
  return command(context, async (unit) => {
    const { province } = context.scope;
    const checked = await checkRows(unit.tx, context, rows);
    const report = tallyOf(checked);
    const id = context.newId();
    const fileName = file.fileName.slice(-200);
    await unit.tx
      .insertInto('priceImport')
      .values({
        province,
        id,
        number,
        fileName,
        fileHash,
        state: 'checked',
        report: JSON.stringify(report),
        enteredAt: context.now,
        enteredBy: context.actor.accountId,
      })
      .execute();
    await saveImportRows(unit.tx, rowsIn(province, id), checked);
    unit.record({
      event: 'linkage.importEntered',
      subject: { kind: 'price-import', id },
      basis: [linkageBasis.collected],
      after: { number, fileName, fileHash: fileHash.toString('hex'), report },
    });
    const [item] = await importItems(unit.tx, context).where('priceImport.id', '=', id).execute();
    return ok(item as ReplyOf<typeof importPrices>);
  });
}

type StepRefusal = 'linkage.importUnknown' | 'request.stale' | 'linkage.importWrongState';
interface Head {
  readonly id: string;
  readonly number: string;
  readonly state: ImportState;
  readonly report: Tally;
  readonly reason: string;
  readonly enteredBy: string;
  readonly version: number;
}

async function startStep(
  unit: Unit,
  context: ActorContext,
  { importId, version }: { readonly importId: string; readonly version: number },
  states: readonly ImportState[],
): Promise<Result<Head, StepRefusal>> {
  const row = await unit.tx
    .selectFrom('priceImport')
    .select(['id', 'number', 'report', 'reason', 'enteredBy', 'version'])
    .select((eb) => eb.ref('state').$castTo<ImportState>().as('state'))
    .where('province', '=', context.scope.province)
    .where('id', '=', importId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return refuse('linkage.importUnknown');
  if (!states.includes(row.state)) return refuse('linkage.importWrongState', { facts: { state: row.state } });
  if (row.version !== version) return refuse('request.stale');
  return ok({ ...row, report: row.report as Tally });
}

interface Step {
  readonly state: ImportState;
  readonly event: EventName;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly after?: object;
}

async function finishStep(
  unit: Unit,
  context: ActorContext,
  head: Head,
  { state, event, set = {}, after }: Step,
) {
  const version = head.version + 1;
  await unit.tx
    .updateTable('priceImport')
    .set({ ...set, state, version })
    .where('province', '=', context.scope.province)
    .where('id', '=', head.id)
    .execute();
  unit.record({
    event,
    subject: { kind: 'price-import', id: head.id },
    basis: [linkageBasis.collected, listingBasis.twoPersons],
    before: { state: head.state },
    after: { number: head.number, state, ...after },
  });
  return ok({ id: head.id, state, version });
}

type SubmitRefusal = StepRefusal | 'linkage.nothingToImport' | 'linkage.rowsUnexplained';

export function submitImport(
  context: ActorContext,
  { params, body }: Call<typeof submitPriceImport>,
): Answer<ReplyOf<typeof submitPriceImport>, SubmitRefusal> {
  return command<ReplyOf<typeof submitPriceImport>, SubmitRefusal>(context, async (unit) => {
    const head = await startStep(unit, context, { ...params, ...body }, ['checked', 'rejected']);
    if (!head.ok) return head;
    const { good, doubtful, unexplained } = head.value.report;
    if (good + doubtful === 0) return refuse('linkage.nothingToImport');
    if (unexplained > 0 && body.reason.length < 4)
      return refuse('linkage.rowsUnexplained', {
        basis: linkageBasis.collected,
        field: 'reason',
        facts: { rows: unexplained },
      });
    return finishStep(unit, context, head.value, {
      state: 'submitted',
      event: 'linkage.importSubmitted',
      set: { reason: body.reason, decidedAt: null, decidedBy: null, note: '' },
      after: { reason: body.reason },
    });
  });
}

export function discardImport(
  context: ActorContext,
  { params, body }: Call<typeof discardPriceImport>,
): Answer<ReplyOf<typeof discardPriceImport>, StepRefusal> {
  return command<ReplyOf<typeof discardPriceImport>, StepRefusal>(context, async (unit) => {
    const head = await startStep(unit, context, { ...params, ...body }, ['checked', 'submitted', 'rejected']);
    if (!head.ok) return head;
    return finishStep(unit, context, head.value, { state: 'discarded', event: 'linkage.importDiscarded' });
  });
}

type DecideRefusal = StepRefusal | 'linkage.ownImport' | 'linkage.noteMissing';

/** Approved, the rows are records that count; they are checked once more against what came meanwhile. */
export function decideImport(
  context: ActorContext,
  { params, body }: Call<typeof decidePriceImport>,
): Answer<ReplyOf<typeof decidePriceImport>, DecideRefusal> {
  return command<ReplyOf<typeof decidePriceImport>, DecideRefusal>(context, async (unit) => {
    const head = await startStep(unit, context, { ...params, ...body }, ['submitted']);
    if (!head.ok) return head;
    const { actor } = context;
    if (head.value.enteredBy === actor.accountId)
      return refuse('linkage.ownImport', { basis: listingBasis.twoPersons });
    if (!body.approve && body.note.length < 2) return refuse('linkage.noteMissing', { field: 'note' });
    const decided = { decidedAt: context.now, decidedBy: actor.accountId, note: body.note };
    if (!body.approve)
      return finishStep(unit, context, head.value, {
        state: 'rejected',
        event: 'linkage.importRejected',
        set: decided,
        after: { note: body.note },
      });
    const kept = await keepRows(unit, context, head.value);
    return finishStep(unit, context, head.value, {
      state: 'approved',
      event: 'linkage.importApproved',
      set: decided,
      after: { records: kept },
    });
  });
}

async function keepRows(unit: Unit, context: ActorContext, head: Head): Promise<number> {
  const of = rowsIn(context.scope.province, head.id);
  const rows = await importRows<CheckedRow>(unit.tx, of, { after: 0, limit: rowsMax + 1 });
  const good = rows.filter((each) => each.entry !== null);
  // A row that meanwhile came from elsewhere is there already and is not kept twice.
  const again = await checkRows(unit.tx, context, good);
  const records = again.flatMap(({ entry, findings, row }) =>
    entry === null
      ? []
      : [
          {
            ...entry,
            reason: entry.reason === '' ? head.reason : entry.reason,
            document: entry.document === '' ? `${head.number}-${row}` : entry.document,
            source: 'import' as const,
            findings,
            enteredBy: head.enteredBy,
            verified: { by: context.actor.accountId },
          },
        ],
  );
  for (const part of inParts(records)) await addRecords(context, unit, part);
  return records.length;
}
