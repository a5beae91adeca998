import type { BodyOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { proposeRelations } from '@daylight/api/distribution.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { type ProposeRefusal, type Relation, proposeRelation } from '@daylight/rules/distribution/propose.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import type { Call } from '../../route.ts';
import { refusalByStanding } from '../credit/port.ts';

type Body = BodyOf<typeof proposeRelations>;
type Refused =
  | ProposeRefusal
  | 'distribution.notDistributor'
  | 'distribution.areaUnknown'
  | 'distribution.listingUnknown'
  | 'distribution.tooMany'
  | 'credit.restricted';

const relationsMax = 500;

/** Proposes one distributor in several areas, for all products or for chosen ones: all of it, or nothing (SX-5.3b, JS-35). */
export async function propose(
  context: ActorContext,
  { body }: Call<typeof proposeRelations>,
): Promise<Result<ReplyOf<typeof proposeRelations>, Refused | RepeatRefusal>> {
  try {
    return await command(context, (unit) => proposeAll(unit, context, body));
  } catch (error) {
    if (brokenConstraint(error) === 'delivery_relation_once') return refuse('distribution.alreadyThere');
    throw error;
  }
}

async function proposeAll(
  unit: Unit,
  context: ActorContext,
  body: Body,
): Promise<Result<ReplyOf<typeof proposeRelations>, Refused>> {
  const { actor, book, today: on } = context;
  const areas = [...new Set(body.areas)].toSorted();
  const listingIds = body.listingIds === null ? [null] : [...new Set(body.listingIds)];
  if (areas.length * listingIds.length > relationsMax)
    return refuse('distribution.tooMany', { field: 'areas', facts: { max: relationsMax } });
  const given = await check(unit.tx, context, body, areas);
  if (!given.ok) return given;
  const restricted = await refusalByStanding(unit.tx, context, {
    act: 'delivery',
    organisationIds: [body.distributorId, actor.organisationId],
    field: 'distributorId',
  });
  if (restricted !== null) return restricted;
  const names = given.value;
  await lockAreas(unit.tx, context, areas);
  const present = await liveRelations(unit.tx, context, areas);
  const wishes: Relation[] = [];
  for (const area of areas) {
    for (const listingId of listingIds) {
      const { distributorId, validFrom, validUntil } = body;
      const wish: Relation = { distributorId, area, listingId, validFrom, validUntil };
      const decided = proposeRelation(wish, [...present, ...wishes], { book, on });
      if (!decided.ok) return { ...decided, facts: { ...decided.facts, area: names.get(area) ?? area } };
      wishes.push(wish);
    }
  }
  const { ids, due } = await insertAll(unit.tx, context, wishes, body.note);
  unit.record({
    event: 'distribution.proposed',
    subject: { kind: 'delivery-relation', id: ids[0] ?? '' },
    basis: [basisOf(resolve(book, 'distribution.appointmentBy', areas[0] ?? actor.jurisdiction, on))],
    after: { ...body, areas, ids },
    readers: [body.distributorId],
  });
  unit.notify({
    organisationId: body.distributorId,
    kind: 'distribution.proposed',
    subject: { kind: 'delivery-relation', id: ids[0] ?? '' },
    facts: { manufacturer: await nameOf(unit.tx, actor.organisationId), count: ids.length },
    dueAt: due.dueAt,
  });
  return ok({ ids, due });
}

async function nameOf(tx: Tx, id: string): Promise<string> {
  const row = await tx
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.name;
}

/** The distributor is one, the areas exist in this province, the listings are the manufacturer's own. */
async function check(
  tx: Tx,
  { actor, scope }: ActorContext,
  body: Body,
  areas: readonly string[],
): Promise<Result<ReadonlyMap<string, string>, Refused>> {
  const distributor = await tx
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', body.distributorId)
    .where('kind', '=', 'distributor')
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (distributor === undefined) return refuse('distribution.notDistributor', { field: 'distributorId' });
  const known = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name'])
    .where('province', '=', scope.province)
    .where('code', 'in', [...areas])
    .execute();
  const names = new Map(known.map((each) => [each.code, each.name]));
  const unknown = areas.find((area) => !names.has(area));
  if (unknown !== undefined)
    return refuse('distribution.areaUnknown', { field: 'areas', facts: { area: unknown } });
  if (body.listingIds !== null) {
    const own = await tx
      .selectFrom('listing')
      .select('id')
      .where('province', '=', scope.province)
      .where('manufacturerId', '=', actor.organisationId)
      .where('state', '<>', 'withdrawn')
      .where('id', 'in', body.listingIds)
      .execute();
    if (own.length < new Set(body.listingIds).size)
      return refuse('distribution.listingUnknown', { field: 'listingIds' });
  }
  return ok(names);
}

/** The row of each area is held until the commit, so that proposals that count against one cap come one after the other. */
async function lockAreas(
  tx: Tx,
  { actor, scope, now }: ActorContext,
  areas: readonly string[],
): Promise<void> {
  await sql`
    insert into delivery_area (province, manufacturer_id, area, proposed_at)
    select ${scope.province}::smallint, ${actor.organisationId}::uuid, a.area, ${now}::timestamptz
    from unnest(${[...areas]}::text[]) as a (area)
    order by a.area
    on conflict (province, manufacturer_id, area) do update set proposed_at = excluded.proposed_at`.execute(
    tx,
  );
}

async function liveRelations(
  tx: Tx,
  { actor, scope }: ActorContext,
  areas: readonly string[],
): Promise<Relation[]> {
  return tx
    .selectFrom('deliveryRelation')
    .select(['distributorId', 'area', 'listingId', 'validFrom', 'validUntil'])
    .where('province', '=', scope.province)
    .where('manufacturerId', '=', actor.organisationId)
    .where('area', 'in', [...areas])
    .where('state', 'in', ['proposed', 'confirmed'])
    .execute();
}

async function insertAll(tx: Tx, context: ActorContext, wishes: readonly Relation[], note: string) {
  const { actor, scope, now, book, calendar, today: on } = context;
  const rows = wishes.map((wish) => {
    const term = resolve(book, 'distribution.confirmWithin', wish.area, on);
    const due = dueOf(now, term.value, calendar);
    const state = { dueAt: due.dueAt, dueProvisional: due.provisional, dueBasis: basisOf(term) };
    return { ...wish, ...state, id: context.newId(), validUntil: wish.validUntil as IsoDate | null };
  });
  await sql`
    insert into delivery_relation (province, id, manufacturer_id, distributor_id, area, listing_id, state, valid_from,
      valid_until, note, proposed_at, proposed_by, due_at, due_provisional, due_basis)
    select ${scope.province}::smallint, r.id, ${actor.organisationId}::uuid, r."distributorId", r.area, r."listingId",
      'proposed', r."validFrom", r."validUntil", ${note}, ${now}::timestamptz, ${actor.accountId}::uuid, r."dueAt",
      r."dueProvisional", r."dueBasis"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "distributorId" uuid, area text, "listingId" uuid,
      "validFrom" date, "validUntil" date, "dueAt" timestamptz, "dueProvisional" boolean, "dueBasis" jsonb)`.execute(
    tx,
  );
  const [first] = rows.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  assert(first !== undefined, 'a proposal has an area');
  const due = { dueAt: first.dueAt, provisional: first.dueProvisional, basis: first.dueBasis };
  return { ids: rows.map((row) => row.id), due };
}
