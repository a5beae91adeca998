import {
  CarOutlined,
  RollbackOutlined,
  ScanOutlined,
  SettingOutlined,
  ShoppingCartOutlined,
  ShoppingOutlined,
  TruckOutlined,
} from '@ant-design/icons';
import type { Page } from '../../page.ts';

export const pages: readonly Page[] = [
  {
    path: '/cart',
    title: { zh: '采购单', en: 'Cart' },
    permission: 'order.cart',
    menu: { group: 'buy', icon: ShoppingCartOutlined, order: 10, phone: true },
    quick: { title: { zh: '下单', en: 'Order' }, icon: ShoppingCartOutlined, for: ['institution.buyer'] },
    load: () => import('./cart-page.tsx').then((file) => file.CartPage),
  },
  {
    path: '/dispatch',
    title: { zh: '配送工作台', en: 'Dispatch desk' },
    permission: 'order.confirm',
    menu: { group: 'deliver', icon: TruckOutlined, order: 5, phone: true },
    quick: {
      title: { zh: '处理订单', en: 'Handle orders' },
      icon: TruckOutlined,
      for: ['distributor.dispatcher'],
    },
    load: () => import('./dispatch-page.tsx').then((file) => file.DispatchPage),
  },
  {
    path: '/orders',
    title: { zh: '订单', en: 'Orders' },
    permission: 'order.read',
    menu: { group: 'buy', icon: ShoppingOutlined, order: 15, phone: true },
    load: () => import('./order-list.tsx').then((file) => file.OrderListPage),
  },
  {
    path: '/orders/$orderId',
    title: { zh: '订单详情', en: 'Order' },
    permission: 'order.read',
    load: () => import('./order-details.tsx').then((file) => file.OrderDetailsPage),
  },
  {
    path: '/receiving',
    title: { zh: '收货', en: 'Receiving' },
    permission: 'order.receive',
    menu: { group: 'deliver', icon: ScanOutlined, order: 10, phone: true },
    quick: {
      title: { zh: '扫码收货', en: 'Scan to receive' },
      icon: ScanOutlined,
      for: ['institution.storekeeper'],
    },
    load: () => import('./receiving-page.tsx').then((file) => file.ReceivingPage),
  },
  {
    path: '/receiving/$shipmentId',
    title: { zh: '验收', en: 'Check a delivery' },
    permission: 'order.receive',
    load: () => import('./receive-shipment.tsx').then((file) => file.ReceiveShipmentPage),
  },
  {
    path: '/shipments',
    title: { zh: '配送单', en: 'Deliveries' },
    permission: 'order.read',
    menu: { group: 'deliver', icon: CarOutlined, order: 20 },
    load: () => import('./shipment-list.tsx').then((file) => file.ShipmentListPage),
  },
  {
    path: '/shipments/$shipmentId',
    title: { zh: '配送单详情', en: 'Delivery' },
    permission: 'order.read',
    load: () => import('./shipment-details.tsx').then((file) => file.ShipmentDetailsPage),
  },
  {
    path: '/returns',
    title: { zh: '退货', en: 'Returns' },
    permission: 'order.read',
    menu: { group: 'deliver', icon: RollbackOutlined, order: 30 },
    load: () => import('./return-list.tsx').then((file) => file.ReturnListPage),
  },
  {
    path: '/order-settings',
    title: { zh: '下单设置', en: 'Order settings' },
    permission: ['order.approve', 'order.place'],
    menu: { group: 'manage', icon: SettingOutlined, order: 40 },
    load: () => import('./settings-page.tsx').then((file) => file.OrderSettingsPage),
  },
];
