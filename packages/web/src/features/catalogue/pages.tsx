import { BarcodeOutlined, CloudUploadOutlined } from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/catalogue',
    title: { zh: '国家医保耗材代码', en: 'National codes' },
    permission: 'catalogue.read',
    load: () => import('./item-search.tsx').then((file) => file.ItemSearchPage),
    menu: {
      group: 'catalogue',
      icon: BarcodeOutlined,
      order: 20,
      title: { zh: '国家代码', en: 'National codes' },
    },
    search: { filter: 'q', order: 20 },
  },
  {
    path: '/catalogue/items/$itemCode',
    title: { zh: '耗材代码', en: 'National code' },
    permission: 'catalogue.read',
    load: () => import('./item-page.tsx').then((file) => file.ItemPage),
  },
  {
    path: '/catalogue/releases',
    title: { zh: '代码版本与导入', en: 'Releases and import' },
    permission: 'catalogue.import',
    load: () => import('./release-list.tsx').then((file) => file.ReleaseListPage),
    menu: { group: 'catalogue', icon: CloudUploadOutlined, order: 60 },
  },
  {
    path: '/catalogue/releases/$releaseId',
    title: { zh: '代码导入', en: 'Import of codes' },
    permission: 'catalogue.read',
    load: () => import('./release-page.tsx').then((file) => file.ReleasePage),
  },
];
