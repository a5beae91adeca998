import {
  AlertOutlined,
  AuditOutlined,
  BgColorsOutlined,
  ExperimentOutlined,
  FallOutlined,
  RadarChartOutlined,
  SolutionOutlined,
} from '@ant-design/icons';
import type { HomePanel, Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/warnings',
    title: { zh: '预警信息', en: 'Warnings' },
    permission: 'supervision.read',
    menu: { group: 'supervise', icon: AlertOutlined, order: 10 },
    load: () => import('./warning-board.tsx').then((file) => file.WarningBoardPage),
  },
  {
    path: '/never-bargained',
    title: { zh: '长期不议价', en: 'Never bargaining' },
    permission: 'supervision.read',
    menu: { group: 'supervise', icon: FallOutlined, order: 20 },
    load: () => import('./never-bargained.tsx').then((file) => file.NeverBargainedPage),
  },
  {
    path: '/anomalies',
    title: { zh: '采购异常', en: 'Anomalies' },
    permission: 'supervision.read',
    menu: { group: 'supervise', icon: RadarChartOutlined, order: 12 },
    load: () => import('./anomaly-list.tsx').then((file) => file.AnomalyListPage),
  },
  {
    path: '/anomalies/$anomalyId',
    title: { zh: '采购异常', en: 'Anomaly' },
    permission: 'supervision.read',
    load: () => import('./anomaly-details.tsx').then((file) => file.AnomalyDetailsPage),
  },
  {
    path: '/oversight',
    title: { zh: '约谈与通报', en: 'Interviews and reports' },
    permission: 'supervision.readCases',
    menu: { group: 'supervise', icon: SolutionOutlined, order: 14, phone: true },
    load: () => import('./case-list.tsx').then((file) => file.CaseListPage),
  },
  {
    path: '/oversight/new',
    title: { zh: '发起约谈或通报', en: 'New interview or report' },
    permission: 'supervision.handle',
    load: () => import('./open-case.tsx').then((file) => file.OpenCasePage),
  },
  {
    path: '/oversight/$caseId',
    title: { zh: '约谈与通报', en: 'Interview or report' },
    permission: 'supervision.readCases',
    load: () => import('./case-details.tsx').then((file) => file.CaseDetailsPage),
  },
  {
    path: '/zone-rules',
    title: { zh: '价格区域规则', en: 'Zone rules' },
    permission: 'supervision.readAppeals',
    menu: { group: 'supervise', icon: BgColorsOutlined, order: 30 },
    for: (actor) => actor.kind === 'bureau' || actor.kind === 'health',
    load: () => import('./rules-page.tsx').then((file) => file.RulesPage),
  },
  {
    path: '/appeals',
    title: { zh: '价格区域申诉', en: 'Appeals against zones' },
    permission: 'supervision.readAppeals',
    menu: { group: 'supervise', icon: AuditOutlined, order: 16 },
    load: () => import('./appeal-list.tsx').then((file) => file.AppealListPage),
  },
  {
    path: '/appeals/$appealId',
    title: { zh: '价格区域申诉', en: 'Appeal' },
    permission: 'supervision.readAppeals',
    load: () => import('./appeal-details.tsx').then((file) => file.AppealDetailsPage),
  },
  {
    path: '/zone-references/$listingId',
    title: { zh: '参考数据', en: 'Reference set' },
    permission: 'supervision.readAppeals',
    load: () => import('./reference-page.tsx').then((file) => file.ReferencePage),
  },
  {
    path: '/trials',
    title: { zh: '规则试算', en: 'Trials of rules' },
    permission: 'supervision.try',
    menu: { group: 'supervise', icon: ExperimentOutlined, order: 32 },
    load: () => import('./trial-list.tsx').then((file) => file.TrialListPage),
  },
  {
    path: '/trials/new',
    title: { zh: '新建试算', en: 'New trial' },
    permission: 'supervision.try',
    load: () => import('./new-trial.tsx').then((file) => file.NewTrialPage),
  },
  {
    path: '/trials/compare',
    title: { zh: '试算比较', en: 'Trials compared' },
    permission: 'supervision.try',
    load: () => import('./trial-compare.tsx').then((file) => file.TrialComparePage),
  },
  {
    path: '/trials/$trialId',
    title: { zh: '规则试算', en: 'Trial' },
    permission: 'supervision.try',
    load: () => import('./trial-details.tsx').then((file) => file.TrialDetailsPage),
  },
];

export const panels: readonly HomePanel[] = [
  {
    title: { zh: '价格预警', en: 'Price warnings' },
    permission: 'supervision.read',
    order: 10,
    load: () => import('./warning-panel.tsx').then((file) => file.WarningPanel),
  },
];
