import {
  FileProtectOutlined,
  IdcardOutlined,
  SafetyOutlined,
  SolutionOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/reviews',
    title: { zh: '专家评审', en: 'Expert panels' },
    permission: 'panel.read',
    menu: { group: 'supervise', icon: SolutionOutlined, order: 50 },
    load: () => import('./review-list.tsx').then((file) => file.ReviewListPage),
  },
  {
    path: '/reviews/$reviewId',
    title: { zh: '评审详情', en: 'Review' },
    permission: 'panel.read',
    load: () => import('./review-details.tsx').then((file) => file.ReviewDetailsPage),
  },
  {
    path: '/experts',
    title: { zh: '评审专家库', en: 'Pool of experts' },
    permission: 'panel.read',
    menu: { group: 'supervise', icon: TeamOutlined, order: 52 },
    load: () => import('./expert-list.tsx').then((file) => file.ExpertListPage),
  },
  {
    path: '/experts/$expertId',
    title: { zh: '专家详情', en: 'Expert' },
    permission: 'panel.read',
    load: () => import('./expert-details.tsx').then((file) => file.ExpertDetailsPage),
  },
  {
    path: '/my-reviews',
    title: { zh: '我的评审', en: 'My reviews' },
    permission: 'panel.score',
    menu: { group: 'start', icon: FileProtectOutlined, order: 60, phone: true },
    load: () => import('./my-reviews.tsx').then((file) => file.MyReviewsPage),
  },
  {
    path: '/my-reviews/$reviewId',
    title: { zh: '评审', en: 'Review' },
    permission: 'panel.score',
    load: () => import('./my-review.tsx').then((file) => file.MyReviewPage),
  },
  {
    path: '/my-interests',
    title: { zh: '利益关系申报', en: 'My interests' },
    permission: 'panel.score',
    menu: { group: 'start', icon: IdcardOutlined, order: 70, phone: true },
    load: () => import('./my-interests.tsx').then((file) => file.MyInterestsPage),
  },
  {
    path: '/review-results/$reviewId',
    title: { zh: '专家评审结果', en: 'Result of a review' },
    permission: 'panel.outcome',
    load: () => import('./review-result.tsx').then((file) => file.ReviewResultPage),
  },
  {
    path: '/open/panel-draws',
    title: { zh: '专家抽取公开', en: 'Draws of experts' },
    permission: 'public',
    menu: { group: 'public', icon: SafetyOutlined, order: 40 },
    load: () => import('./open-draws.tsx').then((file) => file.OpenDrawsPage),
  },
  {
    path: '/open/panel-draws/$drawId',
    title: { zh: '核验专家抽取', en: 'Check a draw' },
    permission: 'public',
    load: () => import('./open-draw.tsx').then((file) => file.OpenDrawPage),
  },
];
