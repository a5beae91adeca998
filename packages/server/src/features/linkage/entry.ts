import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { checkPriceRecord, decidePriceRecord, enterPriceRecord } from '@daylight/api/linkage.ts';
import { type Candidate, checkRecord } from '@daylight/rules/linkage/check.ts';
import { hasError, needsReason } from '@daylight/rules/linkage/finding.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type AttachRefusal, attach } from '../evidence/port.ts';
import { addRecords, checkFacts, endRecords, touch } from './add.ts';
import { linkageBasis } from './basis.ts';
import { findingsReply, problemText } from './reply.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

/** Everything that would be found about a price, before anybody hands it over. */
export function check(
  context: ActorContext,
  { body }: Call<typeof checkPriceRecord>,
): Promise<Result<ReplyOf<typeof checkPriceRecord>, never>> {
  return reading(context.database.db, context.scope, async (tx) =>
    ok({ findings: findingsReply(await findingsOf(tx, context, body)) }),
  );
}

async function findingsOf(tx: Tx, context: Context, candidate: Candidate) {
  const factsOf = await checkFacts(tx, context, [candidate.itemCode]);
  return checkRecord(candidate, factsOf(candidate.itemCode));
}

type EnterRefusal =
  | 'linkage.recordFaulty'
  | 'linkage.unexplained'
  | 'linkage.replacedUnknown'
  | AttachRefusal;

/** One person enters, with a reason where the price is strange; another verifies (HN-15). */
export function enter(
  context: ActorContext,
  { body }: Call<typeof enterPriceRecord>,
): Answer<ReplyOf<typeof enterPriceRecord>, EnterRefusal> {
  return command(context, async (unit) => {
    const { reason, evidenceIds, ...candidate } = body;
    if (candidate.replaces !== null && !(await isReplaceable(unit.tx, context, candidate)))
      return refuse('linkage.replacedUnknown', { field: 'replaces' });
    const findings = await findingsOf(unit.tx, context, candidate);
    const first = findings.find((each) => each.severity === 'error');
    if (hasError(findings))
      return refuse('linkage.recordFaulty', {
        basis: linkageBasis.collected,
        ...(first?.field === null || first === undefined ? {} : { field: first.field }),
        facts: { problem: problemText(findings, 'error') },
      });
    if (needsReason(findings) && reason.length < 4)
      return refuse('linkage.unexplained', {
        basis: linkageBasis.collected,
        field: 'reason',
        facts: { problem: problemText(findings, 'confirm') },
      });
    const id = context.newId();
    await addRecords(context, unit, [{ ...candidate, id, reason, source: 'entry', findings }]);
    const attached = await attach(context, unit, evidenceIds, {
      subject: { kind: 'price-record', id },
      readers: [],
      jurisdiction: context.actor.jurisdiction,
    });
    if (!attached.ok) return attached;
    unit.record({
      event: 'linkage.recordEntered',
      subject: { kind: 'price-record', id },
      basis: [linkageBasis.collected],
      after: { ...candidate, reason, findings: findings.map((each) => each.code) },
    });
    return ok({ id, state: 'entered' as const, findings: findingsReply(findings) });
  });
}

async function isReplaceable(
  tx: Tx,
  { scope }: Context,
  { itemCode, jurisdiction, kind, replaces }: Candidate,
): Promise<boolean> {
  const row = await tx
    .selectFrom('priceRecord')
    .select('id')
    .where('province', '=', scope.province)
    .where('itemCode', '=', itemCode)
    .where('id', '=', replaces ?? null)
    .where('jurisdiction', '=', jurisdiction)
    .where('kind', '=', kind)
    .where('state', '=', 'verified')
    .executeTakeFirst();
  return row !== undefined;
}

export type DecideRefusal =
  | 'linkage.recordUnknown'
  | 'linkage.recordDecided'
  | 'linkage.ownRecord'
  | 'linkage.noteMissing';

/** From now on the record counts, or never will; the listings of its item are looked at. */
export function decide(
  context: ActorContext,
  { params, body }: Call<typeof decidePriceRecord>,
): Answer<ReplyOf<typeof decidePriceRecord>, DecideRefusal> {
  return command(context, async (unit) => {
    if (!body.approve && body.note.length < 2) return refuse('linkage.noteMissing', { field: 'note' });
    return verifyRecord(context, unit, { ...body, id: params.recordId });
  });
}

/** What came with applications of a firm, decided on or not, for the feature whose check includes it. */
export function broughtRecords(
  tx: Tx,
  { scope }: Context,
  of: { readonly organisationId: string; readonly itemCodes: readonly string[] },
): Promise<{ id: string; itemCode: string; state: string; enteredBy: string | null }[]> {
  if (of.itemCodes.length === 0) return Promise.resolve([]);
  return tx
    .selectFrom('priceRecord')
    .select(['id', 'itemCode', 'state', 'enteredBy'])
    .where('province', '=', scope.province)
    .where('itemCode', 'in', [...of.itemCodes])
    .where('organisationId', '=', of.organisationId)
    .where('source', '=', 'application')
    .execute();
}

export interface Verifying {
  readonly id: string;
  readonly itemCode: string;
  readonly approve: boolean;
  readonly note: string;
}

/** For features whose own check includes the price: the second person verifies it in the same transaction. */
export async function verifyRecord(
  context: ActorContext,
  unit: Unit,
  { id, itemCode, approve, note }: Verifying,
): Promise<Result<{ id: string; state: 'verified' | 'rejected' }, DecideRefusal>> {
  const { actor, scope, now } = context;
  const record = await unit.tx
    .selectFrom('priceRecord')
    .select(['jurisdiction', 'kind', 'price', 'unitsPerPurchaseUnit', 'effectiveFrom', 'effectiveTo'])
    .select(['state', 'enteredBy', 'replaces', 'organisationId', 'reason'])
    .where('province', '=', scope.province)
    .where('itemCode', '=', itemCode)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (record === undefined) return refuse('linkage.recordUnknown');
  if (record.state !== 'entered') return refuse('linkage.recordDecided', { facts: { state: record.state } });
  if (record.enteredBy === actor.accountId)
    return refuse('linkage.ownRecord', { basis: listingBasis.twoPersons });
  const state = approve ? ('verified' as const) : ('rejected' as const);
  await unit.tx
    .updateTable('priceRecord')
    .set({ state, verifiedBy: actor.accountId, verifiedAt: now, note })
    .where('province', '=', scope.province)
    .where('itemCode', '=', itemCode)
    .where('id', '=', id)
    .execute();
  if (approve) {
    if (record.replaces !== null)
      await endRecords(unit.tx, context, [
        { itemCode, id: record.replaces, lastDay: addDays(record.effectiveFrom, -1) as IsoDate },
      ]);
    await touch(unit.tx, context, [{ itemCode, effectiveFrom: record.effectiveFrom }]);
  }
  unit.record({
    event: approve ? 'linkage.recordVerified' : 'linkage.recordRejected',
    subject: { kind: 'price-record', id },
    basis: [linkageBasis.collected, listingBasis.twoPersons],
    after: { itemCode, ...record, state, note },
    readers: record.organisationId === null ? [] : [record.organisationId],
  });
  return ok({ id, state });
}
