import type * as api from '@daylight/api/bidding-landing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type AwardBundle } from '@daylight/rules/award/bundle.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { pairsByCode } from '@daylight/rules/bidding/landing.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { type TenderFacts, beginFollowing, tenderProducts } from '../tender/port.ts';
import { unpacked } from './award-store.ts';
import { type StoredLanded, storedLanded } from './landed.ts';

type Follow = ReplyOf<typeof api.followLanded>;

async function lockLanded(context: ActorContext, unit: Unit, id: string): Promise<StoredLanded | null> {
  const { province } = context.scope;
  const locked = await unit.tx
    .selectFrom('landedAward')
    .select('id')
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? null : storedLanded(unit.tx, province, id);
}

async function bundleOf(
  { scope }: ActorContext,
  unit: Unit,
  id: string,
): Promise<{ readonly bundle: AwardBundle; readonly packed: Buffer; readonly bytes: number }> {
  const row = await unit.tx
    .selectFrom('landedAward')
    .select(['bundle', 'bundleBytes'])
    .where('province', '=', scope.province)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const packed = row.bundle ?? Buffer.alloc(0);
  return {
    bundle: JSON.parse((await unpacked(packed)).toString('utf8')) as AwardBundle,
    packed,
    bytes: row.bundleBytes,
  };
}

/**
 * One confirmed step from a result elsewhere to a round here (SX-4.1): its items, the institutions of the place, the
 * products of the directory, and which of them is which of theirs by national code. Reporting, contracts, distribution and
 * supervision then go as in every round that follows.
 */
export async function followLanded(
  context: ActorContext,
  { params, body }: Call<typeof api.followLanded>,
): Answered<typeof api.followLanded> {
  const number = await nextNumber(context, 'CG');
  return command<Follow, FollowRefusal>(context, async (unit) => {
    const landed = await lockLanded(context, unit, params.landedId);
    if (landed === null) return refuse('bidding.landedUnknown');
    if (landed.state === 'broken')
      return refuse('bidding.landedBroken', {
        basis: biddingBasis.follow,
        facts: { problem: landed.problem ?? '' },
      });
    if (landed.state !== 'received') return refuse('bidding.landedDecided');
    if (landed.version !== body.version) return refuse('request.stale');
    const { bundle, ...source } = await bundleOf(context, unit, landed.id);
    const begun = await beginFollowing(context, unit, {
      number,
      title: body.title ?? `${landed.title}（落地执行）`.slice(0, 120),
      level: landed.level,
      regions: body.regions,
      termMonths: Math.min(landed.termMonths, 60),
      items: landed.items,
      volume: bundle.round.pack.volume,
      demandFromAt: body.demandFromAt ?? null,
      demandDueAt: body.demandDueAt ?? null,
      source: landed,
    });
    // A province has no groups of its own in this step, so what concerns them cannot be the matter.
    if (!begun.ok) return begun as typeof begun & { readonly code: FollowRefusal };
    const { tender, institutions, products } = begun.value;
    const pairs = await pairsFor(context, unit, tender, landed);
    if (pairs.length === 0) return refuse('bidding.nothingMet', { basis: biddingBasis.follow });
    await keepSource(context, unit, { tender, landed, pairs, source });
    await unit.tx
      .updateTable('landedAward')
      .set({
        state: 'followed',
        tenderId: tender.id,
        decidedAt: context.now,
        decidedBy: context.actor.accountId,
        version: landed.version + 1,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', landed.id)
      .execute();
    unit.record({
      event: 'bidding.resultFollowed',
      subject: { kind: 'landed-award', id: landed.id },
      basis: [biddingBasis.national, biddingBasis.follow],
      after: { number, title: tender.title, hash: landed.hash, institutions, products, pairs: pairs.length },
      readers: [tender.organiserId],
    });
    return ok({ tenderId: tender.id, number, institutions, products, pairs: pairs.length });
  });
}

type FollowRefusal = Exclude<Awaited<Answered<typeof api.followLanded>>, { readonly ok: true }>['code'];

interface Pair {
  readonly productId: string;
  readonly theirs: string;
}

async function pairsFor(
  { scope }: ActorContext,
  unit: Unit,
  tender: TenderFacts,
  landed: StoredLanded,
): Promise<readonly Pair[]> {
  const ours = await tenderProducts(unit.tx, scope.province, tender.id);
  return pairsByCode(
    ours.map(({ id, codes }) => ({
      id,
      itemCodes: (codes as unknown as readonly { itemCode: string }[]).map(({ itemCode }) => itemCode),
    })),
    landed.products,
  );
}

interface Keeping {
  readonly tender: TenderFacts;
  readonly landed: StoredLanded;
  readonly pairs: readonly Pair[];
  readonly source: { readonly packed: Buffer; readonly bytes: number };
}

/** The round has its source from the beginning; the pairs stay a proposal until the organiser asks for confirmation. */
async function keepSource(
  context: ActorContext,
  unit: Unit,
  { tender, landed, pairs, source }: Keeping,
): Promise<void> {
  const { title, hash, engine, products } = landed;
  await unit.tx
    .insertInto('awardFollow')
    .values({
      province: context.scope.province,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      isPublic: tender.isPublic,
      source: JSON.stringify({
        title,
        hash,
        engine,
        selected: products.map(({ product, name, firm, item, itemName, price }) => ({
          product,
          name,
          firm,
          item,
          itemName,
          price,
        })),
      }),
      hash,
      bundle: source.packed,
      bundleBytes: source.bytes,
      pairs: JSON.stringify(
        pairs.map((pair) => ({
          ...pair,
          price: products.find(({ product }) => product === pair.theirs)?.price,
        })),
      ),
      enteredAt: context.now,
      enteredBy: context.actor.accountId,
    })
    .execute();
}

/** A result that is not followed, and why: it leaves the to-dos and stays in the list. */
export function dismissLanded(
  context: ActorContext,
  { params, body }: Call<typeof api.dismissLanded>,
): Answered<typeof api.dismissLanded> {
  return command(context, async (unit) => {
    const landed = await lockLanded(context, unit, params.landedId);
    if (landed === null) return refuse('bidding.landedUnknown');
    if (landed.state !== 'received' && landed.state !== 'broken') return refuse('bidding.landedDecided');
    if (landed.version !== body.version) return refuse('request.stale');
    const version = landed.version + 1;
    await unit.tx
      .updateTable('landedAward')
      .set({
        state: 'dismissed',
        note: body.note,
        decidedAt: context.now,
        decidedBy: context.actor.accountId,
        version,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', landed.id)
      .execute();
    unit.record({
      event: 'bidding.resultDismissed',
      subject: { kind: 'landed-award', id: landed.id },
      basis: [biddingBasis.follow],
      before: { state: landed.state, problem: landed.problem },
      after: { state: 'dismissed', note: body.note },
    });
    return ok({ id: landed.id, state: 'dismissed' as const, version });
  });
}
