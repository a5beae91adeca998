import type { NoticeText } from './notices.ts';

const href = '/price-duties/{subject}';
const permission = 'linkage.read';

/** What linkage tells the people concerned; prices are yuan per purchase unit. */
export const linkageNotices = {
  'linkage.dutyOpened': {
    title: { zh: '发现新的全国最低价，请申报', en: 'A new lowest price was found: declare it' },
    detail: {
      zh: '{product}：{place} 的价格折合 {price} 元，低于挂网价 {listingPrice} 元，{number}',
      en: '{product}: {place} comes to {price} yuan, below the listing price of {listingPrice} yuan, {number}',
    },
    href,
    tone: 'warning',
    permission,
  },
  'linkage.dutyLowered': {
    title: { zh: '待申报的最低价再次下降', en: 'The price to be declared fell again' },
    detail: { zh: '{product}：现为 {price} 元，{number}', en: '{product}: now {price} yuan, {number}' },
    href,
    tone: 'notice',
    permission,
  },
  'linkage.dutyReminder': {
    title: { zh: '新最低价申报即将到期', en: 'The time to declare a new lowest price runs out' },
    detail: {
      zh: '{product}：{price} 元，逾期经查实将暂停挂网，{number}',
      en: '{product}: {price} yuan; late, once verified, means suspension, {number}',
    },
    href,
    tone: 'warning',
    permission,
  },
  'linkage.dutyOverdue': {
    title: { zh: '新最低价逾期未申报', en: 'A new lowest price was not declared in time' },
    detail: {
      zh: '{product}：{price} 元，将由医保部门核实处理，{number}',
      en: '{product}: {price} yuan; the bureau will verify it, {number}',
    },
    href,
    tone: 'danger',
    permission,
  },
  'linkage.dutyConfirm': {
    title: {
      zh: '最低价申报已核实，挂网价已调整',
      en: 'The declaration was confirmed and the price adjusted',
    },
    detail: { zh: '{product}：{price} 元，{number}', en: '{product}: {price} yuan, {number}' },
    href,
    tone: 'good',
    permission,
  },
  'linkage.dutyUntrue': {
    title: { zh: '申报不实，产品已暂停挂网', en: 'The declaration was untrue; the listing is suspended' },
    detail: { zh: '{product}：{note}，{number}', en: '{product}: {note}, {number}' },
    href,
    tone: 'danger',
    permission,
  },
  'linkage.dutySuspend': {
    title: { zh: '未及时申报最低价，产品已暂停挂网', en: 'Declared late; the listing is suspended' },
    detail: {
      zh: '{product}：{note}；申报并经核实后可恢复，{number}',
      en: '{product}: {note}; it resumes after a verified declaration, {number}',
    },
    href,
    tone: 'danger',
    permission,
  },
  'linkage.dutyUphold': {
    title: { zh: '异议成立，不需要调整', en: 'The objection holds: nothing to adjust' },
    detail: { zh: '{product}，{number}', en: '{product}, {number}' },
    href,
    tone: 'good',
    permission,
  },
  'linkage.dutyOverrule': {
    title: { zh: '异议不成立，请申报', en: 'The objection does not hold: declare the price' },
    detail: { zh: '{product}：{note}，{number}', en: '{product}: {note}, {number}' },
    href,
    tone: 'warning',
    permission,
  },
  'linkage.dutyExcuse': {
    title: { zh: '逾期情况已说明，请尽快申报', en: 'The delay is excused: declare the price now' },
    detail: { zh: '{product}：{note}，{number}', en: '{product}: {note}, {number}' },
    href,
    tone: 'notice',
    permission,
  },
} as const satisfies Record<string, NoticeText>;
