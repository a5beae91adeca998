import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  PriceSource,
  decidePriceSource,
  enterPriceSource,
  listPriceSources,
  pausePriceSource,
  readPriceSourceNow,
} from '@daylight/api/linkage-source.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { decideSubscribed, enterSubscribed, pauseSubscribed, sourceRows } from '../../subscribed-source.ts';
import { priceSources, readSource } from './read-source.ts';

const readingsShown = 5;

export function listSources(
  context: ActorContext,
  { query }: Call<typeof listPriceSources>,
): Promise<Result<ReplyOf<typeof listPriceSources>, never>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const own = sql`s.records`;
    const shown = await sourceRows<PriceSource>(tx, context, { kind: priceSources, query, own });
    const readings = await sql<PriceSource['readings'][number] & { sourceId: string }>`
      select r.id, r.source_id as "sourceId", r.started_at as "startedAt", r.pages, r.taken, r.waiting, r.refused, r.problem,
        r.refusals
      from unnest(${shown.items.map((each) => each.id)}::uuid[]) as s (id)
      cross join lateral (
        select * from price_source_reading r where r.province = ${province} and r.source_id = s.id
        order by r.id desc limit ${readingsShown}
      ) r`.execute(tx);
    const bySource = Map.groupBy(readings.rows, (each) => each.sourceId);
    const items = shown.items.map((each) => ({
      ...each,
      readings: (bySource.get(each.id) ?? []).map(readingOf),
    }));
    return ok({ items, next: shown.next });
  });
}

function readingOf(row: PriceSource['readings'][number]): PriceSource['readings'][number] {
  const { id, startedAt, pages, taken, waiting, refused, problem, refusals } = row;
  return { id, startedAt, pages, taken, waiting, refused, problem, refusals };
}

export function enterSource(
  context: ActorContext,
  { body }: Call<typeof enterPriceSource>,
): Answered<typeof enterPriceSource> {
  return enterSubscribed(context, priceSources, body);
}

export function decideSource(
  context: ActorContext,
  { params, body }: Call<typeof decidePriceSource>,
): Answered<typeof decidePriceSource> {
  return decideSubscribed(context, priceSources, { ...params, ...body });
}

export function pauseSource(
  context: ActorContext,
  { params, body }: Call<typeof pausePriceSource>,
): Answered<typeof pausePriceSource> {
  return pauseSubscribed(context, priceSources, { ...params, ...body });
}

export function readNow(
  context: ActorContext,
  { params }: Call<typeof readPriceSourceNow>,
): Answered<typeof readPriceSourceNow> {
  return readSource(context, params.sourceId);
}
