import { ExperimentOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
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
    menu: { group: 'supervise', icon: ExperimentOutlined, order: 34 },
    load: () => import('./try-page.tsx').then((file) => file.TryPage),
  },
];
