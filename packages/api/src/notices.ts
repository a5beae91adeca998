import type { Permission } from '@daylight/rules/access/permissions.ts';
import { bargainNotices } from './bargain-notices.ts';
import type { Text } from './endpoint.ts';
import { settlementNotices } from './settlement-notices.ts';
import { orderNotices } from './order-notices.ts';
import { qualificationNotices } from './qualification-notices.ts';
import { publicityNotices } from './publicity-notices.ts';
import { panelNotices } from './panel-notices.ts';
import { linkageNotices } from './linkage-notices.ts';
import { admissionNotices } from './admission-notices.ts';
import { creditNotices } from './credit-notices.ts';
import { directoryNotices } from './directory-notices.ts';
import { filingNotices } from './filing-notices.ts';
import { tenderNotices } from './tender-notices.ts';
import { demandNotices } from './demand-notices.ts';
import { biddingNotices } from './bidding-notices.ts';
import { agreementNotices } from './agreement-notices.ts';
import { executionNotices } from './execution-notices.ts';
import { supervisionNotices } from './supervision-notices.ts';

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
  ...settlementNotices,
  ...orderNotices,
  ...qualificationNotices,
  ...publicityNotices,
  ...panelNotices,
  ...linkageNotices,
  ...admissionNotices,
  ...creditNotices,
  ...directoryNotices,
  ...filingNotices,
  ...tenderNotices,
  ...demandNotices,
  ...biddingNotices,
  ...agreementNotices,
  ...executionNotices,
  ...supervisionNotices,
  'listing.imported': {
    title: { zh: '挂网目录已更新', en: 'The directory of listings changed' },
    detail: {
      zh: '导入 {number}：贵企业新挂网 {listed} 个产品，调价 {repriced} 个',
      en: 'Import {number}: {listed} of your products listed, {repriced} repriced',
    },
    href: '/listings',
    tone: 'notice',
    permission: 'listing.read',
  },
  'listing.repriced': {
    title: { zh: '挂网价已调整', en: 'A listing price changed' },
    detail: { zh: '{product}（{number}）现为 {price} 元', en: '{product} ({number}) is now {price} yuan' },
    href: '/listings/{subject}',
    tone: 'notice',
    permission: 'listing.read',
  },
  'listing.suspended': {
    title: { zh: '产品已暂停挂网', en: 'A listing was suspended' },
    detail: { zh: '{product}（{number}）', en: '{product} ({number})' },
    href: '/listings/{subject}',
    tone: 'warning',
    permission: 'listing.read',
  },
  'listing.withdrawn': {
    title: { zh: '产品已撤网', en: 'A listing was withdrawn' },
    detail: { zh: '{product}（{number}）', en: '{product} ({number})' },
    href: '/listings/{subject}',
    tone: 'warning',
    permission: 'listing.read',
  },
  'distribution.proposed': {
    title: { zh: '有新的配送委托', en: 'A manufacturer proposes delivery relations' },
    detail: {
      zh: '{manufacturer} 提出 {count} 项配送，请确认',
      en: '{manufacturer} proposes {count} relations; please answer',
    },
    href: '/delivery/relations?state=proposed',
    tone: 'notice',
    permission: 'distribution.read',
  },
  'distribution.confirmed': {
    title: { zh: '配送企业已确认', en: 'A distributor confirmed' },
    detail: { zh: '{areas}：{count} 项配送关系生效', en: '{count} relations now hold' },
    href: '/delivery/areas',
    tone: 'good',
    permission: 'distribution.read',
  },
  'distribution.rejected': {
    title: { zh: '配送企业不接受委托', en: 'A distributor declined' },
    detail: { zh: '{areas}：{reason}', en: '{areas}: {reason}' },
    href: '/delivery/areas',
    tone: 'warning',
    permission: 'distribution.read',
  },
  'distribution.lapsed': {
    title: { zh: '配送委托逾期未确认', en: 'A proposal lapsed without an answer' },
    detail: { zh: '{areas}：{count} 项已失效', en: '{areas}: {count} lapsed' },
    href: '/delivery/relations?state=lapsed',
    tone: 'warning',
    permission: 'distribution.read',
  },
  'distribution.ended': {
    title: { zh: '对方终止配送关系', en: 'A delivery relation is being ended' },
    detail: { zh: '{areas}：到 {lastDay} 为止，{reason}', en: '{areas}: through {lastDay}, {reason}' },
    href: '/delivery/relations',
    tone: 'warning',
    permission: 'distribution.read',
  },
  'distribution.over': {
    title: { zh: '配送关系到期', en: 'A delivery relation is over' },
    detail: { zh: '{areas}：{count} 项已到期', en: '{areas}: {count} over' },
    href: '/delivery/relations?state=ended',
    tone: 'notice',
    permission: 'distribution.read',
  },
  'distribution.chosenEnds': {
    title: { zh: '所选配送企业将停止配送', en: 'A distributor you chose stops delivering' },
    detail: {
      zh: '{areas}：到 {lastDay} 为止，请另行选择',
      en: '{areas}: through {lastDay}; choose another',
    },
    href: '/delivery/choices',
    tone: 'warning',
    permission: 'distribution.choose',
  },
} as const satisfies Record<string, NoticeText>;

export type NoticeKind = keyof typeof noticeTexts;
