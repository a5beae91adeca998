import { FileDoneOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
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
