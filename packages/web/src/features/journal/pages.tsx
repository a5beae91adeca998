import { HistoryOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/journal',
    title: { zh: '留痕记录', en: 'Journal' },
    permission: 'journal.readOwn',
    load: () => import('./journal-page.tsx').then((file) => file.JournalPage),
    menu: { group: 'manage', icon: HistoryOutlined, order: 40 },
  },
  {
    path: '/open/checkpoints',
    title: { zh: '存证校验点', en: 'Journal checkpoints' },
    permission: 'public',
    load: () => import('./checkpoints-page.tsx').then((file) => file.CheckpointsPage),
    menu: { group: 'public', icon: SafetyCertificateOutlined, order: 70 },
  },
];
