import type { Permission } from '@daylight/rules/access/permissions.ts';
import { bargainNotices } from './bargain-notices.ts';
import type { Text } from './endpoint.ts';

/** What a notice says; `{name}` is filled from its facts, `{subject}` with the id of what it is about. */
export interface NoticeText {
  readonly title: Text;
  readonly detail: Text;
  /** Where to act, a path of the web application; null where there is nothing to do. */
  readonly href: string | null;
  readonly tone: 'plain' | 'good' | 'notice' | 'warning' | 'danger';
  /** Who of the organisation sees it: those whose work it is. */
  readonly permission: Permission;
}

/** Every kind of notice. A feature adds its lines here; a kind without a text fails the tests. */
export const noticeTexts = {
  'account.requestWaiting': {
    title: { zh: '账号变更待审批', en: 'A change to an account waits for approval' },
    detail: {
      zh: '{by} 为 {name} 提交了变更，需由另一位管理员审批',
      en: '{by} asked for a change to {name}; another administrator has to approve',
    },
    href: '/users',
    tone: 'notice',
    permission: 'organisation.manageUsers',
  },
  'account.requestDecided': {
    title: { zh: '账号变更已处理', en: 'A change to an account was decided' },
    detail: { zh: '{name}：{outcome}', en: '{name}: {outcome}' },
    href: '/users',
    tone: 'plain',
    permission: 'organisation.manageUsers',
  },
  'organisation.approved': {
    title: { zh: '机构已审核通过', en: 'The organisation was approved' },
    detail: { zh: '{name} 已可在平台开展业务', en: '{name} may now work on the platform' },
    href: '/organisations/{subject}',
    tone: 'good',
    permission: 'organisation.read',
  },
  ...bargainNotices,
} as const satisfies Record<string, NoticeText>;

export type NoticeKind = keyof typeof noticeTexts;
