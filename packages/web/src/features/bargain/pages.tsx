import { MoneyCollectOutlined, TagsOutlined, TeamOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/bargains',
    title: { zh: '议价', en: 'Bargains' },
    permission: 'bargain.read',
    menu: { group: 'buy', icon: MoneyCollectOutlined, order: 20 },
    load: () => import('./bargain-list.tsx').then((file) => file.BargainListPage),
  },
  {
    path: '/bargains/new',
    title: { zh: '发起议价', en: 'Open a bargain' },
    permission: 'bargain.open',
    load: () => import('./open-bargain.tsx').then((file) => file.OpenBargainPage),
  },
  {
    path: '/bargains/$bargainId',
    title: { zh: '议价详情', en: 'Bargain' },
    permission: 'bargain.read',
    load: () => import('./bargain-details.tsx').then((file) => file.BargainDetailsPage),
  },
  {
    path: '/bargain-pools',
    title: { zh: '拼单议价', en: 'Pooled bargains' },
    permission: 'bargain.join',
    menu: { group: 'buy', icon: TeamOutlined, order: 25 },
    load: () => import('./pool-list.tsx').then((file) => file.PoolListPage),
  },
  {
    path: '/agreed-prices',
    title: { zh: '议定价格', en: 'Agreed prices' },
    permission: 'bargain.read',
    menu: { group: 'catalogue', icon: TagsOutlined, order: 40 },
    load: () => import('./agreed-price-list.tsx').then((file) => file.AgreedPriceListPage),
  },
];
