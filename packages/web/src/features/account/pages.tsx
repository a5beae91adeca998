import type { Page } from '../../page.ts';

export const pages: Page[] = [
  {
    path: '/sign-in',
    title: { zh: '登录', en: 'Sign in' },
    permission: 'public',
    load: () => import('./sign-in-page.tsx').then((file) => file.SignInPage),
  },
];
