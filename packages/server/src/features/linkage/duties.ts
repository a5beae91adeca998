import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  contestPriceDuty,
  decidePriceDuty,
  declareOwnPrice,
  declarePriceDuty,
} from '@daylight/api/linkage-duty.ts';
import { checkRecord } from '@daylight/rules/linkage/check.ts';
import {
  type Duty,
  contestDuty,
  decideDuty,
  declareDuty,
  dutyPolicyOf,
  isLate,
  targetOf,
} from '@daylight/rules/linkage/duty.ts';
import { hasError, needsReason } from '@daylight/rules/linkage/finding.ts';
import type { PriceRecord } from '@daylight/rules/linkage/record.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { governs } from '@daylight/rules/listing/visibility.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { type AttachRefusal, attach } from '../evidence/port.ts';
import { lockListing, repriceListing, resumeListing, suspendListing } from '../listing/port.ts';
import { addRecords, checkFacts } from './add.ts';
import { linkageBasis } from './basis.ts';
import { foundFor, listingsToCompare, openDuty } from './compare.ts';
import { type StoredDuty, dutyFacts, lockDuty, saveDuty } from './duty-store.ts';
import { verifyRecord } from './entry.ts';
import { lowestPolicy, recordsOfItems } from './records.ts';
import { problemText } from './reply.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Step = ReplyOf<typeof declarePriceDuty>;
type AnswerRefusal = 'linkage.dutyUnknown' | 'request.stale' | 'linkage.dutyNotOpen' | AttachRefusal;

function momentOf(context: ActorContext, duty: StoredDuty) {
  const policy = dutyPolicyOf(context.book, duty.jurisdiction, shanghaiDate(duty.openedAt));
  return { now: context.now, calendar: context.calendar, policy };
}

/** The duty of the asking firm, in the version it saw. */
async function ownDuty(
  unit: Unit,
  context: ActorContext,
  { dutyId, version }: { readonly dutyId: string; readonly version: number },
): Promise<Result<StoredDuty, 'linkage.dutyUnknown' | 'request.stale'>> {
  const duty = await lockDuty(unit.tx, context, dutyId);
  if (duty === null || duty.manufacturerId !== context.actor.organisationId)
    return refuse('linkage.dutyUnknown');
  return duty.version === version ? ok(duty) : refuse('request.stale');
}

async function attachToDuty(
  unit: Unit,
  context: ActorContext,
  duty: Pick<StoredDuty, 'id' | 'jurisdiction'>,
  ids: readonly string[],
) {
  return attach(context, unit, ids, {
    subject: { kind: 'price-duty', id: duty.id },
    readers: [],
    jurisdiction: duty.jurisdiction,
  });
}

/** The firm accepts the new price; the listing follows when the bureau has confirmed it (JS-13a). */
export function declare(
  context: ActorContext,
  { params, body }: Call<typeof declarePriceDuty>,
): Answer<Step, AnswerRefusal> {
  return command(context, async (unit) => {
    const found = await ownDuty(unit, context, { ...params, ...body });
    if (!found.ok) return found;
    const declared = declareDuty(found.value, momentOf(context, found.value));
    if (!declared.ok) return declared;
    return answered(unit, context, {
      duty: found.value,
      next: declared.value,
      event: 'linkage.declared',
      body,
    });
  });
}

/** The firm says why the price does not hold; the bureau decides. */
export function contest(
  context: ActorContext,
  { params, body }: Call<typeof contestPriceDuty>,
): Answer<Step, AnswerRefusal | 'linkage.statementMissing'> {
  return command(context, async (unit) => {
    const found = await ownDuty(unit, context, { ...params, ...body });
    if (!found.ok) return found;
    const contested = contestDuty(found.value, body.statement, momentOf(context, found.value));
    if (!contested.ok) return contested;
    return answered(unit, context, {
      duty: found.value,
      next: contested.value,
      event: 'linkage.contested',
      body,
    });
  });
}

interface Answered {
  readonly duty: StoredDuty;
  readonly next: Duty;
  readonly event: 'linkage.declared' | 'linkage.contested';
  readonly body: { readonly statement: string; readonly evidenceIds: readonly string[] };
}

async function answered(
  unit: Unit,
  context: ActorContext,
  { duty, next, event, body }: Answered,
): Promise<Result<Step, AttachRefusal>> {
  const attached = await attachToDuty(unit, context, duty, body.evidenceIds);
  if (!attached.ok) return attached;
  const version = await saveDuty(unit, context, duty, {
    duty: next,
    statement: body.statement,
    declaredBy: context.actor.accountId,
  });
  unit.record({
    event,
    subject: { kind: 'price-duty', id: duty.id },
    basis: [duty.basis],
    before: { state: duty.state },
    after: { ...dutyFacts(duty), state: next.state, statement: body.statement, files: attached.value.length },
  });
  return ok({ id: duty.id, state: next.state, version });
}

type DecideRefusal =
  | 'linkage.dutyUnknown'
  | 'request.stale'
  | 'linkage.noteMissing'
  | 'linkage.listingClosed'
  | 'linkage.dutyNotToDecide';

const noticeOf = {
  confirm: 'linkage.dutyConfirm',
  untrue: 'linkage.dutyUntrue',
  uphold: 'linkage.dutyUphold',
  overrule: 'linkage.dutyOverrule',
  suspend: 'linkage.dutySuspend',
  excuse: 'linkage.dutyExcuse',
} as const;

/** 一经查实: the bureau verifies, and only then anything follows for the listing (JS-13c). */
export function decideOne(
  context: ActorContext,
  { params, body }: Call<typeof decidePriceDuty>,
): Answer<Step, DecideRefusal> {
  return command<Step, DecideRefusal>(context, async (unit) => {
    const duty = await lockDuty(unit.tx, context, params.dutyId);
    if (duty === null || !governs(context.actor.jurisdiction, duty.jurisdiction))
      return refuse('linkage.dutyUnknown');
    if (duty.version !== body.version) return refuse('request.stale');
    const { decision, note } = body;
    if (decision !== 'confirm' && note.length < 4) return refuse('linkage.noteMissing', { field: 'note' });
    const decided = decideDuty(duty, decision, momentOf(context, duty));
    if (!decided.ok) return decided;
    const { duty: next, effects, basis, clock } = decided.value;
    await settleRecords(unit, context, duty, { decision, note });
    const carried = await carryOut(unit, context, { duty, effects, note });
    if (!carried.ok) return carried;
    const version = await saveDuty(unit, context, duty, {
      duty: next,
      decidedBy: context.actor.accountId,
      note,
      ...(clock === null ? {} : { provisional: clock.provisional, remindAt: null }),
    });
    const facts = { ...dutyFacts(duty), note };
    const subject = { kind: 'price-duty', id: duty.id };
    unit.record({
      event: 'linkage.dutyDecided',
      subject,
      basis: [...basis, listingBasis.twoPersons],
      before: { state: duty.state },
      after: { ...facts, decision, state: next.state, effects },
      readers: [duty.manufacturerId],
    });
    unit.notify({
      organisationId: duty.manufacturerId,
      kind: noticeOf[decision],
      subject,
      facts,
      dueAt: clock?.dueAt ?? null,
    });
    return ok({ id: duty.id, state: next.state, version });
  });
}

/** What was only declared is verified by being confirmed; what was found untrue is rejected, and counts nowhere any more. */
async function settleRecords(
  unit: Unit,
  context: ActorContext,
  duty: StoredDuty,
  { decision, note }: { readonly decision: string; readonly note: string },
): Promise<void> {
  const [first] = duty.lowest.records;
  const waiting = duty.lowest.records.filter((each) => each.state === 'entered');
  if (decision === 'confirm' || decision === 'untrue') {
    for (const { id } of waiting) {
      const verifying = { id, itemCode: duty.itemCode, approve: decision === 'confirm', note };
      // Somebody may have verified it beside the duty: then there is nothing left to do.
      await verifyRecord(context, unit, verifying);
    }
    return;
  }
  if (decision !== 'uphold' || first === undefined || first.source === 'ownListing') return;
  await unit.tx
    .updateTable('priceRecord')
    .set({ state: 'rejected', note })
    .where('province', '=', context.scope.province)
    .where('itemCode', '=', duty.itemCode)
    .where('id', '=', first.id)
    .execute();
}

interface Carrying {
  readonly duty: StoredDuty;
  readonly effects: readonly ('resume' | 'reprice' | 'suspend')[];
  readonly note: string;
}

/** Resume, reprice or suspend the listing, through the only ways in which listings change. */
async function carryOut(
  unit: Unit,
  context: ActorContext,
  { duty, effects, note }: Carrying,
): Promise<Result<null, 'linkage.listingClosed'>> {
  if (effects.length === 0) return ok(null);
  const listing = await lockListing(unit.tx, context.scope.province, duty.listingId);
  if (listing === null || listing.state === 'withdrawn') return refuse('linkage.listingClosed');
  const { listingId } = duty;
  const cause = { kind: 'price-duty', id: duty.id };
  const document = duty.number;
  for (const effect of effects) {
    if (effect === 'suspend' && listing.state === 'listed') {
      const basis = listingBasis.lateDeclaration;
      const wish = { listingId, reason: 'lateDeclaration', note, basis, cause, document } as const;
      const done = await suspendListing(context, unit, wish);
      assert(done.ok, 'a listed listing can be suspended');
    }
    if (effect === 'resume' && listing.stateReason === 'lateDeclaration') {
      const basis = listingBasis.adjusted;
      const wish = { listingId, reason: 'settled', note: duty.number, basis, cause, document } as const;
      const done = await resumeListing(context, unit, wish);
      assert(done.ok, 'a listing suspended by its duty can be resumed');
    }
    if (effect === 'reprice') {
      const records = duty.lowest.records.map((each): PriceRecord => ({ ...each, itemCode: duty.itemCode }));
      const { lowest } = lowestPolicy(context.book, {
        jurisdiction: duty.jurisdiction,
        use: 'linkage',
        selected: listing.form === 'alliance',
        on: shanghaiDate(duty.openedAt),
      });
      const price = targetOf(listing, { records }, lowest.value);
      // Already at or below it: the duty is done without a change.
      if (price === null) continue;
      const evidence = [duty.number, ...records.map((each) => each.document)]
        .filter((each) => each !== '')
        .join(' ');
      const basis = listingBasis.declared;
      const wish = { listingId, price, reason: 'declared', evidence, basis, cause, document } as const;
      const done = await repriceListing(context, unit, wish);
      assert(done.ok, 'a lower price is taken');
    }
  }
  return ok(null);
}

type OwnRefusal =
  | 'linkage.listingUnknown'
  | 'linkage.recordFaulty'
  | 'linkage.unexplained'
  | 'linkage.notNewLowest'
  | 'linkage.dutyUnderWay'
  | AttachRefusal;

/** A firm declares by itself what nobody found yet: the price enters the book, and the declaration waits for the bureau. */
export function declareOwn(
  context: ActorContext,
  { body }: Call<typeof declareOwnPrice>,
): Answer<ReplyOf<typeof declareOwnPrice>, OwnRefusal> {
  return command<ReplyOf<typeof declareOwnPrice>, OwnRefusal>(context, async (unit) => {
    const { listingId, evidenceIds, document, reason, ...price } = body;
    const own = await lockListing(unit.tx, context.scope.province, listingId);
    if (own === null || own.manufacturerId !== context.actor.organisationId || own.state === 'withdrawn')
      return refuse('linkage.listingUnknown', { field: 'listingId' });
    const { itemCode } = own;
    const [listing] = (await listingsToCompare(unit.tx, context, [itemCode])).filter(
      (each) => each.id === listingId,
    );
    if (listing === undefined) return refuse('linkage.listingUnknown', { field: 'listingId' });
    if (listing.duty !== null)
      return refuse('linkage.dutyUnderWay', { facts: { number: listing.duty.number } });
    const candidate = { ...price, itemCode, effectiveTo: null };
    const findings = checkRecord(candidate, (await checkFacts(unit.tx, context, [itemCode]))(itemCode));
    const facts = { problem: problemText(findings, hasError(findings) ? 'error' : 'confirm') };
    const basis = linkageBasis.collected;
    if (hasError(findings)) return refuse('linkage.recordFaulty', { basis, facts });
    if (needsReason(findings) && reason.length < 4)
      return refuse('linkage.unexplained', { basis, field: 'reason', facts });
    const [added] = await addRecords(context, unit, [
      { ...candidate, document, reason, source: 'declaration', findings },
    ]);
    assert(added !== undefined, 'one record was added');
    const records = (
      await recordsOfItems(unit.tx, context, { itemCodes: [itemCode], on: context.today })
    ).get(itemCode);
    // For the firm's own word the record is looked at as if it were verified: the bureau does that by confirming.
    const found = foundFor(
      context,
      listing,
      (records ?? []).map((each) => (each.id === added.id ? { ...each, state: 'verified' as const } : each)),
    );
    if (found === null || !found.lowest.records.some((each) => each.id === added.id))
      return refuse('linkage.notNewLowest', { basis: listingBasis.declared, facts: { price: own.price } });
    const evidence = found.lowest.records.map((each) =>
      each.id === added.id ? { ...each, state: 'entered' as const } : each,
    );
    const duty = await openDuty(context, unit, listing, {
      ...found,
      lowest: { ...found.lowest, records: evidence },
      opening: { statement: reason, by: context.actor.accountId },
    });
    const attached = await attachToDuty(
      unit,
      context,
      { ...duty, jurisdiction: own.jurisdiction },
      evidenceIds,
    );
    if (!attached.ok) return attached;
    const late = isLate({ dueAt: duty.dueAt, declaredAt: context.now });
    return ok({ id: duty.id, number: duty.number, state: 'declared' as const, price: found.price, late });
  });
}
