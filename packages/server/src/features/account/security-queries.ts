import type * as api from '@daylight/api/platform.ts';
import { ok } from '@daylight/rules/result.ts';
import { shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';
import type { Call } from '../../route.ts';

const isId = (text: string | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '');

/** What the journal holds about accounts, in one province of the actor's reach: a national administrator asks for each. */
export async function listSecurityEvents(
  context: ActorContext,
  { query }: Call<typeof api.listSecurityEvents>,
): Answered<typeof api.listSecurityEvents> {
  const { actor, scope } = context;
  const province = actor.province === 0 ? (query.province ?? 0) : scope.province;
  return reading(context.database.db, { ...scope, province }, async (tx) => {
    let rows = tx
      .selectFrom('journal as j')
      .leftJoin('account as a', (join) => join.on(sql<boolean>`a.id::text = j.subject_id`))
      .leftJoin('organisation as o', 'o.id', 'a.organisationId')
      .leftJoin('account as b', 'b.id', 'j.actorAccount')
      .select([
        'j.id',
        'j.at',
        'j.event',
        'j.after',
        'a.id as accountId',
        'a.login',
        'a.name',
        'o.id as organisationId',
        'o.name as organisationName',
      ])
      .select(['b.id as byId', 'b.name as byName'])
      .where('j.province', '=', province)
      .where('j.subjectKind', '=', 'account')
      .orderBy('j.id', 'desc')
      .limit(query.limit + 1);
    if (query.failures === 'true')
      rows = rows.where('j.event', 'in', ['account.signInFailed', 'account.confirmFailed']);
    if (query.from !== undefined)
      rows = rows.where('j.id', '>=', uuidFloor(shanghaiMoment(query.from, '00:00')));
    if (isId(query.cursor)) rows = rows.where('j.id', '<', query.cursor);
    const found = await rows.execute();
    const items = found.slice(0, query.limit).map((row) => {
      const facts = (row.after ?? {}) as Record<string, unknown>;
      const { accountId, organisationId, byId } = row;
      return {
        id: row.id,
        at: row.at,
        event: row.event,
        account: accountId === null ? null : { id: accountId, name: row.name ?? '', login: row.login ?? '' },
        organisation:
          organisationId === null ? null : { id: organisationId, name: row.organisationName ?? '' },
        by: byId === null ? null : { id: byId, name: row.byName ?? '' },
        address: typeof facts['address'] === 'string' ? facts['address'] : null,
        facts,
      };
    });
    const { locked } = await tx
      .selectFrom('signInGuard')
      .select((eb) => eb.fn.countAll<number>().as('locked'))
      .where('lockedUntil', '>', context.now)
      .executeTakeFirstOrThrow();
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null, locked });
  });
}
