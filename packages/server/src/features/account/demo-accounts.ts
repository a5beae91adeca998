import type * as api from '@daylight/api/account.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import type { World } from '../../context.ts';

/** Of all demo accounts; they exist only with the demo data, which the server shows on loopback only. */
export const demoPassword = 'daylight';

export async function listDemoAccounts(
  world: World,
): Promise<Result<ReplyOf<typeof api.listDemoAccounts>, never>> {
  if (!world.demo) return ok({ password: null, accounts: [] });
  const rows = await world.database.db
    .selectFrom('account as a')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .innerJoin('jurisdiction as j', 'j.code', 'o.jurisdiction')
    .select([
      'a.login',
      'a.name',
      'o.name as organisation',
      'o.kind',
      'a.roles',
      'j.name as zh',
      'j.nameEn as en',
    ])
    .where('a.demo', '=', true)
    .where('a.state', '=', 'active')
    // One person of each position is enough to choose from; the shortest login is the one that was printed.
    .distinctOn(['o.kind', 'a.roles'])
    .orderBy('o.kind')
    .orderBy('a.roles')
    .orderBy((eb) => eb.fn('length', ['a.login']))
    .orderBy('a.login')
    .limit(60)
    .$narrowType<{ kind: OrganisationKind }>()
    .execute();
  return ok({
    password: demoPassword,
    accounts: rows.map(({ zh, en, ...row }) => ({ ...row, jurisdiction: { zh, en } })),
  });
}
