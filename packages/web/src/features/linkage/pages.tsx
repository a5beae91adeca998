import {
  ClusterOutlined,
  FallOutlined,
  GlobalOutlined,
  ImportOutlined,
  NodeIndexOutlined,
  ProfileOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

const isStaff = (actor: { readonly kind: string }): boolean =>
  actor.kind === 'bureau' || actor.kind === 'operator';

export const pages: readonly Page[] = [
  {
    path: '/national-prices',
    title: { zh: '全国价格比对', en: 'Prices of the country' },
    permission: 'linkage.read',
    menu: { group: 'catalogue', icon: GlobalOutlined, order: 40 },
    load: () => import('./national-list.tsx').then((file) => file.NationalListPage),
  },
  {
    path: '/national-prices/$itemCode',
    title: { zh: '全国价格比对', en: 'Prices of the country' },
    permission: 'linkage.read',
    load: () => import('./national-details.tsx').then((file) => file.NationalDetailsPage),
  },
  {
    path: '/price-duties',
    title: { zh: '最低价申报', en: 'Lowest price declarations' },
    permission: 'linkage.read',
    menu: { group: 'catalogue', icon: FallOutlined, order: 42 },
    for: (actor) => actor.kind !== 'institution',
    load: () => import('./duty-list.tsx').then((file) => file.DutyListPage),
  },
  {
    path: '/price-duties/$dutyId',
    title: { zh: '最低价申报', en: 'Lowest price declaration' },
    permission: 'linkage.read',
    load: () => import('./duty-details.tsx').then((file) => file.DutyDetailsPage),
  },
  {
    path: '/price-declarations/new',
    title: { zh: '主动申报最低价', en: 'Declare a lowest price' },
    permission: 'linkage.declare',
    load: () => import('./declare-own.tsx').then((file) => file.DeclareOwnPage),
  },
  {
    path: '/linkage-runs',
    title: { zh: '年度价格联动', en: 'Yearly price linkage' },
    permission: 'linkage.read',
    menu: { group: 'catalogue', icon: NodeIndexOutlined, order: 44 },
    for: (actor) => actor.kind !== 'institution',
    load: () => import('./run-list.tsx').then((file) => file.RunListPage),
  },
  {
    path: '/linkage-runs/$runId',
    title: { zh: '年度价格联动', en: 'Yearly price linkage' },
    permission: 'linkage.read',
    load: () => import('./run-details.tsx').then((file) => file.RunDetailsPage),
  },
  {
    path: '/price-records',
    title: { zh: '价格记录', en: 'Price records' },
    permission: 'linkage.read',
    menu: { group: 'catalogue', icon: ProfileOutlined, order: 46 },
    for: isStaff,
    load: () => import('./record-list.tsx').then((file) => file.RecordListPage),
  },
  {
    path: '/price-records/new',
    title: { zh: '录入价格', en: 'Enter a price' },
    permission: 'linkage.record',
    load: () => import('./record-form.tsx').then((file) => file.RecordFormPage),
  },
  {
    path: '/price-imports',
    title: { zh: '价格导入', en: 'Imports of prices' },
    permission: ['linkage.record', 'linkage.verify'],
    menu: { group: 'catalogue', icon: ImportOutlined, order: 47 },
    load: () => import('./import-list.tsx').then((file) => file.ImportListPage),
  },
  {
    path: '/price-imports/$importId',
    title: { zh: '价格导入核对', en: 'Import of prices' },
    permission: ['linkage.record', 'linkage.verify'],
    load: () => import('./import-details.tsx').then((file) => file.ImportDetailsPage),
  },
  {
    path: '/price-sources',
    title: { zh: '价格来源', en: 'Price sources' },
    permission: ['linkage.record', 'linkage.verify'],
    menu: { group: 'catalogue', icon: ClusterOutlined, order: 48 },
    load: () => import('./source-list.tsx').then((file) => file.SourceListPage),
  },
  {
    path: '/open/price-adjustments',
    title: { zh: '挂网价格调整', en: 'Price adjustments' },
    permission: 'public',
    menu: { group: 'public', icon: SwapOutlined, order: 24 },
    load: () => import('./open-adjustments.tsx').then((file) => file.OpenAdjustmentsPage),
  },
];
