import {
  CloudDownloadOutlined,
  FallOutlined,
  KeyOutlined,
  LockOutlined,
  TrophyOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/bids',
    title: { zh: '投标', en: 'Bids' },
    permission: 'bidding.submit',
    menu: { group: 'round', icon: LockOutlined, order: 30, phone: true },
    load: () => import('./bid-list.tsx').then((file) => file.BidListPage),
  },
  {
    path: '/bids/$tenderId',
    title: { zh: '报名与密封报价', en: 'Enrolment and sealed bid' },
    permission: 'bidding.submit',
    load: () => import('./bid-page.tsx').then((file) => file.BidPage),
  },
  {
    path: '/openings',
    title: { zh: '开标', en: 'Openings' },
    permission: ['bidding.manage', 'bidding.trust', 'bidding.decide'],
    menu: { group: 'round', icon: KeyOutlined, order: 35 },
    load: () => import('./opening-list.tsx').then((file) => file.OpeningListPage),
  },
  {
    path: '/openings/$tenderId',
    title: { zh: '密钥与开标', en: 'Keys and opening' },
    permission: 'bidding.read',
    load: () => import('./opening-page.tsx').then((file) => file.OpeningPage),
  },
  {
    path: '/landed-awards',
    title: { zh: '结果落地', en: 'Landed results' },
    permission: 'bidding.land',
    menu: { group: 'round', icon: CloudDownloadOutlined, order: 37 },
    load: () => import('./landed-list.tsx').then((file) => file.LandedListPage),
  },
  {
    path: '/landed-awards/$landedId',
    title: { zh: '结果落地', en: 'Result from elsewhere' },
    permission: 'bidding.land',
    load: () => import('./landed-page.tsx').then((file) => file.LandedPage),
  },
  {
    path: '/award-sources',
    title: { zh: '结果来源', en: 'Sources of results' },
    permission: 'bidding.land',
    load: () => import('./award-source-list.tsx').then((file) => file.AwardSourceListPage),
  },
  {
    path: '/price-coordinations',
    title: { zh: '价格协同', en: 'Price coordination' },
    permission: 'bidding.readCoordination',
    menu: { group: 'catalogue', icon: FallOutlined, order: 43 },
    load: () => import('./coordination-list.tsx').then((file) => file.CoordinationListPage),
  },
  {
    path: '/price-coordinations/$coordinationId',
    title: { zh: '价格协同', en: 'Price coordination' },
    permission: 'bidding.readCoordination',
    load: () => import('./coordination-page.tsx').then((file) => file.CoordinationPage),
  },
  {
    path: '/open/awards',
    title: { zh: '中选结果', en: 'Awards' },
    permission: 'public',
    menu: { group: 'public', icon: TrophyOutlined, order: 57 },
    load: () => import('./open-awards.tsx').then((file) => file.OpenAwardsPage),
  },
  {
    path: '/open/awards/$tenderId',
    title: { zh: '中选结果', en: 'Award' },
    permission: 'public',
    load: () => import('./open-awards.tsx').then((file) => file.OpenAwardPage),
  },
];
