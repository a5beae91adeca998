import type * as api from '@daylight/api/account-users.ts';
import { managesUsers } from '@daylight/rules/account/administration.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import type { Call } from '../../route.ts';
import { organisationOf } from '../organisation/port.ts';
import type { Answered } from '../../answered.ts';
import { passkeysOf } from './passkeys.ts';
import { userById, userView, usersOf } from './user-store.ts';
import { employerOf } from './users.ts';

export async function listUsers(
  context: ActorContext,
  { query }: Call<typeof api.listUsers>,
): Answered<typeof api.listUsers> {
  const { db } = context.database;
  const organisationId = query.organisationId ?? context.actor.organisationId;
  const employer = await organisationOf(db, organisationId);
  if (employer === null || !managesUsers(context.actor, employer))
    return refuse('organisation.unknown', { field: 'organisationId' });
  const after = valuesOf(query.cursor, 1)?.[0];
  const { q = '', state, role } = query;
  const lower = sql<string>`lower(a.login)`;
  const rows = await usersOf(db, organisationId)
    .$if(q !== '', (narrowed) =>
      narrowed.where(
        sql<boolean>`(position(lower(${q}) in lower(a.login)) > 0 or position(${q} in a.name) > 0)`,
      ),
    )
    .$if(state !== undefined, (narrowed) => narrowed.where('a.state', '=', state ?? ''))
    .$if(role !== undefined, (narrowed) => narrowed.where(sql<boolean>`${role ?? ''} = any(a.roles)`))
    .$if(after !== undefined, (narrowed) => narrowed.where(lower, '>', after ?? ''))
    .orderBy(lower)
    .limit(query.limit + 1)
    .execute();
  const items = rows.slice(0, query.limit).map(userView);
  const last = items.at(-1);
  return ok({
    items,
    next: rows.length > query.limit && last !== undefined ? cursorOf([last.login.toLowerCase()]) : null,
  });
}

export async function readUser(
  context: ActorContext,
  { params }: Call<typeof api.readUser>,
): Answered<typeof api.readUser> {
  const { db } = context.database;
  const row = await userById(db, params.accountId);
  if (row === undefined || !managesUsers(context.actor, employerOf(row))) return refuse('account.unknown');
  const sessionList = await db
    .selectFrom('session')
    .select(['id', 'createdAt', 'lastSeenAt', 'factor', 'address', 'agent'])
    .where('accountId', '=', row.id)
    .where('expiresAt', '>', context.now)
    .orderBy('lastSeenAt', 'desc')
    .limit(100)
    .execute();
  const passkeyList = (await passkeysOf(db, row.id)).map(({ id, name, createdAt, lastUsedAt }) => ({
    id,
    name,
    createdAt,
    lastUsedAt,
  }));
  return ok({ ...userView(row), sessionList, passkeyList });
}
