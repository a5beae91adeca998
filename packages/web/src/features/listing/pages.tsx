import { AuditOutlined, ImportOutlined, ShopOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/listings',
    title: { zh: '挂网产品', en: 'Listings' },
    permission: 'listing.read',
    menu: { group: 'catalogue', icon: ShopOutlined, order: 10, phone: true },
    search: { filter: 'search', order: 10 },
    load: () => import('./listing-list.tsx').then((file) => file.ListingListPage),
  },
  {
    path: '/listings/$listingId',
    title: { zh: '挂网产品详情', en: 'Listing' },
    permission: 'listing.read',
    load: () => import('./listing-details.tsx').then((file) => file.ListingDetailsPage),
  },
  {
    path: '/listing-imports',
    title: { zh: '挂网导入', en: 'Imports of listings' },
    permission: 'listing.readImports',
    menu: { group: 'catalogue', icon: ImportOutlined, order: 20 },
    load: () => import('./import-list.tsx').then((file) => file.ImportListPage),
  },
  {
    path: '/listing-imports/$importId',
    title: { zh: '挂网导入核对', en: 'Import of listings' },
    permission: 'listing.readImports',
    load: () => import('./import-details.tsx').then((file) => file.ImportDetailsPage),
  },
  {
    path: '/listing-changes',
    title: { zh: '挂网调整', en: 'Changes of listings' },
    permission: 'listing.changeState',
    menu: { group: 'catalogue', icon: AuditOutlined, order: 25 },
    load: () => import('./change-list.tsx').then((file) => file.ChangeListPage),
  },
];
