import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  PriceSource,
  decidePriceSource,
  enterPriceSource,
  listPriceSources,
  pausePriceSource,
  readPriceSourceNow,
} from '@daylight/api/linkage-source.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { linkageBasis } from './basis.ts';
import { allowedHosts, checkUrl } from './guarded-fetch.ts';
import { type SourceRefusal, readSource } from './read-source.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

const readingsShown = 5;

export function listSources(
  context: ActorContext,
  { query }: Call<typeof listPriceSources>,
): Promise<Result<ReplyOf<typeof listPriceSources>, never>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const { rows } = await sql<PriceSource>`
      select s.id, s.name, s.url, s.jurisdiction, s.every_minutes as "everyMinutes", s.state, s.next_at as "nextAt",
        s.read_at as "readAt", s.problem, s.problem_since as "problemSince", s.records, s.entered_at as "enteredAt",
        e.name as "enteredBy", s.entered_by = ${context.actor.accountId}::uuid as own, d.name as "decidedBy", s.version
      from price_source s
      join account e on e.id = s.entered_by
      left join account d on d.id = s.decided_by
      where s.province = ${province} ${query.cursor === undefined ? sql`` : sql`and s.id::text < ${query.cursor}`}
      order by s.id desc limit ${query.limit + 1}`.execute(tx);
    const shown = rows.slice(0, query.limit);
    const readings = await sql<PriceSource['readings'][number] & { sourceId: string }>`
      select r.id, r.source_id as "sourceId", r.started_at as "startedAt", r.pages, r.taken, r.waiting, r.refused, r.problem,
        r.refusals
      from unnest(${shown.map((each) => each.id)}::uuid[]) as s (id)
      cross join lateral (
        select * from price_source_reading r where r.province = ${province} and r.source_id = s.id
        order by r.id desc limit ${readingsShown}
      ) r`.execute(tx);
    const bySource = Map.groupBy(readings.rows, (each) => each.sourceId);
    const items = shown.map((each) => ({
      ...each,
      readings: (bySource.get(each.id) ?? []).map(readingOf),
    }));
    return ok({ items, next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null });
  });
}

function readingOf(row: PriceSource['readings'][number]): PriceSource['readings'][number] {
  const { id, startedAt, pages, taken, waiting, refused, problem, refusals } = row;
  return { id, startedAt, pages, taken, waiting, refused, problem, refusals };
}

type EnterRefusal = 'linkage.urlNotHttps' | 'linkage.urlForm' | 'linkage.hostPrivate' | 'linkage.ownProvince';

/** A platform to read from; nothing is read before another person has opened it (HN-15). */
export function enterSource(
  context: ActorContext,
  { body }: Call<typeof enterPriceSource>,
): Answer<ReplyOf<typeof enterPriceSource>, EnterRefusal> {
  return command<ReplyOf<typeof enterPriceSource>, EnterRefusal>(context, async (unit) => {
    const url = checkUrl(body.url, allowedHosts());
    if (!url.ok) return refuse(url.code as EnterRefusal, { field: 'url' });
    const { province } = context.scope;
    if (Number(body.jurisdiction.slice(0, 2)) === province)
      return refuse('linkage.ownProvince', { field: 'jurisdiction' });
    const id = context.newId();
    await unit.tx
      .insertInto('priceSource')
      .values({
        ...body,
        province,
        id,
        state: 'entered',
        enteredBy: context.actor.accountId,
        enteredAt: context.now,
      })
      .execute();
    unit.record({
      event: 'linkage.sourceEntered',
      subject: { kind: 'price-source', id },
      basis: [linkageBasis.collected],
      after: body,
    });
    return ok({ id, state: 'entered' as const });
  });
}

async function lockSource(unit: Unit, context: ActorContext, id: string) {
  return unit.tx
    .selectFrom('priceSource')
    .select(['id', 'state', 'enteredBy', 'version', 'name'])
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

type DecideRefusal =
  | 'linkage.sourceUnknown'
  | 'request.stale'
  | 'linkage.sourceDecided'
  | 'linkage.ownSource';

export function decideSource(
  context: ActorContext,
  { params, body }: Call<typeof decidePriceSource>,
): Answer<ReplyOf<typeof decidePriceSource>, DecideRefusal> {
  return command<ReplyOf<typeof decidePriceSource>, DecideRefusal>(context, async (unit) => {
    const source = await lockSource(unit, context, params.sourceId);
    if (source === undefined) return refuse('linkage.sourceUnknown');
    if (source.state !== 'entered') return refuse('linkage.sourceDecided');
    if (source.version !== body.version) return refuse('request.stale');
    if (source.enteredBy === context.actor.accountId)
      return refuse('linkage.ownSource', { basis: listingBasis.twoPersons });
    const state = body.approve ? ('open' as const) : ('rejected' as const);
    const version = source.version + 1;
    await unit.tx
      .updateTable('priceSource')
      .set({
        state,
        version,
        decidedBy: context.actor.accountId,
        decidedAt: context.now,
        nextAt: body.approve ? context.now : null,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', source.id)
      .execute();
    unit.record({
      event: body.approve ? 'linkage.sourceOpened' : 'linkage.sourceRejected',
      subject: { kind: 'price-source', id: source.id },
      basis: [linkageBasis.collected, listingBasis.twoPersons],
      after: { name: source.name, state },
    });
    return ok({ id: source.id, state, version });
  });
}

type PauseRefusal = 'linkage.sourceUnknown' | 'request.stale' | 'linkage.sourceNotOpen';

export function pauseSource(
  context: ActorContext,
  { params, body }: Call<typeof pausePriceSource>,
): Answer<ReplyOf<typeof pausePriceSource>, PauseRefusal> {
  return command<ReplyOf<typeof pausePriceSource>, PauseRefusal>(context, async (unit) => {
    const source = await lockSource(unit, context, params.sourceId);
    if (source === undefined) return refuse('linkage.sourceUnknown');
    if (source.version !== body.version) return refuse('request.stale');
    if (source.state !== (body.pause ? 'open' : 'paused')) return refuse('linkage.sourceNotOpen');
    const state = body.pause ? ('paused' as const) : ('open' as const);
    const version = source.version + 1;
    await unit.tx
      .updateTable('priceSource')
      .set({ state, version, nextAt: body.pause ? null : context.now })
      .where('province', '=', context.scope.province)
      .where('id', '=', source.id)
      .execute();
    unit.record({
      event: body.pause ? 'linkage.sourcePaused' : 'linkage.sourceResumed',
      subject: { kind: 'price-source', id: source.id },
      basis: [linkageBasis.collected],
      after: { name: source.name, state },
    });
    return ok({ id: source.id, state, version });
  });
}

export function readNow(
  context: ActorContext,
  { params }: Call<typeof readPriceSourceNow>,
): Promise<Result<ReplyOf<typeof readPriceSourceNow>, SourceRefusal>> {
  return readSource(context, params.sourceId);
}
