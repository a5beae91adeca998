import { BellOutlined, HomeOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: Page[] = [
  {
    path: '/',
    title: { zh: '首页', en: 'Home' },
    permission: 'notice.read',
    menu: { group: 'start', icon: HomeOutlined, order: 0, phone: true },
    load: () => import('./home-page.tsx').then((file) => file.HomePage),
  },
  {
    path: '/notices',
    title: { zh: '收件箱', en: 'Inbox' },
    permission: 'notice.read',
    menu: { group: 'start', icon: BellOutlined, order: 10 },
    load: () => import('./inbox-page.tsx').then((file) => file.InboxPage),
  },
];
