import { FileAddOutlined, SolutionOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/admissions',
    title: { zh: '挂网申请', en: 'Applications for listing' },
    permission: 'admission.read',
    menu: { group: 'catalogue', icon: SolutionOutlined, order: 15 },
    load: () => import('./admission-list.tsx').then((file) => file.AdmissionListPage),
  },
  {
    path: '/admissions/new',
    title: { zh: '新建挂网申请', en: 'New application' },
    permission: 'admission.apply',
    quick: {
      title: { zh: '申请挂网', en: 'Apply for listing' },
      icon: FileAddOutlined,
      for: ['manufacturer.sales'],
    },
    load: () => import('./wizard.tsx').then((file) => file.WizardPage),
  },
  {
    path: '/admissions/$admissionId',
    title: { zh: '挂网申请详情', en: 'Application for listing' },
    permission: 'admission.read',
    load: () => import('./admission-details.tsx').then((file) => file.AdmissionDetailsPage),
  },
];
