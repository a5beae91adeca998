import type { NoticeText } from './notices.ts';

/** What directory tells the people concerned. */
export const directoryNotices = {
  'listing.admitted': {
    title: { zh: '产品已挂网', en: 'A product was listed' },
    detail: {
      zh: '{product}（{number}），挂网价 {price} 元',
      en: '{product} ({number}) at {price} yuan',
    },
    href: '/listings/{subject}',
    tone: 'good',
    permission: 'listing.read',
  },
  'listing.resumed': {
    title: { zh: '产品已恢复挂网', en: 'A listing was resumed' },
    detail: { zh: '{product}（{number}）', en: '{product} ({number})' },
    href: '/listings/{subject}',
    tone: 'good',
    permission: 'listing.read',
  },
  'directory.idle': {
    title: { zh: '产品即将因无销售暂停挂网', en: 'Listings will be suspended for want of trade' },
    detail: {
      zh: '{count} 个产品长期无销售，最早将于 {day} 暂停挂网，例如{product}（{number}）',
      en: '{count} listings went without trade and are suspended from {day}, e.g. {product} ({number})',
    },
    href: '/directory?stage=idle',
    tone: 'warning',
    permission: 'directory.read',
  },
  'directory.closing': {
    title: { zh: '产品停止采购，请办结未完业务', en: 'A product is closing; finish what is open' },
    detail: {
      zh: '{product}（{number}）不再接受新订单，请于期限前办结贵单位的 {count} 项业务',
      en: '{product} ({number}) takes no more orders; finish {count} open matters in time',
    },
    href: '/directory/closings/{subject}',
    tone: 'warning',
    permission: 'directory.read',
  },
  'directory.finishOrders': {
    title: { zh: '产品停止采购，请办结未完业务', en: 'A product is closing; finish what is open' },
    detail: {
      zh: '{product}（{number}）不再接受新订单，请于期限前办结贵单位的 {count} 项业务',
      en: '{product} ({number}) takes no more orders; finish {count} open matters in time',
    },
    href: '/orders',
    tone: 'warning',
    permission: 'order.read',
  },
  'directory.rejected': {
    title: { zh: '暂停或撤网未获同意', en: 'A closing was rejected' },
    detail: { zh: '{product}（{number}）：{note}', en: '{product} ({number}): {note}' },
    href: '/directory/closings/{subject}',
    tone: 'notice',
    permission: 'directory.read',
  },
  'directory.closed': {
    title: { zh: '暂停或撤网已办结', en: 'A closing is complete' },
    detail: { zh: '{product}（{number}）', en: '{product} ({number})' },
    href: '/directory/closings/{subject}',
    tone: 'notice',
    permission: 'directory.read',
  },
  'directory.resumptionApproved': {
    title: { zh: '恢复挂网申请已获同意', en: 'A resumption was approved' },
    detail: { zh: '{product}（{number}）已恢复挂网', en: '{product} ({number}) is listed again' },
    href: '/directory/resumptions',
    tone: 'good',
    permission: 'directory.read',
  },
  'directory.resumptionRefused': {
    title: { zh: '恢复挂网申请未获同意', en: 'A resumption was refused' },
    detail: { zh: '{product}（{number}）：{note}', en: '{product} ({number}): {note}' },
    href: '/directory/resumptions',
    tone: 'warning',
    permission: 'directory.read',
  },
  'directory.lowDelivery': {
    title: { zh: '产品配送率偏低，请整改', en: 'Delivery rates are low' },
    detail: {
      zh: '{month}有 {count} 个产品配送率低于规定比例，连续偏低将取消挂网资格',
      en: 'In {month} {count} listings were below the least delivery rate; month after month it costs the listing',
    },
    href: '/directory/low-delivery',
    tone: 'warning',
    permission: 'directory.read',
  },
  'directory.merged': {
    title: { zh: '产品已并入省级目录', en: 'Listings were merged into the provincial directory' },
    detail: {
      zh: '{product} 在 {count} 个地区的挂网产品归并为 {number}',
      en: '{product}: listings of {count} places became {number}',
    },
    href: '/listings/{subject}',
    tone: 'notice',
    permission: 'directory.read',
  },
} as const satisfies Record<string, NoticeText>;
