import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type * as api from '@daylight/api/bidding-award.ts';
import { followBundleMegabytesMax } from '@daylight/api/bidding-award.ts';
import { type AwardBundle, bundleText, verifyBundle } from '@daylight/rules/award/bundle.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import {
  type FollowedProduct,
  pricedPairs,
  selectedIn,
  suggestedPairs,
} from '@daylight/rules/bidding/follow.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Upload } from '../../route.ts';
import { type TenderFacts, readTender, tenderProducts } from '../tender/port.ts';
import { bundleHash, packed, unpacked } from './award-store.ts';
import { lockRound, ownTender } from './round-rows.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Source = ReplyOf<typeof api.followBundle>;
type SourceCode =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'bidding.notOrganiser'
  | 'bidding.notFollowed'
  | 'bidding.noSelection'
  | 'bidding.bundleUnreadable'
  | 'bidding.bundleNotIntact';

export const followBytesMax = followBundleMegabytesMax * 1024 * 1024;

async function textOf(file: Upload): Promise<string | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of file.stream) chunks.push(chunk as Buffer);
  return file.tooLarge() ? null : Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Everything is computed again before a result is followed: what does not come out is not taken (JS-24, SX-4.2). */
function verified(
  value: unknown,
): Result<AwardBundle, 'bidding.bundleUnreadable' | 'bidding.bundleNotIntact'> {
  const verdict = verifyBundle(value);
  const [fault] = verdict.faults;
  if (verdict.result === null)
    return refuse('bidding.bundleUnreadable', {
      basis: biddingBasis.follow,
      facts: { path: fault?.path ?? '' },
    });
  if (!verdict.intact) {
    const [first] = verdict.differences;
    return refuse('bidding.bundleNotIntact', {
      basis: biddingBasis.follow,
      facts: {
        differences: verdict.differences.length,
        first: `${first?.id ?? ''} ${first?.path ?? ''}`.trim(),
      },
    });
  }
  return ok(value as AwardBundle);
}

export async function followBundle(
  context: ActorContext,
  { params, file }: Call<typeof api.followBundle> & { readonly file: Upload },
): Answer<Source, SourceCode> {
  const bundle = verified(parsed(await textOf(file)));
  if (!bundle.ok) return bundle;
  return takeSource(context, params.tenderId, async () => bundle);
}

export function followRound(
  context: ActorContext,
  { params, body }: Call<typeof api.followRound>,
): Answer<Source, SourceCode> {
  return takeSource(context, params.tenderId, async (tx) => {
    const row = await tx
      .selectFrom('awardRun')
      .select('bundle')
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', body.sourceId)
      .where('purpose', '=', 'selection')
      .where('state', '=', 'valid')
      .where('isPublic', '=', true)
      .executeTakeFirst();
    if (row === undefined) return refuse('bidding.noSelection', { field: 'sourceId' });
    return verified(JSON.parse((await unpacked(row.bundle)).toString('utf8')));
  });
}

async function takeSource(
  context: ActorContext,
  tenderId: string,
  read: (tx: Tx) => Promise<Result<AwardBundle, SourceCode>>,
): Answer<Source, SourceCode> {
  return command<Source, SourceCode>(context, async (unit) => {
    const tender = await ownTender(context, unit.tx, tenderId);
    if (!tender.ok) return tender;
    const open = mayFollow(tender.value);
    if (!open.ok) return open;
    const bundle = await read(unit.tx);
    if (!bundle.ok) return bundle;
    const text = bundleText(bundle.value);
    const source = {
      title: bundle.value.round.pack.title.zh,
      hash: bundleHash(text),
      engine: bundle.value.engine,
      selected: selectedIn(bundle.value),
    };
    await keepSource(context, unit, tender.value, { source, text });
    unit.record({
      event: 'bidding.bundleTaken',
      subject: { kind: 'tender', id: tenderId },
      basis: [biddingBasis.follow, biddingBasis.alliances],
      after: { title: source.title, hash: source.hash, selected: source.selected.length },
      readers: [tender.value.organiserId],
    });
    const suggested = suggestedPairs(await ours(unit.tx, context.scope.province, tenderId), source.selected);
    return ok({ ...source, suggested });
  });
}

function mayFollow({
  origin,
  state,
}: TenderFacts): Result<null, 'bidding.notFollowed' | 'tender.wrongState'> {
  if (origin !== 'followed') return refuse('bidding.notFollowed', { basis: biddingBasis.follow });
  const early = ['draft', 'planned', 'reporting', 'measured'];
  return early.includes(state) ? ok(null) : refuse('tender.wrongState', { facts: { state } });
}

interface Kept {
  readonly source: {
    readonly title: string;
    readonly hash: string;
    readonly engine: string;
    readonly selected: readonly FollowedProduct[];
  };
  readonly text: string;
}

async function keepSource(
  context: ActorContext,
  unit: Unit,
  tender: TenderFacts,
  { source, text }: Kept,
): Promise<void> {
  const row = {
    organiserId: tender.organiserId,
    isPublic: tender.isPublic,
    source: JSON.stringify(source),
    hash: source.hash,
    bundle: await packed(text),
    bundleBytes: Buffer.byteLength(text),
    pairs: '[]',
    enteredAt: context.now,
    enteredBy: context.actor.accountId,
  };
  await unit.tx
    .insertInto('awardFollow')
    .values({ province: context.scope.province, tenderId: tender.id, ...row })
    .onConflict((conflict) => conflict.columns(['province', 'tenderId']).doUpdateSet(row))
    .execute();
}

async function ours(tx: Tx, province: number, tenderId: string) {
  const products = await tenderProducts(tx, province, tenderId);
  const ids = [...new Set(products.map((each) => each.manufacturerId))];
  if (ids.length === 0) return [];
  const makers = await tx.selectFrom('organisation').select(['id', 'name']).where('id', 'in', ids).execute();
  const names = new Map(makers.map(({ id, name }) => [id, name]));
  return products.map(({ id, name, item, manufacturerId }) => ({
    id,
    name,
    item,
    firm: names.get(manufacturerId) ?? '',
  }));
}

type FollowCode =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'bidding.notOrganiser'
  | 'bidding.notFollowed'
  | 'bidding.noSelection'
  | 'bidding.pairUnknown'
  | 'bidding.pairTwice'
  | 'bidding.askedAlready';
type Follow = typeof api.followAward;

/** The organiser says which of its products follow which; a second person decides, then they are listed at the same price. */
export function followAward(
  context: ActorContext,
  { params, body }: Call<Follow>,
): Answer<ReplyOf<Follow>, FollowCode> {
  return command<ReplyOf<Follow>, FollowCode>(context, async (unit) => {
    const { province } = context.scope;
    const tender = await ownTender(context, unit.tx, params.tenderId);
    if (!tender.ok) return tender;
    if (tender.value.origin !== 'followed')
      return refuse('bidding.notFollowed', { basis: biddingBasis.follow });
    if (tender.value.state !== 'measured')
      return refuse('tender.wrongState', { facts: { state: tender.value.state } });
    const follow = await unit.tx
      .selectFrom('awardFollow')
      .select(['source', 'hash'])
      .where('province', '=', province)
      .where('tenderId', '=', params.tenderId)
      .forUpdate()
      .executeTakeFirst();
    if (follow === undefined) return refuse('bidding.noSelection');
    if ((await lockRound(unit.tx, province, params.tenderId)) !== null) return refuse('bidding.askedAlready');
    const products = await tenderProducts(unit.tx, province, params.tenderId);
    const { selected } = follow.source as unknown as Kept['source'];
    const pairs = pricedPairs(body.pairs, new Set(products.map(({ id }) => id)), selected);
    if (!pairs.ok) return pairs;
    await unit.tx
      .updateTable('awardFollow')
      .set({ pairs: JSON.stringify(pairs.value), isPublic: true })
      .where('province', '=', province)
      .where('tenderId', '=', params.tenderId)
      .execute();
    // Nothing is sealed in a round that follows: of the box only the steps from the decision on are used.
    await unit.tx
      .insertInto('bidRound')
      .values({
        province,
        tenderId: params.tenderId,
        organiserId: tender.value.organiserId,
        isPublic: true,
        threshold: 2,
        size: 1024,
        publishAskedAt: context.now,
        publishAskedBy: context.actor.accountId,
      })
      .execute();
    unit.record({
      event: 'bidding.followed',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.follow, biddingBasis.national, biddingBasis.alliances],
      after: { number: tender.value.number, hash: follow.hash, pairs: pairs.value },
      readers: [tender.value.organiserId],
    });
    return ok({ pairs: pairs.value.length, hash: follow.hash });
  });
}

type Read = typeof api.readFollow;

export function readFollow(
  context: ActorContext,
  { params }: Call<Read>,
): Promise<Result<ReplyOf<Read>, 'tender.unknown' | 'bidding.notFollowed' | 'bidding.noSelection'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { province } = context.scope;
    const tender = await readTender(tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    if (tender.origin !== 'followed') return refuse('bidding.notFollowed');
    const row = await tx
      .selectFrom('awardFollow')
      .select(['source', 'pairs'])
      .where('province', '=', province)
      .where('tenderId', '=', params.tenderId)
      .executeTakeFirst();
    if (row === undefined) return refuse('bidding.noSelection');
    const source = row.source as unknown as Kept['source'];
    const own = await ours(tx, province, params.tenderId);
    const pairs = row.pairs as unknown as { productId: string; theirs: string }[];
    return ok({
      ...source,
      selected: [...source.selected],
      suggested: suggestedPairs(own, source.selected),
      pairs: pairs.map(({ productId, theirs }) => ({ productId, theirs })),
      products: own.map(({ id, name, item, firm }) => ({ id, name, item, bidder: firm })),
    });
  });
}
