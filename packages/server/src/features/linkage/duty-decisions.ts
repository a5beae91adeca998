import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { decidePriceDuty } from '@daylight/api/linkage-duty.ts';
import { type DutyDecision, type DutyState, decideDuty, targetOf } from '@daylight/rules/linkage/duty.ts';
import type { PriceRecord } from '@daylight/rules/linkage/record.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { governs } from '@daylight/rules/listing/visibility.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { lockListing, repriceListing, resumeListing, suspendListing } from '../listing/port.ts';
import { type StoredDuty, dutyFacts, lockAlike, momentOf, saveDuty } from './duty-store.ts';
import { verifyRecord } from './entry.ts';
import { lowestPolicy } from './records.ts';

type Decided = ReplyOf<typeof decidePriceDuty>;
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
): Promise<Result<Decided, DecideRefusal | RepeatRefusal>> {
  return command<Decided, DecideRefusal>(context, async (unit) => {
    const found = await lockAlike(unit.tx, context, params.dutyId);
    const isMine = (duty: StoredDuty): boolean => governs(context.actor.jurisdiction, duty.jurisdiction);
    if (found === null || !isMine(found.duty)) return refuse('linkage.dutyUnknown');
    const { duty, others } = found;
    if (duty.version !== body.version) return refuse('request.stale');
    const { decision, note } = body;
    if (decision !== 'confirm' && note.length < 4) return refuse('linkage.noteMissing', { field: 'note' });
    const along = body.alike ? others.filter((each) => each.state === duty.state && isMine(each)) : [];
    const first = await decideIt(unit, context, { duty, decision, note });
    if (!first.ok) return first;
    let alike = 0;
    for (const each of along) {
      const done = await decideIt(unit, context, { duty: each, decision, note });
      // Late in one directory and in time in another: what does not fit stays for itself.
      if (!done.ok && done.code === 'linkage.dutyNotToDecide') continue;
      if (!done.ok) return done;
      alike += 1;
    }
    unit.notify({
      organisationId: duty.manufacturerId,
      kind: noticeOf[decision],
      subject: { kind: 'price-duty', id: duty.id },
      facts: { ...dutyFacts(duty), note },
      dueAt: first.value.dueAt,
    });
    return ok({ id: duty.id, state: first.value.state, version: duty.version + 1, alike });
  });
}

interface Deciding {
  readonly duty: StoredDuty;
  readonly decision: DutyDecision;
  readonly note: string;
}

async function decideIt(
  unit: Unit,
  context: ActorContext,
  { duty, decision, note }: Deciding,
): Promise<
  Result<
    { readonly state: DutyState; readonly dueAt: Instant | null },
    'linkage.dutyNotToDecide' | 'linkage.listingClosed'
  >
> {
  const decided = decideDuty(duty, decision, momentOf(context, duty));
  if (!decided.ok) return decided;
  const { duty: next, effects, basis, clock } = decided.value;
  await settleRecords(unit, context, duty, { decision, note });
  const carried = await carryOut(unit, context, { duty, effects, note });
  if (!carried.ok) return carried;
  await saveDuty(unit, context, duty, {
    duty: next,
    decidedBy: context.actor.accountId,
    note,
    ...(clock === null ? {} : { provisional: clock.provisional, remindAt: null }),
  });
  unit.record({
    event: 'linkage.dutyDecided',
    subject: { kind: 'price-duty', id: duty.id },
    basis: [...basis, listingBasis.twoPersons],
    before: { state: duty.state },
    after: { ...dutyFacts(duty), note, decision, state: next.state, effects },
    readers: [duty.manufacturerId],
  });
  return ok({ state: next.state, dueAt: clock?.dueAt ?? null });
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
