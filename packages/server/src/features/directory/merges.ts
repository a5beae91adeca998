import type { MergeItem, decideMerge, enterMerges } from '@daylight/api/directory-resume.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { type Merge, mergeListings } from '@daylight/rules/directory/merge.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { governs, platformOf } from '@daylight/rules/listing/visibility.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { moveAgreedPrices } from '../bargain/port.ts';
import { moveRelations } from '../distribution/port.ts';
import { lockListing, moveListing, repriceListing } from '../listing/port.ts';
import { beginClosing } from './closing-steps.ts';
import { insertClosing } from './closing-store.ts';
import { type Source, mergeOf, mergeRows, sourcesOf } from './merge-rows.ts';

type EnterReply = ReplyOf<typeof enterMerges>;

/** One officer enters which codes become listings of the province; each code stands or falls alone (JS-5, HN-1). */
export async function enterSome(
  context: ActorContext,
  { body }: Call<typeof enterMerges>,
): Promise<Result<EnterReply, RefusalOf<typeof enterMerges> | RepeatRefusal>> {
  const { actor, book, today, scope } = context;
  const platform = platformOf(book, actor.jurisdiction, today);
  if (!governs(actor.jurisdiction, platform)) return refuse('listing.otherJurisdiction');
  const codes = [...new Set(body.itemCodes)];
  const numbers = new Map<string, string>();
  for (const code of codes) numbers.set(code, await nextNumber(context, 'GB'));
  try {
    return await command<EnterReply, RefusalOf<typeof enterMerges>>(context, async (unit) => {
      const sources = await sourcesOf(unit.tx, scope.province, { platform, itemCodes: codes });
      const waiting = await waitingCodes(unit.tx, context, codes);
      const lines: EnterReply['lines'] = [];
      for (const itemCode of codes) {
        const own = sources.filter((each) => each.itemCode === itemCode);
        const merge = mergeListings(own, platform);
        const code = waiting.has(itemCode) ? 'directory.mergeWaiting' : merge.ok ? null : merge.code;
        if (!merge.ok || code !== null) {
          lines.push({ itemCode, id: null, code });
          continue;
        }
        const id = await enterOne(context, unit, {
          number: numbers.get(itemCode) ?? '',
          platform,
          merge: merge.value,
          sources: own,
          note: body.note,
        });
        lines.push({ itemCode, id, code: null });
      }
      const entered = lines.filter((line) => line.id !== null).length;
      if (entered === 0) return refuse('directory.nothingToMerge', { basis: listingBasis.onePlatform });
      return ok({ entered, lines });
    });
  } catch (error) {
    if (brokenConstraint(error) === 'directory_merge_one_waiting') return refuse('directory.mergeWaiting');
    throw error;
  }
}

async function waitingCodes(tx: Tx, { scope }: ActorContext, codes: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('directoryMerge')
    .select('itemCode')
    .where('province', '=', scope.province)
    .where('itemCode', 'in', [...codes])
    .where('state', '=', 'waiting')
    .execute();
  return new Set(rows.map((row) => row.itemCode));
}

interface Entering {
  readonly number: string;
  readonly platform: string;
  readonly merge: Merge;
  readonly sources: readonly Source[];
  readonly note: string;
}

async function enterOne(
  context: ActorContext,
  unit: Unit,
  { number, platform, merge, sources, note }: Entering,
): Promise<string> {
  const id = context.newId();
  const basis = listingBasis.onePlatform;
  const { kept } = merge;
  await unit.tx
    .insertInto('directoryMerge')
    .values({
      province: context.scope.province,
      id,
      number,
      itemCode: kept.itemCode,
      jurisdiction: platform,
      keptListingId: kept.id,
      sources: JSON.stringify(sources.map(({ origins: _origins, ...source }) => source)),
      note,
      basis: JSON.stringify(basis),
      state: 'waiting',
      enteredAt: context.now,
      enteredBy: context.actor.accountId,
    })
    .execute();
  unit.record({
    event: 'directory.mergeEntered',
    subject: { kind: 'listing', id: kept.id },
    basis: [basis, listingBasis.unified],
    after: { mergeId: id, number, note, sources: sources.map((each) => each.id), lowest: merge.lowest.id },
    readers: [kept.manufacturerId],
  });
  return id;
}

/** Another person approves: the lowest price, every origin kept, the other listings closing (JS-5, HN-1, HN-15). */
export async function decideOne(
  context: ActorContext,
  { params, body }: Call<typeof decideMerge>,
): Promise<Result<MergeItem, RefusalOf<typeof decideMerge> | RepeatRefusal>> {
  return command<MergeItem, RefusalOf<typeof decideMerge>>(context, async (unit) => {
    const { scope, actor } = context;
    const merge = await unit.tx
      .selectFrom('directoryMerge')
      .select(['id', 'number', 'itemCode', 'jurisdiction', 'keptListingId', 'sources', 'note'])
      .select(['state', 'enteredBy'])
      .where('province', '=', scope.province)
      .where('id', '=', params.mergeId)
      .forUpdate()
      .executeTakeFirst();
    if (merge === undefined || !governs(actor.jurisdiction, merge.jurisdiction))
      return refuse('directory.mergeUnknown');
    if (merge.state !== 'waiting') return refuse('directory.mergeDecided');
    if (merge.enteredBy === actor.accountId)
      return refuse('directory.ownMerge', { basis: listingBasis.twoPersons });
    if (!body.approve && body.note.length < 2) return refuse('directory.noteMissing', { field: 'note' });
    if (body.approve) {
      const done = await carryOut(context, unit, merge);
      if (!done.ok) return done;
    }
    await unit.tx
      .updateTable('directoryMerge')
      .set({
        state: body.approve ? 'approved' : 'rejected',
        decidedAt: context.now,
        decidedBy: actor.accountId,
        decisionNote: body.note,
      })
      .where('province', '=', scope.province)
      .where('id', '=', merge.id)
      .execute();
    unit.record({
      event: body.approve ? 'directory.mergeApproved' : 'directory.mergeRejected',
      subject: { kind: 'listing', id: merge.keptListingId },
      basis: [listingBasis.onePlatform, listingBasis.twoPersons],
      after: { mergeId: merge.id, number: merge.number, note: body.note },
    });
    const row = await mergeRows(unit.tx, context).where('merge.id', '=', merge.id).executeTakeFirst();
    assert(row !== undefined, 'a merge that was just written');
    return ok(mergeOf(row, context));
  });
}

interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly keptListingId: string;
  readonly sources: unknown;
  readonly note: string;
}

type CarryRefusal = 'directory.mergeOutdated' | 'directory.mergeClosing' | 'directory.noneListed';

async function carryOut(
  context: ActorContext,
  unit: Unit,
  merge: Waiting,
): Promise<Result<null, CarryRefusal>> {
  const { province } = context.scope;
  const { tx } = unit;
  const entered = merge.sources as readonly Source[];
  // In one order for all, so that two merges never wait for each other.
  for (const { id } of entered.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    await lockListing(tx, province, id);
  const now = await sourcesOf(tx, province, { platform: merge.jurisdiction, itemCodes: [merge.itemCode] });
  if (!isAsEntered(entered, now)) return refuse('directory.mergeOutdated');
  const ids = now.map((each) => each.id);
  const running = await tx
    .selectFrom('directoryClosing')
    .select('id')
    .where('province', '=', province)
    .where('listingId', 'in', ids)
    .where('state', 'in', ['proposed', 'waiting'])
    .executeTakeFirst();
  if (running !== undefined) return refuse('directory.mergeClosing');
  const decided = mergeListings(now, merge.jurisdiction);
  if (!decided.ok || decided.value.kept.id !== merge.keptListingId) return refuse('directory.mergeOutdated');
  const { kept, lowest, ended } = decided.value;
  const because = {
    note: merge.note,
    basis: listingBasis.onePlatform,
    document: merge.number,
    cause: { kind: 'directory-merge', id: merge.id },
  };
  // The others leave first: a city's listing cannot become the province's beside one that is there.
  for (const source of ended) await endSource(context, unit, { source, because, merge });
  const { listingId, mergeId } = { listingId: kept.id, mergeId: merge.id };
  await moveListing(context, unit, { ...because, listingId, mergeId, sources: ids });
  if (lowest.id !== kept.id) {
    const { price, unitsPerPurchaseUnit, purchaseUnit } = lowest;
    const repriced = await repriceListing(context, unit, {
      ...because,
      listingId,
      price,
      unitsPerPurchaseUnit,
      purchaseUnit,
      reason: 'adjusted',
    });
    // The same price stays as it is.
    if (!repriced.ok)
      assert(repriced.code === 'listing.priceSame', `a merge was not priced: ${repriced.code}`);
  }
  const from = ended.map((each) => each.id);
  await moveAgreedPrices(tx, province, { from, to: kept.id });
  await moveRelations(tx, province, { from, to: kept.id });
  const product = await lockListing(tx, province, kept.id);
  unit.notify({
    organisationId: kept.manufacturerId,
    kind: 'directory.merged',
    subject: { kind: 'listing', id: kept.id },
    facts: { product: product?.productName ?? '', number: kept.number, count: now.length },
  });
  return ok(null);
}

function isAsEntered(entered: readonly Source[], now: readonly Source[]): boolean {
  const versions = new Map(entered.map((each) => [each.id, each.version]));
  return entered.length === now.length && now.every((each) => versions.get(each.id) === each.version);
}

interface Ending {
  readonly source: Source | Merge['ended'][number];
  readonly because: { readonly note: string; readonly document: string };
  readonly merge: Waiting;
}

/** A listing that is merged closes as every other: nothing new is ordered, what is open is finished first. */
async function endSource(context: ActorContext, unit: Unit, { source, merge }: Ending): Promise<void> {
  const closing = {
    id: context.newId(),
    number: merge.number,
    listingId: source.id,
    manufacturerId: source.manufacturerId,
    jurisdiction: source.jurisdiction,
    kind: 'withdraw' as const,
    reason: 'merged',
    note: merge.note,
    basis: listingBasis.onePlatform,
    evidenceIds: [],
  };
  const begun = await beginClosing(context, unit, closing);
  assert(begun.ok, 'a listing that was looked at under lock');
  await insertClosing(unit.tx, context, {
    ...closing,
    number: `${merge.number}-${source.jurisdiction}`,
    origin: 'merge',
    mergeId: merge.id,
    state: begun.value.state,
    listingVersion: 0,
    begun: begun.value,
  });
}
