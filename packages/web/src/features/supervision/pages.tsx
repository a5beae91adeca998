import { AlertOutlined, FallOutlined } from '@ant-design/icons';
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
];

export const panels: readonly HomePanel[] = [
  {
    title: { zh: '价格预警', en: 'Price warnings' },
    permission: 'supervision.read',
    order: 10,
    load: () => import('./warning-panel.tsx').then((file) => file.WarningPanel),
  },
];
