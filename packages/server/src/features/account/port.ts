import type { Todo } from '@daylight/api/home.ts';
import { mayDecide } from '@daylight/rules/account/administration.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { requestsSeenBy } from './requests.ts';

export { isPresent } from './own-session.ts';
export { insertAccount } from './user-store.ts';
export { demoPassword } from './demo-accounts.ts';
export { hashPassword, oneTimeHours, oneTimePassword } from './passwords.ts';

const kinds = {
  open: { zh: '新增用户待审批', en: 'A new user waits for approval' },
  roles: { zh: '岗位变更待审批', en: 'A change of positions waits for approval' },
  credentials: { zh: '重置登录方式待审批', en: 'A reset of sign-in waits for approval' },
} as const;

/** Changes to accounts that this person may decide. */
export async function accountTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  if (!may(context.actor, 'organisation.manageUsers')) return [];
  const rows = await requestsSeenBy(tx, context).limit(200).execute();
  return rows
    .filter((row) => {
      const employer = { id: row.organisationId, kind: row.organisationKind, jurisdiction: row.jurisdiction };
      return mayDecide(context.actor, employer, row).ok;
    })
    .map((row) => ({
      id: `account-request-${row.id}`,
      kind: 'account.decide',
      title: kinds[row.kind],
      detail: {
        zh: `${row.organisationName}：${row.name}（${row.login}），${row.enteredByName} 提交`,
        en: `${row.organisationName}: ${row.name} (${row.login}), entered by ${row.enteredByName}`,
      },
      dueAt: null,
      provisional: false,
      basis: null,
      href: '/users?tab=requests',
      tone: 'notice',
    }));
}
