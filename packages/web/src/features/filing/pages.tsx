import { AlertOutlined, FileProtectOutlined, FundOutlined, ProfileOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/filings',
    title: { zh: '备案采购', en: 'Filing purchases' },
    permission: 'filing.read',
    menu: { group: 'buy', icon: FileProtectOutlined, order: 30 },
    load: () => import('./filing-list.tsx').then((file) => file.FilingListPage),
  },
  {
    path: '/filings/new',
    title: { zh: '申报备案采购', en: 'Apply for a filing' },
    permission: 'filing.apply',
    load: () => import('./new-filing.tsx').then((file) => file.NewFilingPage),
  },
  {
    path: '/filings/$filingId',
    title: { zh: '备案详情', en: 'Filing' },
    permission: 'filing.read',
    load: () => import('./filing-details.tsx').then((file) => file.FilingDetailsPage),
  },
  {
    path: '/outside-purchases',
    title: { zh: '应急与自主采购', en: 'Outside purchases' },
    permission: 'filing.read',
    for: (actor) => actor.kind !== 'manufacturer',
    menu: { group: 'buy', icon: AlertOutlined, order: 35 },
    load: () => import('./outside-list.tsx').then((file) => file.OutsideListPage),
  },
  {
    path: '/outside-purchases/new',
    title: { zh: '申请应急或自主采购', en: 'Request an outside purchase' },
    permission: 'filing.apply',
    load: () => import('./new-outside.tsx').then((file) => file.NewOutsidePage),
  },
  {
    path: '/outside-purchases/$purchaseId',
    title: { zh: '平台外采购', en: 'Outside purchase' },
    permission: 'filing.read',
    load: () => import('./outside-details.tsx').then((file) => file.OutsideDetailsPage),
  },
  {
    path: '/self-purchase-quotas',
    title: { zh: '自主采购额度', en: 'Self-purchase quotas' },
    permission: 'filing.check',
    menu: { group: 'supervise', icon: FundOutlined, order: 60 },
    load: () => import('./quota-list.tsx').then((file) => file.QuotaListPage),
  },
  {
    path: '/open/filings',
    title: { zh: '备案采购公布', en: 'Filing purchases' },
    permission: 'public',
    menu: { group: 'public', icon: ProfileOutlined, order: 40 },
    load: () => import('./open-issues.tsx').then((file) => file.OpenIssuesPage),
  },
  {
    path: '/open/filings/$issueId',
    title: { zh: '备案采购公布', en: 'Filing purchases' },
    permission: 'public',
    load: () => import('./open-issues.tsx').then((file) => file.OpenIssuePage),
  },
];
