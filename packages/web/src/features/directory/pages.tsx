import {
  ClusterOutlined,
  FieldTimeOutlined,
  FileSyncOutlined,
  MergeCellsOutlined,
  ReloadOutlined,
  StopOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/directory',
    title: { zh: '目录动态', en: 'Life of listings' },
    permission: 'directory.read',
    menu: { group: 'catalogue', icon: FieldTimeOutlined, order: 30 },
    for: (actor) => actor.kind !== 'institution',
    load: () => import('./life-list.tsx').then((file) => file.LifeListPage),
  },
  {
    path: '/directory/closings',
    title: { zh: '暂停与撤网', en: 'Closings' },
    permission: 'directory.read',
    menu: { group: 'catalogue', icon: StopOutlined, order: 32 },
    load: () => import('./closing-list.tsx').then((file) => file.ClosingListPage),
  },
  {
    path: '/directory/closings/$closingId',
    title: { zh: '暂停或撤网', en: 'Closing' },
    permission: 'directory.read',
    load: () => import('./closing-details.tsx').then((file) => file.ClosingDetailsPage),
  },
  {
    path: '/directory/resumptions',
    title: { zh: '恢复挂网申请', en: 'Resumptions' },
    permission: 'directory.read',
    menu: { group: 'catalogue', icon: ReloadOutlined, order: 34 },
    load: () => import('./resumption-list.tsx').then((file) => file.ResumptionListPage),
  },
  {
    path: '/directory/low-delivery',
    title: { zh: '配送率偏低', en: 'Low delivery rates' },
    permission: 'directory.read',
    menu: { group: 'catalogue', icon: ClusterOutlined, order: 36 },
    for: (actor) => actor.kind !== 'institution',
    load: () => import('./low-delivery.tsx').then((file) => file.LowDeliveryPage),
  },
  {
    path: '/directory/merges',
    title: { zh: '目录归并', en: 'Merges' },
    permission: ['directory.manage', 'directory.decide'],
    menu: { group: 'catalogue', icon: MergeCellsOutlined, order: 38 },
    load: () => import('./merge-list.tsx').then((file) => file.MergeListPage),
  },
  {
    path: '/directory/duplicates',
    title: { zh: '重复挂网', en: 'Duplicates' },
    permission: 'directory.manage',
    load: () => import('./duplicate-list.tsx').then((file) => file.DuplicateListPage),
  },
  {
    path: '/open/directory',
    title: { zh: '目录变动公开', en: 'Changes of the directory' },
    permission: 'public',
    menu: { group: 'public', icon: FileSyncOutlined, order: 25 },
    load: () => import('./open-directory.tsx').then((file) => file.OpenDirectoryPage),
  },
];
