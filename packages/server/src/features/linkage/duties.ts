import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { contestPriceDuty, declareOwnPrice, declarePriceDuty } from '@daylight/api/linkage-duty.ts';
import { checkRecord } from '@daylight/rules/linkage/check.ts';
import { type Duty, contestDuty, declareDuty, isLate } from '@daylight/rules/linkage/duty.ts';
import { hasError, needsReason } from '@daylight/rules/linkage/finding.ts';
import type { PriceRecord } from '@daylight/rules/linkage/record.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { type AttachRefusal, attach } from '../evidence/port.ts';
import { lockListing } from '../listing/port.ts';
import { addRecords, checkFacts } from './add.ts';
import { linkageBasis } from './basis.ts';
import { type ListingToCompare, type OpenedDuty, foundFor, listingsToCompare, openDuty } from './compare.ts';
import { type AlikeDuties, type StoredDuty, dutyFacts, lockAlike, momentOf, saveDuty } from './duty-store.ts';
import { recordsOfItems } from './records.ts';
import { problemText } from './reply.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Answered = ReplyOf<typeof declarePriceDuty>;
type AnswerRefusal = 'linkage.dutyUnknown' | 'request.stale' | 'linkage.dutyNotOpen' | AttachRefusal;

/** The duty of the asking firm, in the version it saw, with those of other directories about the same product. */
async function ownDuty(
  unit: Unit,
  context: ActorContext,
  { dutyId, version }: { readonly dutyId: string; readonly version: number },
): Promise<Result<AlikeDuties, 'linkage.dutyUnknown' | 'request.stale'>> {
  const alike = await lockAlike(unit.tx, context, dutyId);
  if (alike === null || alike.duty.manufacturerId !== context.actor.organisationId)
    return refuse('linkage.dutyUnknown');
  return alike.duty.version === version ? ok(alike) : refuse('request.stale');
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

/**
 * The firm accepts the new price; the listing follows when the bureau has confirmed it. JS-13a has the enterprise declare the
 * price of a product to the province's platform, not once for each city that lists it: one declaration answers all its
 * listings, while each directory keeps its own clock, price and decision.
 */
export function declare(
  context: ActorContext,
  { params, body }: Call<typeof declarePriceDuty>,
): Answer<Answered, AnswerRefusal> {
  return command(context, async (unit) => {
    const found = await ownDuty(unit, context, { ...params, ...body });
    if (!found.ok) return found;
    const { duty, others } = found.value;
    const declared = declareDuty(duty, momentOf(context, duty));
    if (!declared.ok) return declared;
    return answer(unit, context, {
      answers: [
        { duty, next: declared.value },
        ...others.flatMap((each) => {
          const along = declareDuty(each, momentOf(context, each));
          return along.ok ? [{ duty: each, next: along.value }] : [];
        }),
      ],
      event: 'linkage.declared',
      body,
    });
  });
}

/** The firm says why the price does not hold, for every directory that the same record concerns; the bureau decides. */
export function contest(
  context: ActorContext,
  { params, body }: Call<typeof contestPriceDuty>,
): Answer<Answered, AnswerRefusal | 'linkage.statementMissing'> {
  return command(context, async (unit) => {
    const found = await ownDuty(unit, context, { ...params, ...body });
    if (!found.ok) return found;
    const { duty, others } = found.value;
    const contested = contestDuty(duty, body.statement, momentOf(context, duty));
    if (!contested.ok) return contested;
    const same = others.filter((each) => each.lowest.records[0]?.id === duty.lowest.records[0]?.id);
    return answer(unit, context, {
      answers: [
        { duty, next: contested.value },
        ...same.flatMap((each) => {
          const along = contestDuty(each, body.statement, momentOf(context, each));
          return along.ok ? [{ duty: each, next: along.value }] : [];
        }),
      ],
      event: 'linkage.contested',
      body,
    });
  });
}

interface Answering {
  readonly answers: readonly [AnsweredDuty, ...AnsweredDuty[]];
  readonly event: 'linkage.declared' | 'linkage.contested';
  readonly body: { readonly statement: string; readonly evidenceIds: readonly string[] };
}
interface AnsweredDuty {
  readonly duty: StoredDuty;
  readonly next: Duty;
}

async function answer(
  unit: Unit,
  context: ActorContext,
  { answers, event, body }: Answering,
): Promise<Result<Answered, AttachRefusal>> {
  for (const { duty, next } of answers) {
    const attached = await attachToDuty(unit, context, duty, body.evidenceIds);
    if (!attached.ok) return attached;
    await saveDuty(unit, context, duty, {
      duty: next,
      statement: body.statement,
      declaredBy: context.actor.accountId,
    });
    unit.record({
      event,
      subject: { kind: 'price-duty', id: duty.id },
      basis: [duty.basis],
      before: { state: duty.state },
      after: {
        ...dutyFacts(duty),
        state: next.state,
        statement: body.statement,
        files: attached.value.length,
      },
    });
  }
  const [{ duty, next }] = answers;
  return ok({ id: duty.id, state: next.state, version: duty.version + 1, alike: answers.length - 1 });
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
    const ofFirm = (await listingsToCompare(unit.tx, context, [itemCode])).filter(
      (each) => each.manufacturerId === own.manufacturerId,
    );
    const listing = ofFirm.find((each) => each.id === listingId);
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
    const known = (records ?? []).map((each) =>
      each.id === added.id ? { ...each, state: 'verified' as const } : each,
    );
    // One declaration is for every directory that lists the product, the one that was chosen first.
    const others = ofFirm.filter((each) => each.id !== listingId && each.duty === null);
    const opened: (OpenedDuty & { price: Money })[] = [];
    for (const each of [listing, ...others]) {
      const duty = await openDeclared(context, unit, { listing: each, known, added: added.id, reason });
      if (duty === null && each === listing)
        return refuse('linkage.notNewLowest', { basis: listingBasis.declared, facts: { price: own.price } });
      if (duty === null) continue;
      const attached = await attachToDuty(unit, context, { ...each, id: duty.id }, evidenceIds);
      if (!attached.ok) return attached;
      opened.push(duty);
    }
    const [duty] = opened;
    assert(duty !== undefined, 'the chosen listing has its duty');
    const { id, number, price: target } = duty;
    const late = isLate({ dueAt: duty.dueAt, declaredAt: context.now });
    return ok({ id, number, state: 'declared' as const, price: target, late, alike: opened.length - 1 });
  });
}

interface Declaring {
  readonly listing: ListingToCompare;
  /** Prices of the product, the declared one as if it were verified. */
  readonly known: readonly PriceRecord[];
  readonly added: string;
  readonly reason: string;
}

/** A duty that is declared from the beginning; null where the declared price is no new lowest for this listing. */
async function openDeclared(
  context: ActorContext,
  unit: Unit,
  { listing, known, added, reason }: Declaring,
): Promise<(OpenedDuty & { price: Money }) | null> {
  const found = foundFor(context, listing, known);
  if (found === null || !found.lowest.records.some((each) => each.id === added)) return null;
  const evidence = found.lowest.records.map((each) =>
    each.id === added ? { ...each, state: 'entered' as const } : each,
  );
  const duty = await openDuty(context, unit, listing, {
    ...found,
    lowest: { ...found.lowest, records: evidence },
    opening: { statement: reason, by: context.actor.accountId },
  });
  return { ...duty, price: found.price };
}
