import type { NoticeText } from './notices.ts';

const href = '/qualifications/{subject}';
const permission = 'qualification.read';
const what = { zh: '{kind} {number}', en: '{kindEn} {number}' } as const;

/** What qualification tells the people concerned. */
export const qualificationNotices = {
  'qualification.confirmed': {
    title: { zh: '资质已确认', en: 'A qualification was confirmed' },
    detail: what,
    href,
    tone: 'good',
    permission,
  },
  'qualification.returned': {
    title: { zh: '资质申报被退回', en: 'A declaration was returned' },
    detail: { zh: '{kind} {number}：{note}', en: '{kindEn} {number}: {note}' },
    href,
    tone: 'warning',
    permission,
  },
  'qualification.expiring': {
    title: { zh: '资质即将到期', en: 'A qualification ends soon' },
    detail: {
      zh: '{kind} {number} 有效至 {validUntil}，请及时延续并提交变更',
      en: '{kindEn} {number} is valid until {validUntil}; renew it and submit the change',
    },
    href,
    tone: 'warning',
    permission,
  },
  'qualification.expired': {
    title: { zh: '资质已到期', en: 'A qualification has expired' },
    detail: {
      zh: '{kind} {number} 已于 {validUntil} 到期',
      en: '{kindEn} {number} expired on {validUntil}',
    },
    href,
    tone: 'danger',
    permission,
  },
  'qualification.suspended': {
    title: { zh: '资质被暂停', en: 'A qualification was suspended' },
    detail: { zh: '{kind} {number}：{note}', en: '{kindEn} {number}: {note}' },
    href,
    tone: 'danger',
    permission,
  },
  'qualification.resumed': {
    title: { zh: '资质已恢复', en: 'A qualification was resumed' },
    detail: what,
    href,
    tone: 'good',
    permission,
  },
  'qualification.ended': {
    title: { zh: '资质已注销', en: 'A qualification was ended' },
    detail: what,
    href,
    tone: 'plain',
    permission,
  },
  'qualification.specificationListed': {
    title: { zh: '增补的规格型号已挂网', en: 'An added specification is listed' },
    detail: { zh: '{product}，{number}', en: '{product}, {number}' },
    href: '/listings/{subject}',
    tone: 'good',
    permission,
  },
  'qualification.specificationReturned': {
    title: { zh: '规格型号增补被退回', en: 'An added specification was returned' },
    detail: { zh: '{product}，{number}：{note}', en: '{product}, {number}: {note}' },
    href: '/added-specifications',
    tone: 'warning',
    permission,
  },
} as const satisfies Record<string, NoticeText>;
