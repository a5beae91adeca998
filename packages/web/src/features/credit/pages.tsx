import {
  AlertOutlined,
  AuditOutlined,
  CalendarOutlined,
  FileUnknownOutlined,
  ReconciliationOutlined,
  SafetyOutlined,
  SoundOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/credit/cases',
    title: { zh: '不良记录与信用评价', en: 'Bad records and ratings' },
    permission: 'credit.read',
    menu: {
      group: 'supervise',
      icon: AlertOutlined,
      order: 40,
      title: { zh: '信用记录', en: 'Credit records' },
    },
    load: () => import('./case-list.tsx').then((file) => file.CreditCasesPage),
  },
  {
    path: '/credit/new',
    title: { zh: '录入信用案件', en: 'Enter a case' },
    permission: 'credit.enter',
    load: () => import('./enter-case.tsx').then((file) => file.EnterCasePage),
  },
  {
    path: '/credit/cases/$caseId',
    title: { zh: '信用案件', en: 'Case' },
    permission: 'credit.read',
    load: () => import('./case-details.tsx').then((file) => file.CreditCasePage),
  },
  {
    path: '/credit/runs',
    title: { zh: '季度信用评价', en: 'Quarterly ratings' },
    permission: 'credit.read',
    menu: { group: 'supervise', icon: CalendarOutlined, order: 42 },
    for: (actor) => actor.kind === 'bureau',
    load: () => import('./run-list.tsx').then((file) => file.CreditRunsPage),
  },
  {
    path: '/credit/supply',
    title: { zh: '履约监管', en: 'Failing supply' },
    permission: 'credit.read',
    menu: { group: 'supervise', icon: ReconciliationOutlined, order: 44 },
    load: () => import('./supply-list.tsx').then((file) => file.SupplyListPage),
  },
  {
    path: '/credit/supply/$supplyId',
    title: { zh: '履约案件', en: 'Case of failing supply' },
    permission: 'credit.read',
    load: () => import('./supply-details.tsx').then((file) => file.SupplyDetailsPage),
  },
  {
    path: '/credit/reports',
    title: { zh: '举报线索', en: 'Reports' },
    permission: 'credit.investigate',
    menu: { group: 'supervise', icon: FileUnknownOutlined, order: 46 },
    load: () => import('./report-list.tsx').then((file) => file.ReportListPage),
  },
  {
    path: '/credit/reports/$reportId',
    title: { zh: '举报', en: 'Report' },
    permission: 'credit.report',
    load: () => import('./report-details.tsx').then((file) => file.ReportDetailsPage),
  },
  {
    path: '/credit/report',
    title: { zh: '我要举报', en: 'Report a breach' },
    permission: 'credit.report',
    menu: { group: 'supervise', icon: SoundOutlined, order: 90 },
    load: () => import('./own-reports.tsx').then((file) => file.OwnReportsPage),
  },
  {
    path: '/open/credit',
    title: { zh: '信用公开', en: 'Credit, in public' },
    permission: 'public',
    menu: { group: 'public', icon: SafetyOutlined, order: 42 },
    load: () => import('./open-credit.tsx').then((file) => file.OpenCreditPage),
  },
  {
    path: '/open/responsibilities',
    title: { zh: '责任与奖惩', en: 'Duties and penalties' },
    permission: 'public',
    menu: { group: 'public', icon: AuditOutlined, order: 62 },
    load: () => import('./responsibilities.tsx').then((file) => file.ResponsibilitiesPage),
  },
];
