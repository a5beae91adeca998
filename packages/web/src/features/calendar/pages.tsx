import { CalendarOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/calendar',
    title: { zh: '工作日历', en: 'Working calendar' },
    permission: 'public',
    load: () => import('./calendar-page.tsx').then((file) => file.CalendarPage),
    menu: { group: 'public', icon: CalendarOutlined, order: 65 },
  },
];
