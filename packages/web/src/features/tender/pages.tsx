import {
  ExperimentOutlined,
  FilterOutlined,
  GoldOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons';
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
    path: '/rounds/new',
    title: { zh: '建立集采项目', en: 'Begin a round' },
    permission: 'tender.plan',
    load: () => import('./new-round.tsx').then((file) => file.NewRoundPage),
  },
  {
    path: '/rounds/$tenderId/plan',
    title: { zh: '编制方案', en: 'Write the plan' },
    permission: 'tender.plan',
    load: () => import('./plan-editor.tsx').then((file) => file.PlanEditorPage),
  },
  {
    path: '/rounds/$tenderId/rules',
    title: { zh: '竞价规则', en: 'Rules' },
    permission: 'tender.read',
    load: () => import('./rules-page.tsx').then((file) => file.RulesPage),
  },
  {
    path: '/rounds/$tenderId/institutions',
    title: { zh: '参加机构', en: 'Institutions' },
    permission: 'tender.read',
    load: () => import('./members-page.tsx').then((file) => file.MembersPage),
  },
  {
    path: '/rounds/$tenderId/products',
    title: { zh: '集采产品', en: 'Products' },
    permission: 'tender.read',
    load: () => import('./products-page.tsx').then((file) => file.ProductsPage),
  },
  {
    path: '/round-screenings',
    title: { zh: '品种遴选', en: 'Screening' },
    permission: 'tender.plan',
    menu: { group: 'round', icon: FilterOutlined, order: 5 },
    load: () => import('./screening-list.tsx').then((file) => file.ScreeningListPage),
  },
  {
    path: '/round-screenings/new',
    title: { zh: '开始品种遴选', en: 'Begin a screening' },
    permission: 'tender.plan',
    load: () => import('./new-screening.tsx').then((file) => file.NewScreeningPage),
  },
  {
    path: '/round-screenings/$screeningId',
    title: { zh: '品种遴选', en: 'Screening' },
    permission: 'tender.plan',
    load: () => import('./screening-page.tsx').then((file) => file.ScreeningPage),
  },
  {
    path: '/open/rounds',
    title: { zh: '集采项目公开', en: 'Rounds in public' },
    permission: 'public',
    menu: { group: 'public', icon: ProfileOutlined, order: 55 },
    load: () => import('./open-rounds.tsx').then((file) => file.OpenRoundsPage),
  },
  {
    path: '/open/rounds/$tenderId',
    title: { zh: '集采项目', en: 'Round' },
    permission: 'public',
    load: () => import('./open-rounds.tsx').then((file) => file.OpenRoundPage),
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
