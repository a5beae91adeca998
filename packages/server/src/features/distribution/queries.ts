import type {
  listRelations,
  listUncovered,
  readCoverage,
  searchDistributors,
} from '@daylight/api/distribution.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { coverWholeArea } from '@daylight/rules/distribution/choice.ts';
import { distributorsOfBusiest } from '@daylight/rules/distribution/propose.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { covers, deliveryAreas, marketOf } from './gaps.ts';
import { relationRows, shownRelation } from './rows.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export function isUuid(text: string | undefined): text is string {
  return text !== undefined && UUID.test(text);
}

function like(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** A firm sees its own relations, an institution those that reach it, a supervisor those of its jurisdiction. */
function inSight({ actor }: ActorContext): Expression<SqlBool> {
  switch (actor.kind) {
    case 'manufacturer':
      return sql<SqlBool>`relation.manufacturer_id = ${actor.organisationId}`;
    case 'distributor':
      return sql<SqlBool>`relation.distributor_id = ${actor.organisationId}`;
    case 'institution':
      return sql<SqlBool>`(relation.state = 'confirmed'
        and relation.area in (${actor.jurisdiction}, ${`${actor.jurisdiction.slice(0, 4)}00`}))`;
    case 'bureau':
    case 'operator':
    case 'fund':
    case 'health':
    case 'platform':
      return sql<SqlBool>`relation.area like ${`${actor.jurisdiction.replace(/(00)+$/, '')}%`}`;
    case 'witness':
      return sql<SqlBool>`false`;
  }
}

export async function list(
  context: ActorContext,
  { query }: Call<typeof listRelations>,
): Promise<Result<ReplyOf<typeof listRelations>, never>> {
  const rows = await reading(context.database.db, context.scope, (tx) => {
    let page = relationRows(tx, context)
      .where(inSight(context))
      .orderBy('relation.id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== undefined) page = page.where('relation.state', '=', query.state);
    if (query.area !== undefined) page = page.where('relation.area', '=', query.area);
    if (query.manufacturerId !== undefined)
      page = page.where('relation.manufacturerId', '=', query.manufacturerId);
    if (query.distributorId !== undefined)
      page = page.where('relation.distributorId', '=', query.distributorId);
    if (query.search !== undefined && query.search !== '') {
      const pattern = like(query.search);
      page = page.where((eb) =>
        eb.or([
          eb('maker.name', 'like', pattern),
          eb('carrier.name', 'like', pattern),
          eb('place.name', 'like', pattern),
        ]),
      );
    }
    if (isUuid(query.cursor)) page = page.where('relation.id', '<', query.cursor);
    return page.execute();
  });
  const items = rows.slice(0, query.limit).map(shownRelation);
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

export async function coverage(
  context: ActorContext,
  { query }: Call<typeof readCoverage>,
): Promise<Result<ReplyOf<typeof readCoverage>, never>> {
  const { actor, today } = context;
  const manufacturerId =
    actor.kind === 'manufacturer' ? actor.organisationId : (query.manufacturerId ?? null);
  return reading(context.database.db, context.scope, async (tx) => {
    const manufacturer =
      manufacturerId === null
        ? null
        : ((await tx
            .selectFrom('organisation')
            .select(['id', 'name'])
            .where('id', '=', manufacturerId)
            .where('kind', '=', 'manufacturer')
            .executeTakeFirst()) ?? null);
    const rows =
      manufacturer === null
        ? []
        : await relationRows(tx, context)
            .where('relation.manufacturerId', '=', manufacturer.id)
            .where('relation.state', 'in', ['proposed', 'confirmed'])
            .orderBy('relation.id')
            .execute();
    const relations = rows.map(shownRelation);
    const areas = (await deliveryAreas(tx, context)).map(({ area, rule }) => {
      const own = relations.filter((each) => each.area.code === area.code);
      const used = distributorsOfBusiest(
        own.map(({ distributor, listing, validFrom, validUntil }) => ({
          distributorId: distributor.id,
          area: area.code,
          listingId: listing?.id ?? null,
          validFrom,
          validUntil,
        })),
      );
      return { area, ...rule, used, covered: own.some((each) => covers(each, today)), relations: own };
    });
    const needed = manufacturer === null ? null : await marketOf(tx, context, manufacturer.id);
    const uncovered = areas
      .filter((each) => !each.extra && !each.covered && (needed === null || needed.includes(each.area.code)))
      .map((each) => each.area);
    return ok({
      manufacturer,
      areas,
      uncovered: manufacturer === null ? [] : uncovered,
      basis: coverWholeArea,
    });
  });
}

interface Gap {
  readonly manufacturerId: string;
  readonly name: string;
  readonly listings: number;
  readonly cities: number;
  readonly uncovered: string[];
}

/** Manufacturers with a city in which their listed products find no distributor (SX-5.3b: the whole area). */
export async function uncovered(
  context: ActorContext,
  { query }: Call<typeof listUncovered>,
): Promise<Result<ReplyOf<typeof listUncovered>, never>> {
  const { actor, scope, today } = context;
  return reading(context.database.db, scope, async (tx) => {
    const own = actor.jurisdiction.replace(/(00)+$/, '');
    const areas = (await deliveryAreas(tx, context)).filter(
      ({ area, rule }) => !rule.extra && area.code.startsWith(own),
    );
    const codes = areas.map(({ area }) => area.code);
    const { rows } = await sql<Gap>`
      with maker as (
        select l.manufacturer_id, count(*) as listings, bool_or(l.managed_by = 'province') as wide,
          array_agg(distinct l.jurisdiction) as places
        from listing l
        where l.province = ${scope.province} and l.state = 'listed'
          and l.manufacturer_id > ${isUuid(query.cursor) ? query.cursor : '00000000-0000-0000-0000-000000000000'}::uuid
        group by l.manufacturer_id
      )
      select m.manufacturer_id, o.name, m.listings, count(*) as cities,
        array_agg(a.code order by a.code) filter (where r.area is null) as uncovered
      from maker m
      join organisation o on o.id = m.manufacturer_id
      cross join unnest(${codes}::text[]) as a (code)
      left join (
        select distinct d.manufacturer_id, d.area from delivery_relation d
        where d.province = ${scope.province} and d.state = 'confirmed' and d.listing_id is null
          and d.valid_from <= ${today} and (d.valid_until is null or d.valid_until >= ${today})
      ) r on r.manufacturer_id = m.manufacturer_id and r.area = a.code
      where m.wide or a.code = any(m.places)
      group by m.manufacturer_id, o.name, m.listings
      having bool_or(r.area is null)
      order by m.manufacturer_id
      limit ${query.limit + 1}`.execute(tx);
    const places = new Map(areas.map(({ area }) => [area.code, area]));
    const shown = rows.slice(0, query.limit);
    const items = shown.map(({ manufacturerId, name, listings, cities, uncovered: gaps }) => ({
      manufacturer: { id: manufacturerId, name },
      listings,
      cities,
      uncovered: gaps.flatMap((code) => places.get(code) ?? []),
    }));
    return ok({ items, next: rows.length > query.limit ? (shown.at(-1)?.manufacturerId ?? null) : null });
  });
}

export async function distributors(
  context: ActorContext,
  { query }: Call<typeof searchDistributors>,
): Promise<Result<ReplyOf<typeof searchDistributors>, never>> {
  const { actor, scope } = context;
  const { rows } = await reading(context.database.db, scope, (tx) =>
    sql<ReplyOf<typeof searchDistributors>['items'][number]>`
      select o.id, o.name, o.jurisdiction, j.name as place, coalesce(o.credit_code = m.credit_code, false) as own,
        (select count(distinct r.area) from delivery_relation r
          where r.province = ${scope.province} and r.manufacturer_id = ${actor.organisationId}
            and r.distributor_id = o.id and r.state = 'confirmed') as areas
      from organisation o
      join jurisdiction j on j.code = o.jurisdiction
      left join organisation m on m.id = ${actor.organisationId}
      where o.kind = 'distributor' and o.state = 'active'
        and o.province in (${scope.province}, 0)
        and (${query.search ?? ''} = '' or o.name like ${like(query.search ?? '')})
      order by own desc, areas desc, o.name, o.id
      limit ${query.limit}`.execute(tx),
  );
  return ok({ items: rows });
}
