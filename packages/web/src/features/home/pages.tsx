import { HomeOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: Page[] = [
  {
    path: '/',
    title: { zh: '首页', en: 'Home' },
    permission: 'notice.read',
    menu: { group: 'start', icon: HomeOutlined, order: 0, phone: true },
    load: () => import('./home-page.tsx').then((file) => file.HomePage),
  },
];
