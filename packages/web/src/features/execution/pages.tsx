import {
  AlertOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  FormOutlined,
  InboxOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/volumes',
    title: { zh: '约定量执行', en: 'Agreed volumes' },
    permission: 'execution.read',
    menu: { group: 'round', icon: DashboardOutlined, order: 70 },
    load: () => import('./volume-list.tsx').then((file) => file.VolumesPage),
  },
  {
    path: '/volumes/$accountId',
    title: { zh: '约定量台账', en: 'Volume account' },
    permission: 'execution.read',
    load: () => import('./volume-details.tsx').then((file) => file.VolumeDetailsPage),
  },
  {
    path: '/volume-usage',
    title: { zh: '采购使用月报', en: 'Purchase and use' },
    permission: 'execution.read',
    menu: { group: 'round', icon: FormOutlined, order: 72 },
    for: (actor) => actor.kind !== 'manufacturer' && actor.kind !== 'distributor',
    load: () => import('./usage-list.tsx').then((file) => file.UsageListPage),
  },
  {
    path: '/volume-usage/$reportId',
    title: { zh: '采购使用月报', en: 'Report on purchase and use' },
    permission: 'execution.read',
    load: () => import('./usage-details.tsx').then((file) => file.UsageDetailsPage),
  },
  {
    path: '/supply-reports',
    title: { zh: '产能库存供应', en: 'Capacity and stock' },
    permission: 'execution.read',
    menu: { group: 'round', icon: InboxOutlined, order: 74 },
    for: (actor) => actor.kind !== 'institution' && actor.kind !== 'distributor',
    load: () => import('./supply-list.tsx').then((file) => file.SupplyListPage),
  },
  {
    path: '/supply-reports/$reportId',
    title: { zh: '产能库存供应月报', en: 'Report on capacity and stock' },
    permission: 'execution.read',
    load: () => import('./supply-details.tsx').then((file) => file.SupplyDetailsPage),
  },
  {
    path: '/supply-failures',
    title: { zh: '供应问题', en: 'Failures to supply' },
    permission: 'execution.read',
    menu: { group: 'round', icon: WarningOutlined, order: 76 },
    for: (actor) => actor.kind !== 'distributor',
    load: () => import('./failure-list.tsx').then((file) => file.FailureListPage),
  },
  {
    path: '/supply-failures/new',
    title: { zh: '反映供应问题', en: 'Report a failure to supply' },
    permission: 'execution.reportFailure',
    load: () => import('./new-failure.tsx').then((file) => file.NewFailurePage),
  },
  {
    path: '/supply-failures/$failureId',
    title: { zh: '供应问题', en: 'Failure to supply' },
    permission: 'execution.read',
    load: () => import('./failure-details.tsx').then((file) => file.FailureDetailsPage),
  },
  {
    path: '/adverse-events',
    title: { zh: '不良事件与质量', en: 'Adverse events' },
    permission: 'execution.readEvents',
    menu: { group: 'deliver', icon: ExperimentOutlined, order: 80 },
    load: () => import('./event-list.tsx').then((file) => file.EventListPage),
  },
  {
    path: '/adverse-events/new',
    title: { zh: '报告不良事件', en: 'Report an adverse event' },
    permission: 'execution.reportEvent',
    load: () => import('./new-event.tsx').then((file) => file.NewEventPage),
  },
  {
    path: '/adverse-events/$eventId',
    title: { zh: '不良事件与质量问题', en: 'Adverse event' },
    permission: 'execution.readEvents',
    load: () => import('./event-details.tsx').then((file) => file.EventDetailsPage),
  },
  {
    path: '/open/quality',
    title: { zh: '产品质量提示', en: 'Quality of products' },
    permission: 'public',
    menu: { group: 'public', icon: AlertOutlined, order: 44 },
    load: () => import('./open-events.tsx').then((file) => file.OpenEventsPage),
  },
];
