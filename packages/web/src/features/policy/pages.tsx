import { FileProtectOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/policy',
    title: { zh: '政策与参数', en: 'Policy and parameters' },
    permission: 'public',
    load: () => import('./policy-page.tsx').then((file) => file.PolicyPage),
    menu: { group: 'public', icon: FileProtectOutlined, order: 60 },
  },
];
