import type { NoticeText } from './notices.ts';

const board = '/objections/{subject}';

/** What publicity tells the people concerned. Nothing here names who objected. */
export const publicityNotices = {
  'publicity.opened': {
    title: { zh: '公示中有贵单位的内容', en: 'A list that names you is public' },
    detail: {
      zh: '{title}（{number}），涉及 {count} 项，公示期内可提出异议',
      en: '{titleEn} ({number}), {count} items; objections are taken until it ends',
    },
    href: '/open/publicities/{subject}',
    tone: 'notice',
    permission: 'publicity.read',
  },
  'publicity.itemObjected': {
    title: { zh: '对涉及贵单位的公示内容有异议', en: 'An item that names you was objected to' },
    detail: {
      zh: '{item}（{number}）：{issue}。处理期间该项暂缓生效',
      en: '{itemEn} ({number}): {issue}. Its effect waits',
    },
    href: '/open/publicities/{publicity}',
    tone: 'warning',
    permission: 'publicity.read',
  },
  'publicity.itemDecided': {
    title: { zh: '对公示内容的异议已有结论', en: 'The objection to an item was decided' },
    detail: { zh: '{item}（{number}）：{outcome}', en: '{itemEn} ({number}): {outcomeEn}' },
    href: '/open/publicities/{publicity}',
    tone: 'notice',
    permission: 'publicity.read',
  },
  'publicity.objected': {
    title: { zh: '收到新的异议', en: 'A new objection' },
    detail: { zh: '{title}：{item}，{number}', en: '{titleEn}: {itemEn}, {number}' },
    href: board,
    tone: 'notice',
    permission: 'publicity.answer',
  },
  'publicity.answered': {
    title: { zh: '异议答复待审定', en: 'An answer to an objection waits for a decision' },
    detail: { zh: '{title}：{item}，{number}', en: '{titleEn}: {itemEn}, {number}' },
    href: board,
    tone: 'notice',
    permission: 'publicity.decide',
  },
  'publicity.overdue': {
    title: { zh: '异议处理逾期', en: 'An objection is overdue' },
    detail: { zh: '{title}：{item}，{number}', en: '{titleEn}: {itemEn}, {number}' },
    href: board,
    tone: 'danger',
    permission: 'publicity.decide',
  },
  'publicity.objectionTakenUp': {
    title: { zh: '异议已受理', en: 'Your objection was taken up' },
    detail: { zh: '{item}，{number}', en: '{itemEn}, {number}' },
    href: board,
    tone: 'good',
    permission: 'publicity.object',
  },
  'publicity.objectionNotTakenUp': {
    title: { zh: '异议不予受理', en: 'Your objection was not taken up' },
    detail: { zh: '{item}，{number}：{note}', en: '{itemEn}, {number}: {note}' },
    href: board,
    tone: 'warning',
    permission: 'publicity.object',
  },
  'publicity.objectionExtended': {
    title: { zh: '异议处理期限延长', en: 'The conclusion of your objection was put off' },
    detail: { zh: '{item}，{number}：{note}', en: '{itemEn}, {number}: {note}' },
    href: board,
    tone: 'plain',
    permission: 'publicity.object',
  },
  'publicity.objectionDecided': {
    title: { zh: '异议已有结论', en: 'Your objection was decided' },
    detail: { zh: '{item}，{number}：{outcome}', en: '{itemEn}, {number}: {outcomeEn}' },
    href: board,
    tone: 'notice',
    permission: 'publicity.object',
  },
} as const satisfies Record<string, NoticeText>;
