import type { DeliveryCandidate, listChoices, readListingDelivery } from '@daylight/api/distribution.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { deliveryAreasOf } from '@daylight/rules/distribution/area.ts';
import { type Candidate, candidateFor, choiceState } from '@daylight/rules/distribution/choice.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { isUuid } from './queries.ts';
import { relationRows } from './rows.ts';
import { type DistributorAsk, candidatesFor, coveringRelations } from './store.ts';

function askOf({ actor, scope, today }: ActorContext): DistributorAsk {
  return {
    province: scope.province,
    institutionId: actor.organisationId,
    jurisdiction: actor.jurisdiction,
    on: today,
  };
}

/** Candidates with the names that a person chooses by. */
async function shown(
  tx: Tx,
  context: ActorContext,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, DeliveryCandidate[]>> {
  if (candidates.length === 0) return new Map();
  const ids = candidates.map((each) => each.relationId);
  const rows = await relationRows(tx, context)
    .where('relation.id', 'in', ids)
    .orderBy('relation.id')
    .execute();
  const byManufacturer = Map.groupBy(candidates, (each) => each.manufacturerId);
  const own = new Map(candidates.map((each) => [each.relationId, each]));
  return Map.groupBy(
    rows.map(({ id, distributor, own: isOwn, area, listing, validUntil, manufacturer }) => {
      const rivals = byManufacturer.get(manufacturer.id) ?? [];
      const serving = candidateFor(listing?.id ?? null, rivals)?.relationId === id;
      const chosen = own.get(id)?.chosen === true;
      return {
        relationId: id,
        distributor,
        own: isOwn,
        area,
        listing,
        validUntil,
        chosen,
        serving,
        manufacturer,
      };
    }),
    (each) => each.manufacturer.id,
  );
}

/** Manufacturers with candidates here; open: several distributors for all products, and none chosen. */
function makers(tx: Tx, ask: DistributorAsk) {
  return coveringRelations(tx, ask)
    .innerJoin('organisation as maker', 'maker.id', 'relation.manufacturerId')
    .select(['relation.manufacturerId', 'maker.name'])
    .groupBy(['relation.manufacturerId', 'maker.name']);
}
const isOpen = sql<SqlBool>`(count(distinct relation.distributor_id) > 1
  and not coalesce(bool_or(choice.chosen_at is not null and relation.listing_id is null), false))`;

/** How many manufacturers' distributors an institution has not chosen among yet. */
export async function openChoices(tx: Tx, ask: DistributorAsk): Promise<number> {
  if (deliveryAreasOf(ask.jurisdiction).length === 0) return 0;
  const rows = await makers(tx, ask).having(isOpen).execute();
  return rows.length;
}

export async function choices(
  context: ActorContext,
  { query }: Call<typeof listChoices>,
): Promise<Result<ReplyOf<typeof listChoices>, never>> {
  const ask = askOf(context);
  const none = { items: [], next: null, openCount: 0 };
  if (context.actor.kind !== 'institution' || deliveryAreasOf(ask.jurisdiction).length === 0) return ok(none);
  return reading(context.database.db, context.scope, async (tx) => {
    let page = makers(tx, ask)
      .orderBy('relation.manufacturerId')
      .limit(query.limit + 1);
    if (query.open === 'true') page = page.having(isOpen);
    if (query.search !== undefined && query.search !== '')
      page = page.where('maker.name', 'like', `%${query.search.replaceAll(/[\\%_]/g, '\\$&')}%`);
    if (isUuid(query.cursor)) page = page.where('relation.manufacturerId', '>', query.cursor);
    const rows = await page.execute();
    const own = rows.slice(0, query.limit);
    const ids = own.map((row) => row.manufacturerId);
    const candidates = await candidatesFor(tx, ask, ids);
    const named = await shown(tx, context, candidates);
    const items = own.map(({ manufacturerId, name }) => ({
      id: manufacturerId,
      manufacturer: { id: manufacturerId, name },
      state: choiceState(candidates.filter((each) => each.manufacturerId === manufacturerId)),
      candidates: named.get(manufacturerId) ?? [],
    }));
    const next = rows.length > query.limit ? (ids.at(-1) ?? null) : null;
    return ok({ items, next, openCount: await openChoices(tx, ask) });
  });
}

/** Who can deliver one listing to the asking institution; a firm or supervisor is told of no candidates. */
export async function forListing(
  context: ActorContext,
  { params }: Call<typeof readListingDelivery>,
): Promise<Result<ReplyOf<typeof readListingDelivery>, 'distribution.listingUnknown'>> {
  const ask = askOf(context);
  return reading(context.database.db, context.scope, async (tx) => {
    const listing = await tx
      .selectFrom('listing')
      .select(['id', 'manufacturerId'])
      .where('province', '=', ask.province)
      .where('id', '=', params.listingId)
      .executeTakeFirst();
    if (listing === undefined) return refuse('distribution.listingUnknown');
    if (context.actor.kind !== 'institution') return ok({ candidates: [], servedBy: null });
    const all = await candidatesFor(tx, ask, [listing.manufacturerId]);
    const fitting = all.filter((each) => each.listingId === null || each.listingId === listing.id);
    const serving = candidateFor(listing.id, fitting);
    const candidates = ((await shown(tx, context, fitting)).get(listing.manufacturerId) ?? []).map(
      (each) => ({
        ...each,
        serving: each.relationId === serving?.relationId,
      }),
    );
    return ok({ candidates, servedBy: candidates.find((each) => each.serving)?.distributor ?? null });
  });
}
