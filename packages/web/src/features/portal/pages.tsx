import {
  ApiOutlined,
  AuditOutlined,
  FileSearchOutlined,
  NotificationOutlined,
  SolutionOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/open',
    title: { zh: '挂网产品查询', en: 'Look up listings' },
    permission: 'public',
    load: () => import('./open-listings.tsx').then((file) => file.OpenListingsPage),
    menu: { group: 'public', icon: FileSearchOutlined, order: 10 },
  },
  {
    path: '/open/listings/$listingId',
    title: { zh: '挂网产品', en: 'Listing' },
    permission: 'public',
    load: () => import('./open-listing.tsx').then((file) => file.OpenListingPage),
  },
  {
    path: '/open/agreed-prices',
    title: { zh: '议定价格公开', en: 'Agreed prices' },
    permission: 'public',
    load: () => import('./open-agreed-prices.tsx').then((file) => file.OpenAgreedPricesPage),
    menu: { group: 'public', icon: SolutionOutlined, order: 20 },
  },
  {
    path: '/open/notices',
    title: { zh: '公告', en: 'Notices' },
    permission: 'public',
    load: () => import('./open-notices.tsx').then((file) => file.OpenNoticesPage),
    menu: { group: 'public', icon: NotificationOutlined, order: 30 },
  },
  {
    path: '/open/notices/$noticeId',
    title: { zh: '公告', en: 'Notice' },
    permission: 'public',
    load: () => import('./open-notices.tsx').then((file) => file.OpenNoticePage),
  },
  {
    path: '/notice-desk',
    title: { zh: '公告管理', en: 'Manage notices' },
    permission: 'portal.read',
    load: () => import('./notice-desk.tsx').then((file) => file.NoticeDeskPage),
    menu: { group: 'supervise', icon: AuditOutlined, order: 70 },
  },
  {
    path: '/reference',
    title: { zh: '接口参考', en: 'API reference' },
    permission: 'public',
    load: () => import('./api-reference.tsx').then((file) => file.ApiReferencePage),
    menu: { group: 'public', icon: ApiOutlined, order: 80 },
  },
];
