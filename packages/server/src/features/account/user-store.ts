import type { User } from '@daylight/api/account-users.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

const named = (id: string, name: string) => ({ id, name });

function users(tx: Tx) {
  return tx
    .selectFrom('account as a')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .leftJoin('accountRequest as w', (join) =>
      join.onRef('w.accountId', '=', 'a.id').on('w.state', '=', 'waiting'),
    )
    .leftJoin('account as e', 'e.id', 'w.enteredBy')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('accountRequest as q')
          .innerJoin('account as i', 'i.id', 'q.enteredBy')
          .select(['q.id as approvedId', 'i.id as issuerId', 'i.name as issuerName'])
          .whereRef('q.accountId', '=', 'a.id')
          .where('q.state', '=', 'approved')
          .where('q.kind', 'in', ['open', 'credentials'])
          .orderBy('q.id', 'desc')
          .limit(1)
          .as('g'),
      (join) => join.onTrue(),
    )
    .select([
      'a.id',
      'a.login',
      'a.name',
      'a.roles',
      'a.state',
      'a.demo',
      'a.lastSignedInAt',
      'a.passwordChangedAt',
      'a.version',
      'a.passwordExpiresAt as oneTimeUntil',
      'a.organisationId',
      'o.name as organisationName',
      'o.kind',
      'o.jurisdiction',
      'o.province',
      'w.id as waitingId',
      'w.kind as waitingKind',
      'w.roles as waitingRoles',
      'w.enteredAt as waitingAt',
      'e.id as enteredById',
      'e.name as enteredByName',
      'g.approvedId',
      'g.issuerId',
      'g.issuerName',
    ])
    .select(sql<boolean>`a.totp_secret is not null`.as('totp'))
    .select(sql<number>`(select count(*) from passkey p where p.account_id = a.id)`.as('passkeys'))
    .select(sql<number>`(select count(*) from session s where s.account_id = a.id)`.as('sessions'))
    .$narrowType<{ kind: OrganisationKind; state: User['state'] }>();
}

export type UserRow = NonNullable<Awaited<ReturnType<typeof userById>>>;

export function usersOf(tx: Tx, organisationId: string) {
  return users(tx).where('a.organisationId', '=', organisationId);
}
export function userById(tx: Tx, id: string) {
  return users(tx).where('a.id', '=', id).executeTakeFirst();
}

/** The row behind, held until the transaction ends, so that of two administrators at once the second sees the first. */
export async function lockUser(tx: Tx, id: string): Promise<UserRow | undefined> {
  await tx.selectFrom('account').select('id').where('id', '=', id).forUpdate().execute();
  return userById(tx, id);
}

export function userView(row: UserRow): User {
  const { waitingId, waitingKind, waitingAt, enteredById, enteredByName, issuerId, issuerName } = row;
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    organisation: { ...named(row.organisationId, row.organisationName), kind: row.kind },
    roles: row.roles,
    state: row.state,
    demo: row.demo,
    totp: row.totp,
    passkeys: row.passkeys,
    sessions: row.sessions,
    lastSignedInAt: row.lastSignedInAt,
    passwordChangedAt: row.passwordChangedAt,
    oneTimeUntil: row.oneTimeUntil,
    waiting:
      waitingId === null || waitingAt === null || enteredById === null
        ? null
        : {
            id: waitingId,
            kind: waitingKind as NonNullable<User['waiting']>['kind'],
            roles: row.waitingRoles,
            enteredBy: named(enteredById, enteredByName ?? ''),
            enteredAt: waitingAt,
          },
    issueBy: issuerId === null ? null : named(issuerId, issuerName ?? ''),
    version: row.version,
  };
}

export interface NewAccount {
  readonly id: string;
  readonly organisationId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly state: 'pending' | 'active';
  readonly enteredBy: string | null;
  readonly createdAt: string;
}

/** False when the login is taken, whatever the case. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<boolean> {
  const done = await sql`
    insert into account (id, organisation_id, login, name, roles, state, entered_by, created_at)
    values (${account.id}, ${account.organisationId}, ${account.login}, ${account.name}, ${[...account.roles]}, ${account.state},
      ${account.enteredBy}, ${account.createdAt})
    on conflict (lower(login)) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
}

export interface NewRequest {
  readonly id: string;
  readonly account: { readonly id: string; readonly organisationId: string };
  readonly kind: 'open' | 'roles' | 'credentials';
  readonly roles: readonly string[] | null;
  readonly enteredBy: string;
  readonly enteredAt: UserRow['lastSignedInAt'] & string;
}

export async function insertRequest(tx: Tx, request: NewRequest): Promise<void> {
  await tx
    .insertInto('accountRequest')
    .values({
      id: request.id,
      accountId: request.account.id,
      organisationId: request.account.organisationId,
      kind: request.kind,
      roles: request.roles === null ? null : [...request.roles],
      state: 'waiting',
      enteredBy: request.enteredBy,
      enteredAt: request.enteredAt,
    })
    .execute();
}
