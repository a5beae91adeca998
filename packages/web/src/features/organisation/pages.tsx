import {
  ApartmentOutlined,
  BankOutlined,
  DashboardOutlined,
  SafetyOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { HomePanel, Page } from '../../page.ts';

export const pages: Page[] = [
  {
    path: '/users',
    title: { zh: '用户管理', en: 'Users' },
    permission: 'organisation.manageUsers',
    menu: { group: 'manage', icon: TeamOutlined, order: 10 },
    load: () => import('./users-page.tsx').then((file) => file.UsersPage),
  },
  {
    path: '/organisations',
    title: { zh: '机构名录', en: 'Organisations' },
    permission: 'organisation.read',
    menu: { group: 'manage', icon: BankOutlined, order: 20 },
    load: () => import('./organisation-list.tsx').then((file) => file.OrganisationListPage),
  },
  {
    path: '/organisations/new',
    title: { zh: '录入机构', en: 'Enter an organisation' },
    permission: 'organisation.enter',
    load: () => import('./organisation-form.tsx').then((file) => file.NewOrganisationPage),
  },
  {
    path: '/organisations/$organisationId',
    title: { zh: '机构详情', en: 'Organisation' },
    permission: 'organisation.read',
    load: () => import('./organisation-details.tsx').then((file) => file.OrganisationPage),
  },
  {
    path: '/organisations/$organisationId/edit',
    title: { zh: '更正机构信息', en: 'Correct an organisation' },
    permission: 'organisation.enter',
    load: () => import('./organisation-form.tsx').then((file) => file.EditOrganisationPage),
  },
  {
    path: '/medical-groups',
    title: { zh: '医疗集团', en: 'Medical groups' },
    permission: 'organisation.read',
    menu: { group: 'manage', icon: ApartmentOutlined, order: 30 },
    for: ({ kind }) => kind !== 'manufacturer' && kind !== 'distributor',
    load: () => import('./groups-page.tsx').then((file) => file.GroupsPage),
  },
  {
    path: '/security-events',
    title: { zh: '安全事件', en: 'Security events' },
    permission: 'platform.security',
    menu: { group: 'manage', icon: SafetyOutlined, order: 40 },
    load: () => import('./security-page.tsx').then((file) => file.SecurityPage),
  },
  {
    path: '/platform-health',
    title: { zh: '运行状况', en: 'Health of the platform' },
    permission: 'platform.health',
    menu: { group: 'manage', icon: DashboardOutlined, order: 50 },
    load: () => import('./health-page.tsx').then((file) => file.HealthPage),
  },
];

export const panels: HomePanel[] = [
  {
    title: { zh: '采购平台', en: 'Procurement platform' },
    permission: 'account.manageOwn',
    for: [
      'manufacturer.admin',
      'manufacturer.sales',
      'manufacturer.accountant',
      'distributor.admin',
      'distributor.dispatcher',
      'distributor.accountant',
    ],
    order: 90,
    load: () => import('./platform-panel.tsx').then((file) => file.PlatformPanel),
  },
];
