import { SolutionOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/volume-reports',
    title: { zh: '采购量报送', en: 'Volume reports' },
    permission: 'demand.read',
    menu: { group: 'round', icon: SolutionOutlined, order: 20, phone: true },
    load: () => import('./report-list.tsx').then((file) => file.ReportListPage),
  },
  {
    path: '/volume-reports/rounds/$tenderId',
    title: { zh: '报量汇总与审核', en: 'Volume reports of a round' },
    permission: 'demand.read',
    load: () => import('./round-page.tsx').then((file) => file.RoundDemandPage),
  },
  {
    path: '/volume-reports/$tenderId/$institutionId',
    title: { zh: '采购量报送', en: 'Volume report' },
    permission: 'demand.read',
    load: () => import('./report-page.tsx').then((file) => file.ReportPage),
  },
  {
    path: '/open/agreed-volumes/$tenderId',
    title: { zh: '约定采购量公布', en: 'Agreed volumes' },
    permission: 'public',
    load: () => import('./open-volumes.tsx').then((file) => file.OpenVolumesPage),
  },
];
