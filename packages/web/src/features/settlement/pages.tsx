import {
  AccountBookOutlined,
  AuditOutlined,
  BankOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  FileTextOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/to-invoice',
    title: { zh: '待开票', en: 'To invoice' },
    permission: 'settlement.read',
    for: (actor) => actor.kind === 'distributor' || actor.kind === 'institution',
    menu: { group: 'pay', icon: FileDoneOutlined, order: 10 },
    quick: {
      title: { zh: '开票', en: 'Invoice deliveries' },
      icon: FileDoneOutlined,
      for: ['distributor.accountant'],
    },
    load: () => import('./to-invoice.tsx').then((file) => file.ToInvoicePage),
  },
  {
    path: '/invoices',
    title: { zh: '发票', en: 'Invoices' },
    permission: 'settlement.read',
    menu: { group: 'pay', icon: FileTextOutlined, order: 20 },
    load: () => import('./invoice-list.tsx').then((file) => file.InvoiceListPage),
  },
  {
    path: '/invoices/$invoiceId',
    title: { zh: '发票详情', en: 'Invoice' },
    permission: 'settlement.read',
    load: () => import('./invoice-details.tsx').then((file) => file.InvoiceDetailsPage),
  },
  {
    path: '/payments',
    title: { zh: '付款', en: 'Payments' },
    permission: 'settlement.read',
    for: (actor) => actor.kind !== 'manufacturer',
    menu: { group: 'pay', icon: BankOutlined, order: 30 },
    load: () => import('./payment-list.tsx').then((file) => file.PaymentListPage),
  },
  {
    path: '/payments/new',
    title: { zh: '登记付款', en: 'Record a payment' },
    permission: 'settlement.pay',
    quick: { title: { zh: '登记付款', en: 'Record a payment' }, icon: BankOutlined },
    load: () => import('./new-payment.tsx').then((file) => file.NewPaymentPage),
  },
  {
    path: '/payments/$paymentId',
    title: { zh: '付款详情', en: 'Payment' },
    permission: 'settlement.read',
    load: () => import('./payment-details.tsx').then((file) => file.PaymentDetailsPage),
  },
  {
    path: '/statements',
    title: { zh: '对账', en: 'Statements' },
    permission: 'settlement.read',
    for: (actor) => actor.kind !== 'manufacturer',
    menu: { group: 'pay', icon: AccountBookOutlined, order: 40 },
    load: () => import('./balance-list.tsx').then((file) => file.BalanceListPage),
  },
  {
    path: '/statements/$institutionId/$distributorId',
    title: { zh: '对账单', en: 'Statement' },
    permission: 'settlement.read',
    load: () => import('./statement.tsx').then((file) => file.StatementPage),
  },
  {
    path: '/overdue',
    title: { zh: '逾期付款', en: 'Overdue payments' },
    permission: 'settlement.read',
    for: (actor) => actor.kind !== 'manufacturer' && actor.kind !== 'institution',
    menu: { group: 'pay', icon: FieldTimeOutlined, order: 50 },
    load: () => import('./overdue-board.tsx').then((file) => file.OverdueBoardPage),
  },
  {
    path: '/reconciliation',
    title: { zh: '三流核对', en: 'Three flows' },
    permission: 'settlement.read',
    menu: { group: 'pay', icon: AuditOutlined, order: 60 },
    load: () => import('./reconciliation.tsx').then((file) => file.ReconciliationPage),
  },
  {
    path: '/reconciliation/$orderId',
    title: { zh: '订单三流核对', en: 'Three flows of an order' },
    permission: 'settlement.read',
    load: () => import('./reconciliation-details.tsx').then((file) => file.ReconciliationDetailsPage),
  },
];
