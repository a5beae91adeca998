import type * as api from '@daylight/api/bidding-landing.ts';
import type { AwardSource } from '@daylight/api/bidding-landing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { allowedHosts, checkUrl } from '../linkage/port.ts';
import { readAwards } from './read-awards.ts';

export function listSources(
  context: ActorContext,
  { query }: Call<typeof api.listAwardSources>,
): Promise<Result<ReplyOf<typeof api.listAwardSources>, never>> {
  const { province } = context.scope;
  const after = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.exec(query.cursor ?? '')?.[0] ?? null;
  return reading(context.database.db, context.scope, async (tx) => {
    const { rows } = await sql<AwardSource>`
      select s.id, s.name, s.url, s.jurisdiction, s.every_minutes as "everyMinutes", s.state, s.next_at as "nextAt",
        s.read_at as "readAt", s.problem, s.problem_since as "problemSince", s.entered_at as "enteredAt",
        e.name as "enteredBy", s.entered_by = ${context.actor.accountId}::uuid as own, d.name as "decidedBy", s.version,
        (select count(*)::int from landed_award a where a.province = s.province and a.source_id = s.id) as results
      from award_source s
      join account e on e.id = s.entered_by
      left join account d on d.id = s.decided_by
      where s.province = ${province} and (${after}::uuid is null or s.id < ${after}::uuid)
      order by s.id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

type EnterRefusal = 'linkage.urlNotHttps' | 'linkage.urlForm' | 'linkage.hostPrivate' | 'bidding.ownProvince';

/** A platform to read from; nothing is read before another person has opened it (HN-15). */
export function enterSource(
  context: ActorContext,
  { body }: Call<typeof api.enterAwardSource>,
): Answered<typeof api.enterAwardSource> {
  return command<ReplyOf<typeof api.enterAwardSource>, EnterRefusal>(context, async (unit) => {
    const url = checkUrl(body.url, allowedHosts());
    if (!url.ok) return refuse(url.code as EnterRefusal, { field: 'url' });
    const { province } = context.scope;
    if (Number(body.jurisdiction.slice(0, 2)) === province)
      return refuse('bidding.ownProvince', { field: 'jurisdiction' });
    const id = context.newId();
    await unit.tx
      .insertInto('awardSource')
      .values({
        ...body,
        province,
        id,
        state: 'entered',
        organisationId: context.actor.organisationId,
        enteredBy: context.actor.accountId,
        enteredAt: context.now,
      })
      .execute();
    unit.record({
      event: 'bidding.sourceEntered',
      subject: { kind: 'award-source', id },
      basis: [biddingBasis.national, biddingBasis.alliances],
      after: body,
    });
    return ok({ id, state: 'entered' as const, version: 1 });
  });
}

async function lockSource(unit: Unit, context: ActorContext, id: string) {
  return unit.tx
    .selectFrom('awardSource')
    .select(['id', 'state', 'enteredBy', 'version'])
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function decideSource(
  context: ActorContext,
  { params, body }: Call<typeof api.decideAwardSource>,
): Answered<typeof api.decideAwardSource> {
  return command(context, async (unit) => {
    const source = await lockSource(unit, context, params.sourceId);
    if (source === undefined) return refuse('bidding.sourceUnknown');
    if (source.state !== 'entered') return refuse('bidding.sourceDecided');
    if (source.version !== body.version) return refuse('request.stale');
    if (source.enteredBy === context.actor.accountId)
      return refuse('bidding.ownSource', { basis: biddingBasis.secondPerson });
    const state = body.approve ? ('open' as const) : ('rejected' as const);
    const version = source.version + 1;
    await unit.tx
      .updateTable('awardSource')
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
      event: body.approve ? 'bidding.sourceOpened' : 'bidding.sourceRejected',
      subject: { kind: 'award-source', id: source.id },
      basis: [biddingBasis.secondPerson],
      before: { state: source.state },
      after: { state },
    });
    return ok({ id: source.id, state, version });
  });
}

export function pauseSource(
  context: ActorContext,
  { params, body }: Call<typeof api.pauseAwardSource>,
): Answered<typeof api.pauseAwardSource> {
  return command(context, async (unit) => {
    const source = await lockSource(unit, context, params.sourceId);
    if (source === undefined) return refuse('bidding.sourceUnknown');
    if (source.state !== 'open' && source.state !== 'paused') return refuse('bidding.sourceNotOpen');
    if (source.version !== body.version) return refuse('request.stale');
    const state = body.pause ? ('paused' as const) : ('open' as const);
    const version = source.version + 1;
    await unit.tx
      .updateTable('awardSource')
      .set({ state, version, nextAt: body.pause ? null : context.now })
      .where('province', '=', context.scope.province)
      .where('id', '=', source.id)
      .execute();
    unit.record({
      event: body.pause ? 'bidding.sourcePaused' : 'bidding.sourceResumed',
      subject: { kind: 'award-source', id: source.id },
      basis: [biddingBasis.national],
      before: { state: source.state },
      after: { state },
    });
    return ok({ id: source.id, state, version });
  });
}

export function readSourceNow(
  context: ActorContext,
  { params }: Call<typeof api.readAwardSourceNow>,
): Answered<typeof api.readAwardSourceNow> {
  return readAwards(context, params.sourceId);
}
