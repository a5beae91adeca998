import type * as api from '@daylight/api/bidding-landing.ts';
import type { AwardSource } from '@daylight/api/bidding-landing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { decideSubscribed, enterSubscribed, pauseSubscribed, sourceRows } from '../../subscribed-source.ts';
import { awardSources, readAwards } from './read-awards.ts';

export function listSources(
  context: ActorContext,
  { query }: Call<typeof api.listAwardSources>,
): Promise<Result<ReplyOf<typeof api.listAwardSources>, never>> {
  const own = sql`(select count(*)::int from landed_award a where a.province = s.province and a.source_id = s.id) as results`;
  return reading(context.database.db, context.scope, async (tx) =>
    ok(await sourceRows<AwardSource>(tx, context, { kind: awardSources, query, own })),
  );
}

export function enterSource(
  context: ActorContext,
  { body }: Call<typeof api.enterAwardSource>,
): Answered<typeof api.enterAwardSource> {
  return enterSubscribed(context, awardSources, body, { organisationId: context.actor.organisationId });
}

export function decideSource(
  context: ActorContext,
  { params, body }: Call<typeof api.decideAwardSource>,
): Answered<typeof api.decideAwardSource> {
  return decideSubscribed(context, awardSources, { ...params, ...body });
}

export function pauseSource(
  context: ActorContext,
  { params, body }: Call<typeof api.pauseAwardSource>,
): Answered<typeof api.pauseAwardSource> {
  return pauseSubscribed(context, awardSources, { ...params, ...body });
}

export function readSourceNow(
  context: ActorContext,
  { params }: Call<typeof api.readAwardSourceNow>,
): Answered<typeof api.readAwardSourceNow> {
  return readAwards(context, params.sourceId);
}
