import { AuditOutlined, ReadOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/open/publicities',
    title: { zh: '公示', en: 'Public lists' },
    permission: 'public',
    menu: { group: 'public', icon: ReadOutlined, order: 15 },
    load: () => import('./open-publicities.tsx').then((file) => file.OpenPublicitiesPage),
  },
  {
    path: '/open/publicities/$publicityId',
    title: { zh: '公示详情', en: 'Public list' },
    permission: 'public',
    load: () => import('./open-publicity.tsx').then((file) => file.OpenPublicityPage),
  },
  {
    path: '/objections',
    title: { zh: '公示异议', en: 'Objections' },
    permission: 'publicity.read',
    menu: { group: 'catalogue', icon: AuditOutlined, order: 80 },
    load: () => import('./objection-list.tsx').then((file) => file.ObjectionListPage),
  },
  {
    path: '/objections/$objectionId',
    title: { zh: '异议详情', en: 'Objection' },
    permission: 'publicity.read',
    load: () => import('./objection-details.tsx').then((file) => file.ObjectionDetailsPage),
  },
];
