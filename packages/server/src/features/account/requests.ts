import type * as api from '@daylight/api/account-users.ts';
import type { UserRequest } from '@daylight/api/account-users.ts';
import { managesUsers, mayDecide } from '@daylight/rules/account/administration.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Call } from '../../route.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import type { Answered } from '../../answered.ts';
import { employerOf, homeOf } from './users.ts';
import { endSessions } from './sessions.ts';
import { lockUser, userById, userView } from './user-store.ts';

function waitingRequests(tx: Tx) {
  return tx
    .selectFrom('accountRequest as q')
    .innerJoin('account as a', 'a.id', 'q.accountId')
    .innerJoin('organisation as o', 'o.id', 'q.organisationId')
    .innerJoin('account as e', 'e.id', 'q.enteredBy')
    .select([
      'q.id',
      'q.kind',
      'q.roles',
      'q.enteredAt',
      'q.enteredBy',
      'q.accountId',
      'a.login',
      'a.name',
      'a.roles as held',
    ])
    .select([
      'o.id as organisationId',
      'o.name as organisationName',
      'o.kind as organisationKind',
      'o.jurisdiction',
      'e.name as enteredByName',
    ])
    .where('q.state', '=', 'waiting')
    .$narrowType<{ kind: UserRequest['kind']; organisationKind: OrganisationKind }>();
}
type WaitingRow = Awaited<ReturnType<ReturnType<typeof waitingRequests>['execute']>>[number];

/** Those of one's own organisation; administrators of the platform see all in their reach. */
export function requestsSeenBy(tx: Tx, { actor }: ActorContext) {
  const all = waitingRequests(tx).orderBy('q.id');
  if (actor.kind !== 'platform') return all.where('q.organisationId', '=', actor.organisationId);
  const prefix = actor.jurisdiction.replace(/(00)+$/, '');
  return all.where((eb) =>
    eb.or([eb('o.jurisdiction', 'like', `${prefix}%`), eb('q.organisationId', '=', actor.organisationId)]),
  );
}

function employer(row: WaitingRow) {
  return { id: row.organisationId, kind: row.organisationKind, jurisdiction: row.jurisdiction };
}

const reasons = {
  'account.enteredByYou': 'enteredByYou',
  'account.aboutYou': 'aboutYou',
  'access.notPermitted': 'notPermitted',
} as const;

export async function listRequests(
  context: ActorContext,
  { query }: Call<typeof api.listRequests>,
): Answered<typeof api.listRequests> {
  const after = valuesOf(query.cursor, 1)?.[0];
  const rows = await requestsSeenBy(context.database.db, context)
    .$if(after !== undefined && /^[0-9a-f-]{36}$/.test(after), (narrowed) =>
      narrowed.where('q.id', '>', after ?? ''),
    )
    .limit(query.limit + 1)
    .execute();
  const items = rows.slice(0, query.limit).map((row): UserRequest => {
    const decision = mayDecide(context.actor, employer(row), row);
    return {
      id: row.id,
      kind: row.kind,
      account: { id: row.accountId, login: row.login, name: row.name, roles: row.held },
      organisation: { id: row.organisationId, name: row.organisationName, kind: row.organisationKind },
      roles: row.roles,
      enteredBy: { id: row.enteredBy, name: row.enteredByName },
      enteredAt: row.enteredAt,
      mayDecide: decision.ok,
      whyNot: decision.ok ? null : reasons[decision.code],
    };
  });
  const last = items.at(-1);
  return ok({ items, next: rows.length > query.limit && last !== undefined ? cursorOf([last.id]) : null });
}

interface Decision {
  readonly requestId: string;
  readonly approve: boolean;
  readonly note: string;
}

async function decide(
  context: ActorContext,
  { requestId, approve, note }: Decision,
): Answered<typeof api.approveRequest> {
  const row = await waitingRequests(context.database.db).where('q.id', '=', requestId).executeTakeFirst();
  if (row === undefined || !managesUsers(context.actor, employer(row)))
    return refuse('account.requestUnknown');
  const subject = await userById(context.database.db, row.accountId);
  assert(subject !== undefined, 'a request about no account');
  return command(homeOf(context, subject), async (unit) => {
    const target = await lockUser(unit.tx, row.accountId);
    assert(target !== undefined, 'a request about no account');
    if (target.waitingId !== requestId) return refuse('account.requestUnknown');
    const allowed = mayDecide(context.actor, employerOf(target), row);
    if (!allowed.ok) return allowed;
    const { tx } = unit;
    const decided = { decidedBy: context.actor.accountId, decidedAt: context.now, note };
    // A change of roles is done by the approval itself; an opening or reset waits for its one-time password.
    const state = approve ? (row.kind === 'roles' ? 'used' : 'approved') : 'refused';
    await tx
      .updateTable('accountRequest')
      .set({ ...decided, state })
      .where('id', '=', requestId)
      .execute();
    const opened =
      row.kind === 'open'
        ? { state: approve ? 'active' : 'disabled', approvedBy: approve ? decided.decidedBy : null }
        : {};
    const roles = row.kind === 'roles' && approve ? { roles: row.roles ?? [] } : {};
    await tx
      .updateTable('account')
      .set({ ...opened, ...roles, version: target.version + 1 })
      .where('id', '=', target.id)
      .execute();
    // Other powers need another sign-in: a session keeps no rights from before.
    if (row.kind === 'roles' && approve) await endSessions(tx, target.id, null);
    unit.record({
      event: approve ? 'account.requestApproved' : 'account.requestRefused',
      subject: { kind: 'account', id: target.id },
      basis: [],
      before: { roles: target.roles, state: target.state },
      after: { kind: row.kind, enteredBy: row.enteredBy, roles: row.roles, note },
      readers: [target.organisationId],
    });
    unit.notify({
      organisationId: target.organisationId,
      kind: 'account.requestDecided',
      subject: { kind: 'account', id: target.id },
      facts: { name: target.name, outcome: approve ? '✓' : `✗ ${note}` },
    });
    const after = await userById(tx, target.id);
    assert(after !== undefined, 'an account vanished');
    return ok(userView(after));
  });
}

export function approveRequest(
  context: ActorContext,
  { params }: Call<typeof api.approveRequest>,
): Answered<typeof api.approveRequest> {
  return decide(context, { requestId: params.requestId, approve: true, note: '' });
}
export function refuseRequest(
  context: ActorContext,
  { params, body }: Call<typeof api.refuseRequest>,
): Answered<typeof api.refuseRequest> {
  return decide(context, { requestId: params.requestId, approve: false, note: body.note });
}
