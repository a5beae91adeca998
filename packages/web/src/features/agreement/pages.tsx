import { FileDoneOutlined, PieChartOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/leftover-choices',
    title: { zh: '剩余量选择', en: 'Leftover volume' },
    permission: 'agreement.read',
    menu: { group: 'round', icon: PieChartOutlined, order: 50 },
    for: (actor) => actor.kind !== 'manufacturer',
    load: () => import('./choice-list.tsx').then((file) => file.ChoiceListPage),
  },
  {
    path: '/leftover-choices/$tenderId/$institutionId',
    title: { zh: '剩余量选择', en: 'Leftover volume' },
    permission: 'agreement.read',
    load: () => import('./choice-page.tsx').then((file) => file.ChoicePage),
  },
  {
    path: '/agreements',
    title: { zh: '购销合同', en: 'Agreements' },
    permission: 'agreement.read',
    menu: { group: 'round', icon: FileDoneOutlined, order: 60, phone: true },
    load: () => import('./agreement-list.tsx').then((file) => file.AgreementListPage),
  },
  {
    path: '/agreements/$agreementId',
    title: { zh: '购销合同', en: 'Agreement' },
    permission: 'agreement.read',
    load: () => import('./agreement-details.tsx').then((file) => file.AgreementDetailsPage),
  },
];
