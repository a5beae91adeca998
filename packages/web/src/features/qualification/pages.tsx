import {
  AuditOutlined,
  IdcardOutlined,
  PartitionOutlined,
  SafetyCertificateOutlined,
  ShopOutlined,
} from '@ant-design/icons';
import type { Actor } from '@daylight/rules/access/may.ts';
import type { Page } from '../../page.ts';

const isSeller = ({ kind }: Actor): boolean => kind === 'manufacturer' || kind === 'distributor';
const oversees = ({ kind }: Actor): boolean => kind === 'bureau' || kind === 'operator';

export const pages: Page[] = [
  {
    path: '/qualifications',
    title: { zh: '企业资质', en: 'Qualifications' },
    permission: 'qualification.read',
    menu: { group: 'catalogue', icon: IdcardOutlined, order: 60 },
    for: (actor) => isSeller(actor) || oversees(actor),
    load: () => import('./qualification-list.tsx').then((file) => file.QualificationListPage),
  },
  {
    path: '/qualifications/new',
    title: { zh: '申报资质', en: 'Declare a qualification' },
    permission: 'qualification.declare',
    quick: {
      title: { zh: '申报资质', en: 'Declare a qualification' },
      icon: IdcardOutlined,
      for: ['manufacturer.sales'],
    },
    load: () => import('./declare-form.tsx').then((file) => file.DeclarePage),
  },
  {
    path: '/qualifications/$qualificationId',
    title: { zh: '资质', en: 'Qualification' },
    permission: 'qualification.read',
    load: () => import('./qualification-details.tsx').then((file) => file.QualificationPage),
  },
  {
    path: '/qualifications/$qualificationId/change',
    title: { zh: '变更或延续资质', en: 'Change or renew a qualification' },
    permission: 'qualification.declare',
    load: () => import('./declare-form.tsx').then((file) => file.ChangePage),
  },
  {
    path: '/qualification-changes',
    title: { zh: '资质审核', en: 'Declarations' },
    permission: 'qualification.read',
    menu: { group: 'catalogue', icon: AuditOutlined, order: 62 },
    for: oversees,
    load: () => import('./change-queue.tsx').then((file) => file.ChangeQueuePage),
  },
  {
    path: '/enterprises',
    title: { zh: '企业库', en: 'Enterprises' },
    permission: 'qualification.read',
    menu: { group: 'catalogue', icon: ShopOutlined, order: 64 },
    for: (actor) => !isSeller(actor),
    load: () => import('./enterprise-list.tsx').then((file) => file.EnterpriseListPage),
  },
  {
    path: '/enterprises/$organisationId',
    title: { zh: '企业资质状况', en: 'How an enterprise stands' },
    permission: 'qualification.read',
    load: () => import('./enterprise-details.tsx').then((file) => file.EnterprisePage),
  },
  {
    path: '/added-specifications',
    title: { zh: '规格型号增补', en: 'Added specifications' },
    permission: 'qualification.read',
    menu: { group: 'catalogue', icon: PartitionOutlined, order: 66 },
    for: (actor) => actor.kind === 'manufacturer' || oversees(actor),
    load: () => import('./added-list.tsx').then((file) => file.AddedListPage),
  },
  {
    path: '/added-specifications/new',
    title: { zh: '申请增补规格型号', en: 'Ask for a specification to be added' },
    permission: 'qualification.declare',
    load: () => import('./add-form.tsx').then((file) => file.AddPage),
  },
  {
    path: '/open/enterprises',
    title: { zh: '企业查询', en: 'Look up enterprises' },
    permission: 'public',
    menu: { group: 'public', icon: SafetyCertificateOutlined, order: 25 },
    load: () => import('./open-enterprises.tsx').then((file) => file.OpenEnterprisesPage),
  },
  {
    path: '/open/enterprises/$organisationId',
    title: { zh: '企业资质', en: 'Enterprise' },
    permission: 'public',
    load: () => import('./open-enterprises.tsx').then((file) => file.OpenEnterprisePage),
  },
];
