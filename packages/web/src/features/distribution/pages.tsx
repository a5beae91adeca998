import { AimOutlined, ApartmentOutlined, DeploymentUnitOutlined, WarningOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/delivery/areas',
    title: { zh: '各地配送企业', en: 'Distributors by area' },
    permission: 'distribution.coverage',
    menu: { group: 'deliver', icon: AimOutlined, order: 50 },
    for: (actor) => actor.kind === 'manufacturer',
    load: () => import('./area-page.tsx').then((file) => file.AreaPage),
  },
  {
    path: '/delivery/relations',
    title: { zh: '配送关系', en: 'Delivery relations' },
    permission: 'distribution.read',
    menu: { group: 'deliver', icon: ApartmentOutlined, order: 60 },
    load: () => import('./relation-list.tsx').then((file) => file.RelationListPage),
  },
  {
    path: '/delivery/choices',
    title: { zh: '选择配送企业', en: 'Choose distributors' },
    permission: 'distribution.choose',
    menu: { group: 'deliver', icon: DeploymentUnitOutlined, order: 55 },
    load: () => import('./choice-list.tsx').then((file) => file.ChoiceListPage),
  },
  {
    path: '/delivery/gaps',
    title: { zh: '配送空缺', en: 'Delivery gaps' },
    permission: 'supervision.read',
    menu: { group: 'supervise', icon: WarningOutlined, order: 60 },
    load: () => import('./gap-list.tsx').then((file) => file.GapListPage),
  },
];
