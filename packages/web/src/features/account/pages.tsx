import { SafetyCertificateOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: Page[] = [
  {
    path: '/sign-in',
    title: { zh: '登录', en: 'Sign in' },
    permission: 'public',
    load: () => import('./sign-in-page.tsx').then((file) => file.SignInPage),
  },
  {
    path: '/account',
    title: { zh: '我的账号', en: 'My account' },
    permission: 'account.manageOwn',
    account: { icon: SafetyCertificateOutlined },
    load: () => import('./own-account-page.tsx').then((file) => file.OwnAccountPage),
  },
];
