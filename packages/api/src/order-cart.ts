import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { orderUnknown } from './order-refusals.ts';
import { stale } from './request.ts';
import { listingInstead } from './listing.ts';
import { lineProblem, zone } from './order.ts';
import { count, named, positiveCount, text, uuid, yuan } from './wire.ts';
import { workbookRefusals } from './workbook.ts';

const cartRefusals = refusals({
  'order.listingUnknown': { zh: '没有这个挂网产品', en: 'There is no such listing' },
  'order.quantityNotWhole': {
    zh: '数量须为整数（单位：{unit}）',
    en: 'The quantity must be a whole number (unit: {unit})',
  },
  'order.quantityTooLarge': {
    zh: '数量超过系统可记录的范围',
    en: 'The quantity is beyond what can be recorded',
  },
  'order.cartFull': {
    zh: '采购单最多 {max} 行，请先下单',
    en: 'The cart holds {max} lines; order some of them first',
  },
});

export const cartLine = z
  .object({
    listingId: uuid,
    number: z.string(),
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    manufacturer: named,
    distributor: named.nullable(),
    purchaseUnit: z.string(),
    unitsPerPurchaseUnit: z.number().int(),
    listingPrice: yuan,
    price: yuan,
    priceKind: z.enum(['listed', 'agreed']),
    bargainId: uuid.nullable(),
    zone: zone.nullable(),
    /** 'notInFocus', 'tooFewTrades' where the price carries no colour. */
    zoneReason: z.string().nullable(),
    quantity: count,
    note: z.string(),
    amount: yuan.nullable(),
    /** Why the line cannot be ordered as it stands. */
    problem: lineProblem.nullable(),
    /** Where a round selected the code for the institution: the listing to order by (JS-25a). */
    instead: listingInstead.nullable(),
  })
  .meta({ id: 'CartLine' });
export type CartLine = z.output<typeof cartLine>;

export const readCart = endpoint({
  id: 'cart.read',
  method: 'GET',
  path: '/api/cart',
  summary: { zh: '本机构的采购单', en: 'The cart of one’s institution' },
  clauses: ['JS-11', 'JS-12A', 'JS-35'],
  permission: 'order.cart',
  reply: z.object({
    lines: z.array(cartLine),
    /** Null where it is beyond what can be recorded. */
    amount: yuan.nullable(),
    approvalAbove: yuan.nullable(),
    redNeedsApproval: z.boolean(),
  }),
});

const wanted = z.strictObject({
  listingId: uuid,
  quantity: positiveCount,
  note: text(200).default(''),
});

export const cartAfter = z.object({ lines: z.number().int() });

export const addToCart = endpoint({
  id: 'cart.add',
  method: 'POST',
  path: '/api/cart/lines',
  summary: { zh: '加入采购单（数量累加）', en: 'Add to the cart; quantities add up' },
  clauses: ['JS-2'],
  permission: 'order.cart',
  body: z.strictObject({ lines: z.array(wanted).min(1).max(500) }),
  reply: cartAfter,
  refusals: cartRefusals,
  creates: true,
});

export const setCartLines = endpoint({
  id: 'cart.set',
  method: 'PUT',
  path: '/api/cart/lines',
  summary: { zh: '修改采购单数量', en: 'Set quantities in the cart' },
  permission: 'order.cart',
  body: z.strictObject({ lines: z.array(wanted).min(1).max(500) }),
  reply: cartAfter,
  refusals: cartRefusals,
});

export const removeFromCart = endpoint({
  id: 'cart.remove',
  method: 'POST',
  path: '/api/cart/removals',
  summary: { zh: '移出采购单', en: 'Take listings out of the cart' },
  permission: 'order.cart',
  body: z.strictObject({ listingIds: z.union([z.literal('all'), z.array(uuid).min(1).max(500)]) }),
  reply: cartAfter,
});

export const pasteProblems = {
  noCode: {
    zh: '没有找到挂网编号或27位国家代码',
    en: 'No listing number or 27-digit national code was found',
  },
  noQuantity: { zh: '没有找到数量', en: 'No quantity was found' },
  quantityNotPositive: { zh: '数量须大于零', en: 'The quantity must be above zero' },
  quantityNotWhole: { zh: '数量须为整数', en: 'The quantity must be a whole number' },
  quantityTooLarge: { zh: '数量过大', en: 'The quantity is too large' },
  listingUnknown: {
    zh: '本机构可采购的挂网产品中没有它',
    en: 'Not among the listings that your institution may buy',
  },
  twoListings: {
    zh: '该代码有多个挂网产品，请改用挂网编号',
    en: 'Several listings have this code; use the listing number',
  },
} as const;

const pastedRow = z.object({
  row: z.number().int(),
  text: z.string(),
  problem: z.enum(
    Object.keys(pasteProblems) as [keyof typeof pasteProblems, ...(keyof typeof pasteProblems)[]],
  ),
  problemText: z.object({ zh: z.string(), en: z.string() }),
});
const pasted = z.object({
  added: z.number().int(),
  /** Rows that were not added, each with its reason. */
  refused: z.array(pastedRow),
  lines: z.number().int(),
});

export const pasteToCart = endpoint({
  id: 'cart.paste',
  method: 'POST',
  path: '/api/cart/table',
  summary: {
    zh: '粘贴表格加入采购单：每行一个产品，含挂网编号或27位代码和数量',
    en: 'Add a pasted table: one product per row, with listing number or 27-digit code and quantity',
  },
  permission: 'order.cart',
  body: z.strictObject({ text: z.string().min(1).max(200_000) }),
  reply: pasted,
  refusals: { 'order.cartFull': cartRefusals['order.cartFull'] },
  creates: true,
});

export const uploadToCart = endpoint({
  id: 'cart.upload',
  method: 'POST',
  path: '/api/cart/workbook',
  summary: { zh: '从工作簿加入采购单', en: 'Add the rows of a workbook' },
  permission: 'order.cart',
  reply: pasted,
  refusals: { ...workbookRefusals, 'order.cartFull': cartRefusals['order.cartFull'] },
  media: { request: 'multipart/form-data' },
  creates: true,
});

export const reorder = endpoint({
  id: 'cart.reorder',
  method: 'POST',
  path: '/api/cart/reorders',
  summary: { zh: '按历史订单再次采购', en: 'Put the lines of a former order into the cart' },
  permission: 'order.cart',
  body: z.strictObject({ orderId: uuid }),
  reply: cartAfter,
  refusals: { ...orderUnknown, ...cartRefusals },
  creates: true,
});

export const orderSettings = z
  .object({
    /** Orders above this wait for an approver; null: none does for its amount. */
    approvalAbove: yuan.nullable(),
    redNeedsApproval: z.boolean(),
    warehouse: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'OrderSettings' });

export const readOrderSettings = endpoint({
  id: 'order.settings',
  method: 'GET',
  path: '/api/order-settings',
  summary: { zh: '本机构的下单设置', en: 'What one’s institution set for its orders' },
  permission: 'order.read',
  reply: orderSettings,
});

export const changeOrderSettings = endpoint({
  id: 'order.changeSettings',
  method: 'PUT',
  path: '/api/order-settings',
  summary: {
    zh: '修改下单设置（审批岗）',
    en: 'Change the settings; whoever approves orders sets the limit',
  },
  clauses: ['HN-15'],
  permission: 'order.approve',
  body: z.strictObject({
    approvalAbove: yuan
      .refine((amount) => /^\d{1,12}(\.\d{1,2})?$/.test(amount), { error: 'whole fen, not negative' })
      .nullable(),
    redNeedsApproval: z.boolean(),
    warehouse: text(100).default(''),
    version: z.number().int().min(0),
  }),
  reply: orderSettings,
  refusals: stale,
});

export const orderSite = z
  .object({
    id: uuid,
    name: z.string(),
    address: z.string(),
    contact: z.string(),
    telephone: z.string(),
    /** From the county seat; beyond the pack's distance the site is remote. */
    distanceKm: z.number().int(),
    remote: z.boolean(),
  })
  .meta({ id: 'OrderSite' });
export type OrderSite = z.output<typeof orderSite>;

export const listOrderSites = endpoint({
  id: 'order.sites',
  method: 'GET',
  path: '/api/order-sites',
  summary: { zh: '本机构的收货地点', en: 'Delivery sites of one’s institution' },
  permission: 'order.read',
  reply: z.object({ sites: z.array(orderSite) }),
});

export const changeOrderSite = endpoint({
  id: 'order.changeSite',
  method: 'PUT',
  path: '/api/order-sites/:siteId',
  summary: { zh: '修改收货地点', en: 'Change a delivery site' },
  permission: 'order.place',
  params: z.object({ siteId: uuid }),
  body: z.strictObject({
    address: text(200),
    contact: text(50),
    telephone: text(30),
    distanceKm: z.number().int().min(0).max(5000),
  }),
  reply: orderSite,
  refusals: refusals({
    'order.siteUnknown': {
      zh: '收货地点不属于本机构',
      en: 'The delivery site is not one of your institution',
      status: 404,
    },
  }),
});
