import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import type { Tx } from '../../db.ts';

function accounts(tx: Tx) {
  return tx
    .selectFrom('account as a')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .select([
      'a.id',
      'a.organisationId',
      'a.login',
      'a.name',
      'a.passwordHash',
      'a.passwordExpiresAt',
      'a.roles',
      'a.state',
      'a.demo',
      'a.totpSecret',
      'a.secondFactorRequired',
      'a.mustChangePassword',
      'a.platform',
      'a.version',
      'o.name as organisationName',
      'o.kind',
      'o.jurisdiction',
      'o.province',
      'o.state as organisationState',
    ])
    .select((eb) =>
      eb
        .selectFrom('passkey as p')
        .whereRef('p.accountId', '=', 'a.id')
        .select((e) => e.fn.countAll<number>().as('n'))
        .as('passkeys'),
    )
    .$narrowType<{ kind: OrganisationKind }>();
}

export type AccountRow = NonNullable<Awaited<ReturnType<typeof accountByLogin>>>;

/** Logins are the same whatever the case. */
export function accountByLogin(tx: Tx, login: string) {
  return accounts(tx)
    .where((eb) => eb(eb.fn<string>('lower', ['a.login']), '=', login.trim().toLowerCase()))
    .executeTakeFirst();
}

export function accountById(tx: Tx, id: string) {
  return accounts(tx).where('a.id', '=', id).executeTakeFirst();
}

export type SecondFactor = 'totp' | 'passkey';

export function factorsOf(account: Pick<AccountRow, 'totpSecret' | 'passkeys'>): SecondFactor[] {
  return [
    ...((account.passkeys ?? 0) > 0 ? (['passkey'] as const) : []),
    ...(account.totpSecret === null ? [] : (['totp'] as const)),
  ];
}
