import { ExperimentOutlined, GoldOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/rounds',
    title: { zh: '集采项目', en: 'Rounds' },
    permission: 'tender.read',
    menu: { group: 'round', icon: GoldOutlined, order: 10 },
    load: () => import('./round-list.tsx').then((file) => file.RoundListPage),
  },
  {
    path: '/rounds/$tenderId',
    title: { zh: '集采项目', en: 'Round' },
    permission: 'tender.read',
    load: () => import('./round-page.tsx').then((file) => file.RoundPage),
  },
  {
    path: '/open/awards/verify',
    title: { zh: '中选结果核验', en: 'Verify an award' },
    permission: 'public',
    menu: { group: 'public', icon: SafetyCertificateOutlined, order: 60 },
    load: () => import('./verify-page.tsx').then((file) => file.VerifyPage),
  },
  {
    path: '/round-trials',
    title: { zh: '竞价规则试算', en: 'Try rules of a round' },
    permission: 'tender.try',
    menu: { group: 'round', icon: ExperimentOutlined, order: 90 },
    load: () => import('./try-page.tsx').then((file) => file.TryPage),
  },
];
